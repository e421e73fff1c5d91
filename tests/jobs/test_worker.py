"""The worker: it does the work, it dies, another takes over, and pages answer meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from bench.documents.model import SIZES, package
from config import ROOT, Config
from procure import clock, db
from procure.documents.pieces import cut
from procure.domain.policy import Actor, Role
from procure.jobs import service
from procure.jobs.models import Job, JobState
from tests.factories import make_buyer, sign_in
from tests.jobs.working import terminate, wait_for, worker
from tests.publication.making import make_ready

BUYER = Actor(1, 1, frozenset({Role.BUYER}))


def start_print(app: Flask, size: str) -> int:
    with app.app_context(), db.kept() as session:
        return service.start(session, BUYER, "print", f"size:{size}", total=0, now=clock.now()).id


def pieces(config: Config) -> dict[str, int]:
    """What lies on the shelf by its key, and when it was laid there."""
    folder = Path(config.storage_url.removeprefix("file://")) / "pieces"
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if len(path.name) == 64}


@pytest.mark.row("H1")
def test_a_killed_worker_loses_nothing_and_a_print_goes_on_where_it_was(app: Flask, config: Config) -> None:
    slow_id, job_id = start_slow(app, pages=900), start_print(app, "XS")
    with worker(config) as process:
        wait_for(config, slow_id, lambda row: row.done > 0, seconds=30)
        wait_for(config, job_id, lambda row: bool(pieces(config)), seconds=80)
        process.kill()
        process.wait()
    before = pieces(config)
    with worker(config):
        for each in (slow_id, job_id):
            wait_for(config, each, lambda row: row.attempts == 2 and row.state is JobState.DONE, seconds=90)
    assert before.items() <= pieces(config).items()  # what was laid out was not laid out again


def test_a_print_stops_when_it_is_told_to(app: Flask, config: Config) -> None:
    job_id, small = start_print(app, "M"), start_slow(app, pages=3)
    with worker(config):
        wait_for(config, job_id, lambda row: row.done > 0, seconds=60)
        with app.app_context(), db.kept() as session:
            job = session.get_one(Job, job_id)
            service.cancel(session, BUYER, job, clock.now())
        count = -1
        while count != len(pieces(config)):  # nothing more is laid out
            count = len(pieces(config))
            time.sleep(2)
        wait_for(config, small, lambda row: row.state is JobState.DONE, seconds=60)
        wait_for(config, job_id, lambda row: row.state is JobState.CANCELLED, seconds=1)


@pytest.mark.slow
@pytest.mark.row("H1")
def test_a_small_tender_is_not_held_up_by_a_large_one(app: Flask, config: Config) -> None:
    """While 300 pages are printed, a post answers at once, and 20 pages are done long before."""
    large = start_print(app, "L")
    with worker(config):
        wait_for(config, large, lambda row: row.done > 5, seconds=120)
        small, longest = start_print(app, "S"), 0.0
        for _ in range(20):
            started = time.monotonic()
            start_slow(app, pages=0)
            longest = max(longest, time.monotonic() - started)
            time.sleep(0.2)
        assert longest < 1
        wait_for(config, small, lambda row: row.state is JobState.DONE, seconds=300)
        wait_for(config, large, lambda row: row.state is JobState.RUNNING, seconds=1)
        wait_for(config, large, lambda row: row.state is JobState.DONE, seconds=900)


def start_slow(app: Flask, pages: int) -> int:
    with app.app_context(), db.kept() as session:
        return service.start(session, BUYER, "slow", "test:1", total=pages, now=clock.now()).id


def test_a_worker_with_work_in_hand_ends_within_ten_seconds_and_puts_it_back(
    app: Flask, config: Config
) -> None:
    slow_id, job_id = start_slow(app, pages=9_000), start_print(app, "M")
    with worker(config) as process:
        wait_for(config, slow_id, lambda row: row.done > 0, seconds=60)
        wait_for(config, job_id, lambda row: row.done > 0, seconds=60)
        assert terminate(process) < 10
    for each in (slow_id, job_id):  # what the worker did was no attempt
        wait_for(config, each, lambda row: (row.state, row.attempts) == (JobState.QUEUED, 0), seconds=1)
    with app.app_context(), db.kept() as session:
        service.cancel(session, BUYER, session.get_one(Job, job_id), clock.now())
    with worker(config) as process:  # and the next one goes on with it at once
        wait_for(config, slow_id, lambda row: row.state is JobState.RUNNING, seconds=30)
        assert terminate(process) < 10


@pytest.mark.row("H5")
def test_a_worker_whose_code_is_replaced_begins_anew_and_prints_by_the_new(
    app: Flask, config: Config, tmp_path: Path
) -> None:
    """The processes that print are new ones: what they have loaded is not what their worker has."""
    style = own_copy(tmp_path) / "templates" / "documents" / "print.css"
    with worker(config, tmp_path) as process:
        style.write_text(style.read_text() + "\n/* one more line */\n")
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
        job_id = start_print(app, "XS")
        wait_for(config, job_id, lambda row: row.state is JobState.DONE, seconds=120)
        wait_for(config, job_id, lambda row: row.attempts == 1, seconds=1)
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(2)]
        assert told == ["The worker has stopped.\n", "The worker is ready.\n"]
        assert terminate(process) < 10
    with app.app_context():
        ours = {piece.key for document in package(SIZES["XS"]).documents for piece in cut(document)}
    assert pieces(config)
    assert not ours & pieces(config).keys()  # the style is part of every key


def own_copy(root: Path) -> Path:
    """Make a folder where our code lies, with templates of its own."""
    for path in ROOT.iterdir():
        if path.name not in ("templates", "instance") and not path.name.startswith("."):
            (root / path.name).symlink_to(path)
    shutil.copytree(ROOT / "templates", root / "templates")
    return root


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    told = Path("/proc").glob(f"{pid}/task/*/children")
    return [int(child) for path in told for child in path.read_text().split()]


def test_a_post_answers_at_once_while_a_job_runs_and_the_idle_worker_ends_when_told(
    app: Flask, config: Config
) -> None:
    job_id, took = start_slow(app, pages=50), list[float]()
    with app.app_context(), db.kept() as session:
        user, _ = make_buyer(session)
        user_id = user.id
    client = sign_in(app, user_id)
    with worker(config) as process:
        wait_for(config, job_id, lambda row: row.done > 0, seconds=30)
        for _ in range(3):
            started = time.monotonic()
            with app.app_context(), db.kept() as session:  # what a POST does: write and commit
                make_buyer(session)
            assert client.get("/jobs/1").status_code == 404  # another organisation's
            took.append(time.monotonic() - started)
        assert min(took) < 1  # a job that held what a POST needs would hold it each time
        wait_for(config, job_id, lambda row: row.state is JobState.DONE, seconds=60)
        assert terminate(process) < 10


def test_a_lost_bell_is_rung_again(app: Flask) -> None:
    with app.app_context():
        with db.kept() as session:
            actor = Actor(1, 1, frozenset({Role.BUYER}))
            asked = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
            service.start(session, actor, "slow", "test:1", total=1, now=asked)
        with db.kept() as session:
            assert service.sweep(session, datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)) == 0
        with db.kept() as session:
            assert service.sweep(session, datetime(2026, 11, 23, 9, 2, tzinfo=UTC)) == 1


@pytest.mark.slow
def test_a_draft_is_laid_out_while_nobody_asks_for_it(app: Flask, config: Config) -> None:
    ready = make_ready(app)
    ready.change(validity_months=3)
    until = time.monotonic() + 120
    with worker(config):
        while not pieces(config):
            assert time.monotonic() < until
            time.sleep(0.5)
    with app.app_context():
        assert db.session().scalars(select(Job)).all() == []  # no row tells of it
