"""What the page of a pool, which knows nothing of tenders, is told of the one that was made from it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from procure.domain.policy import Actor
from procure.domain.states import TenderState
from procure.pools.models import Pool
from procure.pools.worth import Planned, on_asked_for_plan
from procure.tenders import estimating, queries
from procure.tenders.merging import law_of


def plan(session: Session, actor: Actor, pool: Pool, today: date) -> Planned | None:
    """Tell what the pool's tender is worth, and when it is to be sent; None of one that was called off."""
    tender = queries.tender_of(session, actor, pool)
    if tender is None or tender.state is TenderState.CANCELLED:
        return None
    law = law_of(tender, today)
    told = estimating.facts(tender, law)
    counted = told.counted(law)
    total = counted.total if counted.rows else tender.estimate
    own = pool.participation_of(actor.organisation_id)
    share = told.shares(law).get(own.organisation.name) if own and total is not None else None
    parts = counted.parts({each.name for each in told.option_holders}) if counted.rows else None
    months = counted.months if counted.rows else None
    return Planned(total, parts, counted.joint, months, share, tender.dispatch_on)


on_asked_for_plan.append(plan)
