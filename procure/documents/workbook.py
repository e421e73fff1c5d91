"""The price form as a workbook: coloured cells to fill in, all else locked, and sums that reckon themselves.

Nothing here knows a feature, a database or a clock: the same book and stamp give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from procure.documents import price_cells as cells
from procure.documents import price_layout as layout
from procure.documents.letters import stamp_font
from procure.documents.price_book import PriceBook
from procure.documents.price_cells import Answer, Cell, Formula, Laid, Link, Look, Price, at
from procure.documents.stamps import SHORT, Stamp
from procure.documents.words import in_fours, words
from procure.documents.workbook_words import WORDS
from procure.domain.money import MOST

A4: Final = 9
SIZE: Final = 10  # of letters
AS_WIDE, BOLD_AS_WIDE = 9.7, 10.5  # the sizes of our own letters that are as wide as those
MARGINS: Final = {"left": 0.5, "right": 0.5, "top": 0.75, "bottom": 0.75}  # inches
ONE_PAGE: Final = 680  # points of rows that can be read on one sheet of paper
LONGEST_HEADER: Final = 255  # signs in the header of a page, with what says how it is written
LETTERS: Final = '&8&"Arial,Regular"'  # of header and footer; a figure right behind the 8 would be part of it
DARK, SOFT, LINE, FILL, SUN, TEAL = "#06333B", "#4A585B", "#CDD5D6", "#D3E7EC", "#FCEBC8", "#0A5360"
FONT: Final = {"font_name": "Arial", "font_size": SIZE, "font_scheme": "none"}  # none of a theme
BASE: Final = {**FONT, "valign": "top", "font_color": "#14262A"}
RULED: Final = {"bottom": 1, "bottom_color": LINE}
WRAPPED: Final = {**RULED, "text_wrap": True}
TOTALS: Final = {"bold": True, "top": 2, "top_color": DARK, "font_color": DARK}
HEADS: Final = {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": DARK, "font_color": DARK}
AMOUNT, WHOLE, PARTS = "#,##0.00_-", "#,##0_-", "# ??/12_-"  # a little air to the right
TO_FILL: Final = {"bg_color": FILL, "border": 1, "border_color": TEAL, "locked": False}
TO_THE_RIGHT: Final = {"align": "right"}
LOOKS: Final[Mapping[Look, Mapping[str, Any]]] = {
    Look.TITLE: {"bold": True, "font_size": 16, "font_color": DARK},
    Look.HEADING: {"bold": True, "font_size": 12, "font_color": DARK, "valign": "bottom"},
    Look.PLAIN: {},
    Look.SOFT: {"font_color": SOFT, "align": "left"},
    Look.MARK: {"bold": True, "bg_color": SUN, "font_color": DARK},
    Look.LINK: {"font_color": TEAL, "underline": 1, **WRAPPED},
    Look.BACK: {"font_color": TEAL, "underline": 1, "align": "right"},
    Look.HEAD: HEADS,
    Look.HEAD_NUMBER: {**HEADS, **TO_THE_RIGHT},
    Look.BAND: {"bold": True, "font_color": DARK, "bottom": 1, "bottom_color": DARK, "valign": "bottom"},
    Look.NAME: WRAPPED,
    Look.TEXT: WRAPPED,
    Look.COUNT: {**RULED, "num_format": WHOLE, **TO_THE_RIGHT},
    Look.TIMES: {**RULED, "num_format": PARTS, **TO_THE_RIGHT},
    Look.PRICE: {**TO_FILL, "num_format": AMOUNT, **TO_THE_RIGHT},
    Look.ANSWER: {**TO_FILL, "num_format": "@"},
    Look.SUM: {**RULED, "num_format": AMOUNT, **TO_THE_RIGHT},
    Look.SUBTOTAL_NAME: {"bold": True, **RULED},
    Look.SUBTOTAL: {"bold": True, "num_format": AMOUNT, **TO_THE_RIGHT, **RULED},
    Look.TOTAL_NAME: TOTALS,
    Look.TOTAL: {**TOTALS, "num_format": AMOUNT, **TO_THE_RIGHT},
    Look.TOTAL_COUNT: {**TOTALS, "num_format": WHOLE, **TO_THE_RIGHT},
}
MAY: Final = {"select_locked_cells": True, "format_columns": True, "format_rows": True}
WIDTHS: Final = (7, 52, 16, 13, 9, 12, 17, 19)  # of a sheet, in signs
HEIGHTS: Final = {Look.TITLE: 28, Look.HEADING: 25, Look.HEAD: 18, Look.BAND: 21}  # of a row with such
ROW, MORE = 15.0, 12.75  # points of any other row, and of each further line in it
SIGN: Final = 5.25  # points of each sign that widths are counted in
NAMES_WIDTH, SUMS_WIDTH = 46, 21  # of the sum sheet
LOCKED: Final = b'<workbookProtection lockStructure="1"/>'  # sheets stay, in number, order and name


def price_form(book: PriceBook, stamp: Stamp) -> bytes:
    """Return the price form as .xlsx: a sum sheet, and a sheet for each who pays."""
    memory, sheets = BytesIO(), layout.lay(book, stamp)
    own = {"default_format_properties": dict(FONT)}  # widths are counted in its figures
    with Workbook(memory, {"in_memory": True, "strings_to_urls": False, **own}) as made:
        made.set_properties(_properties(book, stamp))
        made.set_custom_property("version", stamp.version_label)
        made.set_custom_property("fingerprint", stamp.fingerprint)
        looks = {look: made.add_format({**BASE, **own}) for look, own in LOOKS.items()}
        for number, laid in enumerate(sheets, start=1):
            sheet = made.add_worksheet(laid.tab)
            _fill(sheet, laid, looks)
            _point_out(sheet, laid, made.add_format({"bold": True, "bg_color": SUN}))
            _protect(sheet, laid, book.language)
            _print(sheet, laid, book, stamp)
            _name_headings(made, laid, number)
        _name_cells(made, sheets[0])
    return _finished(memory.getvalue(), WORDS[book.language]["code"])


def _properties(book: PriceBook, stamp: Stamp) -> dict[str, Any]:
    said = WORDS[book.language]
    return {
        "title": f"{book.title}: {said['name']}",
        "subject": stamp.version_label,
        "author": stamp.author,
        "created": stamp.moment.astimezone(UTC).replace(tzinfo=None),
    }


# --- What stands in it ----------------------------------------------------------------------------


def _fill(sheet: Worksheet, laid: Laid, looks: Mapping[Look, Format]) -> None:
    for (row, column), cell in laid.cells.items():
        _write(sheet, row, column, cell, looks[cell.look])
    for column, width in enumerate(_widths(laid)):
        sheet.set_column(column, column, width)
    for row, height in _heights(laid).items():
        sheet.set_row(row, height)
    if laid.key != cells.ALL:
        sheet.freeze_panes(cells.HEAD + 1, cells.UNIT)
    sheet.hide_gridlines(2)


def _widths(laid: Laid) -> Sequence[int]:
    return (NAMES_WIDTH, *[SUMS_WIDTH] * max(1, laid.widest)) if laid.key == cells.ALL else WIDTHS


def _heights(laid: Laid) -> dict[int, float]:
    """Return the height of each row; not every program gives texts of many lines their room by itself."""
    widths, found = _widths(laid), dict[int, float]()
    for (row, column), cell in laid.cells.items():
        text = cell.content.text if isinstance(cell.content, Link) else cell.content
        look, height = LOOKS[cell.look], HEIGHTS.get(cell.look, ROW)
        if look.get("text_wrap") and isinstance(text, str):
            size = BOLD_AS_WIDE if look.get("bold") else AS_WIDE
            height += MORE * _further_lines(text, size, widths[column] * SIGN)
        found[row] = max(found.get(row, ROW), height)
    return found


def _further_lines(text: str, size: float, room: float) -> int:
    """Return how many lines a text needs beyond its first, by letters of ours that are as wide."""
    font, used, count = stamp_font(), 0.0, 0
    for word in text.split():
        needed = font.width(word, size)
        if used and used + needed > room:
            count, used = count + 1, 0.0
        broken, used = divmod(used + needed, room)
        count, used = count + int(broken), used + font.width(" ", size)
    return count


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    match cell.content:
        case Formula() as formula:
            sheet.write_formula(row, column, formula.text, look, formula.at_first)
        case Link(text, tab):
            sheet.write_url(row, column, f"internal:{quote_sheetname(tab)}!A1", look, text)
        case Price() | Answer() | "":
            sheet.write_blank(row, column, None, look)
        case int() as number:
            sheet.write_number(row, column, number, look)
        case text:
            sheet.write_string(row, column, text, look)


def _point_out(sheet: Worksheet, laid: Laid, look: Format) -> None:
    """Let the counts of missing prices stand out until there are none."""
    missing = {"type": "cell", "criteria": ">", "value": 0, "format": look}
    for (row, column), cell in laid.cells.items():
        if isinstance(cell.content, Formula) and cell.content.missing:
            sheet.conditional_format(row, column, row, column, missing)


def _protect(sheet: Worksheet, laid: Laid, language: str) -> None:
    """Lock all but what is filled in, and say at each price what may be written there."""
    sheet.protect("", MAY)
    first = next(
        (place for place, cell in laid.cells.items() if isinstance(cell.content, Price | Answer)), None
    )
    if first:
        sheet.set_selection(at(*first))
    said = WORDS[language]
    told = {
        "input_title": said["ask_title"],
        "input_message": said["ask"],
        "error_title": said["refuse_title"],
        "error_message": said["refuse"],
    }
    for (row, column), cell in laid.cells.items():
        if isinstance(cell.content, Price):
            here = at(row, column)
            sheet.data_validation(
                row, column, row, column, {"validate": "custom", "value": _fits(here), **told}
            )


def _fits(cell: str) -> str:
    """Return the rule of a price: a number of whole øre between nothing and the most."""
    return f"=AND(ISNUMBER({cell}),{cell}>=0,{cell}<={MOST // 100},ROUND({cell},2)={cell})"


# --- On paper, and read aloud ---------------------------------------------------------------------


def _print(sheet: Worksheet, laid: Laid, book: PriceBook, stamp: Stamp) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 1 if sum(_heights(laid).values()) < ONE_PAGE else 0)
    if len(laid.tables) == 1:
        sheet.repeat_rows(laid.tables[0][0])
    short = in_fours(stamp.fingerprint[:SHORT])
    marks = f"&C{LETTERS}{_plain(layout.mark(stamp, book.language))}&R{LETTERS}{_plain(stamp.version_label)}"
    room = (LONGEST_HEADER - len(f"&L{LETTERS}{marks}")) // 2  # should each sign of the title be an &
    sheet.set_header(f"&L{LETTERS}{_plain(book.title[:room])}{marks}")
    content = words(book.language)["content"].format(digits=short)
    page = WORDS[book.language]["page"]
    sheet.set_footer(f"&L{LETTERS}{_plain(content)}&C{LETTERS}{_plain(laid.tab)}&R{LETTERS}{page}")


def _plain(text: str) -> str:
    """Write a text so that nothing in it is taken for a sign of the header."""
    return text.replace("&", "&&")


def _name_headings(book: Workbook, laid: Laid, number: int) -> None:
    """Name the tables as screen readers look for them: headings above, names to the left."""
    for count, (first, last) in enumerate(laid.tables, start=1):
        right = max(column for row, column in laid.cells if row == first)
        region = f"TitleRegion{count}.{at(first, 0)}.{at(last, right)}.{number}"
        corner = f"{quote_sheetname(laid.tab)}!{at(first, 0, fixed=True)}"
        book.define_name(f"{quote_sheetname(laid.tab)}!{region}", f"={corner}")


def _name_cells(book: Workbook, laid: Laid) -> None:
    """Name what other programs may want to find."""
    where = {
        cell.content.name: place for place, cell in laid.cells.items() if isinstance(cell.content, Answer)
    }
    for name, (row, column) in where.items():
        book.define_name(name, f"={quote_sheetname(laid.tab)}!{at(row, column, fixed=True)}")
    total = laid.sums["evaluated"][0]
    book.define_name("evaluated_price", f"={quote_sheetname(laid.tab)}!{total}")


# --- The file itself ------------------------------------------------------------------------------


def _finished(data: bytes, language: str) -> bytes:
    """Lock the order of the sheets and say the language, which the writer has no words for."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "xl/workbook.xml":
                part = part.replace(b"<bookViews>", LOCKED + b"<bookViews>", 1)
            if entry.filename == "docProps/core.xml":
                told = f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
                part = part.replace(b"</cp:coreProperties>", told.encode(), 1)
            made.writestr(_entry(entry.filename), part)
    return target.getvalue()


def _entry(name: str) -> ZipInfo:
    info = ZipInfo(name)  # of 1 January 1980, as such files are
    info.compress_type, info.create_system = ZIP_DEFLATED, 0
    return info
