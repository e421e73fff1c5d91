"""The lines that the estimate is made of, and the estimate that is taken from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, Amount, RuleBroken
from procure.domain.money import MOST, Ore
from procure.domain.policy import Actor
from procure.domain.value import CostKind
from procure.tenders import estimating
from procure.tenders.merging import law_of, participants
from procure.tenders.models import EstimateLine, Tender
from procure.tenders.service.state import check_open, lock, made_before, write
from procure.tenders.service.tender import answer

TODAY = N_("Årskostnad i dag")
FROM_NEED = N_("Behovet som er delt med fellesskapet")


def add_estimate_line(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    text: str,
    kind: CostKind,
    organisation_id: int | None,
    amount: Ore,
    quantity: int,
    option: bool,
    source: str,
    once: str | None = None,
    now: datetime,
) -> EstimateLine:
    """Add a line to the estimate, last; a form sent twice makes one.

    organisation_id: None for the joint part. amount: of one, in øre excl. VAT.

    Raises RuleBroken when the body neither takes part nor holds an option, or the tender has been sent.
    """
    check_open(tender)
    lock(session, tender)
    if made := made_before(session, EstimateLine, tender, once):
        return made
    _check_body(tender, organisation_id)
    facts = {"text": text, "kind": kind, "organisation_id": organisation_id, "amount": amount}
    facts |= {"quantity": quantity, "option": option, "source": source}
    line = _add(session, tender, once=once, **facts)
    _record(session, actor, line, "estimate_line.added", **facts)
    return line


def _check_body(tender: Tender, organisation_id: int | None) -> None:
    if organisation_id is not None and organisation_id not in estimating.bodies(tender):
        raise RuleBroken(
            N_("Velg en deltaker, en opsjonstaker eller den felles delen."), field="organisation_id"
        )


def _add(session: Session, tender: Tender, **facts: Any) -> EstimateLine:
    last = select(func.max(EstimateLine.position)).where(EstimateLine.tender_id == tender.id)
    line = EstimateLine(position=(session.scalar(last) or 0) + 1, **facts)
    tender.estimate_lines.append(line)
    session.flush()
    return line


def _record(session: Session, actor: Actor, line: EstimateLine, action: str, **facts: object) -> None:
    audit.record(session, actor, action, estimate_line=line.id, tender=line.tender_id, **facts)


def edit_estimate_line(
    session: Session, actor: Actor, line: EstimateLine, *, version: int, now: datetime, **facts: Any
) -> None:
    """Change a line; facts: as in `add_estimate_line`. Raises StaleDataError when somebody saved first."""
    check_open(line.tender)
    check_fresh(line, version)
    if facts["organisation_id"] != line.organisation_id:
        _check_body(line.tender, facts["organisation_id"])
    if changed := write(line, facts):
        _record(session, actor, line, "estimate_line.changed", **changed)
    session.flush()


def remove_estimate_line(session: Session, actor: Actor, line: EstimateLine, *, now: datetime) -> None:
    """Take a line away."""
    check_open(line.tender)
    _record(session, actor, line, "estimate_line.removed", text=line.text, amount=line.amount)
    line.tender.estimate_lines.remove(line)
    session.delete(line)
    session.flush()


def propose_estimate_lines(
    session: Session, actor: Actor, tender: Tender, *, now: datetime
) -> list[EstimateLine]:
    """Make a yearly line from what each participant pays today, where it has no line yet; return them.

    Only needs that are shared with the pool are read. Nothing that stands is changed.
    """
    check_open(tender)
    lock(session, tender)
    session.refresh(tender, ["estimate_lines"])
    made = [_add(session, tender, **facts) for facts in _paid_today(tender)]
    if made:
        bodies = [line.organisation_id for line in made]
        audit.record(session, actor, "estimate_line.proposed", tender=tender.id, bodies=bodies)
    return made


def _paid_today(tender: Tender) -> Iterator[dict[str, Any]]:
    there = {line.organisation_id for line in tender.estimate_lines}
    for each in participants(tender):
        if each.organisation_id not in there and each.figures.yearly_cost is not None:
            yield {
                "text": TODAY,
                "kind": CostKind.YEARLY,
                "organisation_id": each.organisation_id,
                "amount": each.figures.yearly_cost,
                "quantity": 1,
                "option": False,
                "source": FROM_NEED,
            }


def use_estimate(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    total: Ore,
    method: str,
    version: int,
    today: date,
    now: datetime,
) -> None:
    """Let the estimate be what the lines come to, found today by the actor.

    total: as the page showed it; method: a sentence on how it was found.
    Raises RuleBroken when the lines come to something else by now, or to more than an amount can be.
    """
    law = law_of(tender, today)
    counted = estimating.facts(tender, law).counted(law).total
    if counted != total:
        raise RuleBroken(N_("Linjene er endret. Summen er nå %(total)s."), total=Amount(counted))
    if counted > MOST:
        raise RuleBroken(N_("Summen er over %(most)s. Se over linjene."), most=Amount(MOST))
    answer(
        session,
        actor,
        tender,
        version=version,
        now=now,
        estimate=total,
        estimated_on=today,
        estimate_method=method,
    )
    audit.record(session, actor, "estimate.used", tender=tender.id, total=total)
