"""The price form (prisskjema), from a version's content: a sheet for each who pays, and the sums of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from procure.domain.assembly import (
    Block,
    Chapter,
    Column,
    Document,
    PriceLine,
    Prices,
    Prose,
    Table,
    literal,
)
from procure.domain.prices import JOINT, YEAR, Group, Payer, Place, PricedLine, PriceKind, groups
from procure.tenders.papers.labels import Paper
from procure.tenders.papers.rules import buyers

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """What one buyer pays, or what is paid together: its key among the quantities, and its name."""

    key: str
    name: str


def price_form(paper: Paper) -> Document:
    """Make the price form: how it is filled in, a page for each sheet, and the page where they meet."""
    name = paper.word("price_form")
    lines = [_priced(row) for row in paper.content["price_lines"]]
    how = Chapter("how", paper.word("price_form_how"), (*_how(paper, lines), *buyers(paper)))
    pages = [_page(paper, lines, sheet) for sheet in _sheets(paper, lines)]
    return Document(
        kind="price_form",
        name=name,
        language=paper.language,
        chapters=(how, *pages, *_summary(paper, lines)),
        cover=paper.cover(name),
        short=paper.word("price_form_short"),
        group=paper.word("contract_group"),
    )


def _priced(row: Row) -> PricedLine:
    """Return a line as it is counted; a version from before lines had payers has only each buyer's own."""
    return PricedLine(
        number=row["number"],
        kind=PriceKind(row["kind"]),
        payer=Payer(row.get("payer", Payer.EACH)),
        months=row.get("months"),
        evaluated=row.get("evaluated", True),
        heading=row.get("heading") or "",
        lot=row.get("lot"),
        quantities=row["quantities"],
        joint_amount=row.get("joint_amount") or 0,
    )


def _sheets(paper: Paper, lines: Sequence[PricedLine]) -> list[Sheet]:
    """List the sheets: the participants', the option holders', and the joint one where something is joint."""
    named = [Sheet(one["key"], one["name"]) for one in paper.content["participants"]]
    holders = [
        Sheet(one["key"], paper.word("option_holder", name=one["name"]))
        for one in paper.content.get("option_holders", ())
    ]
    is_joint = any(line.payer is Payer.JOINT for line in lines)
    return [*named, *holders, *([Sheet(JOINT, paper.word("joint_part"))] if is_joint else [])]


def _counts_months(paper: Paper) -> bool:
    """Whether running prices are multiplied; in older versions the quantity had the months in it."""
    return all("months" in row for row in paper.content["price_lines"])


# --- How it is filled in, and what is compared ----------------------------------------------------


def _how(paper: Paper, lines: Sequence[PricedLine]) -> Iterator[Block]:
    yield Prose(paper.word("price_form_intro"))
    if not lines or not _counts_months(paper):
        return
    yield Prose(paper.word("sums_explained"))
    told = [paper.word("evaluated_price_explained")]
    if months := _months(paper):
        told.append(paper.word("evaluated_months", count=paper.count(months)))
    if any(not line.evaluated for line in lines):
        told.append(paper.word("outside_explained"))
    yield Prose(" ".join(told))


def _months(paper: Paper) -> int | None:
    """Return how long running prices are counted where a line does not say."""
    months: int | None = paper.tender.get("evaluated_months") or paper.tender["duration_months"]
    return months


# --- A sheet --------------------------------------------------------------------------------------


def _page(paper: Paper, lines: Sequence[PricedLine], sheet: Sheet) -> Chapter:
    """Make the page of a sheet: its groups with a subtotal each, and the sums of them."""
    found = groups(lines, sheet.key)
    rows = {row["number"]: row for row in paper.content["price_lines"]}
    blocks: list[Block] = []
    for place in Place:
        here = [group for group in found if group.place is place]
        labels = [_label(paper, group, alone=len(here) == 1) for group in here]
        for group, label in zip(here, labels, strict=True):
            blocks.append(_prices(paper, group, rows, sheet, label, alone=len(here) == 1))
        if len(here) > 1 and place is not Place.OUTSIDE:
            blocks.append(_sums(paper, sheet, place, labels))
    title = paper.word("price_form_for", name=sheet.name)
    return Chapter(f"prices-{sheet.key}", title, tuple(blocks), new_page=True)


