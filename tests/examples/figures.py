"""The figures of an example, computed with arithmetic of the tests' own: nothing here knows `procure`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
Case = dict[str, Any]


def load(name: str) -> Case:
    """Read an example."""
    case: Case = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
    return case


def ore(kroner: str) -> int:
    """Turn "1234.50" into 123450."""
    whole, _, rest = kroner.partition(".")
    return int(whole) * 100 + int(f"{rest}00"[:2])


def kroner(amount: int) -> str:
    """Turn 123450 into "1234.50"."""
    return f"{amount // 100}.{amount % 100:02d}"


def counted(line: Mapping[str, Any], months: int) -> int:
    """Count a line of the estimate in øre; a yearly one in whole øre, rounded up."""
    each: int = ore(line["amount"]) * line.get("quantity", 1)
    if line["kind"] == "monthly":
        return each * months
    if line["kind"] == "yearly":
        twelfths = each * months
        return twelfths // 12 + (twelfths % 12 > 0)
    return each


def by_body(lines: Iterable[Mapping[str, Any]], months: int) -> dict[str, int]:
    """Add up the estimate by body, in øre; the joint part under ""."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.get("organisation", "")] += counted(line, months)
    return dict(sums)


def municipalities() -> list[list[str]]:
    """Return the rows of the shipped list: number first, inhabitants sixth, organisation number last."""
    text = (ROOT / "procure" / "reference" / "municipalities.csv").read_text(encoding="utf-8")
    return [line.split(";") for line in text.splitlines() if line[:4].isdigit()]


def inhabitants() -> dict[str, int]:
    """Return the inhabitants by municipality number."""
    return {row[0]: int(row[5]) for row in municipalities()}


def organisation_numbers() -> dict[str, str]:
    """Return the organisation numbers by municipality number; one has none."""
    return {row[0]: row[7] for row in municipalities()}


def is_organisation_number(digits: str) -> bool:
    """Check nine digits by modulus 11 with the weights 3 2 7 6 5 4 3 2."""
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return len(digits) == 9 and (11 - weighed % 11) % 11 == int(digits[8])


def price_of_one_krone(case: Case) -> dict[str, Fraction]:
    """Return what each sheet of the price form comes to when every price is one krone, in kroner.

    Under "joint" stands what is paid together. Lines outside the comparison count nothing.
    """
    months = case["tender"]["evaluated_months"]
    sheets: dict[str, Fraction] = defaultdict(Fraction)
    for line in case["tender"]["price_lines"]:
        if not line.get("evaluated", True):
            continue
        run = line.get("months", months)
        often = {"monthly": Fraction(run), "yearly": Fraction(run, 12)}
        often["option"] = Fraction(line.get("months", 1))
        times = often.get(line["kind"], Fraction(1))
        if line.get("payer") == "joint":
            sheets["joint"] += line["joint_amount"] * times
        for body, amount in line.get("quantities", {}).items():
            sheets[body] += amount * times
    return dict(sheets)
