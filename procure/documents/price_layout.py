"""Where everything stands in the workbook of a price form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procure.documents.price_book import BookGroup, BookLine, BookSheet, PriceBook
from procure.documents.price_cells import (
    ALL,
    FINGERPRINT,
    HEAD,
    PRICE,
    QUANTITY,
    SUM,
    SUPPLIER,
    SUPPLIER_NUMBER,
    TIMES,
    UNIT,
    Answer,
    Content,
    Formula,
    Laid,
    Link,
    Look,
    Price,
    at,
    tabs,
)
from procure.documents.stamps import Stamp
from procure.documents.words import in_fours, words
from procure.documents.workbook_words import WORDS
from procure.domain.prices import Place


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


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The sum of a group, and the cell it stands in."""

    group: BookGroup
    cell: str


def _sheet(book: PriceBook, stamp: Stamp, sheet: BookSheet, tab: str) -> Laid:
    said = WORDS[book.language]
    laid = Laid(sheet.key, tab, sheet.title)
    laid.put(0, [(sheet.title, Look.TITLE)])
    laid.put(0, [(Link(said["back"], said["all"]), Look.BACK)], SUM)
    laid.put(1, [(f"{book.title} · {stamp.version_label}", Look.SOFT)])
    told = " · ".join(filter(None, (sheet.note, mark(stamp, book.language))))
    laid.put(2, [(told, Look.SOFT)] if told else [])
    laid.put(HEAD, _heads(book.language))
    subtotals: list[Subtotal] = []
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
    subtotals: list[Subtotal],
) -> int:
    """Lay out the lines of a group under its title; return the next free row."""
    laid.put(row, [(group.title, Look.BAND), *[("", Look.BAND)] * SUM])
    first = row + 1
    for row, line in enumerate(group.lines, start=first):
        laid.put(row, _line(sheet, line, row, is_compared=group.is_compared))
    if group.is_compared:
        total = Formula(f"=SUM({at(first, SUM)}:{at(row, SUM)})")
        row += 1
        name = WORDS[book.language]["subtotal"].format(name=group.title)
        laid.put(row, _sum_row(name, total, Look.SUBTOTAL_NAME, Look.SUBTOTAL))
        subtotals.append(Subtotal(group, at(row, SUM)))
    return row + 1


def _line(
    sheet: BookSheet, line: BookLine, row: int, *, is_compared: bool
) -> list[tuple[Content, Look] | None]:
    product = f"={at(row, QUANTITY)}*{at(row, TIMES)}*{at(row, PRICE)}"
    return [
        (line.id, Look.NAME),
        (line.text, Look.TEXT),
        (line.unit, Look.TEXT),
        (line.per, Look.TEXT),
        ("" if line.quantity is None else line.quantity, Look.COUNT),
        _times(line.times),
        (Price((sheet.key, line.number)), Look.PRICE),
        (Formula(product) if is_compared else "", Look.SUM),
    ]


def _times(times: Fraction) -> tuple[Content, Look]:
    """Return how often a price is paid: a whole number, or a formula that says exactly how it is broken."""
    if times.denominator == 1:
        return int(times), Look.COUNT
    return Formula(f"={times.numerator}/{times.denominator}", constant=times), Look.TIMES


def _sum_row(name: str, total: Formula, name_look: Look, look: Look) -> list[tuple[Content, Look]]:
    return [(name, name_look), *[("", name_look)] * PRICE, (total, look)]


def _totals(laid: Laid, book: PriceBook, subtotals: Sequence[Subtotal], row: int) -> int:
    """Lay out the sums of a sheet; return the next free row."""
    for key, name, parts in _asked(book, subtotals):
        total = _added(parts)
        last = (Look.TOTAL_NAME, Look.TOTAL) if key == "sum_whole" else (Look.SUBTOTAL_NAME, Look.SUBTOTAL)
        laid.put(row, _sum_row(name, total, *last))
        laid.sums[key] = (at(row, SUM), total)
        row += 1
    return row


def _asked(book: PriceBook, subtotals: Sequence[Subtotal]) -> Iterator[tuple[str, str, list[Subtotal]]]:
    """Yield the sums of a sheet, each with its name and what it adds: of a lot, of options or not, of all."""
    said = WORDS[book.language]
    for lot, name in book.lots:
        called = said["sum_lot"].format(name=name[:1].lower() + name[1:])
        yield f"lot:{lot}", called, [each for each in subtotals if each.group.lot == lot]
    if book.has_options:
        for key, place in (("sum_alone", Place.ORDINARY), ("sum_options", Place.OPTIONS)):
            yield key, said[key], [each for each in subtotals if each.group.place is place]
    yield "sum_whole", said["sum_whole"], list(subtotals)


def _added(parts: Sequence[Subtotal]) -> Formula:
    """Add some cells; nothing is 0."""
    return Formula("=" + ("+".join(each.cell for each in parts) or "0"))


def _missing(laid: Laid) -> Formula:
    """Count the prices of a sheet that are no numbers yet."""
    rows = [row for (row, _column), cell in laid.cells.items() if isinstance(cell.content, Price)]
    # What stands between the groups in this column is no number
    counted = f"COUNT({at(min(rows), PRICE)}:{at(max(rows), PRICE)})"
    return Formula(f"={len(rows)}-{counted}", missing=len(rows))


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
    told = ["how_fields", "how_next", "how_prices", "how_zero", "how_sums", "how_times", "how_total"]
    told += ["how_estimates", *(["how_outside"] if book.has_outside else [])]
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
    text = f"=SUM({at(first, column)}:{at(foot - 1, column)})" if parts else "=0"
    return Formula(text, missing=sum(each.missing for each in parts))
