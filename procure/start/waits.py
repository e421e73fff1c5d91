"""What waits for a person: here, and in the other bodies that they act for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final, NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure.accounts import queries as accounts
from procure.accounts.models import Organisation
from procure.accounts.queries import ActsFor
from procure.clock import OSLO
from procure.demand import queries as demand
from procure.demand import waiting
from procure.demand.models import Need
from procure.domain.policy import Actor, Role
from procure.pools import asked, duties
from procure.publication import queries as publication
from procure.start import places
from procure.tenders import duties as texts
from procure.tenders import listing as tenders
from procure.web.todo import Todo

# what waits in each; what waits in demand is read off the needs
FEATURES: Final = (
    accounts.waiting_for,
    asked.waiting_for,
    duties.waiting_for,
    tenders.waiting_for,
    texts.waiting_for,
    publication.waiting_for,
)
NEAREST: Final = 3  # of what waits in another body
BODIES: Final = 10  # that are looked into, of those a person acts for
KINDS: Final = {  # of tags, by their colour too
    "neutral": "waiting",
    "accent": "info",
    "danger": "blocker",
    "success": "done",
}


class Elsewhere(NamedTuple):
    """What waits for a person in a body they do not act for just now: the nearest, and how many in all."""

    organisation: Organisation
    roles: frozenset[Role]
    nearest: Sequence[Todo]
    total: int


def todos(
    session: Session, actor: Actor, needs: Iterable[Need], pooled: Mapping[int, str], now: datetime
) -> list[Todo]:
    """List what waits for the actor, nearest first; what has no deadline comes last, oldest first."""
    of_needs = waiting.todos(actor, needs, pooled, now.astimezone(OSLO).date())
    return by_deadline([*of_needs, *(todo for waits in FEATURES for todo in waits(session, actor, now))])


def elsewhere(session: Session, actor: Actor, others: Sequence[ActsFor], now: datetime) -> list[Elsewhere]:
    """List what waits for the person in the other bodies they act for, of those where something does."""
    found = []
    for each in others[:BODIES]:
        there = Actor(actor.user_id, each.organisation.id, each.roles)
        needs = demand.needs_of(session, there, *demand.LIVE)
        pooled = places.pooled(places.places(session, there, needs))
        waits = todos(session, there, needs, pooled, now)
        if waits:
            found.append(Elsewhere(each.organisation, each.roles, waits[:NEAREST], len(waits)))
    return found


def unseen(others: Sequence[ActsFor]) -> list[str]:
    """Name the other bodies that are not looked into, where a person acts for very many."""
    return [each.organisation.short_name for each in others[BODIES:]]


def others(session: Session, actor: Actor) -> list[ActsFor]:
    """List the bodies that the person acts for, but not just now."""
    everybody = accounts.acts_for(session, actor.user_id)
    return [each for each in everybody if each.organisation.id != actor.organisation_id]


def drawn(waits: Iterable[Todo], today: date) -> list[dict[str, object]]:
    """Return what waits as the page draws it."""
    return [
        {
            "deadline": todo.when,
            "waited": waited(todo.since, today),
            "title": todo.title,
            "href": todo.url,
            "text": todo.text,
            "kind": KINDS.get(todo.kind, todo.kind),
            "state": todo.tag,
        }
        for todo in waits
    ]


def waited(since: date | None, today: date) -> str:
    """Say how many days something has waited; "" when that is not known, or since today."""
    if since is None:
        return ""
    days = (today - (since.astimezone(OSLO).date() if isinstance(since, datetime) else since)).days
    if days < 1:
        return ""
    return _("Har ventet i en dag") if days == 1 else _("Har ventet i %(days)s dager", days=days)


def by_deadline(waits: Iterable[Todo]) -> list[Todo]:
    """Put the nearest deadline first, and what has none last, oldest first."""
    return sorted(waits, key=lambda todo: (todo.when is None, moment(todo.when), moment(todo.since)))


def moment(when: date | None) -> datetime:
    """Return the moment that a deadline ends: a day lasts until midnight."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when or date.max, time(23, 59), tzinfo=OSLO)
