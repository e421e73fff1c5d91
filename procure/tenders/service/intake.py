"""Many requirements at once from a list: all that can be used, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.sheets import service as sheets
from procure.sheets.models import Upload
from procure.tenders.models import Requirement, Tender
from procure.tenders.service.requirements import check_facts
from procure.tenders.service.state import check_open, lock, touched

NONE_LEFT = N_("Ingen av radene kan importeres slik listen er nå.")
BECAUSE = N_("en importert kravliste")


def import_requirements(
    session: Session,
    actor: Actor,
    tender: Tender,
    upload: Upload,
    *,
    rows: Sequence[Mapping[str, Any]],
    version: int,
    now: datetime,
) -> int:
    """Add requirements from a list, with the ids they bring or the next of their areas; return how many.

    rows: as for `add_requirement`, with number (None: the next one) and own_id. A list is imported once.
    """
    check_open(tender)
    lock(session, tender)
    if not rows:
        raise RuleBroken(NONE_LEFT)
    sheets.finish(session, actor, upload, version=version, count=len(rows), now=now)
    numbers, last = _numbers(session, tender), _last_place(session, tender)
    for facts in rows:  # ids that are given come first, so that none of them is used for another
        if facts["number"] is not None:
            numbers[facts["area"]] = max(numbers.get(facts["area"], 0), facts["number"])
    for place, facts in enumerate(rows, start=last + 1):
        session.add(_made(session, tender, facts, numbers, place))
    session.flush()
    touched(session, actor, tender, now, because=BECAUSE)
    audit.record(session, actor, "requirement.imported", tender=tender.id, upload=upload.id, count=len(rows))
    session.flush()
    return len(rows)


def _numbers(session: Session, tender: Tender) -> dict[str, int]:
    """Return the highest number of each area."""
    asked = select(Requirement.area, func.max(Requirement.number)).where(Requirement.tender_id == tender.id)
    return dict(session.execute(asked.group_by(Requirement.area)).all())


def _last_place(session: Session, tender: Tender) -> int:
    asked = select(func.max(Requirement.position)).where(Requirement.tender_id == tender.id)
    return session.scalar(asked) or 0


def _made(
    session: Session, tender: Tender, facts: Mapping[str, Any], numbers: dict[str, int], position: int
) -> Requirement:
    check_facts(session, tender, facts)
    number = facts["number"]
    if number is None:
        number = numbers[facts["area"]] = numbers.get(facts["area"], 0) + 1
    return Requirement(tender_id=tender.id, position=position, **{**facts, "number": number})
