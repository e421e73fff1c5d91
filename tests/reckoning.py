"""Reckons the formulas of a workbook, exactly: those that our own workbooks have, and no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from openpyxl.utils.cell import range_boundaries

from procure.sheets.cells import Grid

CELL = r"(?:(?:'([^']+)'|(\w+))!)?\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?"
KNOWN = re.compile(rf"{CELL}|(SUM|COUNT)\(|(\d+(?:\.\d+)?)|([-+*/(),])")


class Reckoner:
    """Answers what a cell comes to, whatever it says itself."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.grids = {grid.name: grid for grid in grids}

    def value(self, sheet: str, row: int, column: int) -> Fraction | None:
        """Return what a cell is, counted from 0; None for what is no number."""
        seen = self.grids[sheet].cells.get((row, column))
        if seen is not None and seen.formula:
            return self.reckon(sheet, seen.formula)
        is_number = seen is not None and isinstance(seen.value, int | float)
        return Fraction(repr(seen.value)) if seen and is_number else None

    def reckon(self, sheet: str, formula: str) -> Fraction:
        """Return what a formula comes to; nothing in a cell is 0 to it."""
        told = [self._part(sheet, found) for found in KNOWN.finditer(formula[1:])]
        assert "".join(found[0] for found in KNOWN.finditer(formula[1:])) == formula[1:], formula
        names = {"Fraction": Fraction, "SUM": _added, "COUNT": _counted}
        return Fraction(eval("".join(told), {"__builtins__": {}}, names))

    def _part(self, sheet: str, found: re.Match[str]) -> str:
        quoted, plain, _letters, digits, _to, last, function, number, sign = found.groups()
        if function:
            return f"{function}("
        if number:
            return f"Fraction('{number}')"
        if sign:
            return sign
        there = quoted or plain or sheet
        area = range_boundaries(found[0].rpartition("!")[2])
        left, top, right, bottom = (int(each or 0) for each in area)
        values = [
            self.value(there, row - 1, column - 1)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        if last:
            return f"[{','.join('None' if each is None else repr(each) for each in values)}]"
        return repr(values[0] or Fraction()) if digits else ""


def _flat(parts: Sequence[object]) -> list[Fraction]:
    every = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    return [each for each in every if isinstance(each, Fraction)]


def _added(*parts: object) -> Fraction:
    return sum(_flat(parts), Fraction())


def _counted(*parts: object) -> int:
    return len(_flat(parts))
