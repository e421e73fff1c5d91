"""Who has been reached: sent, opened, answered; who is due for a reminder, and who cannot be told at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from procure.accounts.models import User
from procure.accounts.queries import people
from procure.domain import reminding
from procure.domain.states import ParticipationState as S
from procure.domain.states import PoolState
from procure.pools.models import Participation, Pool
from procure.pools.queries import DECIDES


class Answers(NamedTuple):
    """How many were invited, and how far that has come."""

    sent: int
    opened: int
    answered: int
    yes: int
    watching: int
    no: int
    silent: int


def answers(pool: Pool) -> Answers:
    """Count the invitations of a pool, and what came of them; the lead did not invite itself."""
    invited = invitations(pool)
    states = [each.state for each in invited]
    return Answers(
        sent=sum(1 for each in invited if each.invited_at),
        opened=sum(1 for each in invited if each.opened_at),
        answered=sum(1 for each in invited if each.answered_at),
        yes=sum(1 for each in states if each in (S.INTERESTED, S.COMMITTED)),
        watching=states.count(S.WATCHING),
        no=sum(1 for each in states if each in (S.DECLINED, S.WITHDRAWN, S.RELEASED)),
        silent=states.count(S.INVITED),
    )


def invitations(pool: Pool) -> list[Participation]:
    """List the places that somebody was invited to, by name."""
    asked = [each for each in pool.participations if each.organisation_id != pool.lead_id]
    return sorted(asked, key=lambda each: each.organisation.short_name)


class Reached(NamedTuple):
    """One invited body, and the people there who can answer."""

    place: Participation
    people: Sequence[User]


def reach_list(session: Session, pool: Pool) -> list[Reached]:
    """List everybody who was invited, with those who can answer there."""
    invited = invitations(pool)
    there = people(session, {each.organisation_id for each in invited}, *DECIDES)
    return [Reached(each, there.get(each.organisation_id, ())) for each in invited]


def with_somebody(session: Session, places: Sequence[Participation]) -> list[Participation]:
    """Keep those places where somebody can read what is sent."""
    there = people(session, {each.organisation_id for each in places}, *DECIDES)
    return [each for each in places if each.organisation_id in there]


def due(pool: Pool, now: datetime) -> list[Participation]:
    """List the silent who are to be reminded by the platform now."""
    found = ((each, last_told(each)) for each in silent(pool))
    return [each for each, told in found if told and reminding.is_due(told, pool.closes_at, now)]


def silent(pool: Pool) -> Iterable[Participation]:
    """List those who were invited and have not answered."""
    return [each for each in pool.participations if each.state is S.INVITED]


def last_told(one: Participation) -> datetime | None:
    """Return when it was last sent an invitation or a reminder."""
    return max((moment for moment in (one.invited_at, one.reminded_at) if moment), default=None)


def waiting_for_answers(session: Session, now: datetime) -> Sequence[Pool]:
    """List the open pools where somebody has not answered."""
    asked = Pool.participations.any(Participation.state == S.INVITED)
    return session.scalars(
        select(Pool)
        .where(Pool.state == PoolState.OPEN, Pool.closes_at >= now, asked)
        .options(selectinload(Pool.participations))
        .order_by(Pool.id)
    ).all()
