"""What it does to change many requirements, in numbers, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.domain.checks import check_requirements
from procure.domain.findings import Finding, Level
from procure.domain.law import Law
from procure.domain.tender import RequirementFacts, TenderFacts
from procure.tenders import facts, table
from procure.tenders.models import Requirement, Tender
from procure.tenders.service import Change


@dataclass(frozen=True)
class Effect:
    """What becomes of a tender's requirements.

    changed: the ids of those that will be another than now; left: how many of the chosen cannot be so.
    before, after: how many there are by kind, and under "blocker" and "warning" what the checks find.
    new: what is found that is not found now.
    """

    changed: Sequence[str]
    left: int
    before: Counter[str]
    after: Counter[str]
    new: Sequence[Finding]


def of_change(
    session: Session, tender: Tender, rows: Sequence[Requirement], change: Change, law: Law
) -> Effect:
    """Tell what it does to let some requirements be so."""
    numbers = {each.id: each.number for each in tender.lots}
    changes = {row.identifier: change.facts(row) for row in rows}

    def become(fact: RequirementFacts) -> RequirementFacts:
        return replace(fact, **_as_facts(changes.get(fact.id, {}), numbers))

    changed = [name for name, columns in changes.items() if columns]
    return _effect(session, tender, become, changed, len(rows) - len(changed), law)


def of_removal(session: Session, tender: Tender, rows: Sequence[Requirement], law: Law) -> Effect:
    """Tell what it does to take some requirements out."""
    gone = {row.identifier for row in rows}
    return _effect(session, tender, lambda fact: None if fact.id in gone else fact, sorted(gone), 0, law)


def _as_facts(columns: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    """Return changed columns as the checks know them: criteria by their keys, lots by their numbers."""
    known = dict(columns)
    if "criterion_id" in known:
        criterion = known.pop("criterion_id")
        known["criterion"] = None if criterion is None else str(criterion)
    if "lot_id" in known:
        known["lot"] = numbers.get(known.pop("lot_id") or 0)
    return known


def _effect(
    session: Session,
    tender: Tender,
    become: Callable[[RequirementFacts], RequirementFacts | None],
    changed: Sequence[str],
    left: int,
    law: Law,
) -> Effect:
    rows = session.scalars(select(Requirement).where(*table.in_force(tender))).all()
    now = facts.of_requirements(tender, rows)
    kept = tuple(fact for fact in map(become, now.requirements) if fact is not None)
    then = replace(now, requirements=kept)
    found, later = _findings(now, law), _findings(then, law)
    new = [each for each in later if each not in found]
    return Effect(changed, left, _counted(now, found), _counted(then, later), new)


def _findings(tender: TenderFacts, law: Law) -> list[Finding]:
    return [each for found in check_requirements(tender, law).values() for each in found]


def _counted(tender: TenderFacts, found: Sequence[Finding]) -> Counter[str]:
    levels = Counter("blocker" if each.level is Level.BLOCKER else "warning" for each in found)
    return levels + Counter(each.kind for each in tender.requirements)
