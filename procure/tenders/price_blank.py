"""The price form as it was handed out with a version: what a filled one is held against.

It is read from the version's own file and never laid out anew: a later release may lay it out in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from procure.sheets import blank
from procure.sheets.blank import Blank
from procure.sheets.cells import Grid, Place
from procure.tenders.papers.price_book import price_book

ALL: Final = ""  # the key of the sum sheet
DIGITS: Final = re.compile(r"\b(?:[0-9a-f]{4} ?){16}")
TOP: Final = 30  # rows of a sheet that may say which version it is of
LONGEST: Final = 200  # signs of a cell that says so
LINE: Final = re.compile(r"P(\d+)")


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet of the form.

    key: of who pays; `ALL` for the sum sheet.     locked: what must stand in it.     free: what is open.
    prices: the number of the line that each is for.     supplier: where its name is asked for.
    total: the formula that comes to all that stands in the sheet.
    """

    key: str
    locked: Grid
    free: Set[Place]
    prices: Mapping[Place, int]
    supplier: Place | None
    total: Place

    @property
    def tab(self) -> str:
        """The name at the bottom of the window."""
        return self.locked.name


@dataclass(frozen=True, slots=True)
class Identity:
    """Which version a form is of: its fingerprint, and what it is called."""

    fingerprint: str
    label: str


def identity(grid: Grid) -> Identity | None:
    """Return what a sum sheet says that it is of; None for other sheets."""
    for row in range(TOP):
        found = DIGITS.search(f"{str(grid.value(row, 0) or '')[:LONGEST]} ")
        if found:
            return Identity(found[0].replace(" ", ""), str(grid.value(row - 1, 0) or "") if row else "")
    return None


def sheets(content: Mapping[str, Any], data: bytes) -> list[BlankSheet]:
    """Return the sheets of the form that a version handed out: the sum sheet, then each who pays."""
    first, *others = blank.read(data)
    keys = [sheet.key for sheet in price_book(content).sheets]
    summed, supplier = first.names["evaluated_price"], first.names["supplier"]
    return [
        BlankSheet(ALL, first.grid, first.free, {}, supplier, summed),
        *(_sheet(key, own) for key, own in zip(keys, others, strict=True)),
    ]


def _sheet(key: str, own: Blank) -> BlankSheet:
    return BlankSheet(key, own.grid, own.free, dict(_prices(own)), None, _last_formula(own.grid))


def _prices(sheet: Blank) -> Iterator[tuple[Place, int]]:
    """Yield the open cells, each with the number of the line whose name its row begins with."""
    for place in sorted(sheet.free):
        line = LINE.fullmatch(str(sheet.grid.value(place[0], 0)))
        if line:
            yield place, int(line[1])


def _last_formula(grid: Grid) -> Place:
    """Return where a sheet ends: in the sum of all its subtotals."""
    return max(place for place, seen in grid.cells.items() if seen.formula)
