"""The buyers' own sections: added in the tender rules and the annexes, placed, taken out, brought back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.tenders.models import OWN, Revision, Section, SectionState, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched

FIRST = "first:"  # begins a place before all texts of a part: "first:1:4" is first in annex 4 of contract 1
NO_PLACE = N_("Velg hvor teksten skal stå. Teksten den skulle stå etter, er borte.")


def add_section(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    title: str,
    place: str,
    once: str | None = None,
    now: datetime,
) -> Section:
    """Add a section of the buyers' own; a form sent twice makes one. Its key is given once, for references.

    place: the id of the section that it stands after, or `FIRST` with contract and annex ("" for the rules).
    Raises RuleBroken when there is no such place, or the tender has been sent.
    """
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, Section, tender, once):
        return made
    contract, annex, position = _room(session, tender, place)
    section = Section(
        tender_id=tender.id,
        contract=contract,
        annex=annex,
        key=_key(session, tender),
        position=position,
        title=title,
        body="",
        state=SectionState.STARTED,
        edited_at=now,
        edited_by_id=actor.user_id,
        once=once,
    )
    section.revisions = [Revision(number=1, body="", saved_at=now, saved_by_id=actor.user_id)]
    session.add(section)
    touched(session, actor, tender, now, because=f"«{title}»")
    session.flush()
    session.expire(tender, ["sections"])
    audit.record(
        session, actor, "section.added", section=section.id, tender=tender.id, title=title, place=place
    )
    return section


def place_section(
    session: Session, actor: Actor, section: Section, *, title: str, place: str, version: int, now: datetime
) -> None:
    """Call one of the buyers' own sections something else, or give it another place; references follow.

    place: as for `add_section`; the section's own id lets it stay.
    Raises RuleBroken when there is no such place, StaleDataError when somebody else saved first.
    """
    tender = section.tender
    check_open(tender)
    check_own(section)
    check_fresh(section, version)
    if section.removed_at is not None:
        raise RuleBroken(N_("Avsnittet er tatt ut. Ta det inn igjen før du flytter det."))
    lock(session, tender)
    before = {"title": section.title, "contract": section.contract, "annex": section.annex}
    if place != str(section.id):
        section.contract, section.annex, section.position = _room(session, tender, place)
    section.title = title
    touched(session, actor, tender, now, because=f"«{title}»")
    session.flush()
    session.expire(tender, ["sections"])
    about = {"section": section.id, "tender": tender.id}
    audit.record(session, actor, "section.placed", **about, before=before, title=title, place=place)


def remove_section(session: Session, actor: Actor, section: Section, *, now: datetime) -> None:
    """Take one of the buyers' own sections out; its text is kept, and it can be brought back."""
    check_open(section.tender)
    check_own(section)
    if section.removed_at is None:
        section.removed_at = now
        _moved(session, actor, section, "section.removed", now)


def bring_back(session: Session, actor: Actor, section: Section, *, now: datetime) -> None:
    """Let a section that was taken out stand where it stood."""
    check_open(section.tender)
    check_own(section)
    if section.removed_at is not None:
        section.removed_at = None
        _moved(session, actor, section, "section.brought_back", now)


def check_own(section: Section) -> None:
    """Raise RuleBroken for a section of the library: it has its place by the agreement."""
    if not section.is_own:
        raise RuleBroken(N_("Bare tekster dere har lagt til selv, kan flyttes, få nytt navn eller tas ut."))


def _moved(session: Session, actor: Actor, section: Section, action: str, now: datetime) -> None:
    touched(session, actor, section.tender, now, because=f"«{section.title}»")
    session.flush()
    session.expire(section.tender, ["sections"])
    audit.record(session, actor, action, section=section.id, tender=section.tender_id, title=section.title)


def _key(session: Session, tender: Tender) -> str:
    """Return a key that no section of the tender has had."""
    own = select(func.count()).where(Section.tender_id == tender.id, Section.key.startswith(OWN))
    return f"{OWN}{(session.scalar(own) or 0) + 1}"


def _room(session: Session, tender: Tender, place: str) -> tuple[int, int | None, int]:
    """Make room in the order of the sections; return contract, annex and position."""
    session.expire(tender, ["sections"])
    contract, annex, position = _spot(tender, place)
    # No text is changed by moving on, so nobody who writes there shall be told that one was
    after = update(Section).where(Section.tender_id == tender.id, Section.position >= position)
    session.execute(after.values(position=Section.position + 1).execution_options(synchronize_session=False))
    session.expire(tender, ["sections"])
    return contract, annex, position


def _spot(tender: Tender, place: str) -> tuple[int, int | None, int]:
    """Read a place; it must be among the sections in use, and in no standard form."""
    for section in tender.sections:
        first = f"{FIRST}{section.contract}:{section.annex or ''}"
        if section.form is None and place in (str(section.id), first):
            after = 1 if place != first else 0
            return section.contract, section.annex, section.position + after
    raise RuleBroken(NO_PLACE, field="place")
