"""The list of pools: what can be looked for, and a page of it, read as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from procure.accounts.models import Organisation
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, TAKES_PART, ParticipationState, PoolState
from procure.pools.models import GONE, Participation, Pool
from procure.reference.models import Category
from procure.web.addresses import one_in, words_in
from procure.web.paging import SIZE, Page, pages_of

S = ParticipationState


class Ours(StrEnum):
    """How the reader's body stands to a pool."""

    LEADS = "leads"
    TAKES_PART = "takes_part"
    INVITED = "invited"
    WATCHING = "watching"
    OUT = "out"


OURS: Mapping[Ours, frozenset[ParticipationState]] = {
    Ours.TAKES_PART: TAKES_PART,
    Ours.INVITED: frozenset({S.INVITED}),
    Ours.WATCHING: frozenset({S.WATCHING}),
    Ours.OUT: GONE,
}


class Asked(NamedTuple):
    """What is looked for; nothing of what is empty."""

    text: str = ""
    state: PoolState | None = None
    ours: Ours | None = None
    category: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        """Read what the address asks for; what no list has is left out."""
        state, ours = one_in(PoolState, args, "state"), one_in(Ours, args, "ours")
        return cls(words_in(args), state, ours, words_in(args, "category"))


class Row(NamedTuple):
    """A pool in the list; `place` is the reader's own, None where it leads without one."""

    id: int
    name: str
    category: Category
    lead: str
    state: PoolState
    closes_at: datetime
    place: ParticipationState | None
    leads: bool
    committed: int
    interested: int


def listed(session: Session, actor: Actor, asked: Asked, number: int) -> Page[Row]:
    """Fetch a page of the pools that the actor sees: those that still move first, by deadline."""
    rows, counting = _selections(actor, asked)
    total = session.scalar(counting) or 0
    number = min(number, pages_of(total))
    here = {"most": SIZE, "before": (number - 1) * SIZE}
    return Page([Row(*each) for each in session.execute(rows, here)], total, number)


@lru_cache(maxsize=256)  # made of what is asked alone
def _selections(actor: Actor, asked: Asked) -> tuple[Select[*tuple[Any, ...]], Select[int]]:
    """Select the pools that are asked for, and count them."""
    wanted = _wanted(actor, asked)
    counting = select(func.count()).select_from(Pool).join(Pool.category).join(Pool.lead).where(*wanted)
    return _rows(actor).where(*wanted).limit(bindparam("most")).offset(bindparam("before")), counting


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    own = aliased(Participation)
    mine = and_(own.pool_id == Pool.id, own.organisation_id == actor.organisation_id)
    return (
        select(
            Pool.id,
            Pool.name,
            Category,
            Organisation.short_name,
            Pool.state,
            Pool.closes_at,
            own.state,
            Pool.lead_id == actor.organisation_id,
            _count(S.COMMITTED),
            _count(S.INTERESTED),
        )
        .join(Pool.category)
        .join(Pool.lead)
        .outerjoin(own, mine)
        .order_by(Pool.state.not_in(BEFORE_LOCK), Pool.closes_at, Pool.id)
    )


def _count(state: ParticipationState) -> ColumnElement[int]:
    here = select(func.count(Participation.id)).where(
        Participation.pool_id == Pool.id, Participation.state == state
    )
    return here.correlate(Pool).scalar_subquery()


def _wanted(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    found = [Pool.visible_to(actor)]
    if asked.text:
        found.append(or_(*_named(asked.text)))
    if asked.state:
        found.append(Pool.state == asked.state)
    if asked.category:
        found.append(Pool.category_key == asked.category)
    if asked.ours is Ours.LEADS:
        found.append(Pool.lead_id == actor.organisation_id)
    elif asked.ours:
        place = Participation.organisation_id == actor.organisation_id
        found.append(Pool.participations.any(and_(place, Participation.state.in_(OURS[asked.ours]))))
    return found


def _named(text: str) -> list[ColumnElement[bool]]:
    """Find the words in name, kind of system or lead; SQLite knows no small Ø, so we write both."""
    forms = dict.fromkeys((text, text.lower(), text.upper(), text.capitalize()))
    columns = (Pool.name, Category.name_nb, Category.name_nn, Category.name_en, Organisation.short_name)
    return [column.icontains(form, autoescape=True) for column in columns for form in forms]


def categories(session: Session, actor: Actor) -> Sequence[Category]:
    """List the kinds of system that the actor's pools are about, in their order."""
    return session.scalars(_categories(actor)).all()


@lru_cache(maxsize=256)
def _categories(actor: Actor) -> Select[Category]:
    keys = select(Pool.category_key).where(Pool.visible_to(actor))
    return select(Category).where(Category.key.in_(keys)).order_by(Category.position)
