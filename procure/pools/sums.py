"""A pool in figures: what its members bring, what a withdrawal changes, how costs spread and are shared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from procure.domain.money import Ore, split_cost
from procure.domain.policy import Actor
from procure.domain.pooling import FEWEST_IN_SPREAD, Spread, mixed_keys, spread
from procure.domain.states import ParticipationState, counted
from procure.pools.models import CostKey, Figures, Participation, Pool


@dataclass(frozen=True)
class Sum:
    """One figure added up, and how many bodies have shown theirs; None when it is not known or not shown."""

    total: int | None
    known: int


@dataclass(frozen=True)
class Sums:
    """What some participants bring together."""

    count: int
    users: Sum
    inhabitants: Sum
    yearly_cost: Sum


@dataclass(frozen=True)
class Totals:
    """A pool's totals, as one reader may see them.

    veiled: figures are held back from this reader, who takes no part while few have shown theirs.
    """

    committed: Sums
    interested: Sums
    together: Sums
    invited: int
    own: Figures | None
    veiled: bool


@dataclass(frozen=True)
class Effect:
    """What one body's leaving does to the pool."""

    before: Sums
    after: Sums


@dataclass(frozen=True)
class Comparison:
    """What is paid a year for each user or inhabitant: a spread over five or more, and one's own."""

    spread: Spread | None
    known: int
    own: int | None


def add_up(participations: Iterable[Participation]) -> Sums:
    """Add up what these bodies show the pool."""
    rows = [each.figures for each in participations]
    return Sums(
        len(rows),
        _sum([row.users for row in rows]),
        _sum([row.inhabitants for row in rows]),
        _sum([row.yearly_cost for row in rows]),
    )


def _sum(values: Sequence[int | None]) -> Sum:
    known = [value for value in values if value is not None]
    return Sum(sum(known) if known else None, len(known))


def totals(pool: Pool, actor: Actor) -> Totals:
    """Add up a pool for a reader, interested and committed side by side; after lock the committed alone."""
    remaining = pool.remaining
    inside = is_inside(pool, actor)
    own = pool.participation_of(actor.organisation_id)
    together = add_up(remaining)
    return Totals(
        committed=_shown(_in_state(remaining, ParticipationState.COMMITTED), inside, least=None),
        interested=_shown(_in_state(remaining, ParticipationState.INTERESTED), inside, least=None),
        together=_shown(together, inside, least=FEWEST_IN_SPREAD),
        invited=len(pool.participations),
        own=own.figures if own else None,
        veiled=not inside and 0 < together.users.known < FEWEST_IN_SPREAD,
    )


def is_inside(pool: Pool, actor: Actor) -> bool:
    """Answer whether the reader leads or takes part, and so sees each one's figures."""
    own = pool.participation_of(actor.organisation_id)
    return pool.lead_id == actor.organisation_id or bool(own and own.state in counted(pool.state))


def _in_state(participations: Iterable[Participation], state: ParticipationState) -> Sums:
    return add_up(each for each in participations if each.state is state)


def _shown(sums: Sums, inside: bool, least: int | None) -> Sums:
    """Veil a figure made of few from a reader outside; `least` None veils it whatever it is made of.

    The parts of a sum are never shown to one outside: the difference would give somebody away.
    """
    if inside:
        return sums

    def veil(one: Sum) -> Sum:
        return one if least is not None and one.known >= least else Sum(None, one.known)

    return replace(
        sums, users=veil(sums.users), inhabitants=veil(sums.inhabitants), yearly_cost=veil(sums.yearly_cost)
    )


def effect_of_leaving(pool: Pool, leaving: Participation) -> Effect:
    """Say what the pool is with and without one of its members: for the page that asks and for the act."""
    remaining = pool.remaining
    return Effect(add_up(remaining), add_up(each for each in remaining if each is not leaving))


def cost_per_user(pool: Pool, actor: Actor) -> Comparison:
    """Compare what is paid for each user, in øre a year."""
    return _compare(pool, actor, "users")


