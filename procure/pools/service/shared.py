"""What the verbs of a pool share: holding it, whose place it is, the log, and telling people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation
from procure.domain.errors import N_, Fact, RuleBroken
from procure.domain.policy import Actor, Role
from procure.domain.pooling import check_may_join
from procure.domain.states import BEFORE_LOCK, SENT, PoolState, TenderState
from procure.notifications.service import tell
from procure.pools import queries
from procure.pools.models import Participation, Pool

Hears = Callable[[Session, Actor, Pool, datetime], object]

# What others do when something changes that the pool's tender rests on: volumes after the lock, who holds an
# option, what a body may be bound to, who takes part, who leads, that the pool is no more. Each may say no by
# raising RuleBroken.
on_changed_volumes: list[Hears] = []
on_changed_holders: list[Hears] = []
on_changed_ceiling: list[Hears] = []
on_changed_members: list[Hears] = []
on_changed_lead: list[Hears] = []
on_dissolved: list[Hears] = []

# Who can say how far the pool's tender has come: None where there is none.
tells_of_tender: list[Callable[[Session, Pool], TenderState | None]] = []


def tender_state(session: Session, pool: Pool) -> TenderState | None:
    """Return how far the pool's tender has come; None where there is none, or where it is cancelled."""
    told = [state for asked in tells_of_tender if (state := asked(session, pool))]
    return next((state for state in told if state is not TenderState.CANCELLED), None)


def is_dispatched(session: Session, pool: Pool) -> bool:
    """Answer whether the pool's tender has been sent, so that the list of names is frozen."""
    return tender_state(session, pool) in SENT


def hold_open(session: Session, pool: Pool, now: datetime) -> None:
    """Hold the pool, and raise RuleBroken unless it still takes new members."""
    queries.hold(session, pool)
    check_takes_members(pool, now)


def check_takes_members(pool: Pool, now: datetime) -> None:
    """Raise RuleBroken unless the pool still takes new members."""
    if pool.state is PoolState.DISSOLVED:
        raise RuleBroken(N_("Fellesskapet er oppløst og tar ikke imot flere."))
    if pool.state not in BEFORE_LOCK:
        raise RuleBroken(N_("Fellesskapet er låst og tar ikke imot flere."))
    check_may_join(pool.closes_at, now)


def hold_as_lead(session: Session, actor: Actor, pool: Pool) -> None:
    """Hold the pool, and raise RuleBroken when another body has taken over as lead a moment ago."""
    queries.hold(session, pool)
    if pool.lead_id != actor.organisation_id:
        raise RuleBroken(N_("%(lead)s leder fellesskapet nå."), lead=pool.lead.name)


def changed(hears: Iterable[Hears], session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Let others do what follows from a change."""
    for work in hears:
        work(session, actor, pool, now)


def own_place(pool: Pool, actor: Actor) -> Participation:
    """Return the place of the actor's organisation; raise RuleBroken when it has none."""
    own = pool.participation_of(actor.organisation_id)
    if own is None:
        raise RuleBroken(N_("Virksomheten er ikke invitert til fellesskapet."))
    return own


def mark(session: Session, rows: Collection[Participation], **moments: datetime) -> None:
    """Note when somebody was reached: no edit of the row, so it does not make anybody's open form stale."""
    table = Participation.__table__
    assert isinstance(table, sa.Table)  # noqa: S101 for the type checker: a mapped class's table is one
    session.execute(table.update().where(table.c.id.in_([row.id for row in rows])).values(**moments))
    for row in rows:
        session.expire(row, list(moments))


def recorded(
    session: Session, actor: Actor, pool: Pool, own: Participation, action: str, **facts: object
) -> None:
    """Write what a body did into the log of the pool."""
    name = own.organisation.short_name
    audit.record(
        session, actor, action, pool=pool.id, organisation=name, organisation_id=own.organisation_id, **facts
    )


def tell_others(
    session: Session,
    actor: Actor,
    pool: Pool,
    own: Participation,
    sentence: str,
    *,
    now: datetime,
    own_too: bool = False,
    **facts: Fact,
) -> None:
    """Tell those in the pool, and its lead, what one of them (`who`) has done; each person once."""
    others = {each.organisation_id: each.organisation for each in queries.in_it(pool)}
    others[pool.lead_id] = pool.lead
    others.pop(own.organisation_id, None)
    if own_too:
        others[own.organisation_id] = own.organisation
    facts["who"] = own.organisation.short_name
    tell_people(session, pool, others.values(), sentence, facts, but=actor, now=now)


def tell_people(
    session: Session,
    pool: Pool,
    organisations: Iterable[Organisation],
    sentence: str,
    facts: Mapping[str, Fact],
    *,
    page: str = "",
    by_mail: bool = False,
    but: Actor | None = None,
    now: datetime,
) -> None:
    """Tell the buyers and signatories of these bodies; a person in two of them once, the actor not at all.

    facts: what goes into the sentence beside the name of the `pool`.
    page: the one under the pool's own where buyers act; signatories, who may not open it, come to the pool.
    """
    bodies = {each.id for each in organisations}
    buyers = queries.people(session, bodies, Role.BUYER) if page else {}
    told = {but.user_id} if but else set()
    for organisation_id, users in queries.people(session, bodies, *queries.DECIDES).items():
        new = [user for user in users if user.id not in told]
        told |= {user.id for user in new}
        acting = [user for user in new if user in buyers.get(organisation_id, ())]
        rest = [user for user in new if user not in acting]
        for some, path in ((acting, f"/pools/{pool.id}/{page}"), (rest, f"/pools/{pool.id}")):
            tell(
                session,
                some,
                sentence,
                path=path,
                organisation_id=organisation_id,
                by_mail=by_mail,
                now=now,
                **{"pool": pool.name, **facts},
            )
