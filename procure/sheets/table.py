"""What stands in a spreadsheet, as plain text: a header, and rows with the numbers that people see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

Numbered = tuple[int, tuple[str, ...], tuple[int, ...]]  # a row: number, cells, places without an answer


@dataclass(frozen=True)
class Row:
    """One row below the header.

    number: as it stands in the margin of the spreadsheet.     cells: as many as the header has.
    unknown: the places of formulas that were saved without an answer; their cells are empty.
    """

    number: int
    cells: tuple[str, ...]
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One table of a spreadsheet."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def heading(self, place: int) -> str:
        """Return what a column is called: its heading, else its letter."""
        return self.header[place] or _("Kolonne %(letter)s", letter=letter(place))

    def samples(self, place: int, most: int = 3) -> list[str]:
        """Return some of what a column holds, to know it by."""
        found = dict.fromkeys(row.cells[place] for row in self.rows if row.cells[place])
        return list(found)[:most]

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept while somebody works on it."""
        rows = [[row.number, list(row.cells), list(row.unknown)] for row in self.rows]
        return {"name": self.name, "header": list(self.header), "rows": rows}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Sheet:
        """Return what was kept."""
        rows = (Row(number, tuple(cells), tuple(unknown)) for number, cells, unknown in data["rows"])
        return cls(data["name"], tuple(data["header"]), tuple(rows))


def letter(place: int) -> str:
    """Return the letter above a column.

    >>> [letter(place) for place in (0, 25, 26, 99)]
    ['A', 'Z', 'AA', 'CV']
    """
    first, last = divmod(place, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def is_empty(cells: Sequence[str]) -> bool:
    """Answer whether a row says nothing."""
    return not any(cells)
