"""The shelf in the store: what is there is whole, and what nobody uses is forgotten."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import obstore
import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore

from procure import clock
from procure.files.shelf import DIGEST, StoredShelf, place, shelf, tidy

KEY = hashlib.sha256(b"x").hexdigest()
OTHER = hashlib.sha256(b"y").hexdigest()


@pytest.fixture(params=["file", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """A store on disk or in memory."""
    return LocalStore(tmp_path / "kept", mkdir=True) if request.param == "file" else MemoryStore()


def test_what_is_put_there_is_found_by_its_key(kept):
    one = StoredShelf(kept)
    assert (one.get(KEY), one.has(KEY)) == (None, False)
    one.put(KEY, b"%PDF pages")
    one.put(KEY, b"%PDF pages")
    assert one.has(KEY)
    assert one.get(KEY) == b"%PDF pages"
    assert one.get(OTHER) is None


@pytest.mark.parametrize("damage", [b"", b"short", bytes(DIGEST) + b"%PDF other pages"])
def test_what_is_damaged_counts_as_not_there_and_can_be_put_again(kept, damage):
    one = StoredShelf(kept)
    obstore.put(kept, place(KEY), damage)
    assert one.get(KEY) is None
    one.put(KEY, b"%PDF pages")
    assert one.get(KEY) == b"%PDF pages"


def test_what_has_not_been_used_for_a_month_is_forgotten(kept):
    one = StoredShelf(kept)
    one.put(KEY, b"pages")
    obstore.put(kept, "ab/a-file-of-a-version", b"stays")
    assert one.forget(clock.now() + timedelta(days=29)) == 0
    assert one.forget(clock.now() + timedelta(days=31)) == 1
    assert one.get(KEY) is None
    assert bytes(obstore.get(kept, "ab/a-file-of-a-version").bytes()) == b"stays"


def test_a_use_is_noted_once_a_day(tmp_path):
    one, path = StoredShelf(LocalStore(tmp_path)), tmp_path / place(KEY)
    one.put(KEY, b"pages")
    week_ago = (clock.now() - timedelta(days=7)).timestamp()
    os.utime(path, (week_ago, week_ago))
    assert one.get(KEY) == b"pages"
    noted = path.stat().st_mtime_ns
    assert noted > week_ago * 10**9 + 10**9
    assert one.get(KEY) == b"pages"
    assert path.stat().st_mtime_ns == noted


def test_the_shelf_of_an_application_lies_in_its_store(app):
    with app.app_context():
        shelf().put(KEY, b"pages")
        tidy()
        assert shelf().get(KEY) == b"pages"
