"""Every cell of a workbook, read within limits."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from openpyxl import Workbook

from procure.domain.errors import RuleBroken
from procure.sheets import cells
from procure.sheets.cells import Grid, Seen
from tests.sheets.files import repacked, xlsx


def saved(book: Workbook) -> bytes:
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


def test_every_sheet_is_read_with_what_it_reckons():
    book = Workbook()
    book.worksheets[0]["B2"] = 12.5
    book.create_sheet("Andre")["A1"] = "=1+1"
    first, second = cells.read("bok.xlsx", saved(book))
    assert first == Grid("Sheet", {(1, 1): Seen(12.5)})
    assert second == Grid("Andre", {(0, 0): Seen(None, "=1+1")})
    assert (first.value(1, 1), first.value(5, 5)) == (12.5, None)


@pytest.mark.parametrize("place", [(cells.FURTHEST_ROW + 1, 1), (1, cells.WIDEST + 1)])
def test_what_lies_far_outside_is_refused(place):
    book = Workbook()
    book.worksheets[0].cell(*place).value = "langt ute"
    with pytest.raises(RuleBroken, match="langt utenfor"):
        cells.read("bok.xlsx", saved(book))


@pytest.mark.parametrize("place", ["A1048576", "A99999999999999", "ZZZ3"])
def test_empty_cells_take_no_time_however_far_out_they_lie(place):
    row = place.lstrip("AZ")
    part = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
      <row r="1"><c r="A1"><v>7</v></c></row><row r="%s"><c r="%s" s="0"/></row></sheetData></worksheet>"""
    far = repacked(xlsx([["a"]]), xl_worksheets_sheet1__xml=part % (row.encode(), place.encode()))
    (sheet,) = cells.read("bok.xlsx", far)
    assert sheet.cells == {(0, 0): Seen(7)}


def test_more_than_a_form_would_hold_is_refused(monkeypatch):
    monkeypatch.setattr(cells, "MOST_CELLS", 3)
    with pytest.raises(RuleBroken, match="langt mer innhold"):
        cells.read("bok.xlsx", xlsx([["a", "b"], ["c", "d"]]))


def test_a_sheet_that_is_far_too_large_is_refused_before_it_is_read():
    noise = b"".join(sha256(bytes([n % 256, n // 256])).hexdigest().encode() for n in range(34_000))
    large = repacked(xlsx([["a"]]), xl_worksheets_sheet1__xml=b"<x>" + noise + b"</x>")
    with pytest.raises(RuleBroken, match="langt mer innhold"):
        cells.read("bok.xlsx", large)


def test_a_sheet_that_cannot_be_read_is_damaged():
    broken = repacked(xlsx([["a"]]), xl_worksheets_sheet1__xml=b"<worksheet><sheetData><row><c")
    with pytest.raises(RuleBroken, match="skadet"):
        cells.read("bok.xlsx", broken)
