"""What lies on a person's desk: what waits, what is going on, which contracts end, who needs the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure.clock import OSLO
from procure.demand import queries as demand
from procure.demand import waiting, words
from procure.demand.models import Need, NeedState
from procure.demand.queries import Contract, Match
from procure.domain.policy import Actor
from procure.domain.pooling import months_until
from procure.web.language import month
from procure.web.todo import Todo

MOST_CONTRACTS = 5


class Work(NamedTuple):
    """One thing that is going on: where it is, what comes next, who must act."""

    title: str
    url: str
    note: str
    where: str
    next: str
    who: str


@dataclass(frozen=True)
class Desk:
    """Everything that the start page shows."""

    today: date
    needs: Sequence[Need]
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
        shared = [need for need in self.needs if need.is_shown]
        return [(need, self.matches[need.id]) for need in shared if self.matches[need.id]]

    def when_out(self, told: Contract) -> str:
        """Say when a contract can be left, and how far off that is."""
        out = told.window.earliest or self.today
        months = months_until(self.today, out)
        if out <= self.today or months == 0:
            return _("%(day)s", day=full_day(out))
        return _("%(day)s, om %(months)s måneder", day=full_day(out), months=months)


KINDS = {"neutral": "waiting", "accent": "info", "danger": "blocker", "success": "done"}  # by colour, too


def full_day(day: date) -> str:
    """Write a day without its weekday: «31. juli 2027»."""
    return f"{day.day}. {month(day)}"


def desk(session: Session, actor: Actor, now: datetime) -> Desk:
    """Gather what the actor must do and may want to know."""
    today = now.astimezone(OSLO).date()
    needs = demand.needs_of(session, actor, *demand.LIVE)
    contracts = demand.contracts_of(needs, today)
    return Desk(
        today=today,
        needs=needs,
        todos=by_deadline(waiting.todos(actor, needs, today)),
        works=[_need_at_work(need) for need in needs],
        contracts=[each for each in contracts if each.window.earliest][:MOST_CONTRACTS],
        matches=demand.matches_of(session, actor, needs, today),
    )


def by_deadline(todos: Iterable[Todo]) -> list[Todo]:
    """Put the nearest deadline first, and what has none last."""
    return sorted(todos, key=lambda todo: (todo.when is None, _moment(todo.when)))


def _moment(when: date | None) -> datetime:
    """Return the moment that a deadline ends: a day lasts until midnight."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when or date.max, time(23, 59), tzinfo=OSLO)


def _need_at_work(need: Need) -> Work:
    draft = need.state is NeedState.DRAFT
    return Work(
        title=words.name(need),
        url=url_for("demand.check" if draft else "demand.show", need_id=need.id),
        note=_("behov, ikke delt ennå")
        if draft
        else _("behov i %(name)s", name=need.organisation.short_name),
        where=_("Steg 1 av 10: Behov"),
        next=_("Se over svarene og del") if draft else _("Finne andre som trenger det samme"),
        who=_("Innkjøperen") if draft else _("En av dem som trenger det"),
    )
