"""What happens to a job: started, claimed, followed, finished; found again when its worker is gone."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session

from procure import audit, clock, db
from procure.domain.errors import N_
from procure.domain.policy import SYSTEM, Actor
from procure.jobs import queue
from procure.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
STILL: Final = timedelta(minutes=2)  # without a sign of life for so long, the worker is taken to be gone
FORGOTTEN: Final = timedelta(minutes=1)  # queued for so long, the bell is rung again
BETWEEN_BEATS: Final = timedelta(milliseconds=500)
ME: Final = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"

BROKE = N_("Noe gikk galt hos oss. Feilen er skrevet ned.")
WORKER_GONE = N_("Arbeidet stoppet underveis.")


class Lost(Exception):
    """Somebody else has taken the job over."""


def start(session: Session, actor: Actor, kind: str, about: str, *, total: int, now: datetime) -> Job:
    """Ask for a long piece of work; it is queued when the request's transaction has been kept."""
    job = Job(
        kind=kind,
        about=about,
        state=JobState.QUEUED,
        total=total,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        created_at=now,
    )
    session.add(job)
    session.flush()
    audit.record(session, actor, "job.started", job=job.id, kind=kind, about=about)
    db.after_commit(session, partial(queue.ring, job.id))
    return job


def retry(session: Session, actor: Actor, job: Job, now: datetime) -> None:
    """Try a failed job again, from the beginning."""
    anew = {"attempts": 0, "done": 0, "beat_at": now, "reason": None, "finished_at": None}
    if _move(session, job.id, JobState.FAILED, state=JobState.QUEUED, **anew):
        audit.record(session, actor, "job.retried", job=job.id)
        db.after_commit(session, partial(queue.ring, job.id))


def run(job_id: int) -> None:
    """Claim a job and do it; one that is taken or finished is left alone."""
    with db.kept() as session:
        kind = _claim(session, job_id, clock.now())
    if kind is None:
        return
    try:
        queue.kinds[kind].handler(job_id, Reporter(job_id))
    except Lost:
        logger.warning("job %s was taken over", job_id)
    except Exception as reason:
        logger.exception("job %s failed", job_id)
        _let_go(job_id, reason)
    else:
        now = clock.now()
        with db.kept() as session:
            _move(session, job_id, JobState.RUNNING, ME, state=JobState.DONE, part=None, finished_at=now)


def run_waiting() -> int:
    """Do all queued jobs here and now, one after another, and count them: for commands and tests."""
    with db.reading() as session:
        waiting = session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)).all()
    for job_id in waiting:
        run(job_id)
    return len(waiting)


def sweep(session: Session, now: datetime) -> int:
    """Queue what was left by a worker that is gone, ring again for what was forgotten, and count both."""
    wanted = or_(
        Job.state == JobState.RUNNING,
        and_(Job.state == JobState.QUEUED, or_(Job.beat_at.is_(None), Job.beat_at < now - FORGOTTEN)),
    )
    listed = session.scalars(select(Job).where(wanted).order_by(Job.id)).all()
    found = [job for job in listed if _needs_help(job, now)]
    for job in found:
        _help(session, job, now)
    return len(found)


def _needs_help(job: Job, now: datetime) -> bool:
    if job.state is JobState.QUEUED:
        return job.beat_at is not None or job.created_at < now - FORGOTTEN
    return job.beat_at is None or job.beat_at < now - STILL or is_gone(job.owner or "")


def _help(session: Session, job: Job, now: datetime) -> None:
    if job.state is JobState.RUNNING and job.attempts >= MOST_ATTEMPTS:
        failed = {"state": JobState.FAILED, "reason": WORKER_GONE, "finished_at": now}
        if _move(session, job.id, job.state, job.owner, **failed):
            audit.record(session, SYSTEM, "job.failed", job=job.id, reason=WORKER_GONE)
        return
    if _move(session, job.id, job.state, job.owner, state=JobState.QUEUED, owner=None, beat_at=now):
        db.after_commit(session, partial(queue.ring, job.id))


def is_gone(owner: str) -> bool:
    """Answer whether the worker that claimed a job ran on this machine, and runs no more."""
    host, _, rest = owner.partition(":")
    pid, _, _token = rest.partition(":")
    if host != ME.partition(":")[0] or not pid.isdigit() or os.name != "posix":
        return False
    if int(pid) == os.getpid():
        return owner != ME
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _claim(session: Session, job_id: int, now: datetime) -> str | None:
    """Take a queued job for this worker and return its kind; None when it is not there to take."""
    job = session.get(Job, job_id)
    if job is None or job.kind not in queue.kinds:
        return None
    mine = {"owner": ME, "beat_at": now, "attempts": Job.attempts + 1}
    kind = job.kind
    return kind if _move(session, job_id, JobState.QUEUED, state=JobState.RUNNING, **mine) else None


def _let_go(job_id: int, reason: Exception) -> None:
    """Queue a job that failed for another attempt, or say that it failed."""
    now = clock.now()
    with db.kept() as session:
        told: dict[str, Any] = {"reason": BROKE}
        if isinstance(reason, queue.JobFailed):
            told = {"part": reason.part[:200], "reason": reason.reason}
        if session.get_one(Job, job_id).attempts < MOST_ATTEMPTS:
            again = {"state": JobState.QUEUED, "owner": None, "beat_at": now, **told}
            if _move(session, job_id, JobState.RUNNING, ME, **again):
                db.after_commit(session, partial(queue.ring, job_id))
        elif _move(session, job_id, JobState.RUNNING, ME, state=JobState.FAILED, finished_at=now, **told):
            audit.record(session, SYSTEM, "job.failed", job=job_id, **told)


def _move(session: Session, job_id: int, was: JobState, holder: str | None = None, /, **changes: Any) -> bool:
    """Change a job if it still is as it was, and answer whether it was."""
    still = [Job.id == job_id, Job.state == was]
    if was is JobState.RUNNING:
        still.append(Job.owner == holder)
    change = update(Job).where(*still).values(**changes)
    done = session.execute(change.execution_options(synchronize_session=False))
    session.expire_all()
    return isinstance(done, CursorResult) and done.rowcount == 1


class Reporter:
    """Writes how far a job has come, at most twice a second; that is also its sign of life."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self.part = ""
        self.beat_at: datetime | None = None

    def __call__(self, done: int, total: int, part: str) -> None:
        """Tell what is done; raises Lost when the job belongs to somebody else by now."""
        now = clock.now()
        if self.beat_at and part == self.part and now - self.beat_at < BETWEEN_BEATS:
            return
        self.beat_at, self.part = now, part
        facts = {"done": done, "total": max(done, total), "part": part[:200], "beat_at": now}
        db.write_alone(lambda own: self._write(own, facts))

    def _write(self, own: Session, facts: dict[str, Any]) -> None:
        if not _move(own, self.job_id, JobState.RUNNING, ME, **facts):
            raise Lost