def cost_per_inhabitant(pool: Pool, actor: Actor) -> Comparison:
    """Compare what is paid for each inhabitant, in øre a year."""
    return _compare(pool, actor, "inhabitants")


def may_compare(pool: Pool, actor: Actor) -> bool:
    """Answer whether the reader sees what others pay: one who shows its own cost, or leads."""
    own = pool.participation_of(actor.organisation_id)
    shows = own is not None and own in pool.remaining and own.figures.yearly_cost is not None
    return shows or pool.lead_id == actor.organisation_id


def _compare(pool: Pool, actor: Actor, divisor: str) -> Comparison:
    rates = {each.organisation_id: _rate(each.figures, divisor) for each in pool.remaining}
    known = [rate for rate in rates.values() if rate is not None]
    return Comparison(spread(known), len(known), rates.get(actor.organisation_id or 0))


def _rate(figures: Figures, divisor: str) -> Ore | None:
    count: int | None = getattr(figures, divisor)
    if figures.yearly_cost is None or not count:
        return None
    return Ore(round(Fraction(figures.yearly_cost, count)))


def share(pool: Pool, one: Participation) -> Fraction | None:
    """Find one's part of the joint cost by the pool's key; None while somebody's key is not known."""
    found = shares_by(_key_of(pool), {*pool.remaining, one})
    return found.get(one.organisation_id) if found else None


def shares(pool: Pool) -> dict[int, Fraction] | None:
    """Find each one's part of the joint cost by the pool's key; None while somebody's key is not known."""
    return shares_by(_key_of(pool), pool.remaining)


def joint_shares(pool: Pool, joint: Ore) -> dict[int, Ore]:
    """Share what is joint among those who pay it, to the krone; nothing while there is nobody, or nothing."""
    keys = cost_keys(pool)
    return split_cost(joint, keys) if keys and joint else {}


def cost_keys(pool: Pool) -> dict[int, int]:
    """Return the parts of the pool's cost key by body; equal ones while somebody's is not known."""
    known = _keys(_key_of(pool), pool.remaining)
    return known or {each.organisation_id: 1 for each in pool.remaining}


@dataclass(frozen=True)
class Sharing:
    """A cost key, and of a mix its two parts."""

    key: CostKey
    equal_percent: int | None = None
    mixed_with: CostKey | None = None


def _key_of(pool: Pool) -> Sharing:
    return Sharing(pool.cost_key, pool.equal_percent, pool.mixed_with)


def shares_by(sharing: Sharing, bodies: Collection[Participation]) -> dict[int, Fraction] | None:
    """Find each body's part of what is shared; None while somebody's key is not known."""
    keys = _keys(sharing, bodies)
    if keys is None:
        return None
    whole = sum(keys.values())
    return {body: Fraction(key, whole) for body, key in keys.items()}


def _keys(sharing: Sharing, bodies: Collection[Participation]) -> dict[int, int] | None:
    """Return each body's part of the key as whole numbers; None while somebody's is not known."""
    base = sharing.mixed_with or sharing.key
    keys = {each.organisation_id: _key(base, each) for each in bodies}
    known = {body: key for body, key in keys.items() if key is not None}
    if len(known) < len(keys) or not sum(known.values()):
        return None
    return known if sharing.equal_percent is None else mixed_keys(known, sharing.equal_percent)


def lacking_key(pool: Pool) -> list[Participation]:
    """List those whose part of the pool's own key is not known."""
    return lacking(_key_of(pool), pool.remaining)


def lacking(sharing: Sharing, bodies: Collection[Participation]) -> list[Participation]:
    """List those whose part of the key is not known."""
    base = sharing.mixed_with or sharing.key
    return [each for each in bodies if _key(base, each) is None]


def _key(key: CostKey, one: Participation) -> int | None:
    if key is CostKey.EQUAL:
        return 1
    if key is CostKey.USERS:
        return one.figures.users
    if key is CostKey.PUPILS:
        return one.pupils
    shown = one.figures.inhabitants
    return one.organisation.inhabitants if shown is None else shown
