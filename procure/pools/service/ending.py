"""How a pool ends before its time: the lead dissolves it, and says why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, IN_VIEW, PoolState, check_pool, counted
from procure.pools.models import Pool
from procure.pools.service.shared import changed, hold_as_lead, is_dispatched, on_dissolved, tell_people


def dissolve(
    session: Session, actor: Actor, pool: Pool, *, reason: str, version: int | None = None, now: datetime
) -> Pool:
    """End a pool for good, with a tender that has not been sent; nothing that stands in it is deleted.

    reason: read by all who are in it. Those on the list of a pool that never opened were not asked, and are
    taken off it.

    Raises RuleBroken when it is over already, or its tender has been sent.
    """
    hold_as_lead(session, actor, pool)
    if pool.state is PoolState.DISSOLVED:
        return pool
    check_fresh(pool, version)
    check_may_dissolve(session, pool)
    told, before = those_told(pool), pool.state
    if before is PoolState.FORMING:
        pool.participations = [each for each in pool.participations if each.organisation_id == pool.lead_id]
    pool.state, pool.dissolved_at, pool.dissolved_reason = PoolState.DISSOLVED, now, reason.strip()
    pool.offered_to_id = pool.offered_at = None
    session.flush()
    changed(on_dissolved, session, actor, pool, now)
    audit.record(session, actor, "pool.dissolved", pool=pool.id, before=before, reason=pool.dissolved_reason)
    sentence = N_("%(lead)s har oppløst «%(pool)s». Grunnen står på siden.")
    tell_people(session, pool, told, sentence, {"lead": pool.lead.short_name}, but=actor, now=now)
    return pool


def check_may_dissolve(session: Session, pool: Pool) -> None:
    """Raise RuleBroken unless the pool goes on, and its tender has not been sent."""
    if is_dispatched(session, pool):
        raise RuleBroken(N_("Konkurransen er avsendt. Da kan ikke fellesskapet oppløses."))
    check_pool(pool.state, PoolState.DISSOLVED)


def those_told(pool: Pool) -> list[Organisation]:
    """Return the bodies that hear it: those asked and those in it, after lock the committed alone."""
    if pool.state is PoolState.FORMING:
        return []
    states = IN_VIEW if pool.state in BEFORE_LOCK else counted(pool.state)
    return [each.organisation for each in pool.participations if each.state in states]
