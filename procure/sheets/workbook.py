"""Reading .xlsx: what is packed in it is looked at before it is unpacked, and only values are taken."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook

from procure.domain.errors import N_, RuleBroken
from procure.files import archives, office
from procure.files.archives import Bounds
from procure.sheets.refusals import NO_SHEET, refused
from procure.sheets.table import Numbered

# An honest sheet packs to a twentieth, a bomb to a thousandth
BOUNDS: Final = Bounds(members=2_000, unpacked=50 * 1024 * 1024, ratio=200)
WIDEST: Final = 500  # columns that are looked at; more than a hundred are refused

DAMAGED = N_("«%(name)s» er skadet og kan ikke leses. Åpne filen i Excel, og lagre den på nytt")
MACROS = N_("«%(name)s» inneholder makroer. Lagre den som .xlsx uten makroer")
FAR_DOWN = N_("«%(name)s» fortsetter til rad %(row)s. Ta bort tomme rader nederst, og lagre på nytt")


def rows(name: str, data: bytes, furthest: int) -> Iterator[Numbered]:
    """Yield each row of the first sheet in view: number, cells as text, and places without an answer."""
    formulas = look_inside(name, data, BOUNDS)
    try:
        yield from _rows(name, data, furthest, formulas=formulas)
    except RuleBroken:
        raise
    except (
        Exception
    ) as reason:  # whatever a broken file makes the reader say, the person must be told one thing
        raise refused(DAMAGED, name) from reason


def look_inside(name: str, data: bytes, bounds: Bounds) -> bool:
    """Refuse what is not a plain workbook; answer whether there are formulas in it."""
    parts = archives.members(data, bounds)
    kinds = parts.get(office.TYPES, b"").lower()
    if "xl/workbook.xml" not in parts or not kinds:
        raise refused(NO_SHEET, name)
    if b"macroenabled" in kinds or b"vbaproject" in kinds or any("vbaproject" in n.lower() for n in parts):
        raise refused(MACROS, name)
    if any(_is_xml(part) and not office.is_plain_xml(text) for part, text in parts.items()):
        raise refused(DAMAGED, name)
    return any(_has_formulas(text) for part, text in parts.items() if part.startswith("xl/worksheets/"))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _has_formulas(sheet: bytes) -> bool:
    return any(mark in sheet for mark in (b"<f>", b"<f ", b"<f/"))


def _rows(name: str, data: bytes, furthest: int, *, formulas: bool) -> Iterator[Numbered]:
    values = _grid(data, data_only=True)
    asked = _grid(data, data_only=False) if formulas else None
    for number, row in enumerate(values, start=1):
        if number > furthest:
            raise RuleBroken(FAR_DOWN, field="file", name=name[:60], row=number)
        cells = tuple(written(value) for value in row)
        yield number, cells, _unknown(cells, next(asked, ())) if asked else ()


def _grid(data: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the values of the first sheet in view, whatever size the file claims that it has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and other extras that we have no use for
        book = load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = (shown or book.worksheets)[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_col=WIDEST, values_only=True)
        book.close()


def _unknown(cells: tuple[str, ...], asked: tuple[Any, ...]) -> tuple[int, ...]:
    """Find the formulas that were saved without an answer."""
    return tuple(place for place, formula in enumerate(asked) if _is_formula(formula) and not cells[place])


def _is_formula(value: object) -> bool:
    return (isinstance(value, str) and value.startswith("=")) or type(value).__name__.endswith("Formula")


def written(value: object) -> str:
    """Write a typed cell as a person would type it: days as 2027-07-31, amounts with a comma."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nei"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date() | time():
            return value.isoformat()
        case int():
            return str(value)
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """Return a text cell; the mistakes that stand in place of an answer are none."""
    whole = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\xa0", " ").strip()
    return "" if whole in MISTAKES else whole


MISTAKES = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#I/T", "#VERDI!"})
