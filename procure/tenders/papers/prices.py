"""The price form (prisskjema), from a version's content: pages for each who pays, and the sums of them.

It is printed from the same book as the workbook is made from, so that both have the same lines and sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from procure.documents.price_book import BookGroup, BookLine, BookSheet, PriceBook
from procure.domain.assembly import (
    Block,
    Chapter,
    Column,
    Document,
    Note,
    Place,
    PriceGroup,
    PriceLine,
    Prices,
    Prose,
    Table,
    literal,
)
from procure.domain.prices import JOINT, YEAR, PriceKind
from procure.domain.prices import Place as Standing
from procure.tenders.papers.labels import Paper, inside
from procure.tenders.papers.price_book import evaluated_months, price_book

CAPTIONS: Final = {
    Standing.ORDINARY: "prices_for",
    Standing.OPTIONS: "options_for",
    Standing.OUTSIDE: "outside_for",
}
PER: Final = frozenset({PriceKind.MONTHLY, PriceKind.YEARLY, PriceKind.HOURLY})  # kinds that the unit tells


def price_form(paper: Paper) -> Document:
    """Make the price form: how it is filled in, pages for each who pays, and the page where they meet."""
    name, book = paper.word("price_form"), price_book(paper.content)
    how = Chapter("how", paper.word("price_form_how"), tuple(_how(paper, book)))
    pages = [_page(paper, book, sheet) for sheet in book.sheets]
    return Document(
        kind="price_form",
        name=name,
        language=paper.language,
        chapters=(how, *pages, *_summary(paper, book)),
        cover=paper.cover(name),
        short=paper.word("price_form_short"),
        group=paper.word("contract_group"),
        places=(Place("bilag:price_form", paper.word("price_form_short")),),
    )


def _counts_months(paper: Paper) -> bool:
    """Whether running prices are multiplied; in older versions the quantity had the months in it."""
    return all("months" in row for row in paper.content["price_lines"])


# --- How it is filled in, and what is compared ----------------------------------------------------


def _how(paper: Paper, book: PriceBook) -> Iterator[Block]:
    yield Prose(paper.word("price_form_intro"))
    if not book.sheets or not _counts_months(paper):
        return
    yield Prose(paper.word("sums_explained"))
    told = [paper.word("evaluated_price_explained")]
    if months := evaluated_months(paper.content):
        told.append(paper.word("evaluated_months", count=paper.count(months)))
    if book.has_outside:
        told.append(paper.word("outside_explained"))
    yield Prose(" ".join(told))
    yield Note(paper.word("price_form_sheet"))


# --- The pages of one who pays --------------------------------------------------------------------


def _page(paper: Paper, book: PriceBook, sheet: BookSheet) -> Chapter:
    """Make a table for what is compared, one for options, one for the rest; with lots, the sum of each."""
    tables = [_prices(paper, sheet, place, options=_has_options(sheet)) for place in Standing]
    blocks = (*_volumes(paper, sheet), *(each for each in tables if each), *_lots(paper, book, sheet))
    return Chapter(f"prices-{sheet.key}", sheet.title, blocks, new_page=True)


def _called(paper: Paper, sheet: BookSheet) -> str:
    """Name who pays, as it stands inside a sentence."""
    return paper.word("joint_part") if sheet.key == JOINT else sheet.name


def _has_options(sheet: BookSheet) -> bool:
    return any(group.place is Standing.OPTIONS for group in sheet.groups)


def _volumes(paper: Paper, sheet: BookSheet) -> Iterator[Block]:
    """Tell how large a buyer is, where it has said both."""
    for one in (*paper.content["participants"], *paper.content.get("option_holders", ())):
        if one["key"] == sheet.key and one["inhabitants"] and one["users"]:
            inhabitants, users = paper.count(one["inhabitants"]), paper.count(one["users"])
            yield Prose(paper.word("volumes_of", inhabitants=inhabitants, users=users))


def _prices(paper: Paper, sheet: BookSheet, place: Standing, *, options: bool) -> Prices | None:
    """Make the table of a place; what is outside the evaluation has no sum."""
    found = [group for group in sheet.groups if group.place is place]
    if not found:
        return None
    divided = tuple(_group(paper, group) for group in found) if len(found) > 1 else ()
    lines = () if divided else _lines(paper, found[0])
    totals = {
        Standing.ORDINARY: "sum_alone_for" if options else "sum_for",
        Standing.OPTIONS: "sum_options_for",
    }
    total = paper.word(totals[place], name=_called(paper, sheet)) if place in totals else ""
    return Prices(paper.word(CAPTIONS[place], name=_called(paper, sheet)), lines, total, groups=divided)


def _group(paper: Paper, group: BookGroup) -> PriceGroup:
    total = paper.word("subtotal", name=group.title) if group.is_compared else ""
    return PriceGroup(group.title, _lines(paper, group), total)


def _lines(paper: Paper, group: BookGroup) -> tuple[PriceLine, ...]:
    rows = {row["number"]: row for row in paper.content["price_lines"]}
    return tuple(
        PriceLine(line.id, literal(line.text), _unit(paper, rows[line.number]), _quantity(paper, line))
        for line in group.lines
    )


def _unit(paper: Paper, row: Mapping[str, Any]) -> str:
    """Write what one price is for: «bruker per måned»."""
    unit, kind = str(row["unit"]), PriceKind(row["kind"])
    word = paper.word(kind)
    told = kind not in PER or unit.casefold() == word.casefold()
    return unit if told else paper.word("unit_per", unit=unit, time=word)


def _quantity(paper: Paper, line: BookLine) -> str:
    """Write how many, and how many times a price is paid where that is more than once: «30 × 48»."""
    count = paper.count(line.quantity)
    if line.times == 1:
        return count
    return paper.word("times", count=count, times=_times(paper, line.times)).strip()


def _times(paper: Paper, times: Fraction) -> str:
    """Write how often a price is paid, exactly: part of a year as months of twelve."""
    if times.denominator == 1:
        return paper.count(int(times))
    return f"{times * YEAR}/{YEAR}"


# --- Where the sums meet --------------------------------------------------------------------------


def _lots(paper: Paper, book: PriceBook, sheet: BookSheet) -> Iterator[Block]:
    """Make the table where the subtotals of a sheet are added up for each lot."""
    there = {group.lot for group in sheet.groups if group.is_compared}
    names = [name for number, name in book.lots if number in there]
    if there - {None}:
        caption = paper.word("lots_for", name=_called(paper, sheet))
        yield _sums(paper, caption, "lots", names, paper.word("sum_for", name=_called(paper, sheet)), book)


def _summary(paper: Paper, book: PriceBook) -> Iterator[Chapter]:
    """Make the page where the sums of all meet, so that offers can be compared: lot by lot, if divided."""
    if not book.sheets:
        return
    foot = paper.word("evaluated_price" if _counts_months(paper) else "sum_all")
    tables = [
        _sums(paper, name, "municipality", _names(book, number), f"{foot}, {inside(name)}", book)
        for number, name in book.lots
    ]
    everything = [_capital(sheet.name) for sheet in book.sheets]
    whole = _sums(paper, paper.word("summary"), "municipality", everything, foot, book)
    how = Prose(paper.word("summary_how"))
    yield Chapter("prices-all", paper.word("summary"), (how, *(tables or [whole])), new_page=True)


def _names(book: PriceBook, lot: int | None) -> list[str]:
    """Name those who pay something in a lot."""
    return [
        _capital(sheet.name)
        for sheet in book.sheets
        if any(group.lot == lot for group in sheet.groups if group.is_compared)
    ]


def _sums(paper: Paper, caption: str, first: str, names: Sequence[str], foot: str, book: PriceBook) -> Table:
    """Make a table for sums: without options, the options, and both."""
    kinds = ("sum_alone", "sum_options", "sum_whole") if book.has_options else ("sum_whole",)
    columns = [Column(paper.word(kind), 34, numeric=True, fill=True) for kind in kinds]
    empty = ("",) * len(columns)
    rows = tuple((literal(name), *empty) for name in names)
    return Table(caption, (Column(paper.word(first)), *columns), rows, (literal(foot), *empty))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
