"""The price form: which lines stand in which subtotal, and what a bidder's prices add up to.

Every line stands in exactly one group, and every group counts exactly once in the total of its sheet. A sheet
is what one buyer pays, or what they pay jointly. Amounts are exact: fractions of an øre are kept until shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from procure.domain.money import Ore

JOINT: Final = "joint"  # the sheet of what is paid together
YEAR: Final = 12  # months


class PriceKind(StrEnum):
    """How a price line is counted."""

    ONE_OFF = "one_off"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    HOURLY = "hourly"
    OPTION = "option"


class Payer(StrEnum):
    """Who pays what a line says."""

    JOINT = "joint"  # together, once
    EACH = "each"  # every participant and option holder its own


class Place(StrEnum):
    """Where in a sheet a group stands."""

    ORDINARY = "ordinary"
    OPTIONS = "options"
    OUTSIDE = "outside"  # asked for, but no part of the comparison


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line of the price form (linje i prisskjemaet).

    months: of a running price; None for all that are evaluated.
    quantities: by the key of the buyer; joint_amount: how much is paid jointly.
    heading: the subtotal it stands in; lot: the number of its lot, if there are lots.
    """

    number: int
    kind: PriceKind
    payer: Payer = Payer.EACH
    months: int | None = None
    evaluated: bool = True
    heading: str = ""
    lot: int | None = None
    quantities: Mapping[str, int] = field(default_factory=dict)
    joint_amount: int = 0

    @property
    def is_running(self) -> bool:
        """Whether it is paid month by month or year by year."""
        return self.kind in (PriceKind.MONTHLY, PriceKind.YEARLY)

    @property
    def place(self) -> Place:
        """Where in a sheet it stands."""
        if not self.evaluated:
            return Place.OUTSIDE
        return Place.OPTIONS if self.kind is PriceKind.OPTION else Place.ORDINARY

    def stands_in(self, sheet: str) -> bool:
        """Answer whether a line stands in a sheet: the joint one, or a buyer's."""
        return (self.payer is Payer.JOINT) == (sheet == JOINT)

    def quantity(self, sheet: str) -> int:
        """Return how much of it a sheet counts with; nothing where nobody has said."""
        return self.joint_amount if sheet == JOINT else self.quantities.get(sheet, 0)

    def times(self, months: int | None) -> Fraction:
        """Return how many times a price is paid.

        months: of the evaluation, for a running price without months of its own.
        Raises ValueError for a running price when the months are not known.

        >>> PricedLine(number=1, kind=PriceKind.YEARLY).times(30)
        Fraction(5, 2)
        """
        if self.kind is PriceKind.OPTION:
            return Fraction(self.months or 1)
        if not self.is_running:
            return Fraction(1)
        counted = self.months or months
        if counted is None:
            raise ValueError(f"nobody has said how long P{self.number} runs")
        return Fraction(counted, YEAR if self.kind is PriceKind.YEARLY else 1)


@dataclass(frozen=True)
class Group:
    """Lines with a subtotal of their own."""

    place: Place
    lot: int | None
    heading: str
    lines: tuple[PricedLine, ...]


def groups(lines: Sequence[PricedLine], sheet: str) -> list[Group]:
    """Divide the lines of a sheet into groups, in the order that each first comes; outside comes last."""
    found: dict[tuple[Place, int | None, str], list[PricedLine]] = {}
    for line in lines:
        if line.stands_in(sheet):
            found.setdefault((line.place, line.lot, line.heading), []).append(line)
    places = list(Place)
    ordered = sorted(found.items(), key=lambda pair: places.index(pair[0][0]))
    return [Group(*key, tuple(members)) for key, members in ordered]


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What a bidder's prices add up to, in øre excl. VAT.

    groups: every subtotal that is compared, by sheet and then by place and heading.
    sheets: the total of each sheet; total: the price that is compared.
    """

    groups: Mapping[str, Mapping[tuple[Place, int | None, str], Fraction]]
    sheets: Mapping[str, Fraction]
    total: Fraction

    def of_lot(self, lot: int | None) -> Fraction:
        """Return what is compared for one lot in all sheets; None for what stands in no lot."""
        parts = (
            amount
            for subtotals in self.groups.values()
            for (_place, own, _heading), amount in subtotals.items()
            if own == lot
        )
        return sum(parts, Fraction())


def to_ore(amount: Fraction) -> Ore:
    """Round an exact amount that is not negative to whole øre, to be shown; a half goes up.

    >>> [to_ore(Fraction(each, 2)) for each in (1, 2, 3)]
    [1, 1, 2]
    """
    return Ore(math.floor(amount + Fraction(1, 2)))


def evaluated_total(
    lines: Sequence[PricedLine],
    prices: Mapping[str, Mapping[int, Ore]],
    sheets: Sequence[str],
    *,
    months: int | None,
) -> Sums:
    """Add up what a bidder's prices come to: quantity times price times how often it is paid.

    prices: of one, by sheet and the line's number.
    sheets: the keys of the buyers, and `JOINT` where something is paid jointly.
    months: of the evaluation.

    It is what is compared, and no promise to buy.
    Raises ValueError when a price is missing or negative, or nobody has said how long a running price runs.

    >>> line = PricedLine(number=1, kind=PriceKind.MONTHLY, quantities={"os": 2})
    >>> evaluated_total([line], {"os": {1: Ore(100_00)}}, ["os"], months=48).total
    Fraction(960000, 1)
    """
    found = {sheet: _subtotals(lines, prices.get(sheet, {}), sheet, months) for sheet in sheets}
    totals = {sheet: sum(subtotals.values(), Fraction()) for sheet, subtotals in found.items()}
    return Sums(groups=found, sheets=totals, total=sum(totals.values(), Fraction()))


def _subtotals(
    lines: Sequence[PricedLine], prices: Mapping[int, Ore], sheet: str, months: int | None
) -> dict[tuple[Place, int | None, str], Fraction]:
    return {
        (group.place, group.lot, group.heading): sum(
            (_sum(line, prices, sheet, months) for line in group.lines), Fraction()
        )
        for group in groups(lines, sheet)
        if group.place is not Place.OUTSIDE
    }


def _sum(line: PricedLine, prices: Mapping[int, Ore], sheet: str, months: int | None) -> Fraction:
    price = prices.get(line.number)
    if price is None or price < 0:
        raise ValueError(f"P{line.number} has no price that can be counted")
    return line.quantity(sheet) * line.times(months) * price
