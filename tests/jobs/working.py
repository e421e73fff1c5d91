"""A worker in a process of its own, with long work to watch: `flask --app tests.jobs.working worker`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.documents.model import SIZES, package, stamp
from config import ROOT, Config
from procure import db
from procure.app import create_app as create_app  # the factory that the command looks for
from procure.documents.printer import print_version
from procure.documents.progress import Step
from procure.jobs import queue
from procure.jobs.models import Job
from procure.jobs.progress import Progress
from procure.tenders.pressroom import press, shelf


@queue.handles("slow", title="Lager noe langt")
def slow(job_id: int, report: queue.Report) -> None:
    """Read, and then take one moment to each page, as a print does: a shorter one when it is done again."""
    with db.reading() as session:
        job = session.get_one(Job, job_id)
        total, moment = job.total, 0.1 if job.attempts == 1 else 0.002
        for page in range(total):
            report(Progress(page, total, "Bilag 1"))
            time.sleep(moment)


@queue.handles("print", title="Trykker noe langt")
def print_whole(job_id: int, report: queue.Report) -> None:
    """Print a tender of the size that the job is about («size:S»), on the worker's press and shelf."""
    with db.reading() as session:
        size, turn = session.get_one(Job, job_id).about.partition(":")[2], f"job:{job_id}"
    at = press()
    report.when_stopped(lambda: at.cancel(turn))

    def watch(steps: tuple[Step, ...]) -> None:
        report(Progress(sum(step.done for step in steps), sum(step.total for step in steps), steps[0].name))

    work = package(SIZES[size])
    print_version(work, stamp(work), at, shelf(), turn=turn, watch=watch)


@contextmanager
def worker(config: Config, root: Path = ROOT) -> Iterator[subprocess.Popen[str]]:
    """Start a worker on the database, wait until it is ready, and end it. root: where its code lies."""
    settings = {"DATABASE_URL": config.database_url, "STORAGE_URL": config.storage_url}
    command = [sys.executable, "-m", "flask", "--app", "tests.jobs.working", "worker"]
    with subprocess.Popen(
        command, cwd=root, env=os.environ | settings, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "The worker is ready.\n"
            yield process
        finally:
            process.kill()


def terminate(process: subprocess.Popen[str]) -> float:
    """Ask the worker to end; return how many seconds it took."""
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    return time.monotonic() - started


Told = Callable[[Any], bool]  # of a row: state, done, attempts


def wait_for(config: Config, job_id: int, holds: Told, seconds: float) -> None:
    """Wait until the job's row is as wanted: state, done, attempts."""
    engine = sa.create_engine(config.database_url, poolclass=sa.pool.NullPool)
    until = time.monotonic() + seconds
    while True:
        with engine.connect() as connection:
            query = sa.select(Job.state, Job.done, Job.attempts).where(Job.id == job_id)
            row = connection.execute(query).one()
        if holds(row):
            return
        assert time.monotonic() < until, f"still {row}"
        time.sleep(0.05)
