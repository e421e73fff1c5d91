"""What each body does: opens its invitation, answers, commits, leaves, says its volumes."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from procure import audit, db
from procure.accounts.models import User
from procure.accounts.service import confirm_identity
from procure.db import check_fresh
from procure.demand.models import Need
from procure.domain.errors import N_, RuleBroken
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role
from procure.domain.pooling import check_may_join
from procure.domain.states import BEFORE_LOCK, PoolState, check_participation
from procure.domain.states import ParticipationState as S
from procure.notifications.service import tell
from procure.pools import queries
from procure.pools.models import Participation, Pool
from procure.pools.service.shared import (
    changed,
    hold_open,
    mark,
    on_changed_ceiling,
    on_changed_members,
    on_changed_volumes,
    own_place,
    recorded,
    tell_others,
)
from procure.pools.sums import Effect, effect_of_leaving

ANSWERS = (S.INTERESTED, S.WATCHING, S.DECLINED)


def mark_opened(session: Session, actor: Actor, participation_id: int, *, now: datetime) -> None:
    """Note that somebody in the invited body has opened the invitation; the first time counts."""
    participation = session.get_one(Participation, participation_id)
    if participation.opened_at is None:
        mark(session, [participation], opened_at=now)
        name = participation.organisation.short_name
        audit.record(session, actor, "participation.opened", pool=participation.pool_id, organisation=name)


def note_opened(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Let the opening be noted after the request, when the reader is the first of an invited body."""
    own = pool.participation_of(actor.organisation_id)
    if own is not None and own.opened_at is None:
        db.alone(session, partial(mark_opened, actor=actor, participation_id=own.id, now=now))


def answer(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    state: S,
    version: int | None = None,
    now: datetime,
) -> Participation:
    """Answer for the actor's own organisation: interested, watching or no; given twice, it counts once.

    Raises RuleBroken when the pool is locked or closed, or when the organisation is committed.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    if own.state is state:
        return own
    check_fresh(own, version)
    if state not in ANSWERS:
        raise RuleBroken(N_("Velg et av svarene på siden"), field="state")
    check_participation(own.state, state, pool.state)
    if state is not S.DECLINED:
        check_may_join(pool.closes_at, now)
    if state is S.INTERESTED and pool.holder_of(own.organisation_id):
        raise RuleBroken(N_("Dere står som opsjonstaker. Be lederen om å ta dere av den listen først."))
    counted_before = own.takes_part
    before, own.state, own.answered_at = own.state, state, now
    own.opened_at = own.opened_at or now
    own.left_at, own.left_reason = (now if state is S.DECLINED else None), None
    if own.need_id is None:
        own.need = _newest_need(session, actor, pool)
    session.flush()
    changed(on_changed_members if own.takes_part != counted_before else (), session, actor, pool, now)
    recorded(session, actor, pool, own, f"participation.{state.value}", before=before)
    sentence = TOLD[state]
    tell_others(session, actor, pool, own, sentence, now=now)
    return own


TOLD = {
    S.INTERESTED: N_("%(who)s har meldt interesse for «%(pool)s»."),
    S.WATCHING: N_("%(who)s følger med på «%(pool)s» uten å delta."),
    S.DECLINED: N_("%(who)s har takket nei til «%(pool)s»."),
}


def withdraw(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    reason: str = "",
    version: int | None = None,
    now: datetime,
) -> Effect:
    """Take the actor's own organisation out before the lock, and return what it did to the pool.

    reason: read by the lead alone; none is needed.

    Raises RuleBroken when the pool is locked, or the organisation takes no part.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    effect = effect_of_leaving(pool, own)
    if own.state is S.WITHDRAWN:
        return effect
    check_fresh(own, version)
    check_participation(own.state, S.WITHDRAWN, pool.state)
    before, own.state = own.state, S.WITHDRAWN
    own.left_at, own.left_reason = now, reason or None
    own.committed_at = own.committed_by_id = own.asked_at = own.ceiling = None
    session.flush()
    changed(on_changed_members, session, actor, pool, now)
    recorded(
        session,
        actor,
        pool,
        own,
        "participation.withdrawn",
        before=before,
        users_before=effect.before.users.total,
        users_after=effect.after.users.total,
    )
    sentence = N_("%(who)s har trukket seg fra «%(pool)s». Dere er nå %(count)s.")
    tell_others(session, actor, pool, own, sentence, now=now, count=effect.after.count)
    return effect


