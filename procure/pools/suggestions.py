"""Pools that could be: for each of one's own needs, who could buy with them, from when, and how much it is.

Nothing here shows what one body has. Inhabitants are everybody's to read; what is paid is the spread over
five or more that share their figures, wherever they are, so that no search can single anybody out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from procure.accounts.models import Organisation
from procure.demand.models import Need, NeedState, Visibility
from procure.demand.queries import Match, matches_of
from procure.domain.law import Law
from procure.domain.money import Ore
from procure.domain.policy import Actor
from procure.domain.pooling import FITS, Closeness, Fit, Spread, best_start, fit, spread, window
from procure.domain.states import IN_VIEW, PoolState
from procure.pools.horizon import Horizon, Waits, patience
from procure.pools.models import Participation, Pool
from procure.pools.sums import Comparison
from procure.pools.worth import Rules, over_term, rules
from procure.reference.models import Municipality
from procure.web.paging import Page, paged

SIZE = 5  # suggestions on a page
CONSIDERED = 60  # of those who match, the nearest
MOST = 11  # that are proposed: with oneself, a dozen
WAIT = 6  # months that somebody may have to extend or pay twice, and still be proposed
LIVE = (PoolState.FORMING, PoolState.OPEN, PoolState.LOCKED)
ROUND = 10_000_00  # øre: a rough figure must not look exact


class Suggestion(NamedTuple):
    """Who could buy the same as a need of one's own.

    horizon: when each of them can change, oneself among them, against the day that suits most.
    more: how many others match; unknown: how many of those do not know when they can change.
    inhabitants: of all of them, by the public list; worth: a rough estimate, from what others pay for each.
    """

    need: Need
    others: Sequence[Organisation]
    horizon: Horizon
    more: int
    unknown: int
    inhabitants: int
    worth: Ore | None
    rules: Rules | None
    per_user: Comparison
    per_inhabitant: Comparison

    @property
    def all_fit(self) -> bool:
        """Whether nobody has to extend or pay twice."""
        return all(each.fit == FITS for each in self.horizon.rows)


def open_needs(session: Session, actor: Actor, number: int, need_id: int | None = None) -> Page[Need]:
    """Fetch a page of one's own needs that others may see, of what no pool is for that one knows of.

    need_id: that one alone.
    """
    live = and_(Pool.category_key == Need.category_key, Pool.state.in_(LIVE))
    place = and_(Participation.organisation_id == Need.organisation_id, Participation.state.in_(IN_VIEW))
    inside = select(Pool.id).where(
        live, or_(Pool.lead_id == Need.organisation_id, Pool.participations.any(place))
    )
    asked = (
        select(Need)
        .where(
            Need.visible_to(actor),
            Need.state == NeedState.SHARED,
            Need.visibility != Visibility.MINE,
            ~inside.exists(),
        )
        .options(joinedload(Need.organisation), joinedload(Need.category))
        .order_by(Need.id.desc())
    )
    if need_id is not None:
        asked = asked.where(Need.id == need_id)
    return paged(session, asked, number, SIZE)


def suggest(session: Session, actor: Actor, needs: Sequence[Need], today: date, law: Law) -> list[Suggestion]:
    """Suggest a pool for each need, the same queries however many there are."""
    found = matches_of(session, actor, needs, today)
    rates = _rates(session, {need.category_key or "" for need in needs})
    return [
        _suggest(need, found[need.id], rates.get(need.category_key or "", []), today, law) for need in needs
    ]


def _suggest(need: Need, found: Sequence[Match], paid: Sequence[Rate], today: date, law: Law) -> Suggestion:
    known = [each for each in found if each.meeting.closeness is not Closeness.CATEGORY_ONLY]
    mine = window(need.end, today)
    start = best_start(mine, [each.window for each in known[:CONSIDERED]])
    chosen = _nearest(known[:CONSIDERED], start)
    rows = [Waits(each.organisation, each.window, _fit(each, start), False) for each in chosen]
    own = Waits(need.organisation, mine, fit(mine, start) if start else None, True)
    bodies = [each.organisation for each in chosen]
    inhabitants = sum(each.inhabitants or 0 for each in (need.organisation, *bodies))
    per_inhabitant = _compared(paid, "inhabitants", need)
    worth = _rough(per_inhabitant.spread, inhabitants, law) if chosen else None
    return Suggestion(
        need=need,
        others=bodies,
        horizon=Horizon(sorted([own, *rows], key=patience), start, False, None),
        more=len(known) - len(chosen),
        unknown=len(found) - len(known),
        inhabitants=inhabitants,
        worth=worth,
        rules=None if worth is None else rules(worth, law),
        per_user=_compared(paid, "users", need),
        per_inhabitant=per_inhabitant,
    )


def _fit(one: Match, start: date | None) -> Fit | None:
    return fit(one.window, start) if start else None


def _nearest(found: Iterable[Match], start: date | None) -> list[Match]:
    """Choose those whom the start suits, or nearly so: those it suits first, neighbours before others."""
    if start is None:
        return []
    suited = [(each, fit(each.window, start)) for each in found]
    near = [(each, how) for each, how in suited if how is not None and how.months <= WAIT]
    near.sort(key=lambda pair: (not pair[0].same_county, pair[1].months))
    return [each for each, _how in near[:MOST]]


class Rate(NamedTuple):
    """What one body that shares its figures pays, and for how many."""

    yearly_cost: Ore
    users: int | None
    inhabitants: int | None


def _rates(session: Session, keys: set[str]) -> Mapping[str, list[Rate]]:
    """Read what everybody that shares figures pays for these kinds of system, by kind."""
    asked = (
        select(
            Need.category_key,
            Need.organisation_id,
            Need.yearly_cost,
            Need.users,
            Need.inhabitants,
            Municipality.inhabitants,
        )
        .join(Organisation, Organisation.id == Need.organisation_id)
        .outerjoin(Municipality, Municipality.number == Organisation.municipality_number)
        .where(
            Need.category_key.in_(keys),
            Need.state == NeedState.SHARED,
            Need.visibility == Visibility.POOL,
            Need.yearly_cost.is_not(None),
        )
        .order_by(Need.id)
    )
    found: dict[str, dict[int, Rate]] = {}
    for key, body, cost, users, served, living in session.execute(asked):
        if key is not None and cost is not None:
            found.setdefault(key, {})[body] = Rate(cost, users, living if served is None else served)
    return {key: list(bodies.values()) for key, bodies in found.items()}


def _compared(paid: Iterable[Rate], divisor: str, need: Need) -> Comparison:
    """Spread what is paid a year for each, and find one's own."""
    known = [rate for each in paid if (rate := _per(each.yearly_cost, getattr(each, divisor))) is not None]
    count = need.users if divisor == "users" else need.inhabitants_served
    return Comparison(spread(known), len(known), _per(need.yearly_cost, count))


def _per(cost: Ore | None, count: int | None) -> int | None:
    return None if cost is None or not count else round(Fraction(cost, count))


def _rough(found: Spread | None, inhabitants: int, law: Law) -> Ore | None:
    """Let all pay what the middle one pays for each inhabitant, for the term that the law counts."""
    if found is None:
        return None
    total = over_term([Ore(found.middle * inhabitants)], law)
    return None if total is None else Ore(round(Fraction(total, ROUND)) * ROUND)
