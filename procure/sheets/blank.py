"""A workbook of our own as it was handed out: what its locked cells hold, and which are open to be filled in.

It lay in our store, so that it is read without the limits that files from outside are held to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.cell import coordinate_to_tuple

from procure.sheets.cells import Grid, Place, Seen

KEPT: Final = 4  # workbooks that are not read again; who fills one in has it looked through many times


@dataclass(frozen=True, slots=True)
class Blank:
    """A sheet to be filled in.

    grid: what its locked cells hold; formulas without what they came to.     free: the cells that are open.
    names: the cells of it that the workbook names.
    """

    grid: Grid
    free: Set[Place]
    names: Mapping[str, Place]


@lru_cache(KEPT)
def read(data: bytes) -> tuple[Blank, ...]:
    """Return every sheet of a workbook that we made."""
    with closing(load_workbook(BytesIO(data), read_only=True)) as book:
        named = dict(_named(book))
        return tuple(_blank(sheet, named) for sheet in book.worksheets)


def _blank(sheet: Any, named: Mapping[str, tuple[str, Place]]) -> Blank:
    held, free = dict[Place, Seen](), set[Place]()
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell is not EMPTY_CELL):
        place = (cell.row - 1, cell.column - 1)
        if not cell.protection.locked:
            free.add(place)
        elif cell.value is not None:
            held[place] = Seen(None, cell.value) if cell.data_type == "f" else Seen(cell.value)
    names = {name: place for name, (tab, place) in named.items() if tab == sheet.title}
    return Blank(Grid(sheet.title, held), free, names)


def _named(book: Any) -> Iterator[tuple[str, tuple[str, Place]]]:
    """Yield the names of single cells, each with its sheet and place."""
    for name, defined in book.defined_names.items():
        for tab, cell in defined.destinations:
            row, column = coordinate_to_tuple(cell.replace("$", ""))
            yield name, (tab, (row - 1, column - 1))
