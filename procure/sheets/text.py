"""Reading .csv as it comes out of the programs that municipalities use."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Final

from procure.domain.errors import N_
from procure.sheets.refusals import NO_SHEET, refused
from procure.sheets.table import Numbered

SIGNS: Final = (";", "\t", ",")
PROBED: Final = 20_000  # characters that are read to see what parts the columns
OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<")
NEUTRALISED = re.compile(r"'(?=[=+\-@\t])")  # as such cells are written, see `writing`

STRANGE_SIGNS = N_("Vi kan ikke lese tegnene i «%(name)s». Lagre den som «CSV UTF-8», eller som .xlsx")
BROKEN = N_("Vi kan ikke skille kolonnene i «%(name)s». Lagre den som .xlsx")


def rows(name: str, data: bytes) -> Iterator[Numbered]:
    """Yield each row: its number, its cells, and no places without an answer."""
    if data.lstrip().startswith(OTHER_FILES):
        raise refused(NO_SHEET, name)
    text = _decoded(name, data)
    named = re.match(r"sep=(.)\r?\n", text)  # a line for Excel, which is no row to it either
    text = text[named.end() :] if named else text
    lines = csv.reader(StringIO(text, newline=""), delimiter=named[1] if named else _parted_by(text))
    try:
        for number, cells in enumerate(lines, start=2 if named else 1):
            yield number, tuple(_tidy(cell) for cell in cells), ()
    except csv.Error as reason:
        raise refused(BROKEN, name) from reason


def _decoded(name: str, data: bytes) -> str:
    """Read the bytes as what they say they are, else as UTF-8, else as Windows and old Macs wrote them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif b"\x00" in data:
        raise refused(NO_SHEET, name)
    else:
        candidates = ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        try:
            return _plain(name, data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise refused(STRANGE_SIGNS, name)


def _plain(name: str, text: str) -> str:
    if "\x00" in text:
        raise refused(NO_SHEET, name)
    return text


def _parted_by(text: str) -> str:
    """Find the sign between the columns: the one that parts a line near the top into most."""
    probe = StringIO(text[:PROBED], newline="").getvalue()
    return max(SIGNS, key=lambda sign: _columns(probe, sign))


def _columns(probe: str, sign: str) -> int:
    """Count the columns that the sign makes of the first row that has more than one."""
    try:
        lines = csv.reader(StringIO(probe, newline=""), delimiter=sign)
        return next((len(cells) for cells in lines if len(cells) > 1), 1)
    except csv.Error:
        return 0


def _tidy(cell: str) -> str:
    return NEUTRALISED.sub("", cell.replace("\r\n", "\n").replace("\xa0", " ").strip(), count=1)
