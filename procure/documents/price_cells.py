"""Where everything stands in the workbook of a price form: the writer fills in by it, the reader compares.

Every sum says which prices it adds, so that it can be counted again without trusting what stands in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from procure.documents.price_book import BookGroup, BookLine, BookSheet, PriceBook
from procure.documents.stamps import Stamp
from procure.documents.words import in_fours, words
from procure.documents.workbook_words import WORDS
from procure.domain.prices import Place

Ref = tuple[str, int]  # a price: the key of its sheet, the number of its line
LINE, WHAT, UNIT, PER, QUANTITY, TIMES, PRICE, SUM = range(8)  # the columns of a sheet
HEAD: Final = 5  # the row of their headings
FINGERPRINT: Final = (3, 0)  # where the sum sheet says which version it is of
ALL: Final = ""  # the key of the sum sheet
SUPPLIER, SUPPLIER_NUMBER = "supplier", "supplier_number"
LONGEST_TAB: Final = 31
ILLEGAL: Final = re.compile(r"[\[\]:*?/\\']+")
RESERVED: Final = "history"


class Look(StrEnum):
    """How a cell is drawn."""

    TITLE = "title"
    HEADING = "heading"
    PLAIN = "plain"
    SOFT = "soft"
    MARK = "mark"  # demo, draft
    LINK = "link"
    HEAD = "head"
    HEAD_NUMBER = "head_number"
    BAND = "band"  # the title of a group
    NAME = "name"  # names a row
    TEXT = "text"
    COUNT = "count"
    TIMES = "times"
    PRICE = "price"  # to be filled in
    ANSWER = "answer"  # the same, in words
    SUM = "sum"
    SUBTOTAL_NAME = "subtotal_name"
    SUBTOTAL = "subtotal"
    TOTAL_NAME = "total_name"
    TOTAL = "total"
    TOTAL_COUNT = "total_count"


@dataclass(frozen=True, slots=True)
class Formula:
    """What a cell reckons, and what it means.

    adds: the prices whose lines it adds.     counts: it counts those of them that are missing instead.
    constant: it is always this.
    """

    text: str
    adds: tuple[Ref, ...] = ()
    counts: bool = False
    constant: Fraction | None = None

    @property
    def at_first(self) -> float:
        """What it says while nothing is filled in."""
        return float(self.constant or (len(self.adds) if self.counts else 0))


@dataclass(frozen=True, slots=True)
class Price:
    """A cell for the price of a line in a sheet."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell for words: who the supplier is."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another sheet."""

    text: str
    tab: str


Content = str | int | Formula | Price | Answer | Link


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell."""

    content: Content
    look: Look


@dataclass(slots=True)
class Laid:
    """A sheet with all that stands in it, counted from 0.

    key: of who pays; `ALL` for the sum sheet.     tables: first and last row of each, the first its heading.
    sums: the cell and the meaning of what other sheets need: "sum_alone", "missing", "lot:2" …
    """

    key: str
    tab: str
    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    tables: list[tuple[int, int]] = field(default_factory=list)
    sums: dict[str, tuple[str, Formula]] = field(default_factory=dict)
    widest: int = 0

    def put(self, row: int, contents: Iterable[tuple[Content, Look] | None], column: int = 0) -> None:
        """Fill a row from a column on; None leaves a cell out."""
        for place, content in enumerate(contents, start=column):
            self.widest = max(self.widest, place)
            if content is not None:
                self.cells[row, place] = Cell(*content)

    def elsewhere(self, name: str) -> Formula:
        """Return a formula that fetches a sum of this sheet to another."""
        cell, sum_ = self.sums[name]
        return Formula(f"={quote_sheetname(self.tab)}!{cell}", sum_.adds, sum_.counts)


