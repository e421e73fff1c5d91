"""How the joint cost is shared: the lead chooses until somebody has committed to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, ParticipationState
from procure.pools import queries
from procure.pools.models import MIXED_WITH, CostKey, Pool
from procure.pools.service.shared import hold_as_lead, tell_people


def share_anew(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    cost_key: CostKey,
    equal_percent: int | None = None,
    mixed_with: CostKey | None = None,
    version: int | None = None,
    now: datetime,
) -> Pool:
    """Choose how the joint cost is shared; equal_percent and mixed_with are read of a mix alone.

    Raises RuleBroken when a mix lacks a part, somebody has committed, or the list is locked.
    """
    hold_as_lead(session, actor, pool)
    check_fresh(pool, version)
    check_may_share_anew(pool)
    parts = (equal_percent, mixed_with) if cost_key is CostKey.MIX else (None, None)
    _check_parts(cost_key, *parts)
    before = (pool.cost_key, pool.equal_percent, pool.mixed_with)
    if before == (cost_key, *parts):
        return pool
    pool.cost_key = cost_key
    pool.equal_percent, pool.mixed_with = parts
    session.flush()
    audit.record(session, actor, "pool.cost_key", pool=pool.id, before=before, after=(cost_key, *parts))
    told = [each.organisation for each in queries.in_it(pool)]
    sentence = N_(
        "Kostnadene ved arbeidet i «%(pool)s» skal deles på en annen måte. Se hva det blir for dere."
    )
    tell_people(session, pool, told, sentence, {}, but=actor, now=now)
    return pool


def _check_parts(key: CostKey, equal_percent: int | None, mixed_with: CostKey | None) -> None:
    if key is not CostKey.MIX:
        return
    if equal_percent is None or not 1 <= equal_percent <= 99:
        sentence = N_("Skriv hvor mange prosent som deles likt, fra 1 til 99")
        raise RuleBroken(sentence, field="equal_percent")
    if mixed_with not in MIXED_WITH:
        raise RuleBroken(N_("Velg hva resten deles etter"), field="mixed_with")


def check_may_share_anew(pool: Pool) -> None:
    """Raise RuleBroken when the key stands: somebody has committed to it, or the list is locked."""
    if pool.state not in BEFORE_LOCK:
        raise RuleBroken(N_("Listen er låst, og da ligger det fast hvordan kostnadene deles."))
    committed = [each for each in pool.participations if each.state is ParticipationState.COMMITTED]
    if committed:
        raise RuleBroken(
            N_("%(who)s har forpliktet seg til måten kostnadene deles på. Da ligger den fast."),
            who=committed[0].organisation.short_name,
        )
