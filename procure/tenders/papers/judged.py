"""How bids are judged, who may bid, and for whom a requirement is another, as plain data for a version."""

from __future__ import annotations

from typing import Any

from procure.domain.money import Ore
from procure.domain.points import compared_example, hundredths, scored_example
from procure.domain.scoring import PriceModel
from procure.tenders import judging
from procure.tenders.merging import participants
from procure.tenders.models import Qualification, Requirement, Tender


def scoring(tender: Tender) -> dict[str, Any]:
    """Return the model with its example worked out, so that a later change of code changes no version."""
    model, worth = tender.price_model, judging.worth_of_all(tender)
    bend = tender.price_break if model is PriceModel.HYBRID else None
    return {
        "price_model": model.value if model else None,
        "price_break": bend,
        "tie_rule": tender.tie_rule.value if tender.tie_rule else None,
        "worth": worth,
        "example": _example(model, bend, worth),
    }


def _example(model: PriceModel | None, bend: int | None, worth: Ore | None) -> list[dict[str, int]]:
    """Return the invented bids: amounts in øre, points in hundredths."""
    if model is None:
        return []
    if model is PriceModel.PRICED_QUALITY:
        return [
            {"price": each.price, "quality": hundredths(each.quality), "compared": round(each.compared)}
            for each in compared_example(worth)
        ]
    return [
        {"price": each.price, "points": hundredths(each.points)}
        for each in scored_example(model, price_break=bend)
    ]


def qualification(row: Qualification) -> dict[str, Any]:
    """Return what a supplier must be."""
    return {
        "kind": row.kind.value,
        "text": row.text,
        "documentation": row.documentation,
        "turnover": row.turnover,
        "turnover_reason": row.turnover_reason,
    }


def deviations(tender: Tender, row: Requirement) -> list[dict[str, Any]]:
    """Return where a requirement is another, for those who are buyers now."""
    there = {each.organisation_id: each for each in row.deviations}
    if not there:
        return []
    return [
        {"body": one.organisation.name, "applies": each.applies, "text": each.text, "reason": each.reason}
        for one in participants(tender)
        if (each := there.get(one.organisation_id))
    ]
