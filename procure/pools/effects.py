"""What a step does to a pool's figures, for the page that asks before it is taken."""

from __future__ import annotations

from procure.domain.states import ParticipationState as S
from procure.pools.models import Figures, Participation, Pool
from procure.pools.sums import Effect, Sum, Sums, Totals, add_up


def of_joining(totals: Totals, own: Participation) -> Effect:
    """Say what the pool becomes with one more, as far as the one who asks may see it."""
    return Effect(totals.together, _with(totals.together, own.figures))


def _with(sums: Sums, figures: Figures) -> Sums:
    return Sums(
        sums.count + 1,
        _plus(sums.users, figures.users),
        _plus(sums.inhabitants, figures.inhabitants),
        _plus(sums.yearly_cost, figures.yearly_cost),
    )


def _plus(one: Sum, figure: int | None) -> Sum:
    """Add a figure to a sum; a sum that is held back from the reader stays so."""
    if figure is None or (one.total is None and one.known):
        return one
    return Sum((one.total or 0) + figure, one.known + 1)


def of_committing(pool: Pool, own: Participation) -> Effect:
    """Say what the committed bring together without and with one more of those who are interested."""
    committed = [each for each in pool.participations if each.state is S.COMMITTED]
    return Effect(add_up(committed), add_up([*(each for each in committed if each is not own), own]))
