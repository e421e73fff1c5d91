"""A version's content with a price form in it, and the workbook of it filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

from procure.documents import workbook
from procure.tenders import papers
from procure.tenders.papers.price_book import price_book
from procure.tenders.price_answers import Answers, Fault, read

BODIES = (("p1", "Herøy kommune"), ("p2", "Herøy kommune"), ("p3", "Kåfjord/Gáivuona kommune"))
SHEETS = ("Herøy", "Herøy 2", "Kåfjord Gáivuona", "Rendalen", "Fellesdelen")
LINES: tuple[dict[str, Any], ...] = (
    {
        "text": "Oppsett & prosjekt",
        "kind": "one_off",
        "heading": "Etablering",
        "quantities": {"p1": 2, "p9": 1},
    },
    {"text": "Prosjektleder", "kind": "one_off", "payer": "joint", "joint_amount": 3, "quantities": {}},
    {"text": "Lisens", "kind": "yearly", "heading": "Drift", "months": 7, "quantities": {"p1": 10, "p2": 20}},
    {"text": "Bruker", "kind": "monthly", "heading": "Drift", "lot": 1, "quantities": {"p1": 5, "p3": 7}},
    {"text": "Timer", "kind": "hourly", "evaluated": False, "quantities": {}},
    {"text": "Modul", "kind": "option", "lot": 2, "months": 24, "quantities": {"p2": 1}},
)


def content(*, language: str = "nb", **changes: Any) -> dict[str, Any]:
    """Return what a version would hold of a tender for three, with an option holder and two lots."""
    return {
        "number": 4,
        "frozen_at": "2026-12-02T09:00:00+00:00",
        "demo": False,
        "lead": {"name": "Herøy kommune"},
        "tender": {
            "title": "Skjema & sak for tre kommuner",
            "language": language,
            "duration_months": 48,
            "evaluated_months": 30,
        },
        "lots": [{"number": 1, "title": "Skjema"}, {"number": 2, "title": "Sak"}],
        "participants": [
            {"key": key, "name": name, "organisation_number": f"96497884{place}"}
            for place, (key, name) in enumerate(BODIES)
        ],
        "option_holders": [{"key": "p9", "name": "Rendalen kommune", "organisation_number": None}],
        "price_lines": [_line(number, each) for number, each in enumerate(LINES, start=1)],
        **changes,
    }


def _line(number: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    usual = {"unit": "stk", "payer": "each", "months": None, "evaluated": True, "heading": None, "lot": None}
    return {"number": number, "joint_amount": None, **usual, **facts}


def blank(held: Mapping[str, Any]) -> bytes:
    """Return the workbook as it is handed out."""
    return workbook.price_form(price_book(held), papers.stamp(held))


def earlier(data: bytes) -> bytes:
    """Return a form as another release could have handed it out: one row further down, in other words."""
    book = load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        sheet.move_range(sheet.dimensions, rows=1, translate=True)
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.hyperlink:
                cell.hyperlink.ref = cell.coordinate
    sums = book.worksheets[0]
    sums.title, sums["A1"].value, sums["A9"].value = "Alle summer", "Prisskjema", "Fyll ut det som er blått."
    for defined in book.defined_names.values():
        ((_tab, cell),) = defined.destinations
        row, column = coordinate_to_tuple(cell.replace("$", ""))
        defined.attr_text = f"'{sums.title}'!{sums.cell(row + 1, column).coordinate}"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


def filled(data: bytes, change: Callable[[Workbook], object] | None = None, *, price: float = 12.5) -> bytes:
    """Fill in every open cell: prices with one number, words with a name; then change what is asked for."""
    book = load_workbook(BytesIO(data))
    for place, sheet in enumerate(book.worksheets):
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked:
                    cell.value = price if place else "Fjelltind AS"
    if change:
        change(book)
    return saved(book)


def check(held: Mapping[str, Any], data: bytes, handed_out: bytes | None = None) -> Answers:
    """Read a filled-in form, and hold it against the one that was handed out; else one as it is made now."""
    return read("pris.xlsx", data, held, handed_out or blank(held))


def said(faults: tuple[Fault, ...]) -> list[str]:
    """Return what is wrong, as sentences."""
    return [each.sentence % each.facts for each in faults]