def at(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the name of a cell; a fixed one stays when it is copied.

    >>> at(7, 6), at(7, 6, fixed=True)
    ('G8', '$G$8')
    """
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def tabs(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return names that sheets can have, in the same order and each another.

    >>> tabs(["Herøy", "herøy", "Kautokeino/Guovdageaidnu"], ["Samlet sum"])
    ['Herøy', 'herøy 2', 'Kautokeino Guovdageaidnu']
    """
    used, found = {RESERVED, *(name.casefold() for name in taken)}, []
    for name in names:
        plain = " ".join(ILLEGAL.sub(" ", name).split()) or "_"
        tab, count = plain[:LONGEST_TAB].strip(), 1
        while tab.casefold() in used:
            count += 1
            tab = f"{plain[: LONGEST_TAB - len(str(count)) - 1].strip()} {count}"
        used.add(tab.casefold())
        found.append(tab)
    return found


def lay(book: PriceBook, stamp: Stamp) -> list[Laid]:
    """Lay out the whole workbook: the sum sheet first, then each who pays."""
    said = WORDS[book.language]
    names = tabs((sheet.tab for sheet in book.sheets), [said["all"]])
    sheets = [_sheet(book, stamp, sheet, tab) for sheet, tab in zip(book.sheets, names, strict=True)]
    return [_sum_sheet(book, stamp, sheets), *sheets]


def mark(stamp: Stamp, language: str) -> str:
    """Say that it is a draft, or made up."""
    told = [WORDS[language]["draft"]] if stamp.draft else []
    return " · ".join([*told, words(language)["demo"]] if stamp.demo else told)


# --- A sheet --------------------------------------------------------------------------------------


def _sheet(book: PriceBook, stamp: Stamp, sheet: BookSheet, tab: str) -> Laid:
    said = WORDS[book.language]
    laid = Laid(sheet.key, tab, sheet.title)
    laid.put(0, [(sheet.title, Look.TITLE)])
    laid.put(0, [(Link(said["back"], said["all"]), Look.LINK)], SUM)
    laid.put(1, [(f"{book.title} · {stamp.version_label}", Look.SOFT)])
    told = " · ".join(filter(None, (sheet.note, mark(stamp, book.language))))
    laid.put(2, [(told, Look.SOFT)] if told else [])
    laid.put(HEAD, _heads(book.language))
    subtotals: list[tuple[BookGroup, str, Formula]] = []
    row = HEAD + 1
    for group in sheet.groups:
        row = _group(laid, book, sheet, group, row, subtotals)
    row = _totals(laid, book, subtotals, row + 1)
    laid.tables.append((HEAD, row - 1))
    laid.put(3, [(said["missing_here"], Look.SOFT), None, (_missing(laid), Look.SOFT)])
    laid.sums["missing"] = (at(3, UNIT), _missing(laid))
    return laid


def _heads(language: str) -> list[tuple[Content, Look]]:
    said, own = words(language), WORDS[language]
    texts = [said["line"], said["what"], said["unit"], own["per"]]
    numbers = [said["quantity"], own["times"], said["price"], said["sum"]]
    return [*((text, Look.HEAD) for text in texts), *((text, Look.HEAD_NUMBER) for text in numbers)]


def _group(
    laid: Laid,
    book: PriceBook,
    sheet: BookSheet,
    group: BookGroup,
    row: int,
    subtotals: list[tuple[BookGroup, str, Formula]],
) -> int:
    """Lay out the lines of a group under its title; return the next free row."""
    laid.put(row, [(group.title, Look.BAND), *[("", Look.BAND)] * SUM])
    first = row + 1
    for row, line in enumerate(group.lines, start=first):
        laid.put(row, _line(sheet, line, row, is_compared=group.is_compared))
    if group.is_compared:
        adds = tuple((sheet.key, line.number) for line in group.lines)
        total = Formula(f"=SUM({at(first, SUM)}:{at(row, SUM)})", adds)
        row += 1
        name = WORDS[book.language]["subtotal"].format(name=group.title)
        laid.put(row, _sum_row(name, total, Look.SUBTOTAL_NAME, Look.SUBTOTAL))
        subtotals.append((group, at(row, SUM), total))
    return row + 1


def _line(
    sheet: BookSheet, line: BookLine, row: int, *, is_compared: bool
) -> list[tuple[Content, Look] | None]:
    product = f"={at(row, QUANTITY)}*{at(row, TIMES)}*{at(row, PRICE)}"
    ref = (sheet.key, line.number)
    return [
        (line.id, Look.NAME),
        (line.text, Look.TEXT),
        (line.unit, Look.TEXT),
        (line.per, Look.TEXT),
        ("" if line.quantity is None else line.quantity, Look.COUNT),
        _times(line.times),
        (Price(ref), Look.PRICE),
        (Formula(product, (ref,)) if is_compared else "", Look.SUM),
    ]


def _times(times: Fraction) -> tuple[Content, Look]:
    """Return how often a price is paid: a whole number, or a formula that says exactly how it is broken."""
    if times.denominator == 1:
        return int(times), Look.COUNT
    return Formula(f"={times.numerator}/{times.denominator}", constant=times), Look.TIMES


def _sum_row(name: str, total: Formula, name_look: Look, look: Look) -> list[tuple[Content, Look]]:
    return [(name, name_look), *[("", name_look)] * PRICE, (total, look)]


def _totals(
    laid: Laid, book: PriceBook, subtotals: Sequence[tuple[BookGroup, str, Formula]], row: int
) -> int:
    """Lay out the sums of a sheet: with and without options, and of each lot."""
    said = WORDS[book.language]
    places = {"sum_alone": {Place.ORDINARY}, "sum_options": {Place.OPTIONS}} if book.has_options else {}
    asked = [
        *(
            (f"lot:{lot}", said["sum_lot"].format(name=name), _of_lot(subtotals, lot))
            for lot, name in book.lots
        ),
        *(
            (key, said[key], [each for each in subtotals if each[0].place in own])
            for key, own in places.items()
        ),
        ("sum_whole", said["sum_whole"], subtotals),
    ]
    for key, name, parts in asked:
        total = _added([(cell, formula) for _group, cell, formula in parts])
        laid.put(row, _sum_row(name, total, Look.TOTAL_NAME, Look.TOTAL))
        laid.sums[key] = (at(row, SUM), total)
        row += 1
    return row


def _of_lot(
    subtotals: Sequence[tuple[BookGroup, str, Formula]], lot: int | None
) -> list[tuple[BookGroup, str, Formula]]:
    return [each for each in subtotals if each[0].lot == lot]


def _added(parts: Sequence[tuple[str, Formula]]) -> Formula:
    """Add some cells; nothing is 0."""
    adds = tuple(ref for _cell, formula in parts for ref in formula.adds)
    return Formula("=" + ("+".join(cell for cell, _formula in parts) or "0"), adds)


def _missing(laid: Laid) -> Formula:
    """Count the prices of a sheet that are no numbers yet."""
    asked = {place: cell.content.ref for place, cell in laid.cells.items() if isinstance(cell.content, Price)}
    if not asked:
        return Formula("=0", counts=True)
    rows = [row for row, _column in asked]
    # What stands between the groups in this column is no number
    counted = f"COUNT({at(min(rows), PRICE)}:{at(max(rows), PRICE)})"
    return Formula(f"={len(asked)}-{counted}", tuple(asked.values()), counts=True)


# --- The sum sheet --------------------------------------------------------------------------------


def _sum_sheet(book: PriceBook, stamp: Stamp, sheets: Sequence[Laid]) -> Laid:
    said = WORDS[book.language]
    laid = Laid(ALL, said["all"], said["name"])
    laid.put(0, [(said["name"], Look.TITLE)])
    laid.put(1, [(book.title, Look.HEADING)])
    laid.put(2, [(stamp.version_label, Look.SOFT)])
    row, column = FINGERPRINT
    laid.put(row, [(said["fingerprint"].format(digits=in_fours(stamp.fingerprint)), Look.SOFT)], column)
    if told := mark(stamp, book.language):
        laid.put(4, [(told, Look.MARK)])
    row = _guidance(laid, book, 6)
    row = _supplier(laid, book.language, row + 1)
    names = {sheet.key: sheet.name for sheet in book.sheets}
    row = _summary(laid, book, [(names[each.key], each) for each in sheets], row + 1)
    if book.lots:
        _by_lot(laid, book, [(names[each.key], each) for each in sheets], row + 1)
    return laid


def _guidance(laid: Laid, book: PriceBook, row: int) -> int:
    said = WORDS[book.language]
    told = ["how_fields", "how_prices", "how_zero", "how_sums", "how_times", "how_total", "how_estimates"]
    told += ["how_outside"] if book.has_outside else []
    laid.put(row, [(said["how"], Look.HEADING)])
    for place, key in enumerate(told, start=row + 1):
        laid.put(place, [(said[key], Look.PLAIN)])
    return row + 1 + len(told)


def _supplier(laid: Laid, language: str, row: int) -> int:
    said = WORDS[language]
    laid.put(row, [(said["supplier"], Look.HEADING)])
    laid.put(row + 1, [(said["supplier_name"], Look.NAME), (Answer(SUPPLIER), Look.ANSWER)])
    laid.put(row + 2, [(said["supplier_number"], Look.NAME), (Answer(SUPPLIER_NUMBER), Look.ANSWER)])
    return row + 3


def _summary(laid: Laid, book: PriceBook, sheets: Sequence[tuple[str, Laid]], row: int) -> int:
    """Lay out the table where the sums of all the sheets meet."""
    keys = ["sum_alone", "sum_options", "sum_whole"] if book.has_options else ["sum_whole"]
    said = WORDS[book.language]
    heads = {key: said[key] for key in (*keys, "missing")}
    row = _matrix(laid, said["all"], heads, sheets, row, book.language)
    total = laid.cells[row - 1, len(keys)].content
    if isinstance(total, Formula):  # as it always is
        laid.sums["evaluated"] = (at(row - 1, len(keys)), total)
    return row


def _by_lot(laid: Laid, book: PriceBook, sheets: Sequence[tuple[str, Laid]], row: int) -> int:
    heads = {f"lot:{number}": name for number, name in book.lots}
    return _matrix(laid, WORDS[book.language]["by_lot"], heads, sheets, row, book.language)


def _matrix(
    laid: Laid,
    title: str,
    heads: Mapping[str, str],
    sheets: Sequence[tuple[str, Laid]],
    row: int,
    language: str,
) -> int:
    """Lay out a table: a row for each who pays, a column for each sum, and the sums of them all."""
    said = WORDS[language]
    laid.put(row, [(title, Look.HEADING)])
    head = row + 1
    laid.put(head, [(said["payer"], Look.HEAD), *((name, Look.HEAD_NUMBER) for name in heads.values())])
    for row, (name, sheet) in enumerate(sheets, start=head + 1):
        fetched = [(sheet.elsewhere(key), _look(key, Look.SUM, Look.COUNT)) for key in heads]
        laid.put(row, [(Link(name, sheet.tab), Look.LINK), *fetched])
    first, foot = head + 1, head + 1 + len(sheets)
    totals = [
        (_column_sum(laid, first, foot, column), _look(key, Look.TOTAL, Look.TOTAL_COUNT))
        for column, key in enumerate(heads, start=1)
    ]
    laid.put(foot, [(said["evaluated"], Look.TOTAL_NAME), *totals])
    laid.tables.append((head, foot))
    return foot + 1


def _look(key: str, amount: Look, count: Look) -> Look:
    return count if key == "missing" else amount


def _column_sum(laid: Laid, first: int, foot: int, column: int) -> Formula:
    above = [laid.cells[row, column].content for row in range(first, foot)]
    parts = [each for each in above if isinstance(each, Formula)]
    adds = tuple(ref for each in parts for ref in each.adds)
    text = f"=SUM({at(first, column)}:{at(foot - 1, column)})" if parts else "=0"
    return Formula(text, adds, counts=any(each.counts for each in parts))
