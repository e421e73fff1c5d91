"""Who fits together: contract ends, the windows they leave, and what may be shown of a pool.

How today's contract ends is one of four answers; each leaves a window in which the municipality can
change systems. Two needs of the same category match when their windows meet, or nearly so.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import TypeVar

from procure.domain.errors import N_, RuleBroken

Payer = TypeVar("Payer", bound=Hashable)

SLACK_MONTHS = 12  # windows this far apart can still be brought together
FEWEST_IN_SPREAD = 5  # over fewer, a comparison gives somebody away
LONGEST_MONTHS = 600


@dataclass(frozen=True)
class EndsOn:
    """The contract ends on a day, and may renew itself by terms or be extended by options not used yet."""

    day: date
    renews_months: int | None = None
    notice_months: int | None = None
    extension_months: int | None = None

    def __post_init__(self) -> None:
        if self.renews_months == 0:
            raise ValueError("a renewed term has at least one month")
        _check_months(self.renews_months, self.notice_months, self.extension_months)


@dataclass(frozen=True)
class RunsUntilTerminated:
    """The contract runs until somebody ends it; notice_months is None when the notice is not known."""

    notice_months: int | None = None

    def __post_init__(self) -> None:
        _check_months(self.notice_months)


@dataclass(frozen=True)
class NoSystem:
    """There is no system today, so nothing to wait for."""


@dataclass(frozen=True)
class NotKnown:
    """Nobody has looked it up yet."""


ContractEnd = EndsOn | RunsUntilTerminated | NoSystem | NotKnown


def _check_months(*counts: int | None) -> None:
    if any(count is not None and not 0 <= count <= LONGEST_MONTHS for count in counts):
        raise ValueError(f"a number of months lies between 0 and {LONGEST_MONTHS}")


@dataclass(frozen=True)
class Window:
    """When a municipality can change systems: earliest exit (None: not known), latest wait (None: open)."""

    earliest: date | None
    latest: date | None


def add_months(day: date, months: int) -> date:
    """Go forward a number of months; the 31st becomes the last day of a shorter month.

    >>> add_months(date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_until(day: date, later: date) -> int:
    """Count the months from a day until a later one is reached, begun months included.

    >>> months_until(date(2027, 1, 31), date(2027, 3, 1))
    2
    """
    months = max(0, 12 * (later.year - day.year) + later.month - day.month)
    return months if add_months(day, months) >= later else months + 1


def whole_months(day: date, later: date) -> int:
    """Count the months that pass whole from a day until a later one.

    >>> whole_months(date(2026, 11, 24), date(2027, 7, 31))
    8
    """
    months = months_until(day, later)
    return months if add_months(day, months) <= later else months - 1


def window(end: ContractEnd, today: date) -> Window:
    """Find when a municipality can change systems, from how today's contract ends.

    Earliest exit: the end, or today plus notice, moved to the end of the running term where the contract
    renews itself. Latest wait: the end plus extensions, open where nothing ends.

    >>> window(EndsOn(date(2027, 12, 31), extension_months=12), date(2026, 11, 22)).latest
    datetime.date(2028, 12, 31)
    >>> window(RunsUntilTerminated(notice_months=6), date(2026, 11, 22)).earliest
    datetime.date(2027, 5, 22)
    """
    match end:
        case EndsOn(day=day, renews_months=None):
            return Window(day, add_months(day, end.extension_months or 0))
        case EndsOn():
            return Window(_end_of_term(end, today), None)
        case RunsUntilTerminated(notice_months=int(notice)):
            return Window(add_months(today, notice), None)
        case NoSystem():
            return Window(today, None)
        case _:
            return Window(None, None)


def _end_of_term(end: EndsOn, today: date) -> date:
    """Find the end of the first term that can still be given notice of."""
    free, term = add_months(today, end.notice_months or 0), end.renews_months or 1
    if free <= end.day:
        return end.day
    terms = -(-months_until(end.day, free) // term)
    return add_months(end.day, terms * term)


class Closeness(StrEnum):
    """How two windows lie to each other."""

    MEET = "meet"
    APART = "apart"
    CATEGORY_ONLY = "category_only"  # one of the windows is not known


@dataclass(frozen=True)
class Meeting:
    """Why two needs match: facts for the page to put into words.

    start: the first day on which all can change; None when a window is not known.
    end: the last day of the window they share; None when it is open, or when there is none.
    months_apart: how long the first to be ready must wait beyond its latest day; 0 when windows meet.
    """

    closeness: Closeness
    start: date | None = None
    end: date | None = None
    months_apart: int = 0


def meets(one: Window, other: Window, slack_months: int = SLACK_MONTHS) -> Meeting | None:
    """Say how two windows meet, or None when they lie more than `slack_months` apart.

    >>> meets(Window(date(2027, 1, 1), date(2027, 6, 30)), Window(date(2027, 9, 1), None)).months_apart
    3
    """
    if one.earliest is None or other.earliest is None:
        return Meeting(Closeness.CATEGORY_ONLY)
    start = max(one.earliest, other.earliest)
    end = min((day for day in (one.latest, other.latest) if day), default=None)
    if end is None or start <= end:
        return Meeting(Closeness.MEET, start, end)
    apart = months_until(end, start)
    return Meeting(Closeness.APART, start, months_apart=apart) if apart <= slack_months else None


class Suits(StrEnum):
    """What a start means to one body."""

    FITS = "fits"
    EXTEND = "extend"  # it cannot wait so long: today's contract must be extended, or replaced for a while
    PAY_TWICE = "pay_twice"  # it cannot leave so soon: it pays for two systems


@dataclass(frozen=True)
class Fit:
    """How a start suits one body, and for how many begun months it does not."""

    suits: Suits
    months: int = 0


def fit(seen: Window, start: date) -> Fit | None:
    """Say what it means to one body that all start on a day; None while its window is not known.

    A contract that ends the day before the start fits.

    >>> fit(Window(date(2027, 6, 30), date(2027, 6, 30)), date(2028, 1, 1))
    Fit(suits=<Suits.EXTEND: 'extend'>, months=6)
    >>> fit(Window(date(2028, 2, 28), None), date(2028, 1, 1))
    Fit(suits=<Suits.PAY_TWICE: 'pay_twice'>, months=2)
    """
    if seen.earliest is None:
        return None
    if start < seen.earliest:
        return Fit(Suits.PAY_TWICE, months_until(start, seen.earliest))
    if seen.latest is not None and start > (free := seen.latest + timedelta(days=1)):
        return Fit(Suits.EXTEND, months_until(free, start))
    return Fit(Suits.FITS)


def common_start(windows: Iterable[Window]) -> date | None:
    """Find the first day on which all that are known can have left today's contract.

    >>> common_start([Window(date(2027, 12, 31), None), Window(date(2027, 7, 31), None), Window(None, None)])
    datetime.date(2027, 12, 31)
    """
    return max((each.earliest for each in windows if each.earliest), default=None)


def best_start(mine: Window, others: Iterable[Window]) -> date | None:
    """Find the day that suits most of the others among those that suit oneself; of equal days the first.

    None while one's own window is not known.

    >>> end_of = [Window(date(2027, month, 1), None) for month in (3, 6, 9)]
    >>> best_start(Window(date(2027, 1, 1), date(2027, 7, 1)), end_of)
    datetime.date(2027, 6, 1)
    """
    if mine.earliest is None:
        return None
    known = [each for each in others if each.earliest is not None]
    exits = {each.earliest for each in known if each.earliest}
    days = sorted({mine.earliest} | {day for day in exits if fit(mine, day) == FITS})
    return max(days, key=lambda day: sum(fit(each, day) == FITS for each in known))


FITS = Fit(Suits.FITS)


class PoolFigure(StrEnum):
    """A figure that a pool shows, made of its needs' answers."""

    USERS = "users"
    INHABITANTS = "inhabitants"
    CASES = "cases"
    YEARLY_COST = "yearly_cost"
    COST_PER_USER = "cost_per_user"
    COST_PER_INHABITANT = "cost_per_inhabitant"
    WINDOW = "window"


# The answers that each figure is made of, by the names that a need gives them.
MADE_OF: Mapping[PoolFigure, Sequence[str]] = {
    PoolFigure.USERS: ("users",),
    PoolFigure.INHABITANTS: ("inhabitants",),
    PoolFigure.CASES: ("cases",),
    PoolFigure.YEARLY_COST: ("yearly_cost",),
    PoolFigure.COST_PER_USER: ("yearly_cost", "users"),
    PoolFigure.COST_PER_INHABITANT: ("yearly_cost", "inhabitants"),
    PoolFigure.WINDOW: ("contract_end",),
}


def held_back(answers: Mapping[str, object]) -> list[PoolFigure]:
    """List the pool's figures that a need cannot count in, because an answer is missing.

    answers: by name as in `MADE_OF`; None, `NotKnown()` or no entry is a missing answer.

    >>> held_back({"users": 12, "inhabitants": 1604, "cases": 80, "contract_end": NoSystem()})
    ... # doctest: +NORMALIZE_WHITESPACE
    [<PoolFigure.YEARLY_COST: 'yearly_cost'>, <PoolFigure.COST_PER_USER: 'cost_per_user'>,
     <PoolFigure.COST_PER_INHABITANT: 'cost_per_inhabitant'>]
    """
    given = {name for name, answer in answers.items() if answer is not None and answer != NotKnown()}
    return [figure for figure, parts in MADE_OF.items() if not given.issuperset(parts)]


@dataclass(frozen=True)
class Spread:
    """Lowest, middle and highest of a figure, and how many it is made of."""

    lowest: int
    middle: int
    highest: int
    count: int


def spread(values: Sequence[int]) -> Spread | None:
    """Compare a figure over at least five municipalities; None over fewer, which would give somebody away.

    values: one whole number for each municipality, such as øre or users.

    >>> spread([40, 10, 30, 20, 50])
    Spread(lowest=10, middle=30, highest=50, count=5)
    """
    if len(values) < FEWEST_IN_SPREAD:
        return None
    return Spread(min(values), round(median(values)), max(values), len(values))


def mixed_keys(keys: Mapping[Payer, int], equal_percent: int) -> dict[Payer, int]:
    """Mix equal shares with shares by a key: so many percent equally, the rest by the key.

    keys: each one's part of the key, such as inhabitants, by whoever pays.

    Returns whole numbers in the same proportion, for `split_cost`.
    Raises ValueError unless the percentage lies between 0 and 100 and somebody has a part of the key.

    >>> mixed_keys({"Os": 3_000, "Tolga": 1_000}, 50)  # 62.5 and 37.5 percent
    {'Os': 500000, 'Tolga': 300000}
    """
    whole = sum(keys.values())
    if not 0 <= equal_percent <= 100 or whole <= 0 or min(keys.values()) < 0:
        raise ValueError("a mix needs a percentage, and keys that make a whole")
    by_key = (100 - equal_percent) * len(keys)
    return {payer: equal_percent * whole + by_key * key for payer, key in keys.items()}


def check_may_join(closes_at: datetime, now: datetime) -> None:
    """Raise RuleBroken when the joining deadline has passed; its last second still counts."""
    if now > closes_at:
        raise RuleBroken(N_("Fellesskapet ble lukket %(when)s."), when=closes_at)
