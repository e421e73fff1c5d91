"""Count a page's queries, and time it against its floor.

The floor is what the page cannot do without: the same server and door, the session and the user loaded,
its rows fetched by hand-written SQL, and as many bytes answered. What lies between is spent on comfort.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from statistics import median
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from bench.page import Page
from bench.rows import Setting
from procure import clock, db
from procure.accounts.models import User
from procure.accounts.sessions import open_session
from procure.web.access import current_actor, public, sees

WARM_UP = 3
FLOOR = "/bench/floor"


@dataclass(frozen=True)
class Answer:
    """What one page cost: queries, bytes."""

    queries: int
    size: int


@dataclass(frozen=True)
class Timing:
    """Milliseconds of a page and of its floor, and the floor's queries."""

    page: float
    floor: float
    floor_queries: int


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that are sent; BEGIN, which only SQLite is sent as one, is left out."""
    sent: list[str] = []

    def note(*facts: Any) -> None:
        if not facts[2].startswith("BEGIN"):
            sent.append(facts[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


class Stand:
    """An application on a filled database, and a browser for each reader."""

    def __init__(self, app: Flask, setting: Setting) -> None:
        self.app, self.setting = app, setting
        self.clients = {reader: self._sign_in(user) for reader, user in setting.readers.items()}
        self.floor: Callable[[], bytes] = bytes
        app.add_url_rule(f"{FLOOR}/public", "floor_public", public()(self._floor))
        app.add_url_rule(f"{FLOOR}/signed-in", "floor_signed_in", sees()(self._floor))

    def _sign_in(self, user_id: int) -> FlaskClient:
        client, lasts = self.app.test_client(), timedelta(hours=12)
        late = clock.now() + lasts  # seen ahead of time: that somebody is here still is written at no page
        with self.app.app_context(), db.kept() as session:
            user = session.get_one(User, user_id)
            token = open_session(session, user, machine="bench", lasts=lasts, now=late).get_id()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    def _floor(self) -> bytes:
        current_actor()  # the layout asks on every page
        return self.floor()

    def client(self, page: Page) -> FlaskClient:
        """Return the browser of the page's reader; a stranger has none of their own."""
        return self.clients[page.reader] if page.reader else self.app.test_client()

    def ask(self, page: Page) -> Answer:
        """Fetch the page, and tell what it cost; raises when it is not answered well."""
        client, path = self.client(page), page.path(self.setting.known)
        with counted() as sent:
            answer = client.get(path)
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return Answer(len(sent), len(answer.data))

    def time(self, page: Page, size: int, pairs: int) -> Timing:
        """Time the page and its floor in turn; the medians."""
        client, path = self.client(page), page.path(self.setting.known)
        self.floor = partial(_fetch, page.statements(), self._facts(page), size)
        floor = f"{FLOOR}/{'signed-in' if page.reader else 'public'}"
        with counted() as sent:
            answer = client.get(floor)
        if len(answer.data) != size:
            raise RuntimeError(f"the floor of {page.name} answered {answer.status_code}")
        for _ in range(WARM_UP):
            client.get(path), client.get(floor)
        with _without_collecting():
            times = [(_seconds(client, path), _seconds(client, floor)) for _ in range(pairs)]
        pages, floors = zip(*times, strict=True)
        return Timing(median(pages) * 1000, median(floors) * 1000, len(sent))

    def _facts(self, page: Page) -> Mapping[str, Any]:
        user = self.setting.readers.get(page.reader or "")
        return {**self.setting.known, "user": user, "own": self.setting.known.get(page.reader or "")}


_prepared = cache(text)


def _fetch(statements: tuple[str, ...], facts: Mapping[str, Any], size: int) -> bytes:
    session = db.session()
    for statement in statements:
        session.execute(_prepared(statement), facts).all()
    return b"x" * size


def _seconds(client: FlaskClient, path: str) -> float:
    start = perf_counter()
    client.get(path)
    return perf_counter() - start


@contextmanager
def _without_collecting() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
