"""Requirements: by hand, from the bank, changed, moved, taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.tenders.models import Criterion, Lot, Requirement, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write

AREA = re.compile(r"[A-ZÆØÅ]{3}")
SCORED = frozenset({RequirementKind.EVALUATED, RequirementKind.BOTH})
HIGHEST_WEIGHT = 5
OF_THE_BANK = ("text", "kind", "met_when", "answer_mode", "answer", "climate", "reason", "source")


def add_requirement(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    area: str,
    area_name: str,
    once: str | None = None,
    now: datetime,
    **facts: Any,
) -> Requirement:
    """Add a requirement written by hand, with the next number of its area; a form sent twice makes one.

    area: three letters; area_name may be empty where the tender has the area already.
    facts: as for `edit_requirement`.
    Raises RuleBroken when the facts do not hold together.
    """
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, Requirement, tender, once):
        return made
    area = area.strip().upper()
    name = _area_name(session, tender, area, area_name)
    check_facts(session, tender, facts)
    row = next_of(session, tender, area, name)
    write(row, {**facts, "once": once})
    session.add(row)
    session.flush()
    touched(session, actor, tender, now, because=row.identifier)
    audit.record(
        session, actor, "requirement.added", requirement=row.id, tender=tender.id, identifier=row.identifier
    )
    return row


def _area_name(session: Session, tender: Tender, area: str, typed: str) -> str:
    """Return the name of the area as the tender has it already, else as typed."""
    if not AREA.fullmatch(area):
        raise RuleBroken(N_("Gruppen skal være tre bokstaver, for eksempel FUN."), field="area")
    known = session.scalar(
        select(Requirement.area_name)
        .where(Requirement.tender_id == tender.id, Requirement.area == area)
        .limit(1)
    )
    if not known and not typed.strip():
        raise RuleBroken(N_("Gruppen er ny. Skriv hva den heter."), field="area_name")
    return known or typed.strip()[:80]


def next_of(session: Session, tender: Tender, area: str, area_name: str) -> Requirement:
    """Make an empty requirement with the next number of its area, last in the tender."""
    of_tender = Requirement.tender_id == tender.id
    number = session.scalar(select(func.max(Requirement.number)).where(of_tender, Requirement.area == area))
    position = session.scalar(select(func.max(Requirement.position)).where(of_tender))
    return Requirement(
        tender_id=tender.id,
        area=area,
        area_name=area_name,
        number=(number or 0) + 1,
        position=(position or 0) + 1,
    )


def check_facts(session: Session, tender: Tender, facts: Mapping[str, Any]) -> None:
    """Raise RuleBroken when the facts of a requirement do not hold together."""
    kind: RequirementKind = facts["kind"]
    if facts["met_when"] is MetWhen.BY_DATE and facts["met_by"] is None:
        raise RuleBroken(N_("Skriv datoen kravet skal være oppfylt innen."), field="met_by")
    if facts["met_when"] is not MetWhen.BY_DATE and facts["met_by"] is not None:
        raise RuleBroken(
            N_("Datoen gjelder bare når kravet skal være oppfylt innen en dato."), field="met_by"
        )
    if kind not in SCORED and (facts["weight"] is not None or facts["criterion_id"] is not None):
        raise RuleBroken(
            N_("Bare krav som vurderes, har kriterium og vekt. Ta dem bort, eller velg en annen type."),
            field="kind",
        )
    if facts["weight"] is not None and not 1 <= facts["weight"] <= HIGHEST_WEIGHT:
        raise RuleBroken(N_("Vekten skal være fra 1 til 5."), field="weight")
    check_references(session, tender, facts["criterion_id"], facts.get("lot_id"))


def check_references(session: Session, tender: Tender, criterion_id: int | None, lot_id: int | None) -> None:
    """Raise RuleBroken when a criterion or a lot is not the tender's own."""
    lot = select(Lot.id).where(Lot.id == lot_id, Lot.tender_id == tender.id, Lot.removed_at.is_(None))
    if lot_id is not None and not session.scalar(lot):
        raise RuleBroken(N_("Velg en av delkontraktene i konkurransen."), field="lot_id")
    criterion = select(Criterion.id).where(Criterion.id == criterion_id, Criterion.tender_id == tender.id)
    if criterion_id is not None and not session.scalar(criterion):
        raise RuleBroken(N_("Velg et av kriteriene i konkurransen."), field="criterion_id")


