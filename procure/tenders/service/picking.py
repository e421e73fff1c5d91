"""Requirements from the bank: picked, brought up to the newest edition, said in another language."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.library.bank import queries as bank
from procure.library.models import BankRequirement
from procure.library.shelf import spoken
from procure.tenders.models import CriterionKind, Requirement, Tender
from procure.tenders.service.requirements import SCORED, next_of
from procure.tenders.service.state import check_open, lock, touched, write

SPOKEN = ("area_name", "text", "answer", "reason", "source")  # what the bank has in each language
SAID = SPOKEN[1:]
PLAIN = ("kind", "met_when", "answer_mode", "climate")  # what it has in none


def pick_requirements(
    session: Session, actor: Actor, tender: Tender, *, bank_ids: Collection[int], now: datetime
) -> int:
    """Copy requirements from the bank into the tender, but those that are there already; return how many.

    Only the newest edition of what is still in use can be picked; the rest is left out.
    """
    check_open(tender)
    lock(session, tender)
    present = select(Requirement.bank_key).where(
        Requirement.tender_id == tender.id,
        Requirement.removed_at.is_(None),
        Requirement.bank_key.is_not(None),
    )
    there = set(session.scalars(present))
    chosen = bank.pickable(session, bank_ids)
    rows = [_copy(session, tender, each) for each in chosen if each.key not in there]
    if rows:
        touched(session, actor, tender, now, because=", ".join(row.identifier for row in rows))
        picked = [row.identifier for row in rows]
        audit.record(session, actor, "requirement.picked", tender=tender.id, identifiers=picked)
    session.flush()
    return len(rows)


def _copy(session: Session, tender: Tender, source: BankRequirement) -> Requirement:
    """Copy one requirement of the bank, in the tender's language; what is scored goes under quality."""
    row = next_of(session, tender, source.area, spoken(source, "area_name", tender.language))
    write(row, edition_facts(tender, source))
    if source.kind in SCORED:
        kinds = (CriterionKind.CLIMATE, CriterionKind.QUALITY) if source.climate else (CriterionKind.QUALITY,)
        fitting = (each.id for kind in kinds for each in tender.criteria if each.kind is kind)
        row.criterion_id, row.weight = next(fitting, None), source.weight
    session.add(row)
    session.flush()
    return row


def edition_facts(tender: Tender, source: BankRequirement) -> dict[str, Any]:
    """Return what an edition of the bank says, as columns of a requirement in the tender's language."""
    return {
        **{name: spoken(source, name, tender.language) for name in SAID},
        **{name: getattr(source, name) for name in PLAIN},
        "bank_key": source.key,
        "bank_edition": source.edition,
    }


def take_edition(
    session: Session, actor: Actor, requirement: Requirement, *, version: int, now: datetime
) -> None:
    """Let a requirement say what the bank's newest edition says; id, criterion and weight stay.

    Raises RuleBroken when there is none that is newer, StaleDataError when somebody else saved first.
    """
    tender = requirement.tender
    check_open(tender)
    check_fresh(requirement, version)
    source = bank.find_requirement(session, actor, requirement.bank_key or "")
    if source is None or source.edition <= (requirement.bank_edition or 0):
        raise RuleBroken(N_("Kravbanken har ingen nyere utgave av dette kravet."))
    facts = {**edition_facts(tender, source), "met_by": None, "adapted": False}
    if source.kind not in SCORED:
        facts |= {"criterion_id": None, "weight": None}
    changed = write(requirement, facts)
    touched(session, actor, tender, now, because=requirement.identifier)
    audit.record(
        session, actor, "requirement.renewed", requirement=requirement.id, tender=tender.id, **changed
    )
    session.flush()


def speak(session: Session, tender: Tender, language: str) -> None:
    """Say in another language what stands as the bank has it; what somebody has rewritten stays."""
    rows = session.scalars(
        select(Requirement).where(Requirement.tender_id == tender.id, Requirement.bank_key.is_not(None))
    ).all()
    keys = {row.bank_key for row in rows}
    known = session.scalars(select(BankRequirement).where(BankRequirement.key.in_(keys)))
    editions = {(each.key, each.edition): each for each in known}
    for row in rows:
        if source := editions.get((row.bank_key or "", row.bank_edition or 0)):
            for name in SPOKEN:
                if getattr(row, name) == spoken(source, name, tender.language):
                    setattr(row, name, spoken(source, name, language))
