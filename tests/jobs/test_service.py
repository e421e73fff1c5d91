"""What happens to a job: claimed once, followed, tried three times, then failed with the part named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.policy import Actor, Role
from procure.jobs import queue, service
from procure.jobs.models import Job, JobState
from tests.factories import make_buyer, sign_in

BUYER = Actor(1, 1, frozenset({Role.BUYER}))


@pytest.fixture
def runs() -> Iterator[list[int]]:
    """A kind of work that counts its runs, and one that always fails."""
    done: list[int] = []

    @queue.handles("counted", title="Teller")
    def counted(job_id: int, report: queue.Report) -> None:
        report(1, 2, "Bilag 1")
        done.append(job_id)

    @queue.handles("failing", title="Feiler")
    def failing(job_id: int, report: queue.Report) -> None:
        done.append(job_id)
        raise queue.JobFailed("Bilag 6", "Dokumentet er for langt.")

    yield done
    del queue.kinds["counted"], queue.kinds["failing"]


def start(kind: str, actor: Actor = BUYER) -> int:
    with db.kept() as session:
        return service.start(session, actor, kind, "version:1", total=2, now=clock.now()).id


def test_a_job_is_claimed_once(session: Session, runs: list[int]) -> None:
    job_id = start("counted")
    service.run(job_id)
    service.run(job_id)
    assert runs == [job_id]
    job = session.get_one(Job, job_id)
    assert (job.state, job.done, job.attempts) == (JobState.DONE, 1, 1)


def test_three_attempts_and_the_part_is_named(app: Flask, runs: list[int]) -> None:
    with app.app_context():
        with db.kept() as session:
            user, actor = make_buyer(session)
            user_id = user.id
        job_id = start("failing", actor)
        while service.run_waiting():
            pass
        job = db.session().get_one(Job, job_id)
        assert (job.state, job.attempts, len(runs)) == (JobState.FAILED, 3, 3)
    client = sign_in(app, user_id)
    page = client.get(f"/jobs/{job_id}").text
    assert "Det stoppet i «Bilag 6»." in page
    assert "Dokumentet er for langt." in page
    assert client.post(f"/jobs/{job_id}/attempts").status_code == 302
    assert "Venter på tur." in client.get(f"/jobs/{job_id}").text


def test_a_job_without_signs_of_life_is_taken_over(session: Session, runs: list[int]) -> None:
    job_id = start("counted")
    now = clock.now()
    with db.kept() as own:
        job = own.get_one(Job, job_id)
        job.state, job.owner, job.beat_at, job.attempts = JobState.RUNNING, "elsewhere:7:abc", now, 1
    with db.kept() as own:
        assert service.sweep(own, now + timedelta(minutes=1)) == 0
    with db.kept() as own:
        assert service.sweep(own, now + timedelta(minutes=3)) == 1
    assert session.get_one(Job, job_id).state is JobState.QUEUED
    with db.kept() as own:
        job = own.get_one(Job, job_id)
        job.state, job.owner, job.attempts = JobState.RUNNING, "elsewhere:7:abc", 3
    with db.kept() as own:
        service.sweep(own, now + timedelta(minutes=9))
    assert session.get_one(Job, job_id).state is JobState.FAILED


def test_work_that_was_taken_over_stops_by_itself(session: Session, runs: list[int]) -> None:
    job_id = start("counted")
    with db.kept() as own:
        own.get_one(Job, job_id).owner = "elsewhere:7:abc"
    with pytest.raises(service.Lost):
        service.Reporter(job_id)(1, 2, "Bilag 1")


def test_others_do_not_see_the_job(app: Flask, runs: list[int]) -> None:
    with app.app_context():
        with db.kept() as session:
            _, actor = make_buyer(session, "Tolga")
            other, _ = make_buyer(session, "Os")
            other_id = other.id
        job_id = start("counted", actor)
    client = sign_in(app, other_id)
    for path in (f"/jobs/{job_id}", f"/jobs/{job_id}/progress"):
        assert client.get(path).status_code == 404
    assert app.test_client().get(f"/jobs/{job_id}").status_code == 401
