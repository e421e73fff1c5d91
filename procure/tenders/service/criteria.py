"""Award criteria, their weights or order, and how climate and environment are taken care of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.law import Climate
from procure.domain.policy import Actor
from procure.domain.scoring import CriteriaMode
from procure.tenders.models import Criterion, CriterionKind, Requirement, Tender
from procure.tenders.service.state import check_open, lock, made_before, touched, write


def add_criterion(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    kind: CriterionKind,
    name: str,
    name_en: str = "",
    weight: int | None = None,
    documentation: str,
    once: str | None = None,
    now: datetime,
) -> Criterion:
    """Add an award criterion, last; a form sent twice makes one.

    Raises RuleBroken when a weight is given where criteria are ranked.
    """
    check_open(tender)
    _check_weight(tender, weight)
    lock(session, tender)
    if made := made_before(session, Criterion, tender, once):
        return made
    last = session.scalar(select(func.max(Criterion.position)).where(Criterion.tender_id == tender.id)) or 0
    criterion = Criterion(
        tender=tender,
        position=last + 1,
        kind=kind,
        name=name,
        name_en=name_en or None,
        weight=weight,
        documentation=documentation,
        once=once,
    )
    session.add(criterion)
    session.flush()
    touched(session, actor, tender, now, because=f"«{name}»")
    audit.record(
        session, actor, "criterion.added", criterion=criterion.id, tender=tender.id, name=name, weight=weight
    )
    return criterion


def _check_weight(tender: Tender, weight: int | None) -> None:
    if tender.criteria_mode is CriteriaMode.RANKED and weight is not None:
        raise RuleBroken(N_("Kriteriene er rangert og har ingen vekt. La vekten stå tom."), field="weight")


def edit_criterion(
    session: Session,
    actor: Actor,
    criterion: Criterion,
    *,
    kind: CriterionKind,
    name: str,
    name_en: str = "",
    weight: int | None = None,
    documentation: str,
    version: int,
    now: datetime,
) -> None:
    """Change a criterion. Raises StaleDataError when somebody else saved first."""
    check_open(criterion.tender)
    _check_weight(criterion.tender, weight)
    check_fresh(criterion, version)
    facts = {"kind": kind, "name": name, "name_en": name_en or None, "weight": weight}
    facts["documentation"] = documentation
    if changed := write(criterion, facts):
        touched(session, actor, criterion.tender, now, because=f"«{name}»")
        audit.record(
            session, actor, "criterion.changed", criterion=criterion.id, tender=criterion.tender_id, **changed
        )
    session.flush()


def set_weights(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    weights: Mapping[int, int | None],
    versions: Mapping[int, int],
    now: datetime,
) -> None:
    """Give the criteria their weights in percent; they need not make 100 yet.

    weights, versions: by the id of the criterion; versions as the form knew them.
    """
    check_open(tender)
    for weight in weights.values():
        _check_weight(tender, weight)
    changed: dict[str, object] = {}
    for criterion in tender.criteria:
        if criterion.id in weights:
            check_fresh(criterion, versions[criterion.id])
            if new := write(criterion, {"weight": weights[criterion.id]}):
                changed[f"criterion_{criterion.id}"] = new["weight"]
    if changed:
        touched(session, actor, tender, now, because=N_("vektene"))
        audit.record(session, actor, "criterion.weighed", tender=tender.id, **changed)
    session.flush()


def remove_criterion(session: Session, actor: Actor, criterion: Criterion, *, now: datetime) -> None:
    """Take a criterion away. Raises RuleBroken while requirements are scored under it."""
    check_open(criterion.tender)
    used = session.scalar(
        select(func.count()).where(Requirement.criterion_id == criterion.id, Requirement.removed_at.is_(None))
    )
    if used:
        raise RuleBroken(
            N_("%(count)s krav hører til «%(name)s». Gi dem et annet kriterium først."),
            count=used,
            name=criterion.name,
        )
    tender = criterion.tender
    for requirement in session.scalars(select(Requirement).where(Requirement.criterion_id == criterion.id)):
        requirement.criterion_id = None  # taken out already; only the row stays
    tender.criteria.remove(criterion)
    session.delete(criterion)
    touched(session, actor, tender, now, because=f"«{criterion.name}»")
    session.flush()
    audit.record(
        session, actor, "criterion.removed", criterion=criterion.id, tender=tender.id, name=criterion.name
    )


def move_criterion(session: Session, actor: Actor, criterion: Criterion, *, up: bool, now: datetime) -> None:
    """Change places with the criterion above or below; nothing happens at the end."""
    tender = criterion.tender
    check_open(tender)
    lock(session, tender)
    asked = select(Criterion).where(Criterion.tender_id == tender.id).order_by(Criterion.position)
    there = session.scalars(asked.execution_options(populate_existing=True)).all()
    place = there.index(criterion) + (-1 if up else 1)
    if not 0 <= place < len(there):
        return
    other = there[place]
    criterion.position, other.position = other.position, criterion.position
    touched(session, actor, tender, now, because=f"«{criterion.name}»")
    audit.record(session, actor, "criterion.moved", criterion=criterion.id, tender=tender.id, up=up)
    session.flush()


def set_mode(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    criteria_mode: CriteriaMode,
    ranked_reason: str = "",
    version: int,
    now: datetime,
) -> None:
    """Choose whether criteria are weighted or ranked; ranking takes every weight away.

    ranked_reason: why weighting is impossible (FOA § 18-1 (6)); printed only where they are ranked.
    """
    check_open(tender)
    check_fresh(tender, version)
    facts = {"criteria_mode": criteria_mode, "ranked_reason": ranked_reason or None}
    changed: dict[str, Any] = write(tender, facts)
    if criteria_mode is CriteriaMode.RANKED:
        changed |= _lose_weights(tender)
    if changed:
        touched(session, actor, tender, now, because=N_("vekting eller rangering"))
        audit.record(session, actor, "criterion.mode", tender=tender.id, **changed)
    session.flush()


def _lose_weights(tender: Tender) -> dict[str, Any]:
    """Take away the weights; return what they were, for the trace."""
    changed = {
        f"criterion_{each.id}": write(each, {"weight": None}).get("weight") for each in tender.criteria
    }
    return {name: weight for name, weight in changed.items() if weight}


def set_climate(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    climate: Climate | None,
    climate_reason: str,
    version: int,
    now: datetime,
) -> None:
    """Choose how climate and environment are taken care of (LOA §§ 5b, 5c)."""
    check_open(tender)
    check_fresh(tender, version)
    if changed := write(tender, {"climate": climate, "climate_reason": climate_reason or None}):
        touched(session, actor, tender, now, because=N_("klima og miljø"))
        audit.record(session, actor, "tender.climate", tender=tender.id, **changed)
    session.flush()
