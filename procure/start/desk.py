"""What lies on a person's desk: what waits, what is going on, which contracts end, who needs the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure.accounts import queries as accounts
from procure.clock import OSLO
from procure.demand import queries as demand
from procure.demand import waiting
from procure.demand.models import Need
from procure.demand.queries import Contract, Match
from procure.domain.policy import Actor
from procure.domain.pooling import months_until
from procure.pools import duties
from procure.pools import queries as pools
from procure.publication import queries as publication
from procure.start import work
from procure.start.work import Work
from procure.tenders import queries as tenders
from procure.web.language import month
from procure.web.todo import Todo

# what waits in each; what waits in demand is read off the needs
FEATURES = (
    accounts.waiting_for,
    pools.waiting_for,
    duties.waiting_for,
    tenders.waiting_for,
    publication.waiting_for,
)


@dataclass(frozen=True)
class Desk:
    """Everything that the start page shows."""

    today: date
    alone: Sequence[Need]  # those in no pool, and asked into none
    pooled: Mapping[int, str]  # the names of the pools that needs are in
    todos: Sequence[Todo]
    works: Sequence[Work]
    contracts: Sequence[Contract]
    matches: Mapping[int, Sequence[Match]]

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing here yet."""
        return not (self.todos or self.works or self.contracts)

    @property
    def listed(self) -> list[dict[str, object]]:
        """What waits, as the page draws it."""
        return [
            {
                "deadline": todo.when,
                "title": todo.title,
                "href": todo.url,
                "text": todo.text,
                "kind": KINDS.get(todo.kind, todo.kind),
                "state": todo.tag,
            }
            for todo in self.todos
        ]

    @property
    def suggestions(self) -> list[tuple[Need, Sequence[Match]]]:
        """The shared needs that somebody else has too."""
        shared = [need for need in self.alone if need.is_shown]
        return [(need, self.matches[need.id]) for need in shared if self.matches[need.id]]

    def when_out(self, told: Contract) -> str:
        """Say when a contract can be left, and how far off that is."""
        out = told.window.earliest or self.today
        months = months_until(self.today, out)
        if out <= self.today:
            return full_day(out)
        if months == 1:
            return _("%(day)s, om en måned", day=full_day(out))
        return _("%(day)s, om %(months)s måneder", day=full_day(out), months=months)


KINDS = {"neutral": "waiting", "accent": "info", "danger": "blocker", "success": "done"}  # by colour, too


def full_day(day: date) -> str:
    """Write a day without its weekday: «31. juli 2027»."""
    return f"{day.day}. {month(day)}"


def desk(session: Session, actor: Actor, now: datetime) -> Desk:
    """Gather what the actor must do and may want to know."""
    today = now.astimezone(OSLO).date()
    needs, gathered = demand.needs_of(session, actor, *demand.LIVE), work.gathered(session, actor)
    pooled, offered = work.pooled(gathered), work.offered(gathered, actor)
    alone = [
        need
        for need in needs
        if need.id not in pooled and not (need.is_shown and need.category_key in offered)
    ]
    matches = demand.matches_of(session, actor, needs, today)
    waits = [todo for waiting_for in FEATURES for todo in waiting_for(session, actor, now)]
    return Desk(
        today=today,
        alone=alone,
        pooled=pooled,
        todos=by_deadline([*waiting.todos(actor, needs, pooled, today), *waits]),
        works=work.at_work(session, actor, gathered, alone, matches, now),
        contracts=[each for each in demand.contracts_of(needs, today) if each.window.earliest],
        matches=matches,
    )


def by_deadline(todos: Iterable[Todo]) -> list[Todo]:
    """Put the nearest deadline first, and what has none last."""
    return sorted(todos, key=lambda todo: (todo.when is None, _moment(todo.when)))


def _moment(when: date | None) -> datetime:
    """Return the moment that a deadline ends: a day lasts until midnight."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when or date.max, time(23, 59), tzinfo=OSLO)
