"""Reading notices: for those who take part, and for everybody once the page is open."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from flask import url_for
from flask_babel import lazy_gettext as _  # put into words when it is shown
from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, case, or_, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload, undefer
from sqlalchemy.sql.base import ExecutableOption

from procure.accounts.models import Organisation
from procure.domain.law import Part
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role
from procure.domain.states import TenderState
from procure.pools.models import Pool
from procure.publication import service
from procure.publication.models import Notice
from procure.tenders.models import Tender, Version, VersionFile
from procure.web.paging import Page, Prepared
from procure.web.todo import Todo

OUT: Final = (TenderState.DISPATCHED, TenderState.PUBLISHED, TenderState.CLOSED)


# --- For those who take part ---------------------------------------------------------------------


def find_notice(session: Session, actor: Actor, tender_id: int) -> Notice | None:
    """Find a tender's notice, for those who see the tender."""
    asked = select(Notice).join(Notice.tender).where(Tender.id == tender_id, Tender.visible_to(actor))
    return session.scalar(asked.options(*_with_tender()))


def waiting_for(session: Session, actor: Actor, now: datetime) -> list[Todo]:
    """List what the actor, as lead, must send or write down for a page to open."""
    if Role.BUYER not in actor.roles:
        return []
    return [_todo(*row) for row in session.execute(_to_do(actor.organisation_id))]


@lru_cache(maxsize=256)  # made of who asks alone
def _to_do(lead_id: int | None) -> Select[*tuple[Any, ...]]:
    to_do = or_(
        Tender.state == TenderState.APPROVED,
        (Tender.state == TenderState.DISPATCHED)
        & Notice.dispatched_at.is_not(None)
        & Notice.opens_at.is_(None),
    )
    return (
        select(Tender.id, Tender.title, Tender.dispatch_on, Tender.estimate, Notice.dispatched_at)
        .join(Tender.pool)
        .outerjoin(Notice, Notice.tender_id == Tender.id)
        .where(Pool.lead_id == lead_id, to_do)
        .order_by(Tender.id)
    )


def _todo(
    tender_id: int, title: str, dispatch_on: date | None, estimate: Ore | None, sent: datetime | None
) -> Todo:
    if sent is None:
        return Todo(
            when=dispatch_on,
            title=_("Send %(title)s til kunngjøring", title=title),
            url=url_for("publication.dispatch", tender_id=tender_id),
            text=_("Versjonen er godkjent. Fristene løper fra dagen kunngjøringen sendes."),
            kind="open",
            tag=_("Godkjent"),
        )
    return Todo(
        when=None,
        title=_("Fyll ut kunngjøringen av %(title)s", title=title),
        url=url_for("publication.notice", tender_id=tender_id),
        text=_awaited(estimate, sent),
        kind="waiting",
        tag=_("Siden er stengt"),
        since=sent,
    )


def what_is_missing(notice: Notice) -> str:
    """Tell which fact the public page waits for; "" when it waits for none."""
    if notice.opens_at is not None or notice.dispatched_at is None:
        return ""
    return _awaited(notice.tender.estimate, notice.dispatched_at)


def _awaited(estimate: Ore | None, sent: datetime) -> str:
    if service.part(estimate, sent) is Part.III:
        return _("Skriv når TED bekreftet eller kunngjorde. Siden er stengt til da.")
    return _("Skriv inn nummeret fra Doffin. Siden er stengt til da.")


# --- For everybody -------------------------------------------------------------------------------


def is_out(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Say which notices have an open page: those whose time has come, and that are not cancelled."""
    return (Notice.opens_at <= now) & Notice.tender.has(Tender.state.in_(OUT))


def find_page(session: Session, tender_id: int, now: datetime) -> Notice | None:
    """Find a tender whose public page is open, with its version's content and files."""
    asked = select(Notice).where(Notice.tender_id == tender_id, is_out(now))
    whole = joinedload(Notice.version).options(undefer(Version.content), selectinload(Version.files))
    return session.scalar(asked.options(whole, joinedload(Notice.tender)))


def find_public_file(session: Session, tender_id: int, name: str, now: datetime) -> VersionFile | None:
    """Find a file of the version that an open page shows."""
    return session.scalar(
        select(VersionFile)
        .join(Notice, Notice.version_id == VersionFile.version_id)
        .where(Notice.tender_id == tender_id, VersionFile.name == name, is_out(now))
        .options(joinedload(VersionFile.stored))
    )


def listed(session: Session, now: datetime, number: int) -> Page[Any]:
    """Fetch one page of the open pages: those that one can still bid in or ask to take part in come first.

    Of these the nearest deadline first; of the others the latest.
    """
    return _listed().page(session, number, now=now)


@cache
def _listed() -> Prepared:
    now: BindParameter[datetime] = bindparam("now", type_=Notice.opens_at.type)
    is_open = Notice.closes_at > now
    line = (
        *(Notice.tender_id, Notice.slug, Notice.requests_until, Notice.closes_at.label("closes_at")),
        *(Tender.title, Tender.language, Organisation.name.label("lead")),
    )
    asked = (
        select(*line)
        .select_from(Notice)
        .join(Tender, Tender.id == Notice.tender_id)
        .join(Pool, Pool.id == Tender.pool_id)
        .join(Organisation, Organisation.id == Pool.lead_id)
        .where(is_out(now))
    )
    nearest = case((is_open, Notice.closes_at))
    in_order = (case((is_open, 0), else_=1), nearest, Notice.closes_at.desc(), Notice.tender_id)
    return Prepared(asked.order_by(*in_order))


def _with_tender() -> tuple[ExecutableOption, ...]:
    pool = joinedload(Notice.tender).joinedload(Tender.pool)
    version = joinedload(Notice.version)
    return (
        pool.joinedload(Pool.lead),
        pool.selectinload(Pool.participations),
        version.options(defer(Version.content)),
    )
