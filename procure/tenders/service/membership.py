"""What becomes of a tender when its pool changes: somebody comes in or goes out, another leads, it ends."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit
from procure.clock import OSLO
from procure.domain import states
from procure.domain.errors import N_
from procure.domain.money import Ore
from procure.domain.policy import Actor
from procure.domain.states import PoolState, TenderState
from procure.pools.models import Pool
from procure.pools.service import on_changed_lead, on_changed_members, on_dissolved, tells_of_tender
from procure.tenders import estimating
from procure.tenders.merging import law_of
from procure.tenders.models import Deviation, EstimateLine, PriceLine, Quantity, Requirement, Tender
from procure.tenders.service.owners import give_back_left
from procure.tenders.service.state import check_open, lock, touched

MEMBERS = N_("listen over deltakere")
LEADER = N_("hvem som leder")
ENDED = N_("fellesskapet ble oppløst")


def state_of(session: Session, pool: Pool) -> TenderState | None:
    """Return how far the pool's tender has come; None where there is none."""
    return session.scalar(select(Tender.state).where(Tender.pool_id == pool.id))


def _of(session: Session, pool: Pool) -> Tender | None:
    return session.scalar(select(Tender).where(Tender.pool_id == pool.id))


def _living(session: Session, pool: Pool) -> Tender | None:
    """Return the pool's tender, held, unless it is cancelled. Raises RuleBroken when it has been sent."""
    tender = _of(session, pool)
    if tender is None or tender.state is TenderState.CANCELLED:
        return None
    lock(session, tender)
    check_open(tender)
    return tender


def members_changed(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Void what was approved; after the lock, take away for good what was kept for those who are out.

    Before the lock one that has left may come back, and finds what it had there. What it was asked to write
    is the lead's again at once.
    """
    tender = _living(session, pool)
    if tender is None:
        return
    if pool.state is PoolState.LOCKED:
        _clear(session, actor, tender, now)
    give_back_left(session, actor, tender, estimating.bodies(tender).keys(), now)
    touched(session, actor, tender, now, because=MEMBERS)


def _clear(session: Session, actor: Actor, tender: Tender, now: datetime) -> None:
    """Take away quantities, deviations and estimate lines of bodies that are in the tender no more."""
    inside = estimating.bodies(tender).keys()
    before = tender.estimate
    lines = _left_lines(session, tender, inside)
    _take_out(session, tender, lines, now)
    quantities, deviations = _quantities(session, tender, inside), _deviations(session, tender, inside)
    for row in (*quantities, *deviations):
        session.delete(row)
    session.flush()
    session.expire(tender, ["requirements", "price_lines", "estimate_lines"])
    bodies = {
        *(row.organisation_id for row in lines),
        *(row.organisation_id for row in quantities),
        *(row.organisation_id for row in deviations),
    }
    if bodies:
        audit.record(
            session,
            actor,
            "tender.cleared",
            tender=tender.id,
            bodies=list(bodies),
            lines=[[line.organisation_id, line.text, line.amount, line.quantity] for line in lines],
            quantities=[[row.price_line_id, row.organisation_id, row.amount] for row in quantities],
            deviations=[[row.requirement_id, row.organisation_id, row.text] for row in deviations],
            estimate=[before, tender.estimate],
        )


def _take_out(session: Session, tender: Tender, lines: Sequence[EstimateLine], now: datetime) -> None:
    """Take out lines; an estimate that was their sum follows, one that somebody has written stands."""
    if not lines:
        return
    was_sum = tender.estimate is not None and tender.estimate == _counted(tender, now)
    for line in lines:
        session.delete(line)
    session.flush()
    session.expire(tender, ["estimate_lines"])
    if was_sum and tender.estimate_lines:
        tender.estimate, tender.estimated_on = _counted(tender, now), now.astimezone(OSLO).date()


def _counted(tender: Tender, now: datetime) -> Ore:
    law = law_of(tender, now.astimezone(OSLO).date())
    return estimating.facts(tender, law).counted(law).total


def _left_lines(session: Session, tender: Tender, inside: Set[int]) -> Sequence[EstimateLine]:
    mine = EstimateLine.tender_id == tender.id, EstimateLine.organisation_id.is_not(None)
    return session.scalars(
        select(EstimateLine).where(*mine, EstimateLine.organisation_id.not_in(inside))
    ).all()


def _quantities(session: Session, tender: Tender, inside: Set[int]) -> Sequence[Quantity]:
    found = select(Quantity).join(PriceLine, PriceLine.id == Quantity.price_line_id)
    return session.scalars(
        found.where(PriceLine.tender_id == tender.id, Quantity.organisation_id.not_in(inside))
    ).all()


def _deviations(session: Session, tender: Tender, inside: Set[int]) -> Sequence[Deviation]:
    found = select(Deviation).join(Requirement, Requirement.id == Deviation.requirement_id)
    return session.scalars(
        found.where(Requirement.tender_id == tender.id, Deviation.organisation_id.not_in(inside))
    ).all()


def lead_changed(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Void what was approved: the documents name who leads."""
    tender = _living(session, pool)
    if tender is not None:
        touched(session, actor, tender, now, because=LEADER)


def pool_dissolved(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Cancel the tender with the pool, while it has not been sent; its content stands for those who look."""
    tender = _living(session, pool)
    if tender is None:
        return
    touched(session, actor, tender, now, because=ENDED)
    states.check_tender(tender.state, TenderState.CANCELLED)
    tender.state = TenderState.CANCELLED
    session.flush()
    audit.record(session, actor, "tender.cancelled", tender=tender.id, because=ENDED)


tells_of_tender.append(state_of)
on_changed_members.append(members_changed)
on_changed_lead.append(lead_changed)
on_dissolved.append(pool_dissolved)
