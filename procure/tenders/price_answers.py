"""A price form that a supplier has filled in: its prices, every sum counted again, and what is wrong by cell.

Nothing in the file is trusted but the prices themselves: neither formulas nor what they said last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeGuard

from procure.documents.price_book import PriceBook
from procure.documents.price_cells import at
from procure.documents.stamps import Stamp
from procure.domain.errors import N_, Amount, Fact, RuleBroken
from procure.domain.money import MOST, Ore
from procure.domain.prices import PricedLine, evaluated_total, to_ore
from procure.sheets import cells
from procure.sheets.cells import NOTHING, Grid, Place, Seen
from procure.tenders import papers, price_blank
from procure.tenders.papers.price_book import evaluated_months, price_book, priced_lines
from procure.tenders.price_blank import ALL, BlankSheet, identity

REBUILT_FROM: Final = 6  # faults in what is fixed in one sheet: it is told of as a whole
LONGEST: Final = 60  # signs of what stood in a cell
LARGEST_SUM: Final = 10**15  # kroner; above it numbers of a workbook have no øre
PENNY: Final = Decimal("0.01")

NOT_OURS = N_(
    "«%(name)s» er ikke prisskjemaet i denne konkurransen. Hent skjemaet blant dokumentene, og fyll ut det"
)
OTHER_VERSION = N_(
    "«%(name)s» hører til en annen versjon (%(given)s). Denne siden gjelder %(wanted)s. Hent skjemaet "
    "på nytt, og før prisene over"
)
GONE = N_("Arket «%(sheet)s» mangler. Hent skjemaet på nytt, og før prisene over.")
RENAMED = N_("Arket «%(sheet)s» har fått navnet «%(given)s». Gi det navnet tilbake.")
ADDED_SHEET = N_(
    "Arket «%(sheet)s» hører ikke til skjemaet. Ta det bort, og legg ved et eget dokument i stedet."
)
REBUILT = N_(
    "Arket «%(sheet)s» er bygd om: %(count)s låste celler er ikke som de skal. "
    "Hent skjemaet på nytt, og før prisene over."
)
ALTERED = N_("Celle %(cell)s i arket «%(sheet)s» er endret til «%(given)s». Der skal det stå «%(wanted)s».")
EMPTIED = N_("Celle %(cell)s i arket «%(sheet)s» er tømt. Der skal det stå «%(wanted)s».")
ADDED = N_("Celle %(cell)s i arket «%(sheet)s» skal være tom, men inneholder «%(given)s». Ta det bort.")
FORMULA = N_(
    "Formelen i celle %(cell)s i arket «%(sheet)s» er endret til «%(given)s». Den skal være «%(wanted)s»."
)
NO_SUPPLIER = N_("Leverandørens navn mangler i celle %(cell)s i arket «%(sheet)s».")
EMPTY = N_("Ingen av de %(count)s prisene er fylt ut i arket «%(sheet)s».")
MISSING = N_(
    "%(line)s i arket «%(sheet)s», celle %(cell)s, mangler pris. Skriv 0 hvis ytelsen er med i en annen pris."
)
NO_NUMBER = N_("%(line)s i arket «%(sheet)s», celle %(cell)s, er «%(given)s». Skriv prisen som et tall.")
RECKONED = N_(
    "%(line)s i arket «%(sheet)s», celle %(cell)s, er formelen «%(given)s». Skriv prisen selv, som et tall."
)
NEGATIVE = N_("%(line)s i arket «%(sheet)s», celle %(cell)s, er %(given)s. En pris kan ikke være under 0.")
TOO_PRECISE = N_(
    "%(line)s i arket «%(sheet)s», celle %(cell)s, er %(given)s. En pris kan ha høyst to desimaler."
)
TOO_MUCH = N_("%(line)s i arket «%(sheet)s», celle %(cell)s, er %(given)s. Det meste er %(most)s kroner.")
SHOWS = N_("Summen i celle %(cell)s i arket «%(sheet)s» viser %(given)s. Riktig sum er %(wanted)s.")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a filled-in form, with its place; `web/errors.py` says the sentence."""

    sentence: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class SheetSum:
    """What one pays: None where a price that counts cannot be used."""

    name: str
    total: Ore | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a filled-in form says.

    faults: what must be mended.     told: sums in the file that are others than ours; they count for nothing.
    prices: what can be used, by sheet and line.     evaluated: None until every price that counts is there.
    """

    supplier: str
    faults: tuple[Fault, ...]
    told: tuple[Fault, ...]
    prices: Mapping[str, Mapping[int, Ore]]
    sheets: tuple[SheetSum, ...]
    lots: tuple[tuple[str, Ore | None], ...]
    evaluated: Ore | None


def read(name: str, data: bytes, content: Mapping[str, Any], handed_out: bytes) -> Answers:
    """Read a filled-in price form, and hold it against the one that was handed out with a version.

    Raises RuleBroken, about the field `file`, for what is no price form of this version.
    """
    grids = cells.read(name, data)
    _check_version(name, grids, papers.stamp(content))
    found = Reading(price_blank.sheets(content, handed_out), grids)
    found.read()
    return _answers(content, price_book(content), found)


# --- Which form it is ----------------------------------------------------------------------------


def _check_version(name: str, grids: Sequence[Grid], stamp: Stamp) -> None:
    told = [found for grid in grids if (found := identity(grid))]
    if not told:
        raise RuleBroken(NOT_OURS, field="file", name=name[:LONGEST])
    if all(found.fingerprint != stamp.fingerprint for found in told):
        facts = {"given": _shown(told[0].label), "wanted": stamp.version_label}
        raise RuleBroken(OTHER_VERSION, field="file", name=name[:LONGEST], **facts)


# --- Cell by cell --------------------------------------------------------------------------------


class Reading:
    """Holds the sheets of a file against those that were handed out."""

    def __init__(self, sheets: Sequence[BlankSheet], grids: Sequence[Grid]) -> None:
        self.sheets, self.grids = sheets, list(grids)
        self.faults: list[Fault] = []
        self.prices: dict[str, dict[int, Ore]] = {sheet.key: {} for sheet in sheets}
        self.supplier = ""
        self.shown: list[tuple[BlankSheet, object]] = []

    def read(self) -> None:
        """Find each sheet, read it, and name those that are too many."""
        names = {sheet.tab for sheet in self.sheets}
        spare = [grid for grid in self.grids if grid.name not in names]
        by_name = {grid.name: grid for grid in self.grids}
        for sheet in self.sheets:
            grid = by_name.get(sheet.tab) or next((each for each in spare if _is_like(each, sheet)), None)
            if grid is None:
                self.fault(GONE, sheet)
                continue
            if grid in spare:
                spare.remove(grid)
                self.fault(RENAMED, sheet, given=grid.name[:LONGEST])
            self._sheet(sheet, grid)
        self.faults += [Fault(ADDED_SHEET, {"sheet": grid.name[:LONGEST]}) for grid in spare]

    def fault(self, sentence: str, sheet: BlankSheet, **facts: Fact) -> None:
        """Write a fault down."""
        self.faults.append(Fault(sentence, {"sheet": sheet.tab, **facts}))

    def _sheet(self, sheet: BlankSheet, grid: Grid) -> None:
        fixed = dict(_fixed_faults(sheet, grid))
        if len(fixed) >= REBUILT_FROM:
            self.fault(REBUILT, sheet, count=len(fixed))
        else:
            self.faults += fixed.values()
        touched = {row for row, _column in fixed}
        wrong = list(self._prices(sheet, grid, touched))
        if len(wrong) == len(sheet.prices) > 1 and all(each.sentence == MISSING for each in wrong):
            wrong = [Fault(EMPTY, {"sheet": sheet.tab, "count": len(sheet.prices)})]
        self.faults += wrong
        if sheet.supplier:
            self._supplier(sheet, grid, sheet.supplier)
        self.shown.append((sheet, grid.value(*sheet.total)))

    def _prices(self, sheet: BlankSheet, grid: Grid, touched: set[int]) -> Iterator[Fault]:
        """Read the prices of a sheet; one on a line that has been changed is for something else."""
        for place, number in sheet.prices.items():
            price, sentence, given = price_in(grid.cells.get(place))
            if place[0] in touched and sentence in ("", MISSING):
                continue
            if sentence:
                facts: dict[str, Fact] = {"given": given, "most": MOST // 100} if given else {}
                where: dict[str, Fact] = {"sheet": sheet.tab, "cell": at(*place), "line": f"P{number}"}
                yield Fault(sentence, {**where, **facts})
            else:
                self.prices[sheet.key][number] = price

    def _supplier(self, sheet: BlankSheet, grid: Grid, place: Place) -> None:
        self.supplier = _shown(grid.value(*place))
        if not self.supplier:
            self.fault(NO_SUPPLIER, sheet, cell=at(*place))


def _is_like(grid: Grid, sheet: BlankSheet) -> bool:
    """Answer whether a sheet by another name is this one: it says whose it is at the top."""
    top = ((0, 0), (1, 0), (2, 0))
    return all(_same(grid.value(*place), sheet.locked.value(*place)) for place in top)


def _fixed_faults(sheet: BlankSheet, grid: Grid) -> Iterator[tuple[Place, Fault]]:
    """Find the cells that are not as they were handed out, with what stands there now."""
    for place in sorted({*sheet.locked.cells, *grid.cells} - sheet.free):
        wanted, seen = sheet.locked.cells.get(place, NOTHING), grid.cells.get(place, NOTHING)
        where: dict[str, Fact] = {"sheet": sheet.tab, "cell": at(*place)}
        given = _shown(seen.formula or seen.value)
        if wanted is NOTHING:
            if given:
                yield place, Fault(ADDED, {**where, "given": given})
        elif wanted.formula:
            if _plain(seen.formula) != _plain(wanted.formula):
                yield place, Fault(FORMULA, {**where, "given": given, "wanted": wanted.formula})
        elif seen.formula or not _same(seen.value, wanted.value):
            yield place, _altered(where, given, _shown(wanted.value))


def _altered(where: Mapping[str, Fact], given: str, wanted: str) -> Fault:
    if not given:
        return Fault(EMPTIED, {**where, "wanted": wanted})
    return Fault(ALTERED, {**where, "given": given, "wanted": wanted})


def _same(given: object, wanted: object) -> bool:
    if _is_number(wanted):
        return _is_number(given) and given == wanted
    return _words(given) == _words(wanted)


def _words(value: object) -> str:
    """Write what stands in a cell without the spaces that programs add or leave out."""
    return "" if value is None else " ".join(str(value).split())


def _plain(formula: str) -> str:
    """Write a formula without what programs add or leave out when they save it."""
    return re.sub(r"[\s$']", "", formula).upper().replace(";", ",")


def _shown(value: object) -> str:
    """Write what stood in a cell, to be quoted."""
    if value is None:
        return ""
    text = f"{value:.15g}".replace(".", ",") if isinstance(value, float) else str(value)
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())[:LONGEST]


def _sum_shown(value: object) -> Fact:
    """Write a sum that a file shows as ours are written, if it could be one."""
    if _is_number(value) and abs(value) < LARGEST_SUM:
        return Amount(to_ore(Fraction(value) * 100))
    return _shown(value)


def _is_number(value: object) -> TypeGuard[int | float]:
    """Answer whether a value is a number; an int may have more digits than any float."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def price_in(seen: Seen | None) -> tuple[Ore, str, str]:
    """Return the price in a cell; else the sentence about what stands there, and how that is written.

    >>> price_in(Seen(12.5)), price_in(Seen(None))[1] == MISSING, price_in(Seen(-3))[2]
    ((1250, '', ''), True, '-3')
    """
    nothing, value = Ore(0), seen.value if seen else None
    if seen is not None and seen.formula:
        return nothing, RECKONED, _shown(seen.formula)
    if value is None or (isinstance(value, str) and not value.strip()):
        return nothing, MISSING, ""
    if not _is_number(value):
        return nothing, NO_NUMBER, _shown(value)
    # The shortest decimal that is this number: what was typed, without the tail that binary numbers have
    typed = Decimal(repr(value))
    if typed < 0:
        return nothing, NEGATIVE, _shown(value)
    if typed * 100 > MOST:
        return nothing, TOO_MUCH, _shown(value)
    if typed != typed.quantize(PENNY):
        return nothing, TOO_PRECISE, str(typed).replace(".", ",")[:LONGEST]
    return Ore(int(typed * 100)), "", ""


