"""The price form (prisskjema) as a book of sheets, and its lines as they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from procure.documents.price_book import BookGroup, BookLine, BookSheet, PriceBook
from procure.documents.workbook_words import WORDS
from procure.domain.prices import JOINT, Group, Payer, Place, PricedLine, PriceKind, groups
from procure.tenders.papers.labels import Paper
from procure.web.language import spaced

Row = Mapping[str, Any]
OVERS: Final = {Place.ORDINARY: "prices", Place.OPTIONS: "options", Place.OUTSIDE: "outside"}


def price_book(content: Mapping[str, Any]) -> PriceBook:
    """Return the price form as a book: a sheet for each who pays, and one for what is paid together."""
    paper, lines = Paper(content), priced_lines(content)
    lots = _lots(paper, lines)
    sheets = tuple(sheet for sheet in _sheets(paper, lines, dict(lots)) if sheet.groups)
    return PriceBook(title=paper.tender["title"], language=paper.language, sheets=sheets, lots=lots)


def priced_lines(content: Mapping[str, Any]) -> list[PricedLine]:
    """Return the lines as they are counted.

    A version from before lines had payers has only each buyer's own, with the months in the quantities.
    """
    return [_priced(row, evaluated_months(content)) for row in content["price_lines"]]


def evaluated_months(content: Mapping[str, Any]) -> int | None:
    """Return how long running prices are counted where a line does not say."""
    tender = content["tender"]
    months: int | None = tender.get("evaluated_months") or tender["duration_months"]
    return months


def _priced(row: Row, months: int | None) -> PricedLine:
    line = PricedLine(
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
    once = line.is_running and ("months" not in row or not (line.months or months))
    return replace(line, kind=PriceKind.ONE_OFF, months=None) if once else line


# --- Sheets ---------------------------------------------------------------------------------------


def _sheets(paper: Paper, lines: Sequence[PricedLine], lots: Mapping[int | None, str]) -> list[BookSheet]:
    holders = paper.content.get("option_holders", ())
    named = Counter(one["name"] for one in (*paper.content["participants"], *holders))
    bodies = [
        *((one, _name(one, named)) for one in paper.content["participants"]),
        *((one, paper.word("option_holder", name=_name(one, named))) for one in holders),
    ]
    own = [_body_sheet(paper, lines, lots, one, name) for one, name in bodies]
    name = paper.word("joint_part")
    title, tab = paper.word("price_form_for", name=name), name[:1].upper() + name[1:]
    found = _groups(paper, lines, lots, JOINT)
    return [*own, BookSheet(key=JOINT, name=tab, title=title, tab=tab, note="", groups=found)]


def _name(one: Row, named: Mapping[str, int]) -> str:
    """Return the name of a body; of two by one name, with the number that tells them apart."""
    number = one.get("organisation_number")
    return f"{one['name']} ({spaced(number)})" if number and named[one["name"]] > 1 else str(one["name"])


def _body_sheet(
    paper: Paper, lines: Sequence[PricedLine], lots: Mapping[int | None, str], one: Row, name: str
) -> BookSheet:
    number = one.get("organisation_number")
    return BookSheet(
        key=one["key"],
        name=name,
        title=paper.word("price_form_for", name=name),
        tab=one["name"].removesuffix(" kommune"),
        note=f"{paper.word('organisation_number')} {spaced(number)}" if number else "",
        groups=_groups(paper, lines, lots, one["key"]),
    )


def _groups(
    paper: Paper, lines: Sequence[PricedLine], lots: Mapping[int | None, str], sheet: str
) -> tuple[BookGroup, ...]:
    rows = {row["number"]: row for row in paper.content["price_lines"]}
    found = groups(lines, sheet)
    alone = {place: sum(group.place is place for group in found) == 1 for place in Place}
    return tuple(
        BookGroup(
            title=_title(paper, group, lots, alone=alone[group.place]),
            place=group.place,
            lot=group.lot,
            lines=tuple(_line(paper, line, rows[line.number], sheet) for line in group.lines),
        )
        for group in found
    )


def _title(paper: Paper, group: Group, lots: Mapping[int | None, str], *, alone: bool) -> str:
    """Name a group: by what kind of prices it holds, its lot and its heading."""
    over = WORDS[paper.language][OVERS[group.place]]
    lot = "" if group.lot is None else lots.get(group.lot) or paper.word("lot", number=group.lot)
    rest = group.heading or ("" if alone or lot else paper.word("other_prices"))
    told = ", ".join(filter(None, (lot, rest)))
    if group.place is Place.ORDINARY:
        return told or over
    if over.casefold() in told.casefold():
        return told
    return f"{over}: {told}" if told else over


def _line(paper: Paper, line: PricedLine, row: Row, sheet: str) -> BookLine:
    quantity = row.get("joint_amount") if sheet == JOINT else row["quantities"].get(sheet)
    return BookLine(
        number=line.number,
        text=row["text"],
        unit=row["unit"],
        per=WORDS[paper.language][f"per_{row['kind']}"],
        quantity=quantity,
        times=line.times(evaluated_months(paper.content)),
    )


def _lots(paper: Paper, lines: Sequence[PricedLine]) -> tuple[tuple[int | None, str], ...]:
    """Name the lots that lines stand in; what stands in none comes last."""
    used = {line.lot for line in lines if line.evaluated}
    if used <= {None}:
        return ()
    titles = {lot["number"]: lot["title"] for lot in paper.content.get("lots", ())}
    named = [
        (number, ": ".join(filter(None, (paper.word("lot", number=number), titles.get(number)))))
        for number in sorted(each for each in used if each is not None)
    ]
    return (*named, *([(None, WORDS[paper.language]["no_lot"])] if None in used else []))
