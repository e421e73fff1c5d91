"""What was put away and never named, by work that was stopped or writing that broke off: gone after a day.

Bytes are laid before the transaction that names them (`store.lay`), with a note, which is taken away when the
row is kept. A note that stays tells where to look: in no other places, and at none of another database.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from procure import clock, db
from procure.files import store
from procure.files.models import StoredFile
from procure.jobs import queue

AGE: Final = timedelta(days=1)  # what is younger may be about to be named
BROKEN_OFF: Final = (f"{store.INCOMING}/*", "pieces/*/*#*")  # the store writes beside the place, to «name#1»

Known = Callable[[Session, str], bool]  # given a SHA-256, whether a row names it

rows: dict[str, Known] = {}  # by the first part of the folder; all else is in the rows of stored files


def sweep(now: datetime) -> int:
    """Clear away what has lain for a day and is named by no row, and count it."""
    root = store.root()
    if root is None:  # a store in memory ends with its process
        return 0
    before = (now - AGE).timestamp()
    broken_off = [path for pattern in BROKEN_OFF for path in root.glob(pattern) if _is_old(path, before)]
    for path in broken_off:
        path.unlink(missing_ok=True)
    return len(broken_off) + sum(_cleared(root, place, before) for place in _noted(root, before))


def _noted(root: Path, before: float) -> Iterator[str]:
    """Yield the places of what was laid before a moment, and waits for its row."""
    notes = root / store.notes()
    for note in sorted(notes.rglob("*")):
        if note.is_file() and _is_old(note, before):
            yield note.relative_to(notes).as_posix()


def _cleared(root: Path, place: str, before: float) -> bool:
    """Remove the bytes unless a row names them, and the note; answer whether there were such bytes."""
    with db.reading() as session:
        if rows.get(place.partition("/")[0], _is_stored)(session, place.rpartition("/")[2]):
            (root / store.notes() / place).unlink(missing_ok=True)
            return False
    removed = _remove(root, root / place, before)
    if not (root / place).exists():
        (root / store.notes() / place).unlink(missing_ok=True)
    return removed


def _remove(root: Path, path: Path, before: float) -> bool:
    """Remove a file that still is old: moved aside first, so that one laid meanwhile is seen and put back."""
    aside = root / store.INCOMING / secrets.token_hex(16)
    with suppress(FileNotFoundError):
        path.rename(aside)
        if _is_old(aside, before):
            aside.unlink()
            return True
        aside.rename(path)
    return False


def _is_old(path: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < before
    return False


def _is_stored(session: Session, sha256: str) -> bool:
    return session.get(StoredFile, sha256) is not None


@queue.between(seconds=24 * 3600)
def tidy() -> None:
    """Sweep when a worker begins, and then daily."""
    sweep(clock.now())
