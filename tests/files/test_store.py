"""Bytes kept by their hash, on disk and in memory: the same promises for both."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import db
from procure.files import store
from procure.files.models import StoredFile

NOW = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
DATA = b"%PDF-1.7 " + bytes(range(256)) * 10


def test_the_same_bytes_are_kept_once(session: Session, tmp_path: Path) -> None:
    with db.kept() as own:
        first = store.put(own, DATA, "application/pdf", NOW)
        again = store.put(own, DATA, "application/pdf", NOW)
        assert first is again
        assert first.sha256 == hashlib.sha256(DATA).hexdigest()
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 1
    assert store.read(first.sha256) == DATA
    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == [first.sha256]


def test_what_is_damaged_is_never_handed_out(session: Session, tmp_path: Path) -> None:
    with db.kept() as own:
        sha256 = store.put(own, DATA, "application/pdf", NOW).sha256
    (tmp_path / "files" / sha256[:2] / sha256).write_bytes(DATA[:-1])
    with pytest.raises(store.Damaged):
        store.read(sha256)


def test_a_file_is_a_download_that_can_be_asked_for_in_parts(app: Flask) -> None:
    with app.app_context(), db.kept() as own:
        stored = store.put(own, DATA, "application/pdf", NOW)
        with app.test_request_context():
            whole = store.answer(stored, "bilag-1.pdf", public=True)
            whole.direct_passthrough = False
            assert whole.headers["Content-Disposition"] == "attachment; filename=bilag-1.pdf"
            assert whole.headers["ETag"] == f'"{stored.sha256}"'
            assert whole.get_data() == DATA
        with app.test_request_context(headers={"Range": "bytes=0-4"}):
            part = store.answer(stored, "bilag-1.pdf", public=True)
            part.direct_passthrough = False
            assert (part.status_code, part.get_data()) == (206, b"%PDF-")
        with app.test_request_context(headers={"If-None-Match": f'"{stored.sha256}"'}):
            assert store.answer(stored, "bilag-1.pdf", public=True).status_code == 304
