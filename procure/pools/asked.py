"""What waits in open pools: an answer, a commitment, the lock; read as lines, since one may lead many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from flask import url_for
from flask_babel import lazy_gettext as _  # put into words when it is shown
from flask_babel.speaklater import LazyString
from sqlalchemy import case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from procure.accounts.models import Organisation
from procure.domain.policy import Actor, Role
from procure.domain.states import ParticipationState as S
from procure.domain.states import PoolState
from procure.pools import words
from procure.pools.models import Participation, Pool
from procure.web.todo import Todo

OWN: Final = aliased(Participation)


class Line(NamedTuple):
    """An open pool as one body sees it; `state` and `since` are of the body's own place, if it has one."""

    id: int
    name: str
    closes_at: datetime
    lead_id: int
    lead: str
    body: str | None
    state: S | None
    invited_at: datetime | None
    answered_at: datetime | None
    committed: int
    interested: int


def waiting_for(session: Session, actor: Actor, now: datetime) -> list[Todo]:
    """List what waits for the actor in open pools, by deadline."""
    found = session.execute(_lines(actor)).all()
    return [todo for row in found for todo in _todos(Line(*row), actor, now)]


@lru_cache(maxsize=256)  # made of who asks alone
def _lines(actor: Actor) -> Any:
    """Select the open pools where the actor has something to do, with how many have come how far."""
    lead, body, own, everybody = aliased(Organisation), aliased(Organisation), OWN, Participation
    asked = select(
        *(Pool.id, Pool.name, Pool.closes_at, Pool.lead_id, lead.short_name, body.short_name),
        *(own.state, own.invited_at, own.answered_at),
        func.sum(case((everybody.state == S.COMMITTED, 1), else_=0)),
        func.sum(case((everybody.state == S.INTERESTED, 1), else_=0)),
    ).select_from(Pool)
    joined = (
        asked.join(lead, lead.id == Pool.lead_id)
        .outerjoin(own, (own.pool_id == Pool.id) & (own.organisation_id == actor.organisation_id))
        .outerjoin(body, body.id == own.organisation_id)
        .outerjoin(everybody, everybody.pool_id == Pool.id)
    )
    wanted = joined.where(Pool.visible_to(actor), Pool.state == PoolState.OPEN, _waits(actor))
    return wanted.group_by(Pool.id, lead.id, body.id, own.id).order_by(Pool.closes_at, Pool.id)


def _waits(actor: Actor) -> Any:
    found: list[Any] = []
    if Role.BUYER in actor.roles:
        found += [Pool.lead_id == actor.organisation_id, OWN.state == S.INVITED]
    if Role.SIGNATORY in actor.roles:
        found.append(OWN.state == S.INTERESTED)
    return or_(false(), *found)


def _todos(pool: Line, actor: Actor, now: datetime) -> Iterator[Todo]:
    closed = now > pool.closes_at
    if pool.state is S.INVITED and Role.BUYER in actor.roles and not closed:
        yield _to_answer(pool)
    if pool.state is S.INTERESTED and Role.SIGNATORY in actor.roles and not closed:
        yield _to_commit(pool)
    if pool.lead_id == actor.organisation_id and Role.BUYER in actor.roles:
        yield _to_lock(pool) if closed else _to_gather(pool)


def _to_answer(pool: Line) -> Todo:
    return Todo(
        pool.closes_at,
        _("Svar på invitasjonen til %(pool)s", pool=pool.name),
        url_for("pools.answer", pool_id=pool.id),
        _("%(lead)s har invitert dere. Svarer dere ikke, er dere ikke med videre.", lead=pool.lead),
        "invited",
        _("Invitert"),
        since=pool.invited_at,
    )


def _to_commit(pool: Line) -> Todo:
    return Todo(
        pool.closes_at,
        _("Ta stilling til om %(who)s skal forplikte seg", who=pool.body),
        url_for("pools.commit", pool_id=pool.id),
        _("Gjelder %(pool)s. Uten forpliktelse er dere ikke med når listen låses.", pool=pool.name),
        "waiting",
        _("Til underskrift"),
        since=pool.answered_at,
    )


def _to_lock(pool: Line) -> Todo:
    return Todo(
        pool.closes_at,
        _("Lås %(pool)s", pool=pool.name),
        url_for("pools.lock", pool_id=pool.id),
        _("Fristen for å bli med har gått ut. Lås listen, så bare de forpliktede er med videre."),
        "warning",
        _("Kan låses"),
    )


def _to_gather(pool: Line) -> Todo:
    now = LazyString(words.joined, PoolState.OPEN, pool.committed, pool.interested)
    return Todo(
        pool.closes_at,
        _("%(pool)s lukkes", pool=pool.name),
        url_for("pools.show", pool_id=pool.id),
        _("%(now)s. De som ikke er forpliktet når listen låses, faller ut.", now=now),
        "open",
        _("Dere leder"),
    )
