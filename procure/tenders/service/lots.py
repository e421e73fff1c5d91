"""Lots: the parts of a tender that can be bid for alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.policy import Actor
from procure.tenders.models import Lot, PriceLine, Requirement, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write


def add_lot(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    title: str,
    description: str,
    title_en: str | None = None,
    description_en: str | None = None,
    estimate: Ore | None = None,
    climate: Climate | None = None,
    climate_reason: str | None = None,
    once: str | None = None,
    now: datetime,
) -> Lot:
    """Add a lot, last, with the next number; a form sent twice makes one."""
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, Lot, tender, once):
        return made
    number, position = _next(session, tender)
    facts = _facts(title, description, title_en, description_en, estimate, climate, climate_reason)
    lot = Lot(tender=tender, number=number, position=position, once=once, **facts)
    session.add(lot)
    session.flush()
    touched(session, actor, tender, now, because=f"«{title}»")
    audit.record(session, actor, "lot.added", lot=lot.id, tender=tender.id, number=number, title=title)
    return lot


def _next(session: Session, tender: Tender) -> tuple[int, int]:
    """Return a number that was never used in the tender, and the last place."""
    last = select(func.max(Lot.number), func.max(Lot.position)).where(Lot.tender_id == tender.id)
    number, position = session.execute(last).one()
    return (number or 0) + 1, (position or 0) + 1


def _facts(
    title: str,
    description: str,
    title_en: str | None,
    description_en: str | None,
    estimate: Ore | None,
    climate: Climate | None,
    climate_reason: str | None,
) -> dict[str, Any]:
    return {
        "title": title,
        "description": description,
        "title_en": title_en or None,
        "description_en": description_en or None,
        "estimate": estimate,
        "climate": climate,
        "climate_reason": climate_reason or None,
    }


def edit_lot(
    session: Session,
    actor: Actor,
    lot: Lot,
    *,
    title: str,
    description: str,
    title_en: str | None = None,
    description_en: str | None = None,
    estimate: Ore | None = None,
    climate: Climate | None = None,
    climate_reason: str | None = None,
    version: int,
    now: datetime,
) -> None:
    """Change a lot. Raises StaleDataError when somebody else saved first."""
    check_open(lot.tender)
    check_fresh(lot, version)
    facts = _facts(title, description, title_en, description_en, estimate, climate, climate_reason)
    if changed := write(lot, facts):
        touched(session, actor, lot.tender, now, because=f"«{title}»")
        audit.record(session, actor, "lot.changed", lot=lot.id, tender=lot.tender_id, **changed)
    session.flush()


def remove_lot(session: Session, actor: Actor, lot: Lot, *, now: datetime) -> None:
    """Take a lot out; its number is not used again.

    Raises RuleBroken while requirements or price lines belong to it.
    """
    check_open(lot.tender)
    if lot.removed_at is not None:
        raise RuleBroken(N_("Delkontrakten er allerede tatt ut."))
    if used := _users(session, lot):
        raise RuleBroken(
            N_("%(count)s krav eller prislinjer hører til «%(title)s». Flytt dem først."),
            count=used,
            title=lot.title,
        )
    lot.removed_at = now
    touched(session, actor, lot.tender, now, because=f"«{lot.title}»")
    audit.record(session, actor, "lot.removed", lot=lot.id, tender=lot.tender_id, title=lot.title)
    session.flush()


def _users(session: Session, lot: Lot) -> int:
    """Count the requirements and price lines that belong to a lot."""
    counts = (
        session.scalar(select(func.count()).where(row.lot_id == lot.id, row.removed_at.is_(None)))
        for row in (Requirement, PriceLine)
    )
    return sum(count or 0 for count in counts)


def move_lot(session: Session, actor: Actor, lot: Lot, *, up: bool, now: datetime) -> None:
    """Change places with the lot above or below; nothing happens at the end."""
    check_open(lot.tender)
    there = _in_force(session, lot.tender_id)
    place = there.index(lot) + (-1 if up else 1)
    if not 0 <= place < len(there):
        return
    other = there[place]
    lot.position, other.position = other.position, lot.position
    touched(session, actor, lot.tender, now, because=f"«{lot.title}»")
    audit.record(session, actor, "lot.moved", lot=lot.id, tender=lot.tender_id, up=up)
    session.flush()


def _in_force(session: Session, tender_id: int) -> Sequence[Lot]:
    asked = select(Lot).where(Lot.tender_id == tender_id, Lot.removed_at.is_(None))
    return session.scalars(asked.order_by(Lot.position)).all()
