"""What no row names is gone after a day; what a row names, or may be about to, stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure import clock, db
from procure.files import leftovers, store


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder that the store is."""
    return tmp_path / "files"


def after(**time: int) -> datetime:
    """A moment to come."""
    return clock.now() + timedelta(**time)


def lying(place: Path) -> set[str]:
    """The files in the store, notes and all."""
    return {path.name for path in place.rglob("*") if path.is_file()}


def test_bytes_that_no_row_names_are_gone_after_a_day(session: Session, place: Path) -> None:
    named, unnamed = store.lay(b"named"), store.lay(b"unnamed")
    with db.kept() as own:
        store.enter(own, named, 5, "text/plain", clock.now())
    assert leftovers.sweep(after(hours=23)) == 0
    assert lying(place) == {named, unnamed}
    assert leftovers.sweep(after(days=1, minutes=1)) == 1
    assert lying(place) == {named}
    assert leftovers.sweep(after(days=1, minutes=1)) == 0


def test_a_transaction_that_is_undone_leaves_nothing(session: Session, place: Path) -> None:
    with db.transaction():  # and nobody says that it is to be kept
        store.put(db.session(), b"undone", "text/plain", clock.now())
    assert leftovers.sweep(after(days=1, minutes=1)) == 1
    assert lying(place) == set()


def test_a_row_that_was_kept_while_its_note_stayed_keeps_its_bytes(session: Session, place: Path) -> None:
    sha256 = store.lay(b"x")
    with db.kept() as own:
        store.enter(own, sha256, 1, "text/plain", clock.now())
        own.info.pop("after_commit")  # as when we are killed between the two
    assert sum(path.is_file() for path in place.rglob(sha256)) == 2
    assert leftovers.sweep(after(days=1, minutes=1)) == 0
    assert [path.parent.name for path in place.rglob(sha256)] == [sha256[:2]]


def test_bytes_that_are_laid_again_are_young(session: Session, place: Path) -> None:
    sha256 = store.lay(b"x")
    note = next(path for path in place.rglob(sha256) if "laid" in path.parts)
    week_ago = after(days=-7).timestamp()
    os.utime(note, (week_ago, week_ago))  # somebody lays them again right after we have read the note
    assert leftovers.sweep(clock.now()) == 0
    assert store.read(sha256) == b"x"
    assert note.is_file()


def test_a_note_without_bytes_is_taken_away(session: Session, place: Path) -> None:
    sha256 = store.lay(b"x")
    (place / sha256[:2] / sha256).unlink()
    assert leftovers.sweep(after(days=1, minutes=1)) == 0
    assert lying(place) == set()


def test_writing_that_broke_off_is_cleared_away(session: Session, place: Path) -> None:
    for path in ("incoming/abc", "incoming/abc#1", "pieces/ab/abc#1", "pieces/ab/abc", "ab/abc"):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(b"x")
    assert leftovers.sweep(clock.now()) == 0
    assert leftovers.sweep(after(days=1, minutes=1)) == 3
    assert {path.parent.name for path in place.rglob("abc")} == {"ab"}
    assert lying(place) == {"abc"}


@pytest.fixture
def two_databases(app: Flask, place: Path) -> Iterator[str]:
    """What another database's work has laid in the same store."""
    ours = app.config["SQLALCHEMY_DATABASE_URI"]
    with app.app_context():
        app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://elsewhere/procure"
        sha256 = store.lay(b"theirs")
        app.config["SQLALCHEMY_DATABASE_URI"] = ours
        yield sha256


def test_what_another_database_may_name_is_left_alone(two_databases: str, place: Path) -> None:
    assert leftovers.sweep(after(days=1, minutes=1)) == 0
    assert lying(place) == {two_databases}


def test_what_is_deleted_under_a_folder_of_previews_is_asked_of_them(session: Session, place: Path) -> None:
    sha256 = store.lay(b"a draft", "previews/7")
    assert leftovers.sweep(after(days=1, minutes=1)) == 1
    assert sha256 not in lying(place)
