"""Beginning a section, and writing in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from procure import audit
from procure.db import check_fresh
from procure.domain.clauses import labelled
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.shelf import SectionText, spoken
from procure.tenders.models import Revision, Section, SectionState
from procure.tenders.service.state import check_open, touched

NO_STANDARD = N_("Denne teksten har dere lagt til selv. Den har ingen standardtekst.")


def begin_section(text: SectionText, place: int, language: str, now: datetime) -> Section:
    """Make a section with the library's text; nobody has written in it yet."""
    body = spoken(text, "text", language)
    section = Section(
        annex=text.annex,
        contract=text.contract,
        form=text.form,
        key=text.key,
        position=place,
        title=spoken(text, "title", language),
        body=body,
        state=SectionState.NOT_STARTED,
        edited_at=now,
    )
    section.revisions = [Revision(number=1, body=body, saved_at=now)]
    return section


def save_section(
    session: Session, actor: Actor, section: Section, *, body: str, done: bool, version: int, now: datetime
) -> None:
    """Save the text of a section; every save is a revision that is kept, and every clause has its label.

    version: of the section, as the form knew it. A revision has the number of the version that it made.
    Raises RuleBroken when an empty text is called done, StaleDataError when somebody else saved first.
    """
    check_open(section.tender)
    check_fresh(section, version)
    if done and not body.strip():
        raise RuleBroken(N_("Skriv teksten før du merker den som ferdig."), field="body")
    state = SectionState.DONE if done else SectionState.STARTED
    number = _write(session, actor, section, labelled(body), state, now)
    audit.record(
        session,
        actor,
        "section.saved",
        section=section.id,
        tender=section.tender_id,
        revision=number,
        state=state,
    )


def restore_section(
    session: Session, actor: Actor, section: Section, revision: Revision, *, now: datetime
) -> None:
    """Let an earlier text stand again, as a new revision; nothing happens where it stands already.

    Raises RuleBroken when the tender has been sent.
    """
    check_open(section.tender)
    if section.body != revision.body:
        number = _write(session, actor, section, revision.body, SectionState.STARTED, now)
        about = {"section": section.id, "tender": section.tender_id}
        audit.record(session, actor, "section.restored", **about, revision=number, restored=revision.number)


def use_standard(
    session: Session, actor: Actor, section: Section, text: SectionText, *, now: datetime
) -> None:
    """Let the library's text stand again, as a new revision; nothing happens where it stands already.

    Raises RuleBroken when the tender has been sent.
    """
    check_open(section.tender)
    body = spoken(text, "text", section.tender.language)
    if section.body != body:
        number = _write(session, actor, section, body, SectionState.STARTED, now)
        about = {"section": section.id, "tender": section.tender_id}
        audit.record(session, actor, "section.standardised", **about, revision=number)


def _write(
    session: Session, actor: Actor, section: Section, body: str, state: SectionState, now: datetime
) -> int:
    """Write a text and its revision; return the number of that."""
    number = section.version + 1
    section.body, section.state = body, state
    flag_modified(section, "body")  # every save makes a version, so that it has its revision
    section.edited_at, section.edited_by_id = now, actor.user_id
    revision = Revision(section_id=section.id, number=number, body=body, saved_at=now)
    revision.saved_by_id = actor.user_id
    session.add(revision)
    touched(session, actor, section.tender, now, because=f"«{section.title}»")
    session.flush()
    return number
