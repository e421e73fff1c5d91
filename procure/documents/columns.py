"""How wide the columns are of a table that somebody has typed: by the words in them.

Without it all columns are as wide, and a number has as much room as a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd]>(.*?)</t[hd]>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LINE = 85  # letters on a line across the page
GAP = 3  # letters that the space between columns takes
LONGEST = 60  # letters of a cell that count: more will be on several lines anyhow


def measured(html: str) -> str:
    """Return the HTML with the widths of its tables' columns."""
    return TABLE.sub(lambda table: f"<table>{colgroup(table[0])}{table[0].removeprefix('<table>')}", html)


def colgroup(table: str) -> str:
    """Return the widths of a table's columns; nothing where they are to be alike."""
    head, *rows = ([words_of(cell) for cell in CELL.findall(row)] for row in ROW.findall(table))
    if any(not any(column) for column in zip(*rows, strict=False)):
        return ""  # a column to fill in by hand
    found = shares([column_widths(cells) for cells in zip(head, *rows, strict=False)])
    drawn = "".join(f'<col style="width: {share}%">' for share in found)
    return f"<colgroup>{drawn}</colgroup>" if found else ""


def words_of(cell: str) -> str:
    """Return what a cell says, without its marks."""
    return unescape(TAG.sub("", cell)).strip()


def column_widths(cells: Sequence[str]) -> tuple[int, int]:
    """Return the least width that breaks no word, and what the longest cell would like on top of it."""
    word = max(len(word) for cell in cells for word in (cell.split() or [""]))
    return word + GAP, max(0, min(LONGEST, max(map(len, cells))) - word)


def shares(columns: Sequence[tuple[int, int]]) -> list[int]:
    """Return hundredths of the line: each column its least width, and of the rest by what it would like.

    Nothing where not even the words have room.

    >>> shares([(7, 0), (13, 40)]), shares([(60, 0), (60, 0)])
    ([8, 91], [])
    """
    rest = LINE - sum(least for least, _ in columns)
    if rest < 0:
        return []
    wished = sum(more for _, more in columns)
    widths = [least + (rest * more / wished if wished else rest / len(columns)) for least, more in columns]
    return [int(100 * width / LINE) for width in widths]
