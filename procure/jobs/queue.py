"""The queue that long work waits in; features say here what they have for it to do.

The row in `job` is the truth, and the queue only a bell: whoever hears it does what waits, the fairest first.
What is rung for twice is done once, and what the bell was lost for is found by the sweep.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy import URL, make_url
from sqlalchemy.orm import Session

from procure.jobs.progress import Report as Report  # part of what handlers need

SCHEMA = "queue"  # on PostgreSQL the queue's own tables stand apart from ours

Handler = Callable[[int, Report], None]
Chore = Callable[[Session, datetime], object]
Pastime = Callable[[], object]


@dataclass(frozen=True)
class Kind:
    """A kind of long work: what does it, and what it is called (marked with `N_`)."""

    handler: Handler
    title: str


class JobFailed(Exception):
    """The work could not be done.

    part: what it was working on.     reason: a sentence for people, marked with `N_`.
    place: where it is mended, as findings have it.     again: whether another attempt may end otherwise.
    """

    def __init__(self, part: str, reason: str, *, place: str = "", again: bool = True) -> None:
        super().__init__(f"{part}: {reason}")
        self.part, self.reason, self.place, self.again = part, reason, place, again


@dataclass(frozen=True)
class Link:
    """Where a job leads: the words of a link, and its address."""

    words: str
    href: str


@dataclass(frozen=True)
class Leads:
    """Where work of a kind leads: when it is done, and when something must be mended first.

    page: given what the job is about.     mended: given that, and the place that failed.
    trail: given what the job is about, the pages it stands under, the outermost first.
    """

    page: Callable[[str], str]
    mended: Callable[[str, str], Link | None]
    trail: Callable[[str], Sequence[Link]]


kinds: dict[str, Kind] = {}
destinations: dict[str, Leads] = {}
chores: list[tuple[Chore, timedelta]] = []
pastimes: list[tuple[Pastime, timedelta]] = []
tools: list[Callable[[Flask], AbstractContextManager[object]]] = []  # what a worker has at hand while it runs


def handles(kind: str, title: str) -> Callable[[Handler], Handler]:
    """Enter a function as the one that does this kind of work; it may be run again after a crash."""

    def enter(handler: Handler) -> Handler:
        kinds[kind] = Kind(handler, title)
        return handler

    return enter


def nowhere(_about: str, _place: str) -> Link | None:
    """Lead to no place: nothing in this kind of work is mended on a page."""
    return None


def alone(_about: str) -> Sequence[Link]:
    """Stand under no page but one's own work."""
    return ()


def leads_to(
    kind: str,
    page: Callable[[str], str],
    mended: Callable[[str, str], Link | None] = nowhere,
    trail: Callable[[str], Sequence[Link]] = alone,
) -> None:
    """Say where finished work of a kind leads, where what failed is mended, and what it stands under."""
    destinations[kind] = Leads(page, mended, trail)


def every(seconds: int) -> Callable[[Chore], Chore]:
    """Enter a short chore that the worker does again and again, in a transaction of its own."""

    def enter(chore: Chore) -> Chore:
        chores.append((chore, timedelta(seconds=seconds)))
        return chore

    return enter


def between(seconds: int) -> Callable[[Pastime], Pastime]:
    """Enter something that the worker does between other work, in no transaction and of no urgency."""

    def enter(pastime: Pastime) -> Pastime:
        pastimes.append((pastime, timedelta(seconds=seconds)))
        return pastime

    return enter


def ring(job_id: int) -> None:
    """Tell the worker that a job waits."""
    bell = open_queue(current_app._get_current_object())  # type: ignore[attr-defined]
    try:
        bell.run_job(job_id)
    finally:
        bell.queue.storage.close()


class Ending:
    """Whether the worker of this process is to end, and whether it then begins anew."""

    def __init__(self) -> None:
        self.told, self.anew = threading.Event(), False

    def begin_anew(self) -> None:
        """End the worker, and begin anew with the code as it is now."""
        self.anew = True
        self.told.set()


def ending() -> Ending:
    """Return what the worker of this process ends by; where there is none, nobody listens."""
    found: Ending = current_app.extensions.setdefault("ending", Ending())
    return found


@dataclass(frozen=True)
class Bell:
    """The queue, and what puts a job into it."""

    queue: Huey
    run_job: Callable[[int], object]


def open_queue(app: Flask) -> Bell:
    """Return the queue that stands beside the app's database; made on first use."""
    bell: Bell | None = app.extensions.get("queue")
    if bell is None:
        queue = _make(make_url(app.config["SQLALCHEMY_DATABASE_URI"]))
        bell = app.extensions["queue"] = Bell(queue, queue.task(name="run_job")(_in_context(app)))
    return bell


def _make(database: URL) -> Huey:
    if database.drivername == "sqlite":
        return SqliteHuey("procure", filename=f"{database.database}.queue", results=False, fsync=True)
    return PostgresHuey("procure", connection=lambda: _connect(database), results=False)


def _connect(database: URL) -> psycopg.Connection[Any]:
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(address, autocommit=True)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.execute(f"SET search_path TO {SCHEMA}")
    return connection


def _in_context(app: Flask) -> Callable[[int], None]:
    def run_job(_job_id: int) -> None:
        from procure.jobs import service

        with app.app_context():
            service.serve()

    return run_job
