"""What lies on a person's desk: what waits, what is going on, which contracts end, who needs the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from procure.accounts.models import Organisation
from procure.accounts.queries import alphabetical
from procure.clock import OSLO
from procure.demand import matching
from procure.demand import queries as demand
from procure.demand.models import Need
from procure.demand.queries import Contract
from procure.domain.policy import Actor
from procure.domain.pooling import whole_months
from procure.reference.models import Municipality
from procure.start import places, waits, work
from procure.start.waits import Elsewhere
from procure.start.work import Under
from procure.web.language import bare_day
from procure.web.todo import Todo

FIRST = 8  # things that wait; the rest are a click away
CONTRACTS = 5  # that end first
SUGGESTED = 3  # needs to gather others for
NAMED = 5  # others who need the same


class Other(NamedTuple):
    """A body that needs the same: its name, and the county it lies in."""

    short_name: str
    county: str | None


class Suggestion(NamedTuple):
    """A shared need that somebody else has too: the nearest of them, and how many more."""

    need: Need
    nearest: Sequence[Other]
    more: int


@dataclass(frozen=True)
class Desk:
    """Everything that the start page shows."""

    today: date
    todos: Sequence[Todo]
    under: Under
    contracts: Sequence[Contract]
    alone: Sequence[Need]  # those in no pool, and asked into none
    pooled: Mapping[int, str]  # the names of the pools that needs are in
    counts: Mapping[int, int]  # others with the same need, of those shown
    suggestions: Sequence[Suggestion]
    elsewhere: Sequence[Elsewhere]
    unseen: Sequence[str]  # other bodies that are not looked into

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing here yet."""
        return not (self.todos or self.under.works or self.contracts)

    def listed(self, *, everything: bool) -> list[dict[str, object]]:
        """Return what waits, as the page draws it: the nearest, or all of it."""
        return waits.drawn(self.todos if everything else self.todos[:FIRST], self.today)

    def drawn(self, there: Elsewhere) -> list[dict[str, object]]:
        """Return what waits in another body, as the page draws it."""
        return waits.drawn(there.nearest, self.today)

    def when_out(self, told: Contract) -> str:
        """Say when a contract can be left, and how far off that is."""
        out = told.window.earliest or self.today
        months = whole_months(self.today, out)
        if out <= self.today:
            return bare_day(out)
        if months < 1:
            return _("%(day)s, om under en måned", day=bare_day(out))
        if months == 1:
            return _("%(day)s, om en måned", day=bare_day(out))
        return _("%(day)s, om %(months)s måneder", day=bare_day(out), months=months)


def desk(session: Session, actor: Actor, now: datetime) -> Desk:
    """Gather what the actor must do and may want to know."""
    today = now.astimezone(OSLO).date()
    needs = demand.needs_of(session, actor, *demand.LIVE)
    stands = places.places(session, actor, needs)
    pooled, alone = places.pooled(stands), _alone(needs, stands)
    ending = [each for each in demand.contracts_of(needs, today) if each.window.earliest][:CONTRACTS]
    shown = {need.id: need for need in (*alone[: work.MOST], *(each.need for each in ending))}
    fitting = matching.fitting(session, list(shown.values()), today)
    counts = {need_id: len(bodies) for need_id, bodies in fitting.items()}
    others = waits.others(session, actor)
    return Desk(
        today=today,
        todos=waits.todos(session, actor, needs, pooled, now),
        under=work.under_way(session, actor, alone, counts, now),
        contracts=ending,
        alone=alone,
        pooled=pooled,
        counts=counts,
        suggestions=_suggestions(session, [each for each in shown.values() if each in alone], fitting),
        elsewhere=waits.elsewhere(session, actor, others, now),
        unseen=waits.unseen(others),
    )


def _alone(needs: Sequence[Need], stands: Sequence[places.Place]) -> list[Need]:
    """List the needs in no pool, and asked into none."""
    pooled, offered = places.pooled(stands), places.offered(stands)
    free = [need for need in needs if need.id not in pooled]
    return [
        need for need in free if not (need.is_shown and (need.organisation_id, need.category_key) in offered)
    ]


def _near(need: Need) -> Callable[[Other], tuple[bool, str]]:
    home = need.organisation.municipality
    county = home.county_number if home else None
    return lambda other: (other.county is None or other.county != county, alphabetical(other.short_name))


def _suggestions(
    session: Session, needs: Sequence[Need], fitting: Mapping[int, set[int]]
) -> list[Suggestion]:
    """Name those who need the same as some shared needs, the own county first."""
    shared = [need for need in needs if need.is_shown and fitting[need.id]][:SUGGESTED]
    wanted = {body for need in shared for body in fitting[need.id]}
    rows = session.execute(_others(), {"bodies": list(wanted)})
    known = {body: Other(name, county) for body, name, county in rows}
    found = []
    for need in shared:
        others = sorted((known[body] for body in fitting[need.id]), key=_near(need))
        found.append(Suggestion(need, others[:NAMED], len(others[NAMED:])))
    return found


@cache
def _others() -> Select[*tuple[Any, ...]]:
    asked = select(Organisation.id, Organisation.short_name, Municipality.county_number)
    asked = asked.outerjoin(Organisation.municipality)
    return asked.where(Organisation.id.in_(bindparam("bodies", expanding=True)))
