"""Reading pools: one, all of one's own, who is in them and who has been reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from procure import audit
from procure.accounts.models import BUYING, Kind, Organisation
from procure.accounts.queries import alphabetical
from procure.accounts.queries import people as people
from procure.audit.models import AuditEvent
from procure.demand.models import Need, NeedState
from procure.demand.queries import Match, matches
from procure.domain.policy import Actor, Role
from procure.domain.states import BEFORE_LOCK, IN_VIEW, ParticipationState, PoolState, counted
from procure.pools.models import OptionHolder, Participation, Pool
from procure.pools.sums import Totals as Totals
from procure.pools.sums import totals as totals

DECIDES = (Role.BUYER, Role.SIGNATORY)
REMIND_EVERY = timedelta(days=7)
ASK_EVERY = timedelta(days=1)

WHOLE = (
    joinedload(Pool.category),
    joinedload(Pool.lead),
    selectinload(Pool.participations).options(
        joinedload(Participation.organisation), joinedload(Participation.need)
    ),
)


def find_pool(session: Session, actor: Actor, pool_id: int) -> Pool | None:
    """Find a pool that the actor may see, with everybody in it."""
    return session.scalar(select(Pool).where(Pool.id == pool_id, Pool.visible_to(actor)).options(*WHOLE))


def hold(session: Session, pool: Pool) -> None:
    """Keep others from changing the pool until the transaction ends, and read it as it is now.

    In two steps: what is joined to a row that we had to wait for would be read as it was before the wait.
    """
    session.execute(select(Pool.id).where(Pool.id == pool.id).with_for_update())
    asked = select(Pool).where(Pool.id == pool.id).options(*WHOLE)
    session.scalars(asked.execution_options(populate_existing=True)).one()


def find_by_once(session: Session, actor: Actor, once: str) -> Pool | None:
    """Find the pool that this form has made already."""
    return session.scalar(select(Pool).where(Pool.once == once, Pool.lead_id == actor.organisation_id))


def mine(session: Session, actor: Actor) -> Sequence[Pool]:
    """List the pools that the actor may see: those that still move first, by deadline."""
    found = session.scalars(_all_of(actor)).all()
    return sorted(found, key=lambda pool: (pool.state not in BEFORE_LOCK, pool.closes_at, pool.id))


def _all_of(actor: Actor) -> Select[Pool]:
    return select(Pool).where(Pool.visible_to(actor)).options(*WHOLE)


def participants(session: Session, pool: Pool) -> list[Participation]:
    """List those who are in the tender: the committed, in the order of their names."""
    found = session.scalars(
        select(Participation)
        .where(Participation.pool_id == pool.id, Participation.state == ParticipationState.COMMITTED)
        .options(selectinload(Participation.organisation), selectinload(Participation.need))
    )
    return sorted(found, key=lambda each: each.organisation.short_name)


def own_needs(session: Session, actor: Actor, category_key: str | None = None) -> Sequence[Need]:
    """List the actor's shared needs, the newest first; of one category, if it is given."""
    asked = select(Need).where(Need.visible_to(actor), Need.state == NeedState.SHARED)
    if category_key is not None:
        asked = asked.where(Need.category_key == category_key)
    return session.scalars(asked.options(joinedload(Need.category)).order_by(Need.id.desc())).all()


# --- Whom to invite ------------------------------------------------------------------------------


class Offer(NamedTuple):
    """Whom a pool can invite: those with a matching need, then the other buying bodies, by county."""

    matched: list[Match]
    others: list[tuple[str, list[Organisation]]]
    asked: int  # how many with a matching need are in the pool already

    @property
    def ids(self) -> list[int]:
        """The bodies that can be chosen, in the order they are shown."""
        rest = [each.id for _county, listed in self.others for each in listed]
        return [each.organisation.id for each in self.matched] + rest


def could_be_invited(session: Session, pool: Pool | None, actor: Actor) -> Sequence[Organisation]:
    """List the buying bodies that are not in the pool yet, nor lead it."""
    inside = {each.organisation_id for each in pool.participations} | {pool.lead_id} if pool else set()
    found = session.scalars(
        select(Organisation).where(
            Organisation.kind.in_(BUYING), Organisation.id.not_in(inside | {actor.organisation_id})
        )
    )
    return sorted(found, key=lambda each: each.short_name)


def could_hold_option(session: Session, pool: Pool) -> Sequence[Organisation]:
    """List the buying bodies that are neither in the pool now, nor lead it, nor hold an option already."""
    states = IN_VIEW if pool.state in BEFORE_LOCK else counted(pool.state)
    inside = {each.organisation_id for each in pool.participations if each.state in states} | {pool.lead_id}
    named = {each.organisation_id for each in pool.option_holders}
    asked = select(Organisation).where(Organisation.kind.in_(BUYING), Organisation.id.not_in(inside | named))
    return sorted(session.scalars(asked), key=lambda each: alphabetical(each.short_name))


