"""The worker: it does the work, it dies, another takes over, and pages answer meanwhile."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from procure import clock, db
from procure.domain.policy import Actor, Role
from procure.jobs import service
from procure.jobs.models import Job, JobState
from tests.factories import make_buyer, sign_in
from tests.jobs.working import terminate, wait_for, worker
from tests.publication.making import make_ready


def start_print(app: Flask, size: str) -> int:
    with app.app_context(), db.kept() as session:
        actor = Actor(1, 1, frozenset({Role.BUYER}))
        return service.start(session, actor, "print", f"size:{size}", total=0, now=clock.now()).id


def pieces(config: Config) -> dict[str, int]:
    """What lies on the shelf by its key, and when it was laid there."""
    folder = Path(config.storage_url.removeprefix("file://")) / "pieces"
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if len(path.name) == 64}


@pytest.mark.row("H1")
def test_a_killed_worker_loses_nothing_and_a_print_goes_on_where_it_was(app: Flask, config: Config) -> None:
    slow_id, job_id = start_slow(app, pages=30), start_print(app, "XS")
    with worker(config) as process:
        wait_for(config, slow_id, lambda row: row.done > 0, seconds=15)
        wait_for(config, job_id, lambda row: bool(pieces(config)), seconds=60)
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
            service.cancel(session, Actor(1, 1, frozenset({Role.BUYER})), job, clock.now())
        count = -1
        while count != len(pieces(config)):  # nothing more is laid out
            count = len(pieces(config))
            time.sleep(2)
        wait_for(config, small, lambda row: row.state is JobState.DONE, seconds=15)
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
        actor = Actor(1, 1, frozenset({Role.BUYER}))
        return service.start(session, actor, "slow", "test:1", total=pages, now=clock.now()).id


def test_a_worker_with_work_in_hand_ends_within_ten_seconds(app: Flask, config: Config) -> None:
    job_id = start_slow(app, pages=300)
    with worker(config) as process:
        wait_for(config, job_id, lambda row: row.state is JobState.RUNNING, seconds=15)
        assert terminate(process) < 10


def test_a_post_answers_at_once_while_a_job_runs_and_the_idle_worker_ends_when_told(
    app: Flask, config: Config
) -> None:
    job_id = start_slow(app, pages=20)
    with app.app_context(), db.kept() as session:
        user, _ = make_buyer(session)
        user_id = user.id
    client = sign_in(app, user_id)
    with worker(config) as process:
        wait_for(config, job_id, lambda row: row.done > 0, seconds=15)
        started = time.monotonic()
        with app.app_context(), db.kept() as session:  # what a POST does: write and commit
            make_buyer(session)
        assert client.get("/jobs/1").status_code == 404  # another organisation's
        assert time.monotonic() - started < 1
        wait_for(config, job_id, lambda row: row.state is JobState.DONE, seconds=15)
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
