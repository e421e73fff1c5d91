"""Where a body stands in pools, as the start page reads it: a line for each place, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from procure.demand.models import Need
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, TAKES_PART, ParticipationState, PoolState
from procure.pools.models import Participation, Pool

OVER = (PoolState.DONE, PoolState.DISSOLVED)
ASKED = (ParticipationState.INVITED, ParticipationState.WATCHING)


class Place(NamedTuple):
    """A body's place in a pool that is not over."""

    need_id: int | None
    organisation_id: int
    state: ParticipationState
    pool: str
    category_key: str
    pool_state: PoolState


def places(session: Session, actor: Actor, needs: Iterable[Need]) -> Sequence[Place]:
    """List where the actor's body is in a pool, and where these needs and those they concern are."""
    theirs = list(needs)
    bodies = {actor.organisation_id, *(need.organisation_id for need in theirs)}
    facts = {"bodies": list(bodies), "needs": [need.id for need in theirs]}
    return [Place(*row) for row in session.execute(_places(actor), facts)]


@lru_cache(maxsize=256)  # made of who asks alone
def _places(actor: Actor) -> Select[*tuple[Any, ...]]:
    ours = or_(
        Participation.organisation_id.in_(bindparam("bodies", expanding=True)),
        Participation.need_id.in_(bindparam("needs", expanding=True)),
    )
    line = (Participation.need_id, Participation.organisation_id, Participation.state)
    asked = select(*line, Pool.name, Pool.category_key, Pool.state).join(Participation.pool)
    return asked.where(ours, Pool.visible_to(actor), Pool.state.not_in(OVER))


def pooled(found: Iterable[Place]) -> dict[int, str]:
    """Return the names of the pools that needs take part in, by need."""
    return {
        each.need_id: each.pool for each in found if each.need_id is not None and each.state in TAKES_PART
    }


def offered(found: Iterable[Place]) -> set[tuple[int, str]]:
    """Return who is asked to buy which kind of system in one of these pools."""
    return {
        (each.organisation_id, each.category_key)
        for each in found
        if each.state in ASKED and each.pool_state in BEFORE_LOCK
    }
