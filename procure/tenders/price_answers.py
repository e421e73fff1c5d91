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

from procure.documents import price_cells, price_layout
from procure.documents.price_book import PriceBook
from procure.documents.price_cells import ALL, FINGERPRINT, SUPPLIER, Formula, Laid, Link, Price, Ref, at
from procure.domain.errors import N_, Amount, Fact, RuleBroken
from procure.domain.money import MOST, Ore
from procure.domain.prices import PricedLine, evaluated_total, groups, to_ore
from procure.sheets import cells
from procure.sheets.cells import Grid, Seen
from procure.tenders import papers
from procure.tenders.papers.price_book import evaluated_months, price_book, priced_lines

DIGITS: Final = re.compile(r"(?:[0-9a-f]{4} ?){16}")
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


def read(name: str, data: bytes, content: Mapping[str, Any]) -> Answers:
    """Read a filled-in price form, and hold it against the one of a version.

    Raises RuleBroken, about the field `file`, for what is no price form of this version.
    """
    grids = cells.read(name, data)
    _check_version(name, grids, content)
    book = price_book(content)
    found = Reading(price_layout.lay(book, papers.stamp(content)), grids)
    found.read()
    return _answers(content, book, found)


# --- Which form it is ----------------------------------------------------------------------------


def _check_version(name: str, grids: Sequence[Grid], content: Mapping[str, Any]) -> None:
    stamp = papers.stamp(content)
    told = [(grid, found) for grid in grids if (found := _fingerprint(grid))]
    if not told:
        raise RuleBroken(NOT_OURS, field="file", name=name[:LONGEST])
    if all(found != stamp.fingerprint for _grid, found in told):
        row, column = FINGERPRINT
        given = _shown(told[0][0].value(row - 1, column))
        facts = {"given": given, "wanted": stamp.version_label}
        raise RuleBroken(OTHER_VERSION, field="file", name=name[:LONGEST], **facts)


def _fingerprint(grid: Grid) -> str:
    """Return the fingerprint that a sum sheet carries; "" for other sheets."""
    found = DIGITS.search(f"{grid.value(*FINGERPRINT) or ''} ")
    return found[0].replace(" ", "") if found else ""


# --- Cell by cell --------------------------------------------------------------------------------


