"""What happens to a job: started, claimed, followed, finished; found again when its worker is gone."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import Session

from procure import audit, clock, db
from procure.domain.errors import N_
from procure.domain.policy import SYSTEM, Actor
from procure.jobs import queue
from procure.jobs.models import Job, JobState
from procure.jobs.progress import Lost
from procure.jobs.pulse import Pulse

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
MOST_OF_ONE: Final = 3  # jobs of one organisation at the same time: others find somebody free
STILL: Final = timedelta(minutes=2)  # without a sign of life for so long, the worker is taken to be gone
FORGOTTEN: Final = timedelta(minutes=1)  # queued for so long, the bell is rung again
ME: Final = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"

BROKE = N_("Noe gikk galt hos oss. Feilen er skrevet ned.")
WORKER_GONE = N_("Arbeidet stoppet underveis.")
AT_WORK: Final = (JobState.QUEUED, JobState.RUNNING)
OVER: Final = (JobState.FAILED, JobState.CANCELLED)  # what can be tried again


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
    """Try a job again that failed or was stopped; what it has made before is found again."""
    anew = {"attempts": 0, "done": 0, "parts": [], "beat_at": now, "reason": None, "place": None}
    anew |= {"started_at": None, "finished_at": None, "owner": None}
    if job.state in OVER and _change(
        session, Job.id == job.id, Job.state.in_(OVER), state=JobState.QUEUED, **anew
    ):
        audit.record(session, actor, "job.retried", job=job.id)
        db.after_commit(session, partial(queue.ring, job.id))


def cancel(session: Session, actor: Actor, job: Job, now: datetime) -> None:
    """Stop a job that waits or is at work; the worker that has it hears of it at its next beat."""
    stopped = {"state": JobState.CANCELLED, "finished_at": now, "owner": None}
    at_work = Job.state.in_(AT_WORK)
    if job.state in AT_WORK and _change(session, Job.id == job.id, at_work, **stopped):
        audit.record(session, actor, "job.cancelled", job=job.id)


def serve() -> None:
    """Do what waits until nothing is left that may begin: first of those who have least at work."""
    ending, mine = queue.ending(), _holder()
    while not ending.told.is_set():
        with db.kept() as session:
            taken = _take(session, mine, clock.now())
        if taken is None:
            return
        _do(*taken, mine)


def run(job_id: int) -> None:
    """Claim a job and do it; one that is taken, stopped or finished is left alone."""
    mine = _holder()
    with db.kept() as session:
        kind = _claim(session, job_id, mine, clock.now())
    if kind is not None:
        _do(job_id, kind, mine)


def ring_again() -> None:
    """Ring for all that waits: bells that a worker heard when it ended are lost."""
    with db.reading() as session:
        waiting = session.scalars(select(Job.id).where(Job.state == JobState.QUEUED)).all()
    for job_id in waiting:
        queue.ring(job_id)


def _holder() -> str:
    """Return a name for one who does jobs: one that was begun again may be with another thread of ours."""
    return f"{ME}:{secrets.token_hex(4)}"


def _do(job_id: int, kind: str, mine: str) -> None:
    """Do a job that has been claimed, and say how it ended."""
    ending = queue.ending().told.is_set
    pulse = Pulse(partial(_beat, job_id, mine), partial(_is_held, job_id, mine), ending)
    try:
        with pulse.beating():
            queue.kinds[kind].handler(job_id, pulse)
    except Exception as reason:
        _end_badly(job_id, mine, pulse, reason)
    else:
        done = {"state": JobState.DONE, "part": None, "reason": None, "place": None}
        with db.kept() as session:
            _move(session, job_id, JobState.RUNNING, mine, **pulse.news() | done, finished_at=clock.now())


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
        return not owner.startswith(ME)
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _take(session: Session, holder: str, now: datetime) -> tuple[int, str] | None:
    """Claim what is to be done next, and return it with its kind."""
    for job_id in _in_turn(session):
        if kind := _claim(session, job_id, holder, now):
            return job_id, kind
    return None


def _in_turn(session: Session) -> list[int]:
    """List what may begin: of those who have least at work first, then as they came."""
    counted = select(Job.organisation_id, func.count()).where(Job.state == JobState.RUNNING)
    at_work = dict(session.execute(counted.group_by(Job.organisation_id)).all())
    waiting = select(Job.id, Job.organisation_id).where(Job.state == JobState.QUEUED)
    rows = session.execute(waiting.where(Job.kind.in_(queue.kinds)))
    ranked = sorted((at_work.get(whose, 0), job_id) for job_id, whose in rows)
    return [job_id for count, job_id in ranked if count < MOST_OF_ONE]


def _claim(session: Session, job_id: int, holder: str, now: datetime) -> str | None:
    """Take a queued job and return its kind; None when it is not there to take."""
    job = session.get(Job, job_id)
    if job is None or job.kind not in queue.kinds:
        return None
    mine = {"owner": holder, "beat_at": now, "started_at": now, "attempts": Job.attempts + 1}
    mine |= {"done": 0, "parts": []}  # what is there from before is found again, and then told
    kind = job.kind
    return kind if _move(session, job_id, JobState.QUEUED, state=JobState.RUNNING, **mine) else None


def _beat(job_id: int, holder: str, session: Session, facts: dict[str, Any]) -> bool:
    return _move(session, job_id, JobState.RUNNING, holder, **facts)


def _is_held(job_id: int, holder: str, session: Session) -> bool:
    held = select(Job.id).where(Job.id == job_id, Job.state == JobState.RUNNING, Job.owner == holder)
    return session.scalar(held) is not None


def _end_badly(job_id: int, holder: str, pulse: Pulse, reason: Exception) -> None:
    """Tell stopped work, which is no failure, from work that could not be done."""
    if pulse.is_lost or isinstance(reason, Lost):
        logger.warning("job %s was stopped, taken over or put back", job_id)
        if queue.ending().told.is_set():
            _put_back(job_id, holder)
        return
    logger.error("job %s failed", job_id, exc_info=reason)
    _let_go(job_id, holder, pulse.news(), reason)


def _put_back(job_id: int, holder: str) -> None:
    """Let a job that still is ours wait for the worker after us; what we did of it was no attempt."""
    waiting = {"state": JobState.QUEUED, "owner": None, "beat_at": clock.now(), "attempts": Job.attempts - 1}
    with db.kept() as session:
        if _move(session, job_id, JobState.RUNNING, holder, **waiting):
            db.after_commit(session, partial(queue.ring, job_id))


def _let_go(job_id: int, holder: str, news: dict[str, Any], reason: Exception) -> None:
    """Queue a job that failed for another attempt, or say that it failed."""
    now, again = clock.now(), True
    told: dict[str, Any] = {"reason": BROKE}
    if isinstance(reason, queue.JobFailed):
        told = {"part": reason.part[:200], "reason": reason.reason, "place": reason.place or None}
        again = reason.again
    with db.kept() as session:
        if again and session.get_one(Job, job_id).attempts < MOST_ATTEMPTS:
            waiting = {"state": JobState.QUEUED, "owner": None, "beat_at": now}
            if _move(session, job_id, JobState.RUNNING, holder, **news | told | waiting):
                db.after_commit(session, partial(queue.ring, job_id))
            return
        failed = {"state": JobState.FAILED, "finished_at": now}
        if _move(session, job_id, JobState.RUNNING, holder, **news | told | failed):
            audit.record(session, SYSTEM, "job.failed", job=job_id, **told)


def _move(session: Session, job_id: int, was: JobState, holder: str | None = None, /, **changes: Any) -> bool:
    """Change a job if it still is as it was, and answer whether it was."""
    held = (Job.owner == holder,) if was is JobState.RUNNING else ()
    return _change(session, Job.id == job_id, Job.state == was, *held, **changes)


def _change(session: Session, *which: ColumnElement[bool], **changes: Any) -> bool:
    """Change the job that this is true of, and answer whether there was one."""
    change = update(Job).where(*which).values(**changes)
    done = session.execute(change.execution_options(synchronize_session=False))
    session.expire_all()
    return isinstance(done, CursorResult) and done.rowcount == 1
