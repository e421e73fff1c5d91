"""From the bytes of a file to a table: what it is, what is in the way, and where its header stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Final

from procure.domain.errors import N_, RuleBroken
from procure.files.contents import refuse_virus
from procure.sheets import text, workbook
from procure.sheets.refusals import LOCKED, NO_SHEET, refused
from procure.sheets.table import Numbered, Row, Sheet, is_empty

LARGEST: Final = 5 * 1024 * 1024  # bytes of a file
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 100
FURTHEST_ROW: Final = 100_000  # below it nobody looks: a sheet that goes on so far is no list
LONGEST_CELL: Final = 20_000

WORKBOOK = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel files, and new ones under a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXTS: Final = ("", ".csv", ".tsv", ".txt")  # what a table in plain text is called

TOO_LARGE = N_("Filen «%(name)s» er større enn %(most)s MB. Del listen i flere filer")
EMPTY = N_("Filen «%(name)s» er tom. Velg en annen")
OLD = N_("«%(name)s» er et gammelt Excel-format. Åpne filen og lagre den som .xlsx")
NO_ROWS = N_("Vi fant ingen rader under overskriftene i «%(name)s». Fyll inn minst én rad")
TOO_MANY_ROWS = N_(
    "«%(name)s» har flere enn %(most)s rader. Del listen i flere filer, eller ta bort tomme rader nederst"
)
TOO_MANY_COLUMNS = N_("«%(name)s» har flere enn %(most)s kolonner. Ta bort dem som ikke trengs")
ALIKE = N_("To kolonner heter «%(heading)s». Gi dem hvert sitt navn, så vi ser forskjell på dem")
TOO_LONG = N_("Cellen i rad %(row)s under «%(heading)s» har mer enn %(most)s tegn. Kort den ned")


def read(name: str, data: bytes) -> Sheet:
    """Read the first table of a spreadsheet, .xlsx or .csv, as text.

    Raises RuleBroken when it is no spreadsheet, is locked or dangerous, holds too much, or nothing.
    """
    _check_outside(name, data)
    found = workbook.rows(name, data, FURTHEST_ROW) if data.startswith(WORKBOOK) else text.rows(name, data)
    return _table(name, found)


def _check_outside(name: str, data: bytes) -> None:
    """Refuse what can be told by size and first bytes alone."""
    if len(data) > LARGEST:
        raise refused(TOO_LARGE, name, most=LARGEST // 1024**2)
    if not data.strip():
        raise refused(EMPTY, name)
    refuse_virus(data)
    if data.startswith(COMPOUND):
        raise refused(LOCKED if ENCRYPTED in data else OLD, name)
    if PurePath(name).suffix.lower() not in TEXTS and not data.startswith(WORKBOOK):
        raise refused(NO_SHEET, name)


def _table(name: str, found: Iterable[Numbered]) -> Sheet:
    """Find the header, and give every row below it as many cells."""
    numbered = _bounded(name, (row for row in found if not is_empty(row[1])))
    if not numbered:
        raise refused(NO_ROWS, name)
    start = next((n for n, (_number, cells, _unknown) in enumerate(numbered) if _is_header(cells)), 0)
    header, body = numbered[start][1], numbered[start + 1 :]
    width = max(_width(cells) for _number, cells, _unknown in numbered[start:])
    if width > MOST_COLUMNS:
        raise refused(TOO_MANY_COLUMNS, name, most=MOST_COLUMNS)
    if not body:
        raise refused(NO_ROWS, name)
    sheet = Sheet(name, _fit(header, width), tuple(Row(n, _fit(c, width), u) for n, c, u in body))
    _check_inside(sheet)
    return sheet


def _bounded(name: str, found: Iterator[Numbered]) -> list[Numbered]:
    """Take no more rows than a list may have; some may stand above the header."""
    numbered = list(islice(found, MOST_ROWS + 10))
    if len(numbered) > MOST_ROWS + 1:
        raise refused(TOO_MANY_ROWS, name, most=MOST_ROWS)
    return numbered


def _is_header(cells: tuple[str, ...]) -> bool:
    """Answer whether a row names columns; a title above them stands alone."""
    return sum(1 for cell in cells if cell) > 1


def _width(cells: tuple[str, ...]) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell), default=0)


def _fit(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _check_inside(sheet: Sheet) -> None:
    """Refuse two columns of one name, and cells that no field has room for."""
    spelled = Counter(heading.casefold() for heading in sheet.header if heading)
    for heading in sheet.header:
        if spelled[heading.casefold()] > 1:
            raise RuleBroken(ALIKE, field="file", heading=heading[:60])
    for row in sheet.rows:
        for place, cell in enumerate(row.cells):
            if len(cell) > LONGEST_CELL:
                heading = sheet.heading(place)[:60]
                raise RuleBroken(TOO_LONG, field="file", row=row.number, heading=heading, most=LONGEST_CELL)
