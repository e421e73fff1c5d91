"""A workbook of our own as it was handed out: what is locked, what is open, and what it names."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName

from procure.sheets import blank
from procure.sheets.blank import Blank
from procure.sheets.cells import Grid, Seen


def test_what_is_locked_open_and_named_is_told_of_each_sheet():
    book = Workbook()
    first, second = book.worksheets[0], book.create_sheet("Andre ark")
    first["A1"], first["B3"] = "=1+1", 7
    first["A2"].value, first["A2"].data_type = "=ord", "s"
    for cell in (first["C3"], second["A1"]):
        cell.protection = Protection(locked=False)
    second["A1"] = "fylles ut"
    book.defined_names["navn"] = DefinedName("navn", attr_text="'Andre ark'!$A$1")
    book.defined_names["sum"] = DefinedName("sum", attr_text="Sheet!A1")
    memory = BytesIO()
    book.save(memory)
    held = {(0, 0): Seen(None, "=1+1"), (1, 0): Seen("=ord"), (2, 1): Seen(7)}
    assert blank.read(memory.getvalue()) == (
        Blank(Grid("Sheet", held), {(2, 2)}, {"sum": (0, 0)}),
        Blank(Grid("Andre ark", {}), {(0, 0)}, {"navn": (0, 0)}),
    )