TITLES = {
    Place.ORDINARY: "prices_for",
    Place.OPTIONS: "options_for",
    Place.OUTSIDE: "outside_for",
}
TOTALS = {Place.ORDINARY: "sum_for", Place.OPTIONS: "sum_options_for"}


def _label(paper: Paper, group: Group, *, alone: bool) -> str:
    """Name a group: by its heading, with its lot."""
    name = group.heading or ("" if alone else paper.word("other_prices"))
    if group.lot is None:
        return name
    lot = paper.word("lot", number=group.lot)
    return f"{lot}, {name}" if name else lot


def _prices(
    paper: Paper, group: Group, rows: Mapping[int, Row], sheet: Sheet, label: str, *, alone: bool
) -> Prices:
    """Make the table of a group; what is outside the evaluation has no sum."""
    caption = paper.word(TITLES[group.place], name=sheet.name)
    lines = tuple(_line(paper, line, rows[line.number], sheet) for line in group.lines)
    total = ""
    if group.place in TOTALS:
        whole = paper.word(TOTALS[group.place], name=sheet.name)
        total = whole if alone else paper.word("subtotal", name=label)
    return Prices(f"{caption}: {label}" if label else caption, lines, total)


def _sums(paper: Paper, sheet: Sheet, place: Place, labels: Sequence[str]) -> Table:
    """Make the table where the subtotals of a sheet meet, each of them once."""
    total = paper.word(TOTALS[place], name=sheet.name)
    return Table(
        total,
        (Column(paper.word("subtotals")), Column(paper.word("sum"), 34, fill=True)),
        tuple((literal(paper.word("subtotal", name=label)), "") for label in labels),
        (literal(total), ""),
    )


def _line(paper: Paper, line: PricedLine, row: Row, sheet: Sheet) -> PriceLine:
    amount = row.get("joint_amount") if sheet.key == JOINT else row["quantities"].get(sheet.key)
    counted = _counted(paper, line, row)
    return PriceLine(
        id=f"P{line.number}",
        what=literal(f"{row['text']} ({counted})" if counted else row["text"]),
        unit=row["unit"],
        quantity=paper.count(amount),
    )


def _counted(paper: Paper, line: PricedLine, row: Row) -> str:
    """Tell how a line is counted, where its unit does not tell already."""
    word = paper.word(line.kind)
    months = line.months or (_months(paper) if line.is_running else None)
    if _counts_months(paper) and months:
        times = _times(paper, months) if line.kind is PriceKind.YEARLY else paper.count(months)
        return paper.word(
            "times_option" if line.kind is PriceKind.OPTION else "times", unit=word, count=times
        )
    told = line.kind is PriceKind.OPTION or word.casefold() == row["unit"].casefold()
    return "" if told else word


def _times(paper: Paper, months: int) -> str:
    """Write how many years some months are, exactly."""
    years, rest = divmod(months, YEAR)
    return f"{months}/{YEAR}" if rest else paper.count(years)


# --- Where the sheets meet ------------------------------------------------------------------------


def _summary(paper: Paper, lines: Sequence[PricedLine]) -> Iterator[Chapter]:
    """Make the page where the sums of all the sheets meet, so that offers can be compared."""
    sheets = _sheets(paper, lines)
    if not (lines and sheets):
        return
    options = any(line.place is Place.OPTIONS for line in lines)
    names = ("sum_alone", "sum_options", "sum_whole") if options else ("sum_whole",)
    sums = [Column(paper.word(name), 34, fill=True) for name in names]
    empty = ("",) * len(sums)
    table = Table(
        paper.word("summary"),
        (Column(paper.word("municipality")), *sums),
        tuple((literal(sheet.name[:1].upper() + sheet.name[1:]), *empty) for sheet in sheets),
        (paper.word("evaluated_price" if _counts_months(paper) else "sum_all"), *empty),
    )
    how = Prose(paper.word("summary_how"))
    yield Chapter("prices-all", paper.word("summary"), (how, table), new_page=True)