class Reading:
    """Holds the sheets of a file against those that were handed out."""

    def __init__(self, laid: Sequence[Laid], grids: Sequence[Grid]) -> None:
        self.laid, self.grids = laid, list(grids)
        self.faults: list[Fault] = []
        self.prices: dict[str, dict[int, Ore]] = {sheet.key: {} for sheet in laid}
        self.supplier = ""
        self.shown: list[tuple[Laid, tuple[int, int], Formula, object]] = []

    def read(self) -> None:
        """Find each sheet, read it, and name those that are too many."""
        names = {sheet.tab for sheet in self.laid}
        spare = [grid for grid in self.grids if grid.name not in names]
        by_name = {grid.name: grid for grid in self.grids}
        for sheet in self.laid:
            grid = by_name.get(sheet.tab) or next((each for each in spare if _is_like(each, sheet)), None)
            if grid is None:
                self.fault(GONE, sheet)
                continue
            if grid in spare:
                spare.remove(grid)
                self.fault(RENAMED, sheet, given=grid.name[:LONGEST])
            self._sheet(sheet, grid)
        self.faults += [Fault(ADDED_SHEET, {"sheet": grid.name[:LONGEST]}) for grid in spare]

    def fault(self, sentence: str, sheet: Laid, **facts: Fact) -> None:
        """Write a fault down."""
        self.faults.append(Fault(sentence, {"sheet": sheet.tab, **facts}))

    def _sheet(self, sheet: Laid, grid: Grid) -> None:
        fixed = dict(_fixed_faults(sheet, grid))
        if len(fixed) >= REBUILT_FROM:
            self.fault(REBUILT, sheet, count=len(fixed))
        else:
            self.faults += fixed.values()
        touched = {row for row, _column in fixed}
        wrong = list(self._prices(sheet, grid, touched))
        asked = [cell for cell in sheet.cells.values() if isinstance(cell.content, Price)]
        if len(wrong) == len(asked) > 1 and all(each.sentence == MISSING for each in wrong):
            wrong = [Fault(EMPTY, {"sheet": sheet.tab, "count": len(asked)})]
        self.faults += wrong
        for place, cell in sheet.cells.items():
            match cell.content:
                case price_cells.Answer(name):
                    self._answer(sheet, grid, place, name)
                case Formula() as formula if formula.adds and not formula.counts:
                    self.shown.append((sheet, place, formula, grid.value(*place)))

    def _prices(self, sheet: Laid, grid: Grid, touched: set[int]) -> Iterator[Fault]:
        """Read the prices of a sheet; one on a line that has been changed is for something else."""
        for place, cell in sheet.cells.items():
            if not isinstance(cell.content, Price):
                continue
            key, number = cell.content.ref
            price, sentence, given = price_in(grid.cells.get(place))
            if place[0] in touched and sentence in ("", MISSING):
                continue
            if sentence:
                facts: dict[str, Fact] = {"given": given, "most": MOST // 100} if given else {}
                where: dict[str, Fact] = {"sheet": sheet.tab, "cell": at(*place), "line": f"P{number}"}
                yield Fault(sentence, {**where, **facts})
            else:
                self.prices[key][number] = price

    def _answer(self, sheet: Laid, grid: Grid, place: tuple[int, int], name: str) -> None:
        if name != SUPPLIER:
            return
        self.supplier = _shown(grid.value(*place))
        if not self.supplier:
            self.fault(NO_SUPPLIER, sheet, cell=at(*place))


def _is_like(grid: Grid, sheet: Laid) -> bool:
    """Answer whether a sheet by another name is this one: it says whose it is at the top."""
    top = ((0, 0), (1, 0), (2, 0))
    return all(_same(grid.value(*place), _wanted(sheet, place)) for place in top)


def _wanted(sheet: Laid, place: tuple[int, int]) -> object:
    cell = sheet.cells.get(place)
    return cell.content if cell else ""


def _fixed_faults(sheet: Laid, grid: Grid) -> Iterator[tuple[tuple[int, int], Fault]]:
    """Find the cells that are not as they were handed out, with what stands there now."""
    for place in sorted({*sheet.cells, *grid.cells}):
        wanted, seen = _wanted(sheet, place), grid.cells.get(place, Seen(None))
        where: dict[str, Fact] = {"sheet": sheet.tab, "cell": at(*place)}
        given = _shown(seen.formula or seen.value)
        match wanted:
            case Price() | price_cells.Answer():
                continue
            case Formula(text) if not _same_formula(seen.formula, text):
                yield place, Fault(FORMULA, {**where, "given": given, "wanted": text})
            case Formula():
                continue
            case "" if given:
                yield place, Fault(ADDED, {**where, "given": given})
            case Link(text=text) | (str() as text) if seen.formula or not _same(seen.value, text):
                yield place, _altered(where, given, text)
            case int() as number if seen.formula or not _same(seen.value, number):
                yield place, _altered(where, given, str(number))


def _altered(where: Mapping[str, Fact], given: str, wanted: str) -> Fault:
    if not given:
        return Fault(EMPTIED, {**where, "wanted": wanted[:LONGEST]})
    return Fault(ALTERED, {**where, "given": given, "wanted": wanted[:LONGEST]})


def _same(given: object, wanted: object) -> bool:
    if isinstance(wanted, int):
        return isinstance(given, int | float) and not isinstance(given, bool) and given == wanted
    return " ".join(str(given or "").split()) == " ".join(str(wanted).split())


def _same_formula(given: str, wanted: str) -> bool:
    return _plain(given) == _plain(wanted)


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
    worth = _worths(lines, months, found.prices)
    for sheet, place, formula, value in found.shown:
        if sheet.sums.get(TOTALS[sheet.key == ALL], ("",))[0] != at(*place) or value is None:
            continue
        right = sum((worth.get(ref, Fraction()) for ref in formula.adds), Fraction())
        if not _shows(value, right):
            where: dict[str, Fact] = {"sheet": sheet.tab, "cell": at(*place)}
            facts: dict[str, Fact] = {"given": _sum_shown(value), "wanted": Amount(to_ore(right))}
            yield Fault(SHOWS, {**where, **facts})


TOTALS: Final = {True: "evaluated", False: "sum_whole"}


def _worths(
    lines: Sequence[PricedLine], months: int | None, prices: Mapping[str, Mapping[int, Ore]]
) -> dict[Ref, Fraction]:
    return {
        (key, line.number): line.quantity(key) * line.times(months) * found[line.number]
        for key, found in prices.items()
        for group in groups(lines, key)
        for line in group.lines
        if line.number in found
    }


def _shows(value: object, right: Fraction) -> bool:
    """Answer whether a program's sum is ours, to the øre, or as near as its kind of numbers come."""
    if not _is_number(value):
        return False
    return abs(Fraction(value) * 100 - right) <= max(Fraction(1), right / 10**12)
