"""Leaving out a clause that the law sets, with the reason, and taking it in again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.domain.errors import N_, RuleBroken
from procure.domain.law import Law
from procure.domain.policy import Actor
from procure.tenders.models import OmittedClause, Tender
from procure.tenders.service.state import check_open, lock, touched

CLAUSES = N_("lovpålagte vilkår")


def omit_clause(
    session: Session, actor: Actor, tender: Tender, *, key: str, reason: str, law: Law, now: datetime
) -> None:
    """Leave a clause out of the contracts, or write another reason.

    Raises RuleBroken for a clause that may never be left out, or without a reason.
    """
    check_open(tender)
    lock(session, tender)
    clause = law.clauses.get(key)
    if clause is None or not clause.omissible:
        raise RuleBroken(N_("Vilkåret er påbudt og kan ikke utelates."), field="key")
    if not reason.strip():
        raise RuleBroken(N_("Skriv hvorfor vilkåret er utelatt."), field="reason")
    omitted = next((each for each in tender.omitted_clauses if each.key == key), None)
    if omitted is None:
        tender.omitted_clauses.append(OmittedClause(key=key, reason=reason))
    elif omitted.reason != reason:
        omitted.reason = reason
    else:
        return
    touched(session, actor, tender, now, because=CLAUSES)
    session.flush()
    audit.record(session, actor, "clause.omitted", tender=tender.id, key=key, reason=reason)


def restore_clause(session: Session, actor: Actor, tender: Tender, *, key: str, now: datetime) -> None:
    """Take a clause into the contracts again; nothing happens where it is there."""
    check_open(tender)
    lock(session, tender)
    omitted = next((each for each in tender.omitted_clauses if each.key == key), None)
    if omitted is None:
        return
    tender.omitted_clauses.remove(omitted)
    session.delete(omitted)
    touched(session, actor, tender, now, because=CLAUSES)
    session.flush()
    audit.record(session, actor, "clause.restored", tender=tender.id, key=key)