def commit(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    password: str,
    ceiling: Ore | None = None,
    case_number: str = "",
    version: int | None = None,
    now: datetime,
) -> Participation:
    """Bind the actor's own organisation to the joint tender: the signatory's act, with the password again.

    ceiling: the most that it may be bound to, in øre excl. VAT; None where no limit is set.
    case_number: of the decision, in its own archive.

    Raises RuleBroken when the password is wrong, the pool is closed, or the organisation is not interested.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    if own.state is S.COMMITTED:
        return own
    check_fresh(own, version)
    check_participation(own.state, S.COMMITTED, pool.state)
    check_may_join(pool.closes_at, now)
    confirm_identity(session, actor, password, now)
    own.state, own.committed_at, own.committed_by_id = S.COMMITTED, now, actor.user_id
    own.ceiling, own.case_number = ceiling, case_number or None
    session.flush()
    recorded(session, actor, pool, own, "participation.committed", has_ceiling=ceiling is not None)
    sentence = N_("%(who)s har forpliktet seg i «%(pool)s».")
    tell_others(session, actor, pool, own, sentence, now=now, own_too=True)
    return own


def set_ceiling(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    ceiling: Ore | None,
    case_number: str,
    version: int | None = None,
    now: datetime,
) -> Participation:
    """Change what the own committed organisation may be bound to. The log has that it was, not the amount.

    Raises RuleBroken when the organisation is not committed, or the tender has been sent.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    check_fresh(own, version)
    if own.state is not S.COMMITTED or pool.state not in (*BEFORE_LOCK, PoolState.LOCKED):
        raise RuleBroken(N_("Bare en kommune som har forpliktet seg, har en ramme."))
    before = (own.ceiling, own.case_number)
    own.ceiling, own.case_number = ceiling, case_number or None
    if before != (own.ceiling, own.case_number):
        changed(on_changed_ceiling, session, actor, pool, now)
        session.flush()
        recorded(session, actor, pool, own, "participation.ceiling", has_ceiling=ceiling is not None)
    return own


def ask_signatories(session: Session, actor: Actor, pool: Pool, *, now: datetime) -> list[User]:
    """Ask the own signatories to commit the organisation, at most once a day; return whom was asked.

    Raises RuleBroken when nobody can sign, they were asked within a day, or the pool is closed.
    """
    hold_open(session, pool, now)
    if pool.state is PoolState.FORMING:
        raise RuleBroken(N_("Fellesskapet er ikke åpnet ennå. Kommunen kan forplikte seg når det er åpnet."))
    own = own_place(pool, actor)
    signatories = queries.people(session, [own.organisation_id], Role.SIGNATORY).get(own.organisation_id, [])
    if own.state is not S.INTERESTED:
        raise RuleBroken(N_("Kommunen må ha meldt interesse før den kan forplikte seg."))
    if not signatories:
        raise RuleBroken(N_("Ingen i %(who)s er registrert som underskriver."), who=own.organisation.name)
    if not queries.may_be_asked(own, now):
        raise RuleBroken(
            N_("Underskriveren ble spurt %(when)s. Spør igjen etter et døgn."), when=own.asked_at
        )
    mark(session, [own], asked_at=now)
    recorded(session, actor, pool, own, "participation.asked", people=[each.id for each in signatories])
    tell(
        session,
        signatories,
        N_("%(who)s trenger at du forplikter kommunen i «%(pool)s». Fristen er %(when)s."),
        path=f"/pools/{pool.id}/commitment",
        organisation_id=own.organisation_id,
        by_mail=True,
        now=now,
        who=own.organisation.short_name,
        pool=pool.name,
        when=pool.closes_at,
    )
    return list(signatories)


def set_volumes(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    users: int | None,
    inhabitants: int | None,
    pupils: int | None = None,
    version: int | None = None,
    now: datetime,
) -> Participation:
    """Say what the own organisation brings into the tender; None leaves it to the need, where that is shared.

    Raises RuleBroken when the organisation takes no part.
    """
    queries.hold(session, pool)
    own = own_place(pool, actor)
    check_fresh(own, version)
    if own not in pool.remaining or pool.state not in (*BEFORE_LOCK, PoolState.LOCKED):
        raise RuleBroken(N_("Bare de som er med, kan endre tallene sine."))
    before, after = (own.users, own.inhabitants, own.pupils), (users, inhabitants, pupils)
    own.users, own.inhabitants, own.pupils = after
    if own.need_id is None:
        own.need = _newest_need(session, actor, pool)
    session.flush()
    if before != after:
        recorded(session, actor, pool, own, "participation.volumes", before=before, after=after)
        changed(on_changed_volumes if pool.state is PoolState.LOCKED else (), session, actor, pool, now)
    return own


def _newest_need(session: Session, actor: Actor, pool: Pool) -> Need | None:
    """Find the body's own need; those that it keeps for others stand for them."""
    kept = queries.own_needs(session, actor, pool.category_key)
    return next((need for need in kept if need.organisation_id == actor.organisation_id), None)
