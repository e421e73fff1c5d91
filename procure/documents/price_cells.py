"""What may stand in a cell of a price form, and the sheets that cells are laid out in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

Ref = tuple[str, int]  # a price: the key of its sheet, the number of its line
LINE, WHAT, UNIT, PER, QUANTITY, TIMES, PRICE, SUM = range(8)  # the columns of a sheet
HEAD: Final = 5  # the row of their headings
FINGERPRINT: Final = (3, 0)  # where the sum sheet says which version it is of
ALL: Final = ""  # the key of the sum sheet
SUPPLIER, SUPPLIER_NUMBER = "supplier", "supplier_number"
LONGEST_TAB: Final = 31
ILLEGAL: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f\U00010000-\U0010ffff]+")  # the last count as two letters
RESERVED: Final = "history"


class Look(StrEnum):
    """How a cell is drawn."""

    TITLE = "title"
    HEADING = "heading"
    PLAIN = "plain"
    SOFT = "soft"
    MARK = "mark"  # demo, draft
    LINK = "link"
    BACK = "back"  # leads back
    HEAD = "head"
    HEAD_NUMBER = "head_number"
    BAND = "band"  # the title of a group
    NAME = "name"  # names a row
    TEXT = "text"
    COUNT = "count"
    TIMES = "times"
    PRICE = "price"  # to be filled in
    ANSWER = "answer"  # the same, in words
    SUM = "sum"
    SUBTOTAL_NAME = "subtotal_name"
    SUBTOTAL = "subtotal"
    TOTAL_NAME = "total_name"
    TOTAL = "total"
    TOTAL_COUNT = "total_count"


@dataclass(frozen=True, slots=True)
class Formula:
    """What a cell reckons.

    missing: of one that counts the prices that are missing: how many they are at first.
    constant: it is always this.
    """

    text: str
    missing: int = 0
    constant: Fraction | None = None

    @property
    def at_first(self) -> float:
        """What it says while nothing is filled in."""
        return float(self.constant or self.missing)


@dataclass(frozen=True, slots=True)
class Price:
    """A cell for the price of a line in a sheet."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell for words: who the supplier is."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another sheet."""

    text: str
    tab: str


Content = str | int | Formula | Price | Answer | Link


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell."""

    content: Content
    look: Look


@dataclass(slots=True)
class Laid:
    """A sheet with all that stands in it, counted from 0.

    key: of who pays; `ALL` for the sum sheet.     tables: first and last row of each, the first its heading.
    sums: the cell and the meaning of what other sheets need: "sum_alone", "missing", "lot:2" …
    """

    key: str
    tab: str
    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    tables: list[tuple[int, int]] = field(default_factory=list)
    sums: dict[str, tuple[str, Formula]] = field(default_factory=dict)
    widest: int = 0

    def put(self, row: int, contents: Iterable[tuple[Content, Look] | None], column: int = 0) -> None:
        """Fill a row from a column on; None leaves a cell out."""
        for place, content in enumerate(contents, start=column):
            self.widest = max(self.widest, place)
            if content is not None:
                self.cells[row, place] = Cell(*content)

    def elsewhere(self, name: str) -> Formula:
        """Return a formula that fetches a sum of this sheet to another."""
        cell, sum_ = self.sums[name]
        return Formula(f"={quote_sheetname(self.tab)}!{cell}", sum_.missing)


def at(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the name of a cell; a fixed one stays when it is copied.

    >>> at(7, 6), at(7, 6, fixed=True)
    ('G8', '$G$8')
    """
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def tabs(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return names that sheets can have, in the same order and each another.

    >>> tabs(["Herøy", "herøy", "Kautokeino/Guovdageaidnu"], ["Samlet sum"])
    ['Herøy', 'herøy 2', 'Kautokeino Guovdageaidnu']
    """
    used, found = {RESERVED, *(name.casefold() for name in taken)}, []
    for name in names:
        plain = " ".join(ILLEGAL.sub(" ", name).split()) or "_"
        tab, count = plain[:LONGEST_TAB].strip(), 1
        while tab.casefold() in used:
            count += 1
            tab = f"{plain[: LONGEST_TAB - len(str(count)) - 1].strip()} {count}"
        used.add(tab.casefold())
        found.append(tab)
    return found
