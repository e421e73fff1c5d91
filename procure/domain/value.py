"""What a purchase is worth: the estimate line by line, the framework maximum, and each body's share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from procure.domain.law import Figure, Law, Part
from procure.domain.money import Ore, split_cost

TOTAL: Final = "FOA § 5-4 (1)"  # everything that may be paid, with every option
FRAMEWORK: Final = "FOA § 5-4 (5)"  # all that may be called off while it lasts
NO_TOTAL_PRICE: Final = "FOA § 5-4 (12)"  # services paid as they run
MONTHS_A_YEAR: Final = 12
LIMITS: Final = (("lower_limit", Part.I), ("national_threshold", Part.II), ("eea_threshold", Part.III))


class CostKind(StrEnum):
    """How an amount of the estimate is counted."""

    ONE_OFF = "one_off"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    HOURLY = "hourly"


@dataclass(frozen=True)
class EstimateLine:
    """One amount of the estimate (linje i anslaget).

    body: the participant or option holder that pays; None for the joint part.
    amount: of one, in øre excl. VAT; quantity: how many, for an hourly amount the hours.
    option: it may be bought, and need not be.
    source: where the figure comes from.
    Raises ValueError when the amount or the quantity is negative.
    """

    text: str
    kind: CostKind
    body: str | None
    amount: Ore
    quantity: int = 1
    option: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if min(self.amount, self.quantity) < 0:
            raise ValueError("amounts and quantities cannot be negative")


@dataclass(frozen=True)
class Row:
    """A line as it is counted.

    months: how many it is counted for; None where it is paid once.
    sum: in øre excl. VAT; source: the paragraph that it is counted by.
    """

    line: EstimateLine
    months: int | None
    sum: Ore
    source: str


@dataclass(frozen=True)
class Estimate:
    """The lines counted (anslått verdi); everything in øre excl. VAT.

    months: how many running amounts are counted for.
    """

    rows: Sequence[Row]
    months: int

    @property
    def total(self) -> Ore:
        """What all of it comes to: every body, the joint part, and every option."""
        return _sum(self.rows)

    @property
    def joint(self) -> Ore:
        """The joint part, with its options."""
        return _sum(row for row in self.rows if row.line.body is None)

    @property
    def options(self) -> Ore:
        """What may be bought and need not be, whoever pays it."""
        return _sum(row for row in self.rows if row.line.option)

    @property
    def by_body(self) -> dict[str, Ore]:
        """What each body pays alone, with its options; those without a line are not in it."""
        bodies = dict.fromkeys(row.line.body for row in self.rows if row.line.body is not None)
        return {body: _sum(row for row in self.rows if row.line.body == body) for body in bodies}

    def parts(self, holders: Collection[str]) -> Parts:
        """Divide the total in four; holders: the bodies that are option holders."""
        firm = [row for row in self.rows if not row.line.option]
        alone = [row for row in firm if row.line.body is not None]
        return Parts(
            participants=_sum(row for row in alone if row.line.body not in holders),
            option_holders=_sum(row for row in alone if row.line.body in holders),
            joint=_sum(row for row in firm if row.line.body is None),
            options=self.options,
        )


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What an estimate consists of, in øre excl. VAT; the options are in none of the first three."""

    participants: Ore
    option_holders: Ore
    joint: Ore
    options: Ore


@dataclass(frozen=True, kw_only=True)
class NextLimit:
    """The next limit above a value: which part of the regulation begins there, and how many øre are left."""

    part: Part
    figure: Figure
    left: Ore


def _sum(rows: Iterable[Row]) -> Ore:
    return Ore(sum(row.sum for row in rows))


def counted_months(months: int | None, law: Law, *, framework: bool = False) -> int:
    """Count the months that a running amount is estimated for.

    months: the agreed term with every extension; None when the contract runs until somebody ends it.
    framework: it is a framework agreement, which is counted for as long as it may last.

    A term that is open, or longer than `law.counted_months`, counts as that many.
    Raises ValueError when the term is negative.
    Source: FOA § 5-4 (5), (12).

    >>> from datetime import date
    >>> from procure.domain.law import law_on
    >>> law = law_on(date(2026, 11, 24))
    >>> [counted_months(months, law) for months in (36, 48, 72, None)]
    [36, 48, 48, 48]
    >>> counted_months(72, law, framework=True)
    72
    """
    if months is None:
        return law.counted_months
    if months < 0:
        raise ValueError("a term cannot be negative")
    return months if framework else min(months, law.counted_months)


