"""Every address that hands out something other than a page: opened by another program, whole and in parts."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule

from config import Config
from procure import db
from procure.app import create_app
from procure.sheets.writing import XLSX
from tests import world
from tests.databases import Databases
from tests.places import person
from tests.world import World

# The bytes of a version, a draft and an attachment are stand-ins in this world; the true ones are opened in
# tests/tenders/test_every_download.py, test_previews.py and test_attachment_pages.py.
KEPT: Final = {
    "tenders.version_file",
    "tenders.preview_file",
    "tenders.attachment_file",
    "publication.file",
}
LISTS: Final = {
    "bank.export",
    "bank.template",
    "demand.export_contracts",
    "demand.export_needs",
    "demand.import_template",
    "tenders.export_requirements",
    "tenders.export_requirements_as_csv",
    "tenders.requirement_template",
}
DRAWINGS: Final = {
    "demand.contracts_timeline",
    "pools.costs",
    "pools.draw_windows",
    "tenders.draw_timeline",
    "tenders.scoring_curves",
    "tenders.value_chart",
}
# Nobody fits the needs of this world: the drawing is read in tests/pools/test_suggestions.py.
ELSEWHERE: Final = {"pools.draw_suggestion"}
OTHERS: Final = {"pools.totals", "publication.calendar", "static"}
SVG: Final = "{http://www.w3.org/2000/svg}svg"


class Found(NamedTuple):
    """An address that hands out something, and a browser that may have it."""

    address: str
    browser: FlaskClient

    def get(self, **headers: str) -> tuple[int, bytes, Headers]:
        """Ask for it, and return status, bytes and headers."""
        with self.browser.get(
            self.address, headers={k.replace("_", "-"): v for k, v in headers.items()}
        ) as a:
            return a.status_code, a.data, a.headers


def _book(data: bytes) -> object:
    return [sheet.title for sheet in load_workbook(BytesIO(data)) if sheet.max_row]


def _rows(data: bytes) -> object:
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))
    return rows[0] if len({len(row) for row in rows if row}) else None


def _drawing(data: bytes) -> object:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return root.tag == SVG and root.get("viewBox")


OPENED_BY: Final[Mapping[str, Callable[[bytes], object]]] = {
    XLSX: _book,
    "text/csv": _rows,
    "image/svg+xml": _drawing,
    "application/json": json.loads,
    "text/calendar": lambda data: Calendar.from_ical(data.decode()).walk("VEVENT"),
    "text/css": lambda data: b"{" in data,
}


@pytest.fixture(scope="module")
def app(started: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole world in it; nothing here changes any of it."""
    with started("sqlite").copy() as url:
        files: Path = tmp_path_factory.mktemp("files")
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{files}"))
        yield app
        with app.app_context():
            db.sqla.session.remove()
            db.sqla.engine.dispose()


@pytest.fixture(scope="module")
def found(app: Flask) -> Mapping[str, list[Found]]:
    """Whatever is handed out that is no page, by its view; found by asking for every address."""
    there, handed = world.build(app), {}
    browsers = [person(app, there, who) for who in (world.LEAD, world.ADVISER)]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            asked = [_first_let_in(browsers, address) for address in _kinds(app, there, rule)]
            if files := [each for each in asked if each is not None]:
                handed[rule.endpoint] = files
    return handed


def _kinds(app: Flask, there: World, rule: Rule) -> list[str]:
    """Return an address under the rule, and one to each kind of file where there are several."""
    address = there.address(app, rule)
    both = "any(xlsx, csv)" in rule.rule
    return [address, address.replace(".xlsx", ".csv")] if both else [address]


def _first_let_in(browsers: list[FlaskClient], address: str) -> Found | None:
    """Return the address with the first who is let in; None where that is a page."""
    for browser in browsers:
        with browser.get(address) as answer:
            if answer.status_code == 200:
                return None if answer.mimetype == "text/html" else Found(address, browser)
    return None


def test_these_are_all(app: Flask, found: Mapping[str, list[Found]]) -> None:
    """A new address that hands out a file stands in one of the lists, and is opened."""
    drawn = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.endswith(".svg")}
    assert drawn == DRAWINGS | ELSEWHERE
    assert set(found) == KEPT | LISTS | DRAWINGS | OTHERS


@pytest.mark.row("H5")
def test_another_program_opens_each(found: Mapping[str, list[Found]]) -> None:
    for name in LISTS | DRAWINGS | OTHERS:
        for each in found[name]:
            _status, data, headers = each.get()
            kind = headers["Content-Type"].partition(";")[0]
            assert OPENED_BY[kind](data), each.address


def test_what_a_file_is_and_what_it_is_called_is_said_once(found: Mapping[str, list[Found]]) -> None:
    for name in KEPT | LISTS | {"publication.calendar"}:
        for each in found[name]:
            _status, _data, headers = each.get()
            assert headers["Content-Disposition"].startswith("attachment; filename"), each.address
            assert headers["Content-Type"].count("charset") <= 1, each.address
            assert headers["X-Content-Type-Options"] == "nosniff"


def test_each_file_is_handed_out_in_parts_and_not_twice(found: Mapping[str, list[Found]]) -> None:
    """HEAD, Range, If-Range and If-None-Match at every address of a file that somebody keeps."""
    for name in KEPT | {"static"}:
        for each in found[name]:
            _status, data, headers = each.get()
            tag = headers["ETag"]
            if name in KEPT:
                assert tag.strip('"') == hashlib.sha256(data).hexdigest()
            with each.browser.head(each.address) as head:
                assert (head.status_code, head.data) == (200, b"")
                assert (head.content_length, head.headers["ETag"]) == (len(data), tag)
            assert each.get(Range="bytes=1-3")[:2] == (206, data[1:4])
            assert each.get(Range="bytes=1-3", If_Range=tag)[:2] == (206, data[1:4])
            assert each.get(Range="bytes=1-3", If_Range='"another"')[:2] == (200, data)
            assert each.get(Range=f"bytes={len(data)}-")[0] == 416
            assert each.get(If_None_Match=tag)[:2] == (304, b"")


def test_a_list_says_which_bytes_it_is(found: Mapping[str, list[Found]]) -> None:
    """It is made anew each time: a part of another list is never joined to this one."""
    for name in LISTS:
        for each in found[name]:
            assert each.get()[2]["ETag"]
            status, _data, headers = each.get(Range="bytes=0-3", If_Range='"another"')
            assert (status, headers["Accept-Ranges"]) == (200, "bytes")


@pytest.mark.slow
def test_another_spreadsheet_program_opens_each_list(
    found: Mapping[str, list[Found]], tmp_path: Path
) -> None:
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/own", "--convert-to", "pdf"]
    lists = [each for name in sorted(LISTS) for each in found[name]]
    paths = []
    for number, each in enumerate(lists):
        _status, data, headers = each.get()
        paths.append(tmp_path / f"{number}.{'csv' if 'csv' in headers['Content-Type'] else 'xlsx'}")
        paths[-1].write_bytes(data)
    into = ["--outdir", str(tmp_path / "pdf"), *map(str, paths)]
    subprocess.run([*command, *into], check=True, capture_output=True, timeout=300)
    made = [(tmp_path / "pdf" / path.name).with_suffix(".pdf") for path in paths]
    assert [path.read_bytes()[:4] for path in made] == [b"%PDF"] * len(lists)
