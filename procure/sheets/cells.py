"""Every cell of a workbook: what stands in it, what it reckons, and what it said when it was saved."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.worksheet._reader import WorkSheetParser

from procure.domain.errors import N_, RuleBroken
from procure.files import archives, office
from procure.files.archives import Bounds
from procure.files.contents import refuse_virus
from procure.sheets.reading import COMPOUND, ENCRYPTED, OLD
from procure.sheets.refusals import LOCKED, refused
from procure.sheets.workbook import DAMAGED, look_inside

LARGEST: Final = 3 * 1024 * 1024  # bytes of a file
BOUNDS: Final = Bounds(members=2_000, unpacked=16 * 1024 * 1024, ratio=200)
FURTHEST_ROW: Final = 2_000
WIDEST: Final = 100
MOST_CELLS: Final = 100_000  # of a whole workbook
LARGEST_SHEET: Final = 2 * 1024 * 1024  # bytes, unpacked

Place = tuple[int, int]  # row and column, counted from 0

TOO_MUCH = N_("«%(name)s» har langt mer innhold enn et prisskjema. Hent skjemaet på nytt, og fyll ut det")
TOO_FAR = N_("Arket «%(sheet)s» har innhold langt utenfor skjemaet. Ta det bort, og lagre på nytt")
NO_WORKBOOK = N_("«%(name)s» er ikke et regneark i formatet .xlsx. Lagre skjemaet som .xlsx")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a cell.

    value: text, number, day or nothing; of a formula what it last said, None when it was saved without.
    formula: as it was written, with its equal sign; "" for none.
    """

    value: object
    formula: str = ""


NOTHING: Final = Seen(None)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its name, and the cells that have something in them."""

    name: str
    cells: Mapping[Place, Seen]

    def value(self, row: int, column: int) -> object:
        """Return what stands in a cell; None for nothing."""
        return self.cells.get((row, column), NOTHING).value


def read(name: str, data: bytes) -> list[Grid]:
    """Read every sheet of a workbook.

    Raises RuleBroken when it is none, is locked, damaged or dangerous, or holds more than a form would.
    """
    if data.startswith(COMPOUND):
        raise refused(LOCKED if ENCRYPTED in data else OLD, name)
    if not data.startswith(b"PK\x03\x04"):
        raise refused(NO_WORKBOOK, name)
    refuse_virus(data)
    parts = archives.members(data, BOUNDS)
    office.check_still(parts)
    if any(len(part) > LARGEST_SHEET for place, part in parts.items() if place.startswith("xl/worksheets/")):
        raise refused(TOO_MUCH, name)
    formulas = look_inside(name, data, BOUNDS)
    try:
        return _grids(name, data, formulas=formulas)
    except RuleBroken:
        raise
    except Exception as reason:  # a broken file makes the reader say many things, the person is told one
        raise refused(DAMAGED, name) from reason


def _grids(name: str, data: bytes, *, formulas: bool) -> list[Grid]:
    written = dict(_sheets(name, data, data_only=False))
    said = dict(_sheets(name, data, data_only=True)) if formulas else written
    return [Grid(name, _cells(cells, said.get(name, {}))) for name, cells in written.items()]


def _cells(written: Mapping[Place, Seen], said: Mapping[Place, Seen]) -> dict[Place, Seen]:
    """Return the cells as they were written, their formulas with what they last said."""
    return {
        place: Seen(said.get(place, NOTHING).value, seen.formula) if seen.formula else seen
        for place, seen in written.items()
    }


def _seen(cell: Mapping[str, Any]) -> Seen:
    """Return a cell as the parser found it; a text may begin with an equal sign and reckon nothing."""
    return Seen(None, _formula(cell["value"])) if cell["data_type"] == "f" else Seen(cell["value"])


def _formula(value: object) -> str:
    """Return a formula as text; those that fill several cells tell theirs in an attribute."""
    return value if isinstance(value, str) else f"={getattr(value, 'text', '')}"


def _sheets(name: str, data: bytes, *, data_only: bool) -> Iterator[tuple[str, dict[Place, Seen]]]:
    left = MOST_CELLS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and other extras that we have no use for
        book = load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
        with closing(book):
            for sheet in book.worksheets:
                cells = dict(islice(_filled(sheet), left))
                left -= len(cells)
                if left <= 0:
                    raise refused(TOO_MUCH, name)
                yield sheet.title, cells


def _filled(sheet: Any) -> Iterator[tuple[Place, Seen]]:
    """Yield the cells that the file has, as openpyxl's parser finds them.

    Its rows would be filled up with all that lies between, and a file may say that it has a billion of them.
    """
    with sheet._get_source() as source:
        for cell in _cells_in(sheet, source):
            place = (cell["row"] - 1, cell["column"] - 1)
            if cell["value"] in (None, ""):
                continue
            if place[0] >= FURTHEST_ROW or place[1] >= WIDEST:
                raise RuleBroken(TOO_FAR, field="file", sheet=sheet.title[:60])
            yield place, _seen(cell)


def _cells_in(sheet: Any, source: Any) -> Iterator[dict[str, Any]]:
    book = sheet.parent
    parser = WorkSheetParser(
        source,
        sheet._shared_strings,
        data_only=book.data_only,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )
    for _number, row in parser.parse():
        yield from row
