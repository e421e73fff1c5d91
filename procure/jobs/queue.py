"""The queue that long work waits in; features say here what they have for it to do.

The row in `job` is the truth, and the queue only a bell: what is rung for twice is done once, and what the
bell was lost for is found by the sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy import URL, make_url
from sqlalchemy.orm import Session

SCHEMA = "queue"  # on PostgreSQL the queue's own tables stand apart from ours

Report = Callable[[int, int, str], None]  # done, total, and the part that is worked on
Handler = Callable[[int, Report], None]
Chore = Callable[[Session, datetime], object]


@dataclass(frozen=True)
class Kind:
    """A kind of long work: what does it, and what it is called (marked with `N_`)."""

    handler: Handler
    title: str


class JobFailed(Exception):
    """The work could not be done.

    part: what it was working on.     reason: a sentence for people, marked with `N_`.
    """

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(f"{part}: {reason}")
        self.part, self.reason = part, reason


kinds: dict[str, Kind] = {}
destinations: dict[str, Callable[[str], str]] = {}
chores: list[tuple[Chore, timedelta]] = []


def handles(kind: str, title: str) -> Callable[[Handler], Handler]:
    """Enter a function as the one that does this kind of work; it may be run again after a crash."""

    def enter(handler: Handler) -> Handler:
        kinds[kind] = Kind(handler, title)
        return handler

    return enter


def leads_to(kind: str, where: Callable[[str], str]) -> None:
    """Say which page finished work of a kind leads to; `where` is given what the job is about."""
    destinations[kind] = where


def every(seconds: int) -> Callable[[Chore], Chore]:
    """Enter a short chore that the worker does again and again, in a transaction of its own."""

    def enter(chore: Chore) -> Chore:
        chores.append((chore, timedelta(seconds=seconds)))
        return chore

    return enter


def ring(job_id: int) -> None:
    """Tell the worker that a job waits."""
    bell = open_queue(current_app._get_current_object())  # type: ignore[attr-defined]
    try:
        bell.run_job(job_id)
    finally:
        bell.queue.storage.close()


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
    def run_job(job_id: int) -> None:
        from procure.jobs import service

        with app.app_context():
            service.run(job_id)

    return run_job
