"""A worker that is killed at any moment: the next one ends its work rightly and once, with the same bytes."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from procure import db
from procure.app import create_app
from procure.files import store
from procure.files.models import StoredFile
from procure.jobs.models import Job, JobState
from procure.jobs.progress import Progress
from procure.notifications.models import Notification
from procure.tenders import files, papers
from procure.tenders.models import Version, VersionFile
from tests.jobs.working import wait_for, worker
from tests.publication.making import make_ready

ROUNDS, LONGEST = 10, 9.0  # seconds from the worker's start; most versions are made within that


class Unheard:
    """Takes what is told, for nobody."""

    def __call__(self, progress: Progress) -> None:
        return

    def when_stopped(self, act: object) -> None:
        return

    def hold(self, session: object) -> None:
        return


@pytest.mark.slow
@pytest.mark.row("H1")
def test_a_worker_killed_at_any_moment_leaves_one_right_end(
    app: Flask, config: Config, tmp_path: Path
) -> None:
    ready = make_ready(app)
    for number in range(1, ROUNDS + 1):
        ready.change(validity_months=2 + number)
        ready.freeze(files=False)
        moment = random.uniform(0, LONGEST)
        with worker(config) as process:
            time.sleep(moment)
            process.kill()
            process.wait()
        with app.app_context(), db.reading() as session:
            job_id = session.scalars(select(Job.id).order_by(Job.id.desc())).first() or 0
        with worker(config):
            wait_for(config, job_id, lambda row: row.state is JobState.DONE, seconds=120)
        assert made(app, number) == expected(config, number, tmp_path / str(number)), f"killed after {moment}"
    _nothing_is_there_twice(app)


def made(app: Flask, number: int) -> list[str]:
    """The SHA-256 of each file of a version, as they stand, each whole in the store."""
    with app.app_context(), db.reading() as session:
        named = select(VersionFile.sha256).join(Version, Version.id == VersionFile.version_id)
        found = list(session.scalars(named.where(Version.number == number).order_by(VersionFile.position)))
        for sha256 in found:
            store.read(sha256)
        return found


def expected(config: Config, number: int, folder: Path) -> list[str]:
    """The same by an application that has no shelf, and prints undisturbed."""
    shutil.copytree(
        config.storage_url.removeprefix("file://"), folder, ignore=shutil.ignore_patterns("pieces")
    )
    other = create_app(replace(config, storage_url=f"file://{folder}"))
    with other.app_context():
        with db.reading() as session:
            content = session.scalars(select(Version).where(Version.number == number)).one().content
        stamp = papers.stamp(content)
        whole = files.made(content, stamp, Unheard(), "")
        bundle = files.bundled(content, stamp, whole, files.piece_keys(content))
        found = [store.lay(file.content, "again") for file in bundle]
        db.sqla.engine.dispose()
    return found


def _nothing_is_there_twice(app: Flask) -> None:
    with app.app_context(), db.reading() as session:
        rows = session.execute(select(VersionFile.version_id, VersionFile.name)).all()
        assert len(rows) == len(set(rows)) > ROUNDS
        told = select(Notification.path).where(Notification.path.contains("/versions/"))
        paths = session.scalars(told).all()
        assert len(paths) == len(set(paths)) == ROUNDS
        assert set(session.scalars(select(VersionFile.sha256))) <= set(
            session.scalars(select(StoredFile.sha256))
        )
