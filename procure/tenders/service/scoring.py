"""How bids are judged: the price model, what quality is worth, what decides between equals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.money import Ore
from procure.domain.points import LEAST_BREAK, MOST_BREAK
from procure.domain.policy import Actor
from procure.domain.scoring import PriceModel, TieRule
from procure.tenders.models import Tender
from procure.tenders.service.state import check_open, touched, write


def set_scoring(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    price_model: PriceModel | None,
    price_break: int | None = None,
    tie_rule: TieRule | None = None,
    evaluated_months: int | None = None,
    worths: Mapping[int, Ore | None],
    versions: Mapping[int, int],
    version: int,
    now: datetime,
) -> None:
    """Choose how prices become points, and what decides between equals.

    price_break: percent of the lowest price; kept only for the model that bends.
    evaluated_months: how many months of running prices count; None for the whole term.
    worths, versions: what full points are worth, by the id of the criterion; versions as the form knew them.
    Raises RuleBroken when a figure cannot be used.
    """
    check_open(tender)
    check_fresh(tender, version)
    bends = price_model is PriceModel.HYBRID
    facts = {
        "price_model": price_model,
        "price_break": _checked(price_break) if bends else None,
        "tie_rule": tie_rule,
        "evaluated_months": evaluated_months,
    }
    changed = write(tender, facts) | _write_worths(tender, worths, versions)
    if changed:
        touched(session, actor, tender, now, because=N_("evalueringsmodellen"))
        audit.record(session, actor, "tender.scoring", tender=tender.id, **changed)
    session.flush()


def _checked(price_break: int | None) -> int | None:
    if price_break is not None and not LEAST_BREAK <= price_break <= MOST_BREAK:
        raise RuleBroken(
            N_("Modellen må bøye av et sted fra %(least)s til %(most)s prosent av laveste pris."),
            field="price_break",
            least=LEAST_BREAK,
            most=MOST_BREAK,
        )
    return price_break


def _write_worths(
    tender: Tender, worths: Mapping[int, Ore | None], versions: Mapping[int, int]
) -> dict[str, object]:
    """Write what each criterion is worth; return what was changed, for the trace."""
    changed: dict[str, object] = {}
    for criterion in tender.criteria:
        if criterion.id in worths:
            check_fresh(criterion, versions[criterion.id])
            if new := write(criterion, {"worth": worths[criterion.id]}):
                changed[f"criterion_{criterion.id}"] = new["worth"]
    return changed
