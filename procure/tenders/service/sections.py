"""Beginning a section, and writing in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.shelf import SectionText, spoken
from procure.tenders.models import Revision, Section, SectionState
from procure.tenders.service.state import check_open, touched


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
    """Save the text of a section; every save is a revision that is kept.

    version: of the section, as the form knew it. A revision has the number of the version that it made.
    Raises RuleBroken when an empty text is called done, StaleDataError when somebody else saved first.
    """
    check_open(section.tender)
    check_fresh(section, version)
    if done and not body.strip():
        raise RuleBroken(N_("Skriv teksten før du merker den som ferdig."), field="body")
    section.body = body
    flag_modified(section, "body")  # every save makes a version, so that it has its revision
    section.state = SectionState.DONE if done else SectionState.STARTED
    section.edited_at, section.edited_by_id = now, actor.user_id
    session.add(
        Revision(
            section_id=section.id, number=version + 1, body=body, saved_at=now, saved_by_id=actor.user_id
        )
    )
    touched(session, actor, section.tender, now, because=f"«{section.title}»")
    session.flush()
    audit.record(
        session,
        actor,
        "section.saved",
        section=section.id,
        tender=section.tender_id,
        revision=version + 1,
        state=section.state,
    )
