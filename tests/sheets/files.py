"""Spreadsheets made for tests, as bytes: honest ones and others."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def xlsx(rows: Iterable[Sequence[Any]], *more: Iterable[Sequence[Any]], hidden: int = 0) -> bytes:
    """Write a workbook; `more` are further sheets, and the first `hidden` of all are out of view."""
    book = Workbook(write_only=True)
    for place, each in enumerate((rows, *more)):
        sheet = book.create_sheet(f"Ark {place + 1}")
        for row in each:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if place < hidden else "visible"
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


def csv(rows: Iterable[Sequence[str]], sign: str = ";", encoding: str = "utf-8") -> bytes:
    """Write lines with a sign between the cells."""
    return "\r\n".join(sign.join(row) for row in rows).encode(encoding)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """Pack a workbook anew with some parts changed or added; `_` in a name is `/`."""
    changed = {name.replace("__", "."): text for name, text in parts.items()}
    changed = {name.replace("_", "/"): text for name, text in changed.items()}
    memory = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name, old.read(name)))
        for name, text in changed.items():
            new.writestr(name, text)
    return memory.getvalue()


def macro_book(rows: Iterable[Sequence[Any]]) -> bytes:
    """Make what Excel saves as .xlsm."""
    data = xlsx(rows)
    with zipfile.ZipFile(BytesIO(data)) as book:
        kinds = book.read("[Content_Types].xml").replace(PLAIN.encode(), MACRO.encode())
    memory = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(memory, "w") as new:
        for name in old.namelist():
            new.writestr(name, kinds if name == "[Content_Types].xml" else old.read(name))
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return memory.getvalue()


def under_password() -> bytes:
    """Make the outside of what Excel saves under a password: a compound file with an encrypted package."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(64)
    )


def grid(data: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    """Read what stands in a workbook, typed."""
    return list(load_workbook(BytesIO(data)).worksheets[sheet].iter_rows(values_only=True))


def sent(browser: FlaskClient, path: str, data: bytes, name: str, **fields: str) -> TestResponse:
    """Send a form with a file in it, named `file`, as a browser does."""
    whole = {**fields, "file": (BytesIO(data), name)}
    answer = browser.post(path, data=whole, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # a file on the disk, when much is sent
    return answer
