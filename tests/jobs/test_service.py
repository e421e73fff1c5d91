"""What happens to a job: claimed once, followed, tried three times, then failed with the part named."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.policy import Actor, Role
from procure.jobs import queue, service
from procure.jobs.models import Job, JobState
from procure.jobs.progress import Lost, Part, PartState, Progress
from tests.factories import make_buyer, sign_in

BUYER = Actor(1, 1, frozenset({Role.BUYER}))
OTHER = Actor(2, 2, frozenset({Role.BUYER}))


@pytest.fixture
def runs() -> Iterator[list[int]]:
    """A kind of work that counts its runs, and one that always fails."""
    done: list[int] = []

    @queue.handles("counted", title="Teller")
    def counted(job_id: int, report: queue.Report) -> None:
        report(Progress(1, 2, "Bilag 1", [Part("Bilag 1", PartState.WORKING, 1, 2)]))
        done.append(job_id)

    @queue.handles("failing", title="Feiler")
    def failing(job_id: int, report: queue.Report) -> None:
        done.append(job_id)
        raise queue.JobFailed("Bilag 6", "Dokumentet er for langt.")

    @queue.handles("hopeless", title="Feiler hver gang")
    def hopeless(job_id: int, report: queue.Report) -> None:
        report(Progress(3, 9, "Bilag 6", [Part("Bilag 6", PartState.WORKING, 3, 9)]))
        done.append(job_id)
        raise queue.JobFailed("Bilag 6: Drift", "Del opp teksten.", place="section:drift", again=False)

    queue.leads_to(
        "hopeless",
        lambda _: "/there",
        lambda _, place: queue.Link("Gå dit", f"/{place}"),
        lambda about: [queue.Link(about, "/under")],
    )
    yield done
    for kind in ("counted", "failing", "hopeless"):
        del queue.kinds[kind]
    del queue.destinations["hopeless"]


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


def test_work_that_was_taken_over_stops_by_itself(session: Session) -> None:
    @queue.handles("taken", title="Blir tatt over")
    def taken(job_id: int, report: queue.Report) -> None:
        with db.kept() as own:
            own.get_one(Job, job_id).owner = "elsewhere:7:abc"
        with db.kept() as own, pytest.raises(Lost):
            report.hold(own)
        raise Lost

    job_id = start("taken")
    service.run(job_id)
    assert session.get_one(Job, job_id).owner == "elsewhere:7:abc"
    del queue.kinds["taken"]


def test_what_no_attempt_can_mend_is_tried_once_and_leads_to_its_place(app: Flask, runs: list[int]) -> None:
    with app.app_context():
        with db.kept() as session:
            user, actor = make_buyer(session)
            user_id = user.id
        job_id = start("hopeless", actor)
        assert (service.run_waiting(), service.run_waiting(), len(runs)) == (1, 0, 1)
        job = db.session().get_one(Job, job_id)
        assert (job.state, job.done, job.total, job.place) == (JobState.FAILED, 3, 9, "section:drift")
    page = sign_in(app, user_id).get(f"/jobs/{job_id}").text
    assert "Det stoppet i «Bilag 6: Drift»." in page
    assert '<a href="/section:drift">Gå dit</a>' in page
    assert '<a href="/under">version:1</a>' in page


def test_a_job_is_stopped_and_begun_again(app: Flask, runs: list[int]) -> None:
    with app.app_context():
        with db.kept() as session:
            user, actor = make_buyer(session)
            user_id = user.id
        job_id = start("counted", actor)
    client = sign_in(app, user_id)
    assert "Stopp arbeidet" in client.get(f"/jobs/{job_id}").text
    for _ in range(2):  # a double click stops it once
        assert client.post(f"/jobs/{job_id}/stop").status_code == 302
    page = client.get(f"/jobs/{job_id}").text
    assert ("Arbeidet ble stoppet" in page, "Begynn igjen" in page) == (True, True)
    with app.app_context():
        service.run(job_id)
        assert (runs, db.session().get_one(Job, job_id).state) == ([], JobState.CANCELLED)
    assert client.post(f"/jobs/{job_id}/attempts").status_code == 302
    with app.app_context():
        service.run(job_id)
        assert runs == [job_id]
    client.post(f"/jobs/{job_id}/stop")  # too late: it is done
    assert "Alt er laget og lagret." in client.get(f"/jobs/{job_id}").text


def test_work_that_is_stopped_hears_of_it_at_the_next_beat(app: Flask) -> None:
    heard: list[str] = []

    @queue.handles("endless", title="Tar aldri slutt")
    def endless(job_id: int, report: queue.Report) -> None:
        report.when_stopped(lambda: heard.append("stopped"))
        with db.kept() as own:
            service.cancel(own, BUYER, own.get_one(Job, job_id), clock.now())
        until = time.monotonic() + 10
        while time.monotonic() < until:
            report(Progress(1, 2, "Bilag 1"))
            time.sleep(0.02)

    with app.app_context():
        job_id = start("endless")
        service.run(job_id)
        assert db.session().get_one(Job, job_id).state is JobState.CANCELLED
    assert heard == ["stopped"]
    del queue.kinds["endless"]


def test_work_that_is_stopped_and_begun_again_ends_in_the_new_thread_alone(app: Flask) -> None:
    ended: list[int] = []

    @queue.handles("restarted", title="Begynner igjen")
    def restarted(job_id: int, report: queue.Report) -> None:
        if not ended:
            ended.append(0)
            with db.kept() as own:
                service.cancel(own, BUYER, own.get_one(Job, job_id), clock.now())
                service.retry(own, BUYER, own.get_one(Job, job_id), clock.now())
            service.run(job_id)
        with db.kept() as session:
            report.hold(session)
            ended.append(job_id)

    with app.app_context():
        job_id = start("restarted")
        service.run(job_id)
        job = db.session().get_one(Job, job_id)
        assert (job.state, job.attempts, ended) == (JobState.DONE, 1, [0, job_id])
    del queue.kinds["restarted"]


def test_work_that_is_in_hand_when_the_worker_ends_waits_for_the_next_one(app: Flask) -> None:
    @queue.handles("interrupted", title="Avbrytes")
    def interrupted(job_id: int, report: queue.Report) -> None:
        report(Progress(1, 2, "Bilag 1"))
        queue.ending().told.set()
        report(Progress(2, 2, "Bilag 1"))

    with app.app_context():
        job_id = start("interrupted")
        service.run(job_id)
        job = db.session().get_one(Job, job_id)
        assert (job.state, job.attempts, job.owner) == (JobState.QUEUED, 0, None)
        service.serve()  # one that is to end takes nothing on
        assert db.session().get_one(Job, job_id).state is JobState.QUEUED
        db.session().close()
        service.ring_again()
        bells = queue.open_queue(app).queue
        assert bells.pending_count() == 3  # asked for, put back, and by the next worker
        bells.storage.close()
    del queue.kinds["interrupted"]


def test_what_is_told_by_those_who_wait_is_let_go_of_when_the_worker_ends(app: Flask) -> None:
    heard: list[str] = []

    @queue.handles("waiting", title="Venter")
    def waiting(job_id: int, report: queue.Report) -> None:
        let_go = threading.Event()
        report.when_stopped(let_go.set)
        queue.ending().told.set()
        heard.append("let go" if let_go.wait(30) else "still waiting")
        raise Lost

    with app.app_context():
        job_id = start("waiting")
        service.run(job_id)
        assert (heard, db.session().get_one(Job, job_id).state) == (["let go"], JobState.QUEUED)
    del queue.kinds["waiting"]


def test_ten_jobs_of_one_organisation_do_not_keep_anothers_waiting(app: Flask, runs: list[int]) -> None:
    with app.app_context():
        many = [start("counted") for _ in range(10)]
        own = start("counted", OTHER)
        at_work(many[:2])
        service.serve()
        assert runs == [own, *many[2:]]  # whoever has nothing at work comes first
        at_work(many[2:5])
        again = [start("counted"), start("counted", OTHER)]
        service.serve()
        assert runs[9:] == [again[1]]  # and nobody has all hands for themselves
        assert db.session().get_one(Job, again[0]).state is JobState.QUEUED


def at_work(job_ids: list[int]) -> None:
    """Let another worker do these."""
    with db.kept() as session:
        for job_id in job_ids:
            job = session.get_one(Job, job_id)
            job.state, job.owner, job.beat_at = JobState.RUNNING, "elsewhere:7:abc", clock.now()


def test_the_page_shows_the_parts_and_the_time_left(app: Flask) -> None:
    with app.app_context(), db.kept() as session:
        user, actor = make_buyer(session)
        user_id = user.id
        parts = [
            Part("Konkurransegrunnlag", PartState.DONE, 28, 28, kept=True, found=28),
            Part("Deltakeroversikt", PartState.DONE, 1, 1),
            Part("Bilag 1 <Krav>", PartState.WORKING, 9, 17),
            Part("Bilag 6", PartState.WORKING, 4, 4),
            Part("Prisskjema"),
        ]
        now = clock.now()
        job = service.start(session, actor, "counted", "version:1", total=94, now=now)
        job.state, job.owner, job.beat_at = JobState.RUNNING, service.ME, now
        job.started_at = now - timedelta(seconds=20)
        for name, value in Progress(61, 94, "Bilag 1", parts).columns().items():
            setattr(job, name, value)
        job_id = job.id
    page = " ".join(sign_in(app, user_id).get(f"/jobs/{job_id}/progress").text.split())
    for said in (
        *("Side 61 av omtrent 94.", "20 sekunder igjen.", "28 sider, uendret siden sist", "1 side"),
        *("Bilag 1 &lt;Krav&gt;", "Side 9 av omtrent 17", "Lages nå", "Venter"),
        "Alle sidene er klare. Filen settes sammen.",
    ):
        assert said in page


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
