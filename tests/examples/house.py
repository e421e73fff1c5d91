"""The figures of an example as the rules of the house find them, to hold beside those of `figures`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from procure.domain import prices, value
from procure.domain.law import Law
from procure.domain.money import Ore
from tests.examples import figures

Tender = Mapping[str, Any]


def estimated(tender: Tender, months: int, law: Law) -> value.Estimate:
    """Count the estimate line by line."""
    return value.estimate([_estimate_line(line) for line in tender["estimate_lines"]], months, law)


def _estimate_line(line: Mapping[str, Any]) -> value.EstimateLine:
    return value.EstimateLine(
        line["text"],
        value.CostKind(line["kind"]),
        line.get("organisation"),
        Ore(figures.ore(line["amount"])),
        line.get("quantity", 1),
        line.get("option", False),
    )


def evaluated_at_one_krone(tender: Tender, bodies: Iterable[str]) -> prices.Sums:
    """Add up the price form where every price is one krone."""
    lines = [_priced(line) for line in tender["price_lines"]]
    sheets = [*sorted(bodies), prices.JOINT]
    one = {sheet: {line.number: Ore(100) for line in lines} for sheet in sheets}
    return prices.evaluated_total(lines, one, sheets, months=tender["evaluated_months"])


def _priced(line: Mapping[str, Any]) -> prices.PricedLine:
    return prices.PricedLine(
        number=line["number"],
        kind=prices.PriceKind(line["kind"]),
        payer=prices.Payer(line["payer"]),
        months=line.get("months"),
        evaluated=line.get("evaluated", True),
        heading=line["heading"],
        quantities=line.get("quantities", {}),
        joint_amount=line.get("joint_amount", 0),
    )
