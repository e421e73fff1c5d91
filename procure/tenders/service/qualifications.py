"""What a supplier must be to take part: added, changed, moved, taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_
from procure.domain.money import Ore
from procure.domain.policy import Actor
from procure.library.usual import UsualQualification, usual_qualifications
from procure.tenders.models import Qualification, QualificationKind, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write

CHANGED = N_("kvalifikasjonskravene")


def add_qualification(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    kind: QualificationKind,
    text: str,
    documentation: str,
    turnover: Ore | None = None,
    turnover_reason: str = "",
    once: str | None = None,
    now: datetime,
) -> Qualification:
    """Add a qualification requirement, last; a form sent twice makes one."""
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, Qualification, tender, once):
        return made
    facts = _facts(kind, text, documentation, turnover, turnover_reason)
    row = Qualification(tender=tender, position=_last(session, tender) + 1, once=once, **facts)
    session.add(row)
    session.flush()
    touched(session, actor, tender, now, because=CHANGED)
    audit.record(session, actor, "qualification.added", qualification=row.id, tender=tender.id, text=text)
    return row


def _last(session: Session, tender: Tender) -> int:
    asked = select(func.max(Qualification.position)).where(Qualification.tender_id == tender.id)
    return session.scalar(asked) or 0


def _facts(
    kind: QualificationKind, text: str, documentation: str, turnover: Ore | None, turnover_reason: str
) -> dict[str, Any]:
    return {
        "kind": kind,
        "text": text,
        "documentation": documentation,
        "turnover": turnover,
        "turnover_reason": turnover_reason or None,
    }


def add_usual_qualifications(session: Session, actor: Actor, tender: Tender, *, now: datetime) -> int:
    """Add those that most tenders have, in the tender's language and once only; return how many."""
    check_open(tender)
    lock(session, tender)
    there = set(session.scalars(select(Qualification.text).where(Qualification.tender_id == tender.id)))
    wanted = [each for each in usual_qualifications(tender.language) if each.text not in there]
    for place, usual in enumerate(wanted, start=_last(session, tender) + 1):
        session.add(_usual(tender, place, usual))
    session.flush()
    if wanted:
        touched(session, actor, tender, now, because=CHANGED)
        audit.record(session, actor, "qualification.picked", tender=tender.id, count=len(wanted))
    return len(wanted)


def _usual(tender: Tender, place: int, usual: UsualQualification) -> Qualification:
    return Qualification(
        tender=tender,
        position=place,
        kind=QualificationKind(usual.kind),
        text=usual.text,
        documentation=usual.documentation,
    )


def edit_qualification(
    session: Session,
    actor: Actor,
    qualification: Qualification,
    *,
    kind: QualificationKind,
    text: str,
    documentation: str,
    turnover: Ore | None = None,
    turnover_reason: str = "",
    version: int,
    now: datetime,
) -> None:
    """Change a qualification requirement. Raises StaleDataError when somebody else saved first."""
    tender = qualification.tender
    check_open(tender)
    check_fresh(qualification, version)
    if changed := write(qualification, _facts(kind, text, documentation, turnover, turnover_reason)):
        touched(session, actor, tender, now, because=CHANGED)
        audit.record(
            session,
            actor,
            "qualification.changed",
            qualification=qualification.id,
            tender=tender.id,
            **changed,
        )
    session.flush()


def move_qualification(
    session: Session, actor: Actor, qualification: Qualification, *, up: bool, now: datetime
) -> None:
    """Change places with the one above or below; nothing happens at the end."""
    tender = qualification.tender
    check_open(tender)
    lock(session, tender)
    asked = select(Qualification).where(Qualification.tender_id == tender.id).order_by(Qualification.position)
    there = session.scalars(asked.execution_options(populate_existing=True)).all()
    place = there.index(qualification) + (-1 if up else 1)
    if not 0 <= place < len(there):
        return
    other = there[place]
    qualification.position, other.position = other.position, qualification.position
    touched(session, actor, tender, now, because=CHANGED)
    audit.record(
        session, actor, "qualification.moved", qualification=qualification.id, tender=tender.id, up=up
    )
    session.flush()


def remove_qualification(
    session: Session, actor: Actor, qualification: Qualification, *, now: datetime
) -> None:
    """Take a qualification requirement away."""
    tender = qualification.tender
    check_open(tender)
    tender.qualifications.remove(qualification)
    session.delete(qualification)
    touched(session, actor, tender, now, because=CHANGED)
    session.flush()
    audit.record(
        session,
        actor,
        "qualification.removed",
        qualification=qualification.id,
        tender=tender.id,
        text=qualification.text,
    )


def speak(tender: Tender, language: str) -> None:
    """Say in another language what stands as the list of usual ones has it; what is rewritten stays."""
    new = {each.key: each for each in usual_qualifications(language)}
    old = {(each.text, each.documentation): new[each.key] for each in usual_qualifications(tender.language)}
    for row in tender.qualifications:
        if spoken := old.get((row.text, row.documentation)):
            row.text, row.documentation = spoken.text, spoken.documentation