# --- What it adds up to --------------------------------------------------------------------------


def _answers(content: Mapping[str, Any], book: PriceBook, found: Reading) -> Answers:
    lines, months = priced_lines(content), evaluated_months(content)
    keys = [sheet.key for sheet in book.sheets]
    whole = [key for key in keys if _is_whole(lines, found.prices[key], key)]
    sums = evaluated_total(lines, found.prices, whole, months=months)
    is_whole = len(whole) == len(keys)
    return Answers(
        supplier=found.supplier,
        faults=tuple(found.faults),
        told=tuple(_other_sums(lines, months, found)),
        prices={key: found.prices[key] for key in keys},
        sheets=tuple(
            SheetSum(sheet.name, to_ore(sums.sheets[sheet.key]) if sheet.key in whole else None)
            for sheet in book.sheets
        ),
        lots=tuple((name, to_ore(sums.of_lot(lot)) if is_whole else None) for lot, name in book.lots),
        evaluated=to_ore(sums.total) if is_whole else None,
    )


def _is_whole(lines: Sequence[PricedLine], prices: Mapping[int, Ore], key: str) -> bool:
    """Answer whether a sheet has every price that counts."""
    return all(line.number in prices for line in lines if line.evaluated and line.stands_in(key))


def _other_sums(lines: Sequence[PricedLine], months: int | None, found: Reading) -> Iterator[Fault]:
    """Find totals in the file that its prices do not come to; there a missing price counts as 0."""
    keys = [key for key in found.prices if key != ALL]
    known = {key: {line.number: Ore(0) for line in lines} | found.prices[key] for key in keys}
    sums = evaluated_total(lines, known, keys, months=months)
    for sheet, value in found.shown:
        right = sums.total if sheet.key == ALL else sums.sheets[sheet.key]
        if value is not None and not _shows(value, right):
            where: dict[str, Fact] = {"sheet": sheet.tab, "cell": at(*sheet.total)}
            facts: dict[str, Fact] = {"given": _sum_shown(value), "wanted": Amount(to_ore(right))}
            yield Fault(SHOWS, {**where, **facts})


def _shows(value: object, right: Fraction) -> bool:
    """Answer whether a program's sum is ours, to the øre, or as near as its kind of numbers come."""
    if not _is_number(value):
        return False
    return abs(Fraction(value) * 100 - right) <= max(Fraction(1), right / 10**12)
