"""What waits in pools beside an answer, a commitment and the lock: to open, to let go, to lead or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from procure.domain.policy import Actor, Role
from procure.domain.states import ParticipationState as S
from procure.domain.states import PoolState
from procure.pools.models import Participation, Pool
from procure.web.language import day
from procure.web.todo import Todo


def waiting_for(session: Session, actor: Actor, now: datetime) -> list[Todo]:
    """List what waits for the actor, as one who leads or is asked to."""
    if Role.BUYER not in actor.roles:
        return []
    return [todo for pool in session.scalars(_asked(actor)) for todo in _todos(pool, actor)]


@lru_cache(maxsize=256)  # made of who asks alone
def _asked(actor: Actor) -> Select[Pool]:
    asked = select(Pool).where(Pool.visible_to(actor), _waits(actor)).order_by(Pool.closes_at, Pool.id)
    people = selectinload(Pool.participations).joinedload(Participation.organisation)
    return asked.options(joinedload(Pool.lead), joinedload(Pool.offered_to), people)


def _waits(actor: Actor) -> ColumnElement[bool]:
    asked = Pool.participations.any(Participation.release_asked_at.is_not(None) & _in_it())
    leads = Pool.lead_id == actor.organisation_id
    preparing = Pool.state == PoolState.FORMING
    letting_go = (Pool.state == PoolState.LOCKED) & asked
    return or_(
        Pool.offered_to_id == actor.organisation_id,
        leads & or_(preparing, letting_go, Pool.offered_to_id.is_not(None)),
    )


def _in_it() -> ColumnElement[bool]:
    return Participation.state == S.COMMITTED


def _todos(pool: Pool, actor: Actor) -> Iterator[Todo]:
    if pool.offered_to_id == actor.organisation_id:
        yield _to_answer(pool)
    if pool.lead_id != actor.organisation_id:
        return
    if pool.offered_to is not None:
        yield _offered(pool, pool.offered_to.short_name)
    if pool.state is PoolState.FORMING:
        yield _to_open(pool)
    if pool.state is PoolState.LOCKED:
        yield from (_to_release(pool, each) for each in pool.participations if asks_to_go(each))


def asks_to_go(one: Participation) -> bool:
    """Answer whether a body has asked to be released, and has not been yet."""
    return one.release_asked_at is not None and one.state is S.COMMITTED


def _to_answer(pool: Pool) -> Todo:
    return Todo(
        None,
        _("Svar på om dere vil lede %(pool)s", pool=pool.name),
        url_for("pools.answer_lead", pool_id=pool.id),
        _("%(lead)s har spurt, og leder til dere har svart ja.", lead=pool.lead.short_name),
        "waiting",
        _("Venter på svar"),
        since=pool.offered_at,
    )


def _offered(pool: Pool, name: str) -> Todo:
    return Todo(
        None,
        _("%(name)s har ikke svart på om de vil lede %(pool)s", name=name, pool=pool.name),
        url_for("pools.hand_over", pool_id=pool.id),
        _("Dere leder til de har svart ja, og kan ta spørsmålet tilbake."),
        "started",
        _("Spurt"),
        since=pool.offered_at,
    )


def _to_open(pool: Pool) -> Todo:
    return Todo(
        pool.closes_at,
        _("Åpne %(pool)s", pool=pool.name),
        url_for("pools.open_up", pool_id=pool.id),
        _("Ingen er invitert før dere åpner det, og fristen for å bli med går."),
        "started",
        _("Forberedes"),
    )


def _to_release(pool: Pool, one: Participation) -> Todo:
    asked = day(one.release_asked_at) if one.release_asked_at else ""
    return Todo(
        None,
        _("Frigi %(who)s fra %(pool)s", who=one.organisation.short_name, pool=pool.name),
        url_for("pools.release", pool_id=pool.id, participation_id=one.id),
        _("Kommunen ba om det %(when)s. Når konkurransen er sendt, er det for sent.", when=asked),
        "warning",
        _("Vil ut"),
        since=one.release_asked_at,
    )