def estimate(
    lines: Iterable[EstimateLine], months: int | None, law: Law, *, framework: bool = False
) -> Estimate:
    """Estimate a purchase line by line, in øre excl. VAT, exactly.

    months, framework: as in `counted_months`; law: as it is on the day the value is tested.

    What runs is counted for the term: a monthly amount times its months, a yearly one in twelfths of it,
    rounded up to the whole øre. What is paid once is counted as it is, and hours times their rate.
    Options count in full, used or not.
    Raises ValueError when the term is negative.
    Source: FOA § 5-4 (1), (5), (12).

    >>> from datetime import date
    >>> from procure.domain.law import law_on
    >>> lines = [
    ...     EstimateLine("Tjenesten", CostKind.MONTHLY, "Tolga", Ore(40_000_00)),
    ...     EstimateLine("Etablering", CostKind.ONE_OFF, None, Ore(300_000_00)),
    ...     EstimateLine("App for foresatte", CostKind.YEARLY, "Tolga", Ore(20_000_00), option=True),
    ... ]
    >>> found = estimate(lines, None, law_on(date(2026, 11, 24)))
    >>> found.total, found.joint, found.options, found.by_body
    (230000000, 30000000, 8000000, {'Tolga': 200000000})
    """
    counted = counted_months(months, law, framework=framework)
    rule = FRAMEWORK if framework else NO_TOTAL_PRICE
    return Estimate(tuple(_row(line, counted, rule) for line in lines), counted)


def _row(line: EstimateLine, months: int, rule: str) -> Row:
    each = line.amount * line.quantity
    if line.kind is CostKind.MONTHLY:
        return Row(line, months, Ore(each * months), rule)
    if line.kind is CostKind.YEARLY:
        return Row(line, months, Ore(-(-each * months // MONTHS_A_YEAR)), rule)
    return Row(line, None, Ore(each), TOTAL)


def shares(found: Estimate, keys: Mapping[str, int]) -> dict[str, Ore]:
    """Find each body's share of an estimate: its own lines, and its part of the joint one by the cost key.

    keys: each one's part of the key, by the bodies that pay the joint part; no option holder is among them.

    Returns øre excl. VAT by body, for all that have a key or a line; together they make the total.
    Raises ValueError when there is a joint part and nobody to pay it.

    >>> from datetime import date
    >>> from procure.domain.law import law_on
    >>> lines = [
    ...     EstimateLine("Etablering", CostKind.ONE_OFF, None, Ore(300_000_00)),
    ...     EstimateLine("Opplæring", CostKind.HOURLY, "Tolga", Ore(1_500_00), 40),
    ... ]
    >>> shares(estimate(lines, 48, law_on(date(2026, 11, 24))), {"Tolga": 1, "Tynset": 2})
    {'Tolga': 16000000, 'Tynset': 20000000}
    """
    own = found.by_body
    joint = split_cost(found.joint, keys) if found.joint else {}
    return {body: Ore(own.get(body, 0) + joint.get(body, 0)) for body in dict.fromkeys([*keys, *own])}


def next_limit(total: Ore, law: Law) -> NextLimit | None:
    """Find the next limit above a value in øre excl. VAT; None when the strictest part applies already.

    Source: LOA § 2; FOA §§ 5-1, 5-3.

    >>> from datetime import date
    >>> from procure.domain.law import law_on
    >>> above = next_limit(Ore(2_400_000_00), law_on(date(2026, 11, 24)))
    >>> above.part, above.left, above.figure.source
    (<Part.III: 'III'>, 10000000, 'FOA § 5-3; FOR-2026-04-21-623')
    """
    for name, part in LIMITS:
        figure = law.figures[name]
        if total < figure.value:
            return NextLimit(part=part, figure=figure, left=Ore(figure.value - total))
    return None


def reached_limit(total: Ore, law: Law) -> Figure | None:
    """Find the highest limit that a value in øre excl. VAT reaches; None below the lowest."""
    reached = [law.figures[name] for name, _part in LIMITS if total >= law.figures[name].value]
    return reached[-1] if reached else None
