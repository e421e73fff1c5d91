"""Many requirements at once: one thing of them changed, moved together, or taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.models import MetWhen
from procure.tenders.models import Requirement, Tender
from procure.tenders.service.requirements import SCORED, check_references, in_area, write_requirement
from procure.tenders.service.state import check_open, lock, touched

COLUMNS: Final = ("kind", "criterion_id", "weight", "met_when", "answer_mode", "lot_id")
ONLY_SCORED: Final = ("criterion_id", "weight")
MANY: Final = N_("kravtabellen")  # what has changed, where it is more than one
FEW: Final = 10  # so many are named one by one


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that is to be the same for some requirements.

    column: one of `COLUMNS`. met_by: the day, where they must be met by a date.
    """

    column: str
    value: Any
    met_by: date | None = None

    def facts(self, row: Requirement) -> dict[str, Any]:
        """Return the columns of a requirement as they will be; none where it cannot be so."""
        if self.column in ONLY_SCORED and row.kind not in SCORED:
            return {}
        facts = {self.column: self.value}
        if self.column == "kind" and self.value not in SCORED:
            facts |= {"criterion_id": None, "weight": None}
        if self.column == "met_when":
            facts["met_by"] = self.met_by if self.value is MetWhen.BY_DATE else None
        return {name: value for name, value in facts.items() if getattr(row, name) != value}


def chosen(session: Session, tender: Tender, ids: Collection[int]) -> list[Requirement]:
    """Return those of the requirements that are still in the tender, in their order."""
    rows = session.scalars(
        select(Requirement)
        .where(Requirement.tender_id == tender.id, Requirement.removed_at.is_(None))
        .order_by(Requirement.position, Requirement.id)
    )
    wanted = set(ids)
    return [each for each in rows if each.id in wanted]


def check_change(session: Session, tender: Tender, change: Change) -> None:
    """Raise RuleBroken when no requirement can be so."""
    if change.column not in COLUMNS:
        raise ValueError(f"requirements have no {change.column} that can be changed for many")
    if change.column == "met_when" and change.value is MetWhen.BY_DATE and change.met_by is None:
        raise RuleBroken(N_("Skriv datoen kravene skal være oppfylt innen."), field="met_by")
    named = {change.column: change.value}
    check_references(session, tender, named.get("criterion_id"), named.get("lot_id"))


def change_requirements(
    session: Session, actor: Actor, tender: Tender, *, ids: Collection[int], change: Change, now: datetime
) -> int:
    """Change one thing of some requirements; return how many were another before. One entry in the log."""
    check_open(tender)
    lock(session, tender)
    check_change(session, tender, change)
    changed = {
        row.identifier: written
        for row in chosen(session, tender, ids)
        if (written := write_requirement(row, change.facts(row)))
    }
    if changed:
        _log(session, actor, tender, "requirement.many_changed", list(changed), now, before=_before(changed))
    return len(changed)


def _before(changed: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: {column: pair[0] for column, pair in each.items()} for name, each in changed.items()}


def remove_requirements(
    session: Session, actor: Actor, tender: Tender, *, ids: Collection[int], now: datetime
) -> int:
    """Take some requirements out; their ids stay used. Return how many, and log it as one act."""
    check_open(tender)
    lock(session, tender)
    rows = chosen(session, tender, ids)
    for row in rows:
        row.removed_at = now
    if rows:
        _log(session, actor, tender, "requirement.many_removed", [row.identifier for row in rows], now)
    return len(rows)


def place_requirements(
    session: Session, actor: Actor, tender: Tender, *, ids: Collection[int], after: str, now: datetime
) -> int:
    """Place some requirements together after another of their area, or first where none is named.

    after: the id of the other, as people write it. Raises RuleBroken when they are of several areas.
    """
    check_open(tender)
    lock(session, tender)
    rows = chosen(session, tender, ids)
    if not rows:
        return 0
    area = _one_area(rows)
    rest = [each for each in in_area(session, tender, area) if each not in rows]
    place = _place(rest, area, after)
    ordered = [*rest[:place], *rows, *rest[place:]]
    if not _renumber(ordered):
        return 0
    _log(session, actor, tender, "requirement.placed", [row.identifier for row in rows], now)
    return len(rows)


def _one_area(rows: Sequence[Requirement]) -> str:
    areas = {row.area for row in rows}
    if len(areas) > 1:
        raise RuleBroken(
            N_("Kravene er i flere grupper. Velg krav fra én gruppe om gangen: id-en følger gruppen."),
            field="after",
        )
    return areas.pop()


def _place(rest: Sequence[Requirement], area: str, after: str) -> int:
    """Return where in the rest of the area the moved ones go."""
    typed = after.strip().upper()
    if not typed:
        return 0
    for place, row in enumerate(rest, start=1):
        if typed in (row.identifier, f"{row.area}-{row.number}", str(row.number)):
            return place
    raise RuleBroken(
        N_("%(typed)s er ikke et annet krav i gruppen %(area)s. Skriv id-en, for eksempel %(area)s-004."),
        field="after",
        typed=typed[:40],
        area=area,
    )


def _renumber(ordered: Sequence[Requirement]) -> bool:
    """Share the places they have out among them in this order; answer whether anything moved."""
    places = sorted(row.position for row in ordered)
    moved = [(row, place) for row, place in zip(ordered, places, strict=True) if row.position != place]
    for row, place in moved:
        row.position = place
    return bool(moved)


def _log(
    session: Session,
    actor: Actor,
    tender: Tender,
    action: str,
    names: Sequence[str],
    now: datetime,
    **details: Any,
) -> None:
    """Log what was done to some, as one act, and let approvals fall."""
    because = ", ".join(names) if len(names) <= FEW else MANY
    touched(session, actor, tender, now, because=because)
    audit.record(session, actor, action, tender=tender.id, identifiers=list(names), **details)
    session.flush()
