"""The standard forms that suppliers fill in: leaving one out, and taking it in again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.tenders.models import Section
from procure.tenders.service.state import check_open, touched

FORMS = N_("skjemaer leverandøren fyller ut")


def leave_out_form(session: Session, actor: Actor, section: Section, *, reason: str, now: datetime) -> None:
    """Leave a standard form out of the documents, or write another reason; its text stays.

    Raises RuleBroken without a reason.
    """
    check_open(section.tender)
    if not reason.strip():
        raise RuleBroken(N_("Skriv hvorfor skjemaet er utelatt."), field="reason")
    if section.left_out == reason:
        return
    section.left_out = reason
    touched(session, actor, section.tender, now, because=FORMS)
    session.flush()
    audit.record(session, actor, "form.left_out", section=section.id, tender=section.tender_id, reason=reason)


def take_in_form(session: Session, actor: Actor, section: Section, *, now: datetime) -> None:
    """Let a standard form go with the documents again; nothing happens where it does."""
    check_open(section.tender)
    if section.left_out is None:
        return
    section.left_out = None
    touched(session, actor, section.tender, now, because=FORMS)
    session.flush()
    audit.record(session, actor, "form.taken_in", section=section.id, tender=section.tender_id)
