"""Where a requirement is another for one participant, or does not apply to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.tenders.merging import participants
from procure.tenders.models import Deviation, Requirement
from procure.tenders.service.state import check_open, lock, touched, write


def set_deviation(
    session: Session,
    actor: Actor,
    requirement: Requirement,
    *,
    organisation_id: int,
    applies: bool,
    text: str = "",
    reason: str,
    version: int | None = None,
    now: datetime,
) -> Deviation:
    """Let a requirement be another for one participant, or not apply to it; one there is, is changed.

    text: what applies in its place; empty where nothing does.
    version: of the deviation that a form was filled from, 0 where there was none.
    Raises RuleBroken when the body takes no part, or text or reason does not hold together, and
    StaleDataError when somebody else saved first.
    """
    tender = requirement.tender
    check_open(tender)
    lock(session, tender)
    if organisation_id not in {each.organisation_id for each in participants(tender)}:
        raise RuleBroken(N_("Velg en av deltakerne."), field="organisation_id")
    _check(applies, text, reason)
    row = deviation_of(requirement, organisation_id)
    facts = {"applies": applies, "text": text.strip(), "reason": reason.strip()}
    if row is None:
        row = Deviation(organisation_id=organisation_id)
        requirement.deviations.append(row)
    else:
        check_fresh(row, version)
    if changed := write(row, facts):
        touched(session, actor, tender, now, because=requirement.identifier)
        audit.record(
            session,
            actor,
            "requirement.deviated",
            requirement=requirement.id,
            tender=tender.id,
            organisation=organisation_id,
            **changed,
        )
    session.flush()
    return row


def _check(applies: bool, text: str, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(N_("Skriv hvorfor kravet er et annet for denne deltakeren."), field="reason")
    if applies and not text.strip():
        raise RuleBroken(N_("Skriv hva som gjelder i stedet for denne deltakeren."), field="text")
    if not applies and text.strip():
        raise RuleBroken(N_("Kravet gjelder ikke denne deltakeren. La teksten stå tom."), field="text")


def deviation_of(requirement: Requirement, organisation_id: int) -> Deviation | None:
    """Return what is another for one body, if anything is."""
    return next((each for each in requirement.deviations if each.organisation_id == organisation_id), None)


def remove_deviation(
    session: Session, actor: Actor, requirement: Requirement, *, organisation_id: int, now: datetime
) -> None:
    """Let the requirement be the same for this body as for the others."""
    tender = requirement.tender
    check_open(tender)
    row = deviation_of(requirement, organisation_id)
    if row is None:
        raise RuleBroken(N_("Deltakeren har ikke noe avvik fra kravet."))
    requirement.deviations.remove(row)
    touched(session, actor, tender, now, because=requirement.identifier)
    audit.record(
        session,
        actor,
        "requirement.aligned",
        requirement=requirement.id,
        tender=tender.id,
        organisation=organisation_id,
    )
    session.flush()