def could_lead(session: Session, pool: Pool) -> Sequence[Organisation]:
    """List who can take over as lead: those who are in it, and the purchasing co-operations."""
    inside = {each.organisation_id for each in pool.remaining}
    asked = select(Organisation).where(
        or_(Organisation.id.in_(inside), Organisation.kind == Kind.COOPERATION),
        Organisation.id != pool.lead_id,
    )
    return sorted(session.scalars(asked), key=lambda each: alphabetical(each.short_name))


def find_participation(
    session: Session, actor: Actor, pool_id: int, participation_id: int
) -> Participation | None:
    """Find one body's place in a pool, with everybody else's."""
    asked = select(Participation).where(
        Participation.id == participation_id,
        Participation.pool_id == pool_id,
        Participation.visible_to(actor),
    )
    return session.scalar(asked.options(joinedload(Participation.pool).options(*WHOLE)))


def find_option_holder(session: Session, actor: Actor, pool_id: int, holder_id: int) -> OptionHolder | None:
    """Find a body that holds an option, in its pool."""
    asked = select(OptionHolder).where(OptionHolder.id == holder_id, OptionHolder.pool_id == pool_id)
    return session.scalar(asked.where(OptionHolder.visible_to(actor)))


def offer(session: Session, actor: Actor, pool: Pool | None, need: Need | None, today: date) -> Offer:
    """Sort those who can be invited: matches of the need, the rest by county, the own one first."""
    free = could_be_invited(session, pool, actor)
    known = {each.id for each in free}
    fitting = matches(session, actor, need, today) if need else []
    matched = [each for each in fitting if each.organisation.id in known]
    taken = {each.organisation.id for each in matched}
    by_county: dict[str, list[Organisation]] = defaultdict(list)
    for each in free:
        if each.id not in taken:
            by_county[each.municipality.county if each.municipality else ""].append(each)
    home = need.organisation.municipality if need else None
    ordered = sorted(by_county.items(), key=lambda pair: (not home or pair[0] != home.county, pair[0]))
    return Offer(matched, ordered, len(fitting) - len(matched))


# --- Reach ---------------------------------------------------------------------------------------


class Reach(NamedTuple):
    """Who has been invited and not answered: with nobody to read it, not opened, opened."""

    nobody_there: list[Organisation]
    unopened: list[Organisation]
    unanswered: list[Organisation]

    @property
    def all(self) -> list[Organisation]:
        """Everybody who has not answered."""
        return [*self.nobody_there, *self.unopened, *self.unanswered]


def reach(session: Session, pool: Pool) -> Reach:
    """Say who has not been reached yet, while the pool is open."""
    waiting = [each for each in pool.participations if each.state is ParticipationState.INVITED]
    if not waiting or pool.state is not PoolState.OPEN:
        return Reach([], [], [])
    there = people(session, [each.organisation_id for each in waiting], *DECIDES)
    found = Reach([], [], [])
    for each in waiting:
        if each.opened_at is not None:
            found.unanswered.append(each.organisation)
        elif each.organisation_id in there:
            found.unopened.append(each.organisation)
        else:
            found.nobody_there.append(each.organisation)
    return found


def may_be_reminded(pool: Pool, now: datetime) -> list[Participation]:
    """List those who were invited, have not answered, and have heard nothing for a week."""
    silent = [each for each in pool.participations if each.state is ParticipationState.INVITED]
    return [each for each in silent if _last_told(each, now) <= now - REMIND_EVERY]


def _last_told(one: Participation, now: datetime) -> datetime:
    return max((moment for moment in (one.invited_at, one.reminded_at) if moment), default=now)


def may_be_asked(one: Participation, now: datetime) -> bool:
    """Answer whether the signatories can be asked to commit: once a day, while the body is interested."""
    return one.state is ParticipationState.INTERESTED and (
        one.asked_at is None or one.asked_at <= now - ASK_EVERY
    )


def is_open(pool: Pool, now: datetime) -> bool:
    """Answer whether a body can still come in: before lock, and until the joining deadline."""
    return pool.state in BEFORE_LOCK and now <= pool.closes_at


def history(session: Session, pool: Pool, limit: int = 200) -> Sequence[AuditEvent]:
    """Return what has happened in a pool, newest first."""
    return audit.events_about(session, f"pool:{pool.id}", limit)


# --- Who is told ----------------------------------------------------------------------------------


def in_it(pool: Pool) -> list[Participation]:
    """List those who are told what happens: the watching and those whose figures count."""
    states = IN_VIEW - {ParticipationState.INVITED} if pool.state in BEFORE_LOCK else counted(pool.state)
    return [each for each in pool.participations if each.state in states]