def edit_requirement(
    session: Session,
    actor: Actor,
    requirement: Requirement,
    *,
    text: str,
    kind: RequirementKind,
    met_when: MetWhen,
    met_by: date | None,
    answer_mode: AnswerMode,
    answer: str,
    criterion_id: int | None,
    weight: int | None,
    climate: bool,
    reason: str,
    source: str,
    brand_reason: str,
    lot_id: int | None = None,
    version: int,
    now: datetime,
) -> None:
    """Change a requirement; its id stays. Raises StaleDataError when somebody else saved first."""
    tender = requirement.tender
    check_open(tender)
    check_fresh(requirement, version)
    facts = {
        "text": text,
        "kind": kind,
        "met_when": met_when,
        "met_by": met_by,
        "answer_mode": answer_mode,
        "answer": answer,
        "criterion_id": criterion_id,
        "weight": weight,
        "climate": climate,
        "reason": reason,
        "source": source,
        "brand_reason": brand_reason or None,
        "lot_id": lot_id,
    }
    check_facts(session, tender, facts)
    if changed := write_requirement(requirement, facts):
        touched(session, actor, tender, now, because=requirement.identifier)
        audit.record(
            session, actor, "requirement.changed", requirement=requirement.id, tender=tender.id, **changed
        )
    session.flush()


def write_requirement(row: Requirement, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write facts into a requirement and return what was changed; what came from the bank is then adapted."""
    changed = write(row, facts)
    if row.bank_key is not None and changed.keys() & set(OF_THE_BANK):
        row.adapted = True
    return changed


def remove_requirement(session: Session, actor: Actor, requirement: Requirement, *, now: datetime) -> None:
    """Take a requirement out; its id stays used."""
    check_open(requirement.tender)
    if requirement.removed_at is not None:
        raise RuleBroken(N_("Kravet er allerede tatt ut."))
    requirement.removed_at = now
    touched(session, actor, requirement.tender, now, because=requirement.identifier)
    audit.record(
        session,
        actor,
        "requirement.removed",
        requirement=requirement.id,
        tender=requirement.tender_id,
        identifier=requirement.identifier,
    )
    session.flush()


def restore_requirement(session: Session, actor: Actor, requirement: Requirement, *, now: datetime) -> None:
    """Take a requirement in again that was taken out: with its id, at its place."""
    check_open(requirement.tender)
    if requirement.removed_at is None:
        raise RuleBroken(N_("Kravet er allerede med."))
    requirement.removed_at = None
    touched(session, actor, requirement.tender, now, because=requirement.identifier)
    audit.record(
        session,
        actor,
        "requirement.restored",
        requirement=requirement.id,
        tender=requirement.tender_id,
        identifier=requirement.identifier,
    )
    session.flush()


def move_requirement(
    session: Session, actor: Actor, requirement: Requirement, *, up: bool, now: datetime
) -> None:
    """Change places with the requirement above or below in the same area; nothing happens at the end."""
    check_open(requirement.tender)
    area = in_area(session, requirement.tender, requirement.area)
    place = area.index(requirement) + (-1 if up else 1)
    if not 0 <= place < len(area):
        return
    other = area[place]
    requirement.position, other.position = other.position, requirement.position
    touched(session, actor, requirement.tender, now, because=requirement.identifier)
    audit.record(
        session, actor, "requirement.moved", requirement=requirement.id, tender=requirement.tender_id, up=up
    )
    session.flush()


def in_area(session: Session, tender: Tender, area: str) -> Sequence[Requirement]:
    """List the requirements of one area in their order."""
    return session.scalars(
        select(Requirement)
        .where(
            Requirement.tender_id == tender.id,
            Requirement.area == area,
            Requirement.removed_at.is_(None),
        )
        .order_by(Requirement.position, Requirement.id)
    ).all()
