"""A file over HTTP: whole, in parts, not at all when the asker has it; by its right name, and never run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from procure import db
from procure.app import create_app
from procure.files import store
from procure.files.models import StoredFile
from procure.web.access import public

NOW: Final = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
DATA: Final = b"%PDF-1.7 " + bytes(range(256)) * 4000  # a good megabyte
NAME: Final = "bilag 1 – krav på «nordsamisk» čázi.pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(params=["file", "memory"])
def site(request: pytest.FixtureRequest, config: Config, tmp_path: Path) -> Iterator[Flask]:
    """The application with one file in it, kept on disk or in memory."""
    place = f"file://{tmp_path}/kept" if request.param == "file" else "memory://"
    app = create_app(replace(config, storage_url=place))
    with app.app_context(), db.kept() as session:
        sha256 = store.put(session, DATA, DOCX, NOW).sha256

    @public()
    def hand_out() -> object:
        stored = db.session().get(StoredFile, sha256)
        assert stored is not None
        return store.answer(stored, NAME, public=True)

    app.add_url_rule("/a-file", view_func=hand_out)
    yield app
    with app.app_context():
        db.sqla.session.remove()
        db.sqla.engine.dispose()


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    return site.test_client()


def test_the_whole_file_by_its_own_name_and_never_run(reader: FlaskClient) -> None:
    answer = reader.get("/a-file")
    assert (answer.status_code, answer.data) == (200, DATA)
    assert answer.content_length == len(DATA)
    assert answer.headers["Content-Type"] == DOCX
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert f"filename*=UTF-8''{quote(NAME)}" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_the_head_alone_says_how_large_it_is(reader: FlaskClient) -> None:
    answer = reader.head("/a-file")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == len(DATA)
    assert answer.headers["ETag"]


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-8", DATA[:9], f"bytes 0-8/{len(DATA)}"),
        ("bytes=1000-", DATA[1000:], f"bytes 1000-{len(DATA) - 1}/{len(DATA)}"),
        ("bytes=-10", DATA[-10:], f"bytes {len(DATA) - 10}-{len(DATA) - 1}/{len(DATA)}"),
    ],
)
def test_a_part_is_handed_out_to_one_who_goes_on_where_it_stopped(
    reader: FlaskClient, asked: str, part: bytes, told: str
) -> None:
    answer = reader.get("/a-file", headers={"Range": asked})
    assert (answer.status_code, answer.data) == (206, part)
    assert answer.headers["Content-Range"] == told


def test_a_part_beyond_the_end_is_refused(reader: FlaskClient) -> None:
    answer = reader.get("/a-file", headers={"Range": f"bytes={len(DATA)}-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(DATA)}"


def test_a_part_of_another_file_is_never_joined_to_this_one(reader: FlaskClient) -> None:
    tag = reader.get("/a-file").headers["ETag"]
    same = reader.get("/a-file", headers={"Range": "bytes=0-8", "If-Range": tag})
    other = reader.get("/a-file", headers={"Range": "bytes=0-8", "If-Range": '"another"'})
    assert (same.status_code, same.data) == (206, DATA[:9])
    assert (other.status_code, other.data) == (200, DATA)


def test_one_who_has_it_is_told_so(reader: FlaskClient) -> None:
    first = reader.get("/a-file")
    for name, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        again = reader.get("/a-file", headers={name: value})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("site", ["file"], indirect=True)
def test_a_damaged_file_is_never_handed_out(site: Flask, tmp_path: Path) -> None:
    (lying,) = (path for path in (tmp_path / "kept").rglob("*") if path.is_file())
    lying.write_bytes(DATA[:-1] + b"!")
    site.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.test_client().get("/a-file", headers={"Range": "bytes=0-8"})
    assert answer.status_code == 500
    assert DATA[:9] not in answer.data
