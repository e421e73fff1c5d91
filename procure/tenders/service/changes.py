"""Changes to the general text of an agreement, clause by clause, as they stand in the change annex."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.tenders.models import ChangeKind, ContractChange, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write

CHANGES = N_("endringer i avtaleteksten")


def add_change(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    clause: str,
    kind: ChangeKind,
    text: str,
    reason: str,
    contract: int = 1,
    once: str | None = None,
    now: datetime,
) -> ContractChange:
    """Change a clause of the general text, last in the list; a form sent twice makes one.

    Raises RuleBroken where there is no such contract, or the new wording is missing.
    """
    check_open(tender)
    _check(tender, contract, kind, text)
    lock(session, tender)
    if made := made_before(session, ContractChange, tender, once):
        return made
    last = select(func.max(ContractChange.position)).where(ContractChange.tender_id == tender.id)
    change = ContractChange(
        tender=tender,
        contract=contract,
        position=(session.scalar(last) or 0) + 1,
        once=once,
        **_facts(clause, kind, text, reason),
    )
    session.add(change)
    touched(session, actor, tender, now, because=CHANGES)
    session.flush()
    about = {"contract_change": change.id, "tender": tender.id}
    facts = {"contract": contract, "clause": clause, "kind": kind}
    audit.record(session, actor, "contract_change.added", **about, **facts)
    return change


def edit_change(
    session: Session,
    actor: Actor,
    change: ContractChange,
    *,
    clause: str,
    kind: ChangeKind,
    text: str,
    reason: str,
    version: int,
    now: datetime,
) -> None:
    """Write a change otherwise. Raises StaleDataError when somebody else saved first."""
    check_open(change.tender)
    check_fresh(change, version)
    _check(change.tender, change.contract, kind, text)
    if changed := write(change, _facts(clause, kind, text, reason)):
        touched(session, actor, change.tender, now, because=CHANGES)
        about = {"contract_change": change.id, "tender": change.tender_id}
        audit.record(session, actor, "contract_change.changed", **about, **changed)
    session.flush()


def remove_change(session: Session, actor: Actor, change: ContractChange, *, now: datetime) -> None:
    """Let the general text stand as it is."""
    tender = change.tender
    check_open(tender)
    touched(session, actor, tender, now, because=CHANGES)
    about = {"contract_change": change.id, "tender": tender.id, "clause": change.clause}
    tender.contract_changes.remove(change)
    session.delete(change)
    session.flush()
    audit.record(session, actor, "contract_change.removed", **about)


def move_change(session: Session, actor: Actor, change: ContractChange, *, up: bool, now: datetime) -> None:
    """Change places with the one above or below in the same contract; nothing happens at the end."""
    tender = change.tender
    check_open(tender)
    rows = [each for each in tender.contract_changes if each.contract == change.contract]
    place = rows.index(change) + (-1 if up else 1)
    if not 0 <= place < len(rows):
        return
    other = rows[place]
    change.position, other.position = other.position, change.position
    touched(session, actor, tender, now, because=CHANGES)
    session.flush()
    session.expire(tender, ["contract_changes"])
    audit.record(session, actor, "contract_change.moved", contract_change=change.id, tender=tender.id, up=up)


def _facts(clause: str, kind: ChangeKind, text: str, reason: str) -> dict[str, Any]:
    return {"clause": clause, "kind": kind, "text": text, "reason": reason}


def _check(tender: Tender, contract: int, kind: ChangeKind, text: str) -> None:
    if contract not in (1, 2) or (contract == 2 and tender.companion_id is None):
        raise RuleBroken(N_("Konkurransen har ikke to kontrakter."), field="contract")
    if kind is not ChangeKind.REMOVED and not text.strip():
        raise RuleBroken(N_("Skriv den nye ordlyden."), field="text")
