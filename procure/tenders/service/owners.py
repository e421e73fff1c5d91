"""Who writes what: the lead gives sections to the bodies that take part, with a day, and takes them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import User
from procure.accounts.queries import people
from procure.domain.errors import N_, InARow, RuleBroken
from procure.domain.policy import Actor, Role
from procure.notifications.service import tell
from procure.tenders.merging import participants
from procure.tenders.models import Section, Tender
from procure.tenders.service.state import check_open

ASKED = N_("%(lead)s ber dere skrive i «%(tender)s»: %(titles)s.")
ASKED_BY = N_("%(lead)s ber dere skrive i «%(tender)s» innen %(due)s: %(titles)s.")
BACK = N_("%(lead)s har tatt tilbake «%(title)s» i «%(tender)s». Dere trenger ikke skrive den.")
LEFT = N_(
    "%(count)s av tekstene i «%(tender)s» er tilbake hos dere: den som skulle skrive, er ikke med lenger."
)


def assign_sections(
    session: Session,
    actor: Actor,
    tender: Tender,
    sections: Sequence[Section],
    *,
    organisation_id: int,
    user_id: int | None,
    due_on: date | None,
    note: str,
    today: date,
    now: datetime,
) -> None:
    """Let a body write some sections; its buyers are told, and the text itself is not touched.

    organisation_id: a participant, or the lead itself; user_id: the person there who is asked, if any.
    Raises RuleBroken when that body does not take part, the person does not buy for it, or the day is past.
    """
    check_open(tender)
    _check(tender, organisation_id, due_on, today)
    buyers = people(session, {organisation_id}, Role.BUYER).get(organisation_id, [])
    _check_people(buyers, user_id)
    owner = None if organisation_id == tender.pool.lead_id else organisation_id
    given = {"owner_id": owner, "writer_id": user_id, "due_on": due_on, "owner_note": note.strip() or None}
    fresh = [each for each in sections if any(getattr(each, name) != what for name, what in given.items())]
    for section in fresh:
        _give(session, actor, section, "section.assigned", **given)
    if fresh:
        told = [user for user in buyers if user.id != actor.user_id and user_id in (None, user.id)]
        _tell_asked(session, tender, fresh, told, organisation_id, now)


def take_back(session: Session, actor: Actor, section: Section, *, now: datetime) -> None:
    """Let the lead write a section again; the body that had it is told."""
    check_open(section.tender)
    owner = section.owner_id
    if owner is None and section.writer_id is None and section.due_on is None:
        return
    _give(session, actor, section, "section.returned", owner_id=None, writer_id=None, due_on=None)
    if owner is not None:
        tell(
            session,
            people(session, {owner}, Role.BUYER).get(owner, []),
            BACK,
            path=path_of(section),
            organisation_id=owner,
            now=now,
            lead=section.tender.pool.lead.short_name,
            title=section.title,
            tender=section.tender.title,
        )


def give_back_left(
    session: Session, actor: Actor, tender: Tender, inside: Collection[int], now: datetime
) -> None:
    """Let the lead have the sections of bodies that take part no more, and tell its buyers.

    inside: the bodies that still take part.
    """
    mine = Section.tender_id == tender.id, Section.owner_id.is_not(None)
    left = session.scalars(select(Section).where(*mine, Section.owner_id.not_in(inside))).all()
    for section in left:
        _give(session, actor, section, "section.returned", owner_id=None, writer_id=None)
    if left:
        lead = tender.pool.lead_id
        tell(
            session,
            people(session, {lead}, Role.BUYER).get(lead, []),
            LEFT,
            path=f"/tenders/{tender.id}/sections",
            organisation_id=lead,
            now=now,
            count=len(left),
            tender=tender.title,
        )


def path_of(section: Section) -> str:
    """Return the address of a section's page."""
    return f"/tenders/{section.tender_id}/sections/{section.id}"


def _check(tender: Tender, organisation_id: int, due_on: date | None, today: date) -> None:
    bodies = {tender.pool.lead_id, *(each.organisation_id for each in participants(tender))}
    if organisation_id not in bodies:
        raise RuleBroken(N_("Velg en som er med i fellesskapet."), field="organisation_id")
    if due_on is not None and due_on < today:
        raise RuleBroken(N_("Fristen er en dag som er gått. Velg i dag eller senere."), field="due_on")


def _check_people(buyers: Iterable[User], user_id: int | None) -> None:
    if user_id is not None and user_id not in {user.id for user in buyers}:
        raise RuleBroken(N_("Velg en innkjøper hos den som skal skrive, eller ingen."), field="user_id")


def _give(
    session: Session, actor: Actor, section: Section, action: str, **given: int | date | str | None
) -> None:
    """Write who has a section. No text is changed, so its version stands: nobody's writing is in the way."""
    before = {name: getattr(section, name) for name in given}
    mine = update(Section).where(Section.id == section.id).values(**given)
    session.execute(mine.execution_options(synchronize_session=False))
    session.expire(section, [*given, "owner", "writer"])
    about = {"section": section.id, "tender": section.tender_id}
    changed = {name: [before[name], what] for name, what in given.items() if name != "owner_note"}
    audit.record(session, actor, action, **about, **changed)


def _tell_asked(
    session: Session,
    tender: Tender,
    sections: Sequence[Section],
    users: Iterable[User],
    organisation_id: int,
    now: datetime,
) -> None:
    due = sections[0].due_on
    tell(
        session,
        users,
        ASKED_BY if due else ASKED,
        path=path_of(sections[0]) if len(sections) == 1 else f"/tenders/{tender.id}/sections",
        organisation_id=organisation_id,
        by_mail=True,
        now=now,
        lead=tender.pool.lead.short_name,
        tender=tender.title,
        titles=InARow(tuple(f"«{each.title}»" for each in sections)),
        due=due,
    )
