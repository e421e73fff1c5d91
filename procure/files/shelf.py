"""The shelf of pieces and finished documents: in the store beside the files, by key, forgotten when unused.

No row tells of it. What lies there can be made again, so that a damaged piece counts as missing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

import obstore
from flask import current_app
from obstore.store import ObjectStore

from procure import clock
from procure.jobs import queue

FOLDER: Final = "pieces"
FRESH: Final = timedelta(days=1)  # a use within this time after the last one is not noted
UNUSED: Final = timedelta(days=30)  # how long something lies there that nobody uses
DIGEST: Final = hashlib.sha256().digest_size


class StoredShelf:
    """Keeps bytes in the store, behind their own SHA-256."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    def get(self, key: str, /) -> bytes | None:
        """Return what was put there; None when there is nothing, or it is damaged."""
        try:
            found = obstore.get(self.store, place(key))
        except FileNotFoundError:
            return None
        kept = bytes(found.bytes())
        data = kept[DIGEST:]
        if hashlib.sha256(data).digest() != kept[:DIGEST]:
            return None
        if clock.now() - found.meta["last_modified"] > FRESH:
            self.put(key, data)
        return data

    def has(self, key: str, /) -> bool:
        """Answer whether something lies there, without reading it."""
        try:
            obstore.head(self.store, place(key))
        except FileNotFoundError:
            return False
        return True

    def put(self, key: str, data: bytes, /) -> None:
        """Keep the bytes; the store gives them their place when all of them are there."""
        obstore.put(self.store, place(key), hashlib.sha256(data).digest() + data)

    def forget(self, now: datetime) -> int:
        """Clear away what nobody has used for a while; return how many there were."""
        entries = [entry for batch in obstore.list(self.store, FOLDER) for entry in batch]
        unused = [entry["path"] for entry in entries if now - entry["last_modified"] > UNUSED]
        obstore.delete(self.store, unused)
        return len(unused)


def place(key: str) -> str:
    """Return where something lies."""
    return f"{FOLDER}/{key[:2]}/{key}"


def shelf() -> StoredShelf:
    """Return the shelf in this application's store."""
    return StoredShelf(current_app.extensions["files"])


@queue.between(seconds=6 * 3600)
def tidy() -> None:
    """Forget what is not used."""
    shelf().forget(clock.now())
