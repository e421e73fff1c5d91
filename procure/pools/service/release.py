"""The way out after the lock: a body asks, and the lead lets it go, with day and cost by its mandate."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from procure.clock import OSLO
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor, Role
from procure.domain.states import ParticipationState as S
from procure.domain.states import check_participation
from procure.notifications.service import tell
from procure.pools import queries
from procure.pools.models import Participation, Pool
from procure.pools.service.shared import (
    changed,
    hold_as_lead,
    is_dispatched,
    on_changed_members,
    own_place,
    recorded,
    tell_others,
)
from procure.pools.sums import Effect, effect_of_leaving

ALONE = N_("Ingen er igjen når %(who)s går ut. Oppløs fellesskapet i stedet.")


def ask_release(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    reason: str = "",
    version: int | None = None,
    now: datetime,
) -> Participation:
    """Ask the lead to let the actor's own organisation go after the lock; asked twice, it is asked once.

    reason: read by the lead alone; none is needed.

    Raises RuleBroken when the list is not locked, the tender has been sent, or the organisation is not on it.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    if own.release_asked_at is not None and own.state is S.COMMITTED:
        return own
    check_fresh(own, version)
    check_participation(own.state, S.RELEASED, pool.state, dispatched=is_dispatched(session, pool))
    own.release_asked_at, own.left_reason = now, reason or None
    session.flush()
    recorded(session, actor, pool, own, "participation.release_asked")
    _tell_lead(session, actor, pool, own, N_("%(who)s ber om å bli frigitt fra «%(pool)s»."), now)
    return own


def regret_release(session: Session, actor: Actor, pool: Pool, *, now: datetime) -> Participation:
    """Take back the own organisation's request, while the lead has not let it go.

    Raises RuleBroken when there is no request.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    if own.release_asked_at is None or own.state is not S.COMMITTED:
        raise RuleBroken(N_("%(who)s har ikke bedt om å bli frigitt."), who=own.organisation.short_name)
    own.release_asked_at = own.left_reason = None
    session.flush()
    recorded(session, actor, pool, own, "participation.release_regretted")
    _tell_lead(session, actor, pool, own, N_("%(who)s blir likevel med i «%(pool)s»."), now)
    return own


def _tell_lead(
    session: Session, actor: Actor, pool: Pool, own: Participation, sentence: str, now: datetime
) -> None:
    """Tell the lead's buyers, on the page and by mail: they alone can act."""
    leaders = queries.people(session, [pool.lead_id], Role.BUYER).get(pool.lead_id, [])
    tell(
        session,
        [user for user in leaders if user.id != actor.user_id],
        sentence,
        path=f"/pools/{pool.id}",
        organisation_id=pool.lead_id,
        by_mail=True,
        now=now,
        who=own.organisation.short_name,
        pool=pool.name,
    )


def release(
    session: Session,
    actor: Actor,
    one: Participation,
    *,
    released_on: date,
    release_cost: str,
    version: int | None = None,
    now: datetime,
) -> Effect:
    """Let a body that has asked go, and return what it does to the pool. What it leaves behind is recomputed.

    released_on: the day from which it is out. release_cost: what that costs by its mandate.

    Raises RuleBroken when it has not asked, nobody would be left, the day cannot be, or the tender is sent.
    """
    pool = one.pool
    hold_as_lead(session, actor, pool)
    effect = effect_of_leaving(pool, one)
    if one.state is S.RELEASED:
        return effect
    check_fresh(one, version)
    check_may_release(session, one)
    _check_day(pool, released_on, now)
    one.state, one.left_at = S.RELEASED, now
    one.released_on, one.release_cost, one.ceiling = released_on, release_cost.strip(), None
    session.flush()
    changed(on_changed_members, session, actor, pool, now)
    recorded(
        session,
        actor,
        pool,
        one,
        "participation.released",
        released_on=released_on,
        cost=one.release_cost,
        users_before=effect.before.users.total,
        users_after=effect.after.users.total,
    )
    sentence = N_("%(who)s er frigitt fra «%(pool)s». Dere er nå %(count)s.")
    tell_others(session, actor, pool, one, sentence, own_too=True, now=now, count=effect.after.count)
    return effect


def check_may_release(session: Session, one: Participation) -> None:
    """Raise RuleBroken unless the body may go: it has asked, others are left, and the tender is not sent."""
    pool, who = one.pool, one.organisation.short_name
    check_participation(one.state, S.RELEASED, pool.state, dispatched=is_dispatched(session, pool))
    if one.release_asked_at is None:
        raise RuleBroken(N_("%(who)s har ikke bedt om å bli frigitt. Bare kommunen selv kan be."), who=who)
    if not any(each is not one for each in pool.remaining):
        raise RuleBroken(ALONE, who=who)


def _check_day(pool: Pool, day: date, now: datetime) -> None:
    today = now.astimezone(OSLO).date()
    locked = pool.locked_at.astimezone(OSLO).date() if pool.locked_at else today
    if not locked <= day <= today:
        raise RuleBroken(
            N_("Velg en dag fra %(first)s, da listen ble låst, til i dag."), field="released_on", first=locked
        )
