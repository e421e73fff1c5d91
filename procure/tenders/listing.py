"""Tenders in lists: a line each, read as columns; a list needs little of each, and there may be hundreds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from flask import url_for
from flask_babel import lazy_gettext as _  # put into words when it is shown
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from procure.accounts.models import Organisation
from procure.accounts.queries import alphabetical
from procure.domain.policy import Actor, Role
from procure.domain.states import PoolState, TenderState
from procure.pools.models import Pool
from procure.tenders.models import Tender
from procure.web.addresses import id_in, one_in, words_in
from procure.web.paging import Page, paged_rows
from procure.web.todo import Todo

UNDER_WAY: Final = tuple(each for each in TenderState if each is not TenderState.CANCELLED)
LINE: Final[tuple[Any, ...]] = (
    *(Tender.id, Tender.title, Tender.state, Tender.deadline, Tender.dispatch_on),
    Pool.name.label("pool"),
    Organisation.short_name.label("lead"),
    Organisation.name.label("lead_name"),
)


@dataclass(frozen=True)
class Asked:
    """Which tenders a list is narrowed to; nothing means all."""

    words: str = ""
    state: TenderState | None = None
    lead_id: int | None = None


def asked(args: MultiDict[str, str]) -> Asked:
    """Read what an address asks for; what means nothing narrows nothing."""
    return Asked(words_in(args), one_in(TenderState, args, "state"), id_in(args, "lead"))


@lru_cache(maxsize=256)  # made of who asks alone
def lines(actor: Actor) -> Select[Any]:
    """Select the tenders that the actor may see, a line each, the newest first."""
    seen = select(*LINE).select_from(Tender).where(Tender.visible_to(actor))
    joined = seen.join(Pool, Pool.id == Tender.pool_id).join(Organisation, Organisation.id == Pool.lead_id)
    return joined.order_by(Tender.created_at.desc(), Tender.id.desc())


def listed(session: Session, actor: Actor, wanted: Asked, number: int) -> Page[Any]:
    """Fetch one page of the tenders that are asked for."""
    found = lines(actor)
    for word in wanted.words.split():
        said = [column.icontains(word, autoescape=True) for column in (Tender.title, Pool.name)]
        found = found.where(or_(*said, Tender.case_number.icontains(word, autoescape=True)))
    if wanted.state:
        found = found.where(Tender.state == wanted.state)
    if wanted.lead_id:
        found = found.where(Pool.lead_id == wanted.lead_id)
    return paged_rows(session, found, number)


def leads(session: Session, actor: Actor) -> Mapping[int, str]:
    """Return the names of those who lead the tenders that the actor may see, to choose among."""
    found = session.execute(_leads(actor))
    return dict(sorted(((row.id, row.short_name) for row in found), key=lambda pair: alphabetical(pair[1])))


@lru_cache(maxsize=256)
def _leads(actor: Actor) -> Select[int, str]:
    seen = select(Pool.lead_id).join(Tender, Tender.pool_id == Pool.id).where(Tender.visible_to(actor))
    return select(Organisation.id, Organisation.short_name).where(Organisation.id.in_(seen))


def under_way(session: Session, actor: Actor, most: int) -> Sequence[Any]:
    """List the newest tenders that are not over, as many as asked for."""
    return session.execute(_under_way(actor), {"most": most}).all()


@lru_cache(maxsize=256)
def _under_way(actor: Actor) -> Select[Any]:
    return lines(actor).where(Tender.state.in_(UNDER_WAY)).limit(bindparam("most"))


def waiting_for(session: Session, actor: Actor, _now: datetime) -> list[Todo]:
    """List the drafts that the actor leads, and the locked pools without a tender, for the start page."""
    if Role.BUYER not in actor.roles:
        return []
    here, rows = url_for("tenders.index"), session.execute(_led(), {"lead": actor.organisation_id})
    return [
        _to_finish(f"{here}/{tender_id}", title, dispatch_on)
        if tender_id
        else _to_begin(f"{here}/new?pool={pool_id}", name)
        for pool_id, name, tender_id, title, dispatch_on in rows
    ]


@cache
def _led() -> Select[*tuple[Any, ...]]:
    asked = select(Pool.id, Pool.name, Tender.id, Tender.title, Tender.dispatch_on)
    asked = asked.outerjoin(Tender, Tender.pool_id == Pool.id)
    to_begin = Tender.id.is_(None) & (Pool.state == PoolState.LOCKED)
    to_do = or_(to_begin, Tender.state == TenderState.DRAFT)
    return asked.where(Pool.lead_id == bindparam("lead"), to_do).order_by(Pool.id)


def _to_begin(url: str, pool: str) -> Todo:
    return Todo(
        when=None,
        title=_("Lag konkurransen for %(pool)s", pool=pool),
        url=url,
        text=_("Listen er låst. Leverandørene får vite om kjøpet først når konkurransen er kunngjort."),
        kind="waiting",
        tag=_("Ikke startet"),
    )


def _to_finish(url: str, title: str, dispatch_on: date | None) -> Todo:
    return Todo(
        when=dispatch_on,
        title=_("Gjør ferdig konkurransen %(title)s", title=title),
        url=url,
        text=_("Konkurransen kan ikke sendes av før alle stoppere er rettet og en versjon er godkjent."),
        kind="started",
        tag=_("Utkast"),
    )
