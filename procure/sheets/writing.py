"""Writing lists: .xlsx with typed cells, .csv that no spreadsheet takes for formulas, templates to fill."""

from __future__ import annotations

import csv as commas
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final

from flask import send_file
from flask.wrappers import Response
from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from procure.domain.errors import Amount
from procure.domain.money import kroner_text
from procure.sheets.columns import Column
from procure.sheets.table import letter

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"  # the answer adds how its letters are written
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 10, 50  # characters
LISTED_ROWS: Final = 1_000  # that a template offers its lists in
TEXT_IS_TEXT = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
PLAIN: Final = {**TEXT_IS_TEXT, "in_memory": True}

Cell = str | int | float | date | Amount | None


@dataclass(frozen=True)
class Looks:
    """How cells are drawn."""

    header: Format
    day: Format
    amount: Format
    wrapped: Format

    @classmethod
    def of(cls, book: Workbook) -> Looks:
        """Make them for a book."""
        return cls(
            book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
            book.add_format({"num_format": "#,##0.00"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )


# --- Lists ---------------------------------------------------------------------------------------


def xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, source: str) -> bytes:
    """Write a list as a workbook of one sheet.

    name: of the sheet.     source: a line above the list: what it is, from where, of which day.
    """
    memory, written = BytesIO(), [list(row) for row in rows]
    with Workbook(memory, PLAIN) as book:
        looks, sheet = Looks.of(book), book.add_worksheet(_sheet_name(name))
        sheet.write_string(0, 0, source)
        _header(sheet, 2, headings, looks)
        for number, row in enumerate(written, start=3):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell, looks)
        _widths(sheet, headings, written)
        if written:
            sheet.autofilter(2, 0, 2 + len(written), len(headings) - 1)
    return memory.getvalue()


def csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, source: str) -> bytes:
    """Write a list as text that Norwegian spreadsheets open at once: semicolons, UTF-8 that says so."""
    memory = StringIO()
    lines = commas.writer(memory, delimiter=";", lineterminator="\r\n")
    lines.writerow([_harmless(source)])
    lines.writerow([])
    lines.writerow([_harmless(heading) for heading in headings])
    lines.writerows([_spelled(cell) for cell in row] for row in rows)
    return memory.getvalue().encode("utf-8-sig")


def _spelled(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Amount(ore):
            return kroner_text(ore).replace("\xa0", "")
        case date():
            return cell.strftime("%d.%m.%Y")
        case str():
            return _harmless(cell)
        case _:
            return str(cell).replace(".", ",")


def _harmless(text: str) -> str:
    """Put a sign before what a spreadsheet would reckon with; `text` takes it away again."""
    return f"'{text}" if text.startswith(RISKY) else text


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, looks: Looks) -> None:
    match cell:
        case None | "":
            return
        case Amount(ore):
            sheet.write_number(row, place, ore / 100, looks.amount)
        case date():
            sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), looks.day)  # noqa: DTZ001  a day
        case str():
            sheet.write_string(row, place, cell, looks.wrapped)
        case _:
            sheet.write_number(row, place, cell)


def _header(sheet: Worksheet, row: int, headings: Sequence[str], looks: Looks) -> None:
    for place, heading in enumerate(headings):
        sheet.write_string(row, place, str(heading), looks.header)
    sheet.freeze_panes(row + 1, 1)


def _widths(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    for place, heading in enumerate(headings):
        longest = max((len(_spelled(row[place])) for row in rows), default=0)
        width = max(NARROWEST, min(WIDEST, max(longest, len(str(heading)))) + 2)
        sheet.set_column(place, place, width)


def _sheet_name(name: str) -> str:
    """Return a name that spreadsheets take."""
    return "".join(sign for sign in name if sign not in r"[]:*?/\'")[:31]


# --- Templates -----------------------------------------------------------------------------------


def template(
    name: str,
    columns: Sequence[Column],
    examples: Sequence[Mapping[str, Cell]],
    lists: Mapping[str, Sequence[str]],
) -> bytes:
    """Write a workbook to fill in: an empty list, what each column takes, and examples on their own sheet.

    examples, lists: by the key of a column; a column with a list offers what is in it.
    """
    memory = BytesIO()
    with Workbook(memory, PLAIN) as book:
        looks = Looks.of(book)
        titles = [str(column.title) for column in columns]
        blank = book.add_worksheet(_sheet_name(name))
        _header(blank, 0, titles, looks)
        rows = [[example.get(column.key) for column in columns] for example in examples]
        _widths(blank, titles, rows)
        _guide(book.add_worksheet(_("Forklaring")), columns, looks)
        shown = book.add_worksheet(_("Eksempler"))
        _header(shown, 0, titles, looks)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(shown, number, place, cell, looks)
        _widths(shown, titles, rows)
        _offer(book, blank, columns, lists, looks)
    return memory.getvalue()


def _guide(sheet: Worksheet, columns: Sequence[Column], looks: Looks) -> None:
    """Say what goes into each column."""
    _header(sheet, 0, [_("Kolonne"), _("Må fylles ut"), _("Slik skriver du")], looks)
    for number, column in enumerate(columns, start=1):
        must = _("Ja") if column.required else _("Nei")
        for place, text in enumerate((column.title, must, column.help)):
            sheet.write_string(number, place, str(text), looks.wrapped)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 80)


def _offer(
    book: Workbook,
    blank: Worksheet,
    columns: Sequence[Column],
    lists: Mapping[str, Sequence[str]],
    looks: Looks,
) -> None:
    """Let the cells of some columns be chosen from lists, which stand on a sheet of their own."""
    sheet, title = book.add_worksheet(_("Lister")), _("Lister")
    listed = [(place, column) for place, column in enumerate(columns) if column.key in lists]
    _header(sheet, 0, [str(column.title) for _place, column in listed], looks)
    for own, (place, column) in enumerate(listed):
        choices = lists[column.key]
        sheet.write_column(1, own, list(choices))
        sheet.set_column(own, own, 40)
        area = f"='{title}'!${letter(own)}$2:${letter(own)}${len(choices) + 1}"
        offered: dict[str, Any] = {"validate": "list", "source": area, "error_type": "warning"}
        blank.data_validation(1, place, LISTED_ROWS, place, offered)


# --- Handing out ---------------------------------------------------------------------------------


def hand_out(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, source: str, file: str, kind: str
) -> Response:
    """Hand out a list as a workbook or as text.

    name, source: as for `xlsx`.     file: its name without the ending.     kind: "xlsx" or "csv".
    """
    if kind == "csv":
        return download(csv(headings, rows, source=source), f"{file}.csv", CSV)
    return download(xlsx(name, headings, rows, source=source), f"{file}.xlsx", XLSX)


def download(data: bytes, name: str, kind: str) -> Response:
    """Hand a list out as a file of that name, in whatever letters it has, and say which bytes it is."""
    tag = hashlib.sha256(data).hexdigest()
    answer = send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name=name, etag=tag)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
