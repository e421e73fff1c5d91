"""Bytes kept by their hash: put away for good before anybody is told, read back, handed out."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

import obstore
from flask import Flask, current_app, request, send_file
from flask.wrappers import Response
from obstore.store import LocalStore, MemoryStore, ObjectStore
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from procure import db
from procure.files.models import StoredFile

POLICY: Final = "default-src 'none'; sandbox"
PIECE: Final = 256 * 1024  # bytes read and sent at a time
PUBLIC_FOR: Final = 300  # seconds that a public file may be kept by others before they ask again


INCOMING: Final = "incoming"  # what is being written
LAID: Final = "laid"  # notes of what has its place, and no row yet


class Damaged(Exception):
    """What lies in the store is not what was put there."""


def put(session: Session, data: bytes, media_type: str, now: datetime) -> StoredFile:
    """Keep the bytes under their SHA-256; the same bytes are kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    stored = session.get(StoredFile, sha256)
    if stored is None:
        _write(_place(sha256), data)
        stored = enter(session, sha256, len(data), media_type, now)
    return stored


def lay(data: bytes, folder: str = "") -> str:
    """Put bytes away and return their SHA-256, before any transaction: no row waits for the disk.

    What no transaction names after all is swept (`leftovers.py`).
    folder: apart from what is kept for good; what lies in it can be cleared.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    _write(_place(sha256, folder), data)
    return sha256


def enter(session: Session, sha256: str, size: int, media_type: str, now: datetime) -> StoredFile:
    """Write the row of bytes that have been put away, if there is none."""
    stored = session.get(StoredFile, sha256)
    if stored is None:
        stored = StoredFile(sha256=sha256, size=size, media_type=media_type, stored_at=now)
        session.add(stored)
        session.flush()
    named(session, sha256)
    return stored


def named(session: Session, sha256: str, folder: str = "") -> None:
    """Take the note away of bytes that a row names now, when the transaction has been kept."""
    note = f"{notes()}/{_place(sha256, folder)}"
    db.after_commit(session, partial(_forget, _store(), note))


def clear(folder: str, but: Collection[str]) -> None:
    """Remove what lies in a folder, but for what has one of these hashes."""
    store = _store()
    listed = [meta["path"] for batch in obstore.list(store, prefix=folder) for meta in batch]
    for path in listed:
        if path.rpartition("/")[2] not in but:
            obstore.delete(store, path)


def read(sha256: str, folder: str = "") -> bytes:
    """Return the bytes; raises Damaged when they no longer have the hash they are kept by."""
    data = bytes(obstore.get(_store(), _place(sha256, folder)).bytes())
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(sha256)
    return data


class Kept(Protocol):
    """What is known of bytes that are handed out."""

    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def stored_at(self) -> datetime: ...


def answer(stored: Kept, download_name: str, *, public: bool, folder: str = "") -> Response:
    """Hand a file out as a download: whole, in part (Range), or not at all when the asker has it (ETag)."""
    pieces = _checked(stored.sha256, folder)
    response = send_file(
        BytesIO(),
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=download_name,
        conditional=False,
        etag=stored.sha256,
        last_modified=stored.stored_at,
    )
    response.response, response.content_length = pieces, stored.size
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_FOR}" if public else "private, no-store"
    response.make_conditional(request, accept_ranges=True, complete_length=stored.size)
    return response


def _checked(sha256: str, folder: str = "") -> Iterable[bytes]:
    """Return the bytes to send, once they are known to be what was put there.

    A file on the disk is read through in pieces, and then sent in pieces: however large, it takes no memory.
    """
    path = _path(sha256, folder)
    if path is None:
        return [read(sha256, folder)]
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    if digest.hexdigest() != sha256:
        raise Damaged(sha256)
    return _pieces(path)


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece; it is opened when the first is asked for."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _path(sha256: str, folder: str) -> Path | None:
    """Return where the bytes lie on the disk; None for a store that is no folder."""
    folder_of_all = root()
    return folder_of_all / _place(sha256, folder) if folder_of_all else None


def root() -> Path | None:
    """Return the folder that the store is; None for one that is no folder."""
    store = _store()
    return Path(store.prefix) if isinstance(store, LocalStore) and store.prefix is not None else None


def notes() -> str:
    """Return where it is noted what has been laid and waits for its row, in this database."""
    address = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).render_as_string(hide_password=True)
    return f"{LAID}/{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def _place(sha256: str, folder: str = "") -> str:
    return f"{folder or sha256[:2]}/{sha256}"


def _store() -> ObjectStore:
    store: ObjectStore = current_app.extensions["files"]
    return store


def _write(place: str, data: bytes) -> None:
    """Write to a name of its own, make sure it is on the disk, note it, and only then give it its place."""
    store, waiting = _store(), f"{INCOMING}/{secrets.token_hex(16)}"
    obstore.put(store, waiting, data)
    _settle(store, waiting)
    obstore.put(store, f"{notes()}/{place}", b"")
    obstore.rename(store, waiting, place)
    _settle(store, place, folder=True)


def _forget(store: ObjectStore, place: str) -> None:
    """Take away what may be gone already."""
    with suppress(FileNotFoundError):
        obstore.delete(store, place)


def _settle(store: ObjectStore, place: str, *, folder: bool = False) -> None:
    """Wait until the file, or the folder it lies in, is on the disk; other stores answer for themselves."""
    if isinstance(store, LocalStore) and store.prefix is not None:
        path = Path(store.prefix) / place
        handle = os.open(path.parent if folder else path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def init_app(app: Flask) -> None:
    """Open the store that the settings name: `file:///a/folder`, or `memory://` for tests."""
    address: str = app.config["SETTINGS"].storage_url
    if address.startswith("memory:"):
        app.extensions["files"] = MemoryStore()
    elif address.startswith("file:"):
        app.extensions["files"] = LocalStore(Path(address.removeprefix("file://")), mkdir=True)
    else:
        raise ValueError(f"no store for {address}")
