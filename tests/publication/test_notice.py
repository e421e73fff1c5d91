"""Dispatch, what Doffin and TED say, and when the public page opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from procure import db
from procure.domain.states import TenderState
from procure.publication import queries, service
from procure.publication.models import Notice
from tests.factories import NOW
from tests.pools.making import PASSWORD
from tests.publication.making import NATIONAL, SMALL, Ready, make_approved, make_ready

Typed = tuple[str, str]  # the two boxes of a moment
SHORT = datetime(2026, 12, 22, 11, 0, tzinfo=UTC)  # 29 days after dispatch


def send(
    ready: Ready, when: str = "now", at: tuple[str, str] = ("", ""), password: str = PASSWORD
) -> TestResponse:
    form = {"when": when, "dispatched_at": list(at), "password": password}
    return ready.browser().post(ready.url("dispatch"), data=form)


def tell_ted(
    ready: Ready, confirmed: tuple[str, str] = ("", ""), published: tuple[str, str] = ("", "")
) -> TestResponse:
    form = {
        "changed": changed(ready),
        "ted_confirmed_at": list(confirmed),
        "ted_published_at": list(published),
    }
    return ready.browser().post(ready.url("notice/ted"), data=form)


def tell_doffin(ready: Ready, number: str) -> TestResponse:
    form = {"changed": changed(ready), "doffin_id": number}
    return ready.browser().post(ready.url("notice/doffin"), data=form)


def changed(ready: Ready) -> int:
    with ready.app.app_context(), db.reading() as session:
        return session.get_one(Notice, ready.tender_id).changed


def status(ready: Ready) -> int:
    return ready.app.test_client().get(ready.public).status_code


def appears(ready: Ready) -> bool:
    """Whether anything of the tender shows on the list."""
    return "Kvalitetssystem for tre kommuner" in ready.app.test_client().get("/publications").text


# --- Above the EEA threshold -----------------------------------------------------------------------


@pytest.mark.row("I8")
def test_the_page_waits_for_ted(app: Flask, clock_stands: time_machine.Traveller) -> None:
    ready = make_approved(app)
    assert status(ready) == 404
    assert send(ready).status_code == 302
    assert ready.state() is TenderState.DISPATCHED
    assert status(ready) == 404
    assert not appears(ready)
    assert tell_doffin(ready, "2026-114503").status_code == 302
    assert status(ready) == 404
    clock_stands.shift(timedelta(hours=30))
    assert tell_ted(ready, published=("24.11.2026", "11.00")).status_code == 302
    assert status(ready) == 200
    assert appears(ready)
    assert ready.state() is TenderState.PUBLISHED


@pytest.mark.row("I8")
def test_the_page_opens_48_hours_after_teds_confirmation(
    app: Flask, clock_stands: time_machine.Traveller
) -> None:
    ready = make_approved(app)
    send(ready)
    clock_stands.shift(timedelta(minutes=40))
    assert tell_ted(ready, confirmed=("23.11.2026", "10.30")).status_code == 302
    opens = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # the hour of the confirmation is not counted
    clock_stands.move_to(opens - timedelta(seconds=1))
    assert status(ready) == 404
    assert not appears(ready)
    clock_stands.move_to(opens)
    assert status(ready) == 200
    assert appears(ready)
    with app.app_context(), db.kept() as session:
        assert service.tick(session, opens) == 1
    assert ready.state() is TenderState.PUBLISHED


@pytest.mark.row("I8")
def test_a_short_deadline_is_refused_with_paragraph_and_day(app: Flask) -> None:
    ready = make_ready(app, deadline=SHORT, questions_until=datetime(2026, 12, 14, 11, 0, tzinfo=UTC))
    ready.change(dispatch_on=datetime(2026, 11, 20, tzinfo=UTC).date())  # as planned, it was long enough
    ready.freeze()
    ready.approve()
    page = ready.browser().get(ready.url("dispatch")).text
    assert "onsdag 23. desember 2026" in page
    assert "20-2" in page
    answer = send(ready)
    assert answer.status_code == 422
    assert "onsdag 23. desember 2026" in answer.text
    assert ready.state() is TenderState.APPROVED


@pytest.mark.row("I8")
def test_what_was_sent_too_late_is_kept_and_needs_a_new_version(
    app: Flask, clock_stands: time_machine.Traveller
) -> None:
    ready = make_ready(
        app,
        deadline=SHORT,
        questions_until=datetime(2026, 12, 14, 11, 0, tzinfo=UTC),
        dispatch_on=datetime(2026, 11, 20, tzinfo=UTC).date(),
    )
    ready.freeze()
    ready.approve()
    assert send(ready, "before", ("23.11.2026", "08.15")).status_code == 302
    assert ready.state() is TenderState.DRAFT
    page = ready.browser().get(ready.url("notice")).text
    assert "onsdag 23. desember 2026" in page
    assert status(ready) == 404
    ready.change(deadline=datetime(2027, 1, 14, 11, 0, tzinfo=UTC))
    ready.freeze()
    ready.approve(2)
    assert send(ready, "before").status_code == 302
    assert ready.state() is TenderState.DISPATCHED
    clock_stands.shift(timedelta(days=1))
    assert tell_ted(ready, published=("24.11.2026", "09.00")).status_code == 302
    page = app.test_client().get(ready.public).text
    assert "Torsdag 14. januar 2027" in page


# --- Below it --------------------------------------------------------------------------------------


@pytest.mark.row("I8")
def test_below_the_eea_threshold_the_doffin_number_opens(app: Flask) -> None:
    ready = make_approved(
        app, estimate=NATIONAL, procedure="national_open", dialogue="Ingen dialog er planlagt."
    )
    send(ready)
    assert status(ready) == 404
    assert tell_doffin(ready, "114503").status_code == 422
    assert status(ready) == 404
    assert tell_doffin(ready, "2026-114503").status_code == 302
    assert status(ready) == 200


@pytest.mark.row("I8")
def test_below_the_duty_to_publish_no_notice_is_asked_for(app: Flask) -> None:
    ready = make_approved(
        app, estimate=SMALL, procedure="national_open", dialogue="Ingen dialog er planlagt."
    )
    assert send(ready).status_code == 302
    assert status(ready) == 200
    assert "Nummer i Doffin" not in ready.browser().get(ready.url("notice")).text


# --- Who may, and what is refused ------------------------------------------------------------------


def test_only_the_lead_sends_and_a_participant_reads(app: Flask) -> None:
    ready = make_approved(app)
    tolga = ready.browser("Tolga")
    assert tolga.get(ready.url("notice")).status_code == 200
    assert tolga.get(ready.url("dispatch")).status_code == 403
    assert tolga.post(ready.url("dispatch")).status_code == 403
    assert app.test_client().get(ready.url("notice")).status_code == 401


def test_a_wrong_password_or_a_moment_to_come_sends_nothing(app: Flask) -> None:
    ready = make_approved(app)
    assert send(ready, password="feil").status_code == 422
    assert send(ready, "before", ("24.11.2026", "09.00")).status_code == 422
    assert send(ready, "before").status_code == 422
    assert send(ready, "").status_code == 422
    assert ready.state() is TenderState.APPROVED


def test_a_draft_cannot_be_sent_and_a_change_voids_the_approval(app: Flask) -> None:
    ready = make_approved(app)
    ready.change(validity_months=3)
    assert ready.state() is TenderState.DRAFT
    answer = send(ready)
    assert answer.status_code == 422
    assert "Godkjenn en versjon først" in answer.text


def test_sent_twice_is_sent_once(app: Flask) -> None:
    ready = make_approved(app)
    assert send(ready).status_code == 302
    again = send(ready)
    assert again.status_code == 422
    assert "allerede avsendt" in again.text


def test_a_stale_form_is_refused(app: Flask) -> None:
    ready = make_approved(app)
    send(ready)
    form = {"changed": changed(ready), "doffin_id": "2026-114503"}
    assert ready.browser().post(ready.url("notice/doffin"), data=form).status_code == 302
    assert ready.browser().post(ready.url("notice/doffin"), data=form).status_code == 409


@pytest.mark.row("I9")
def test_without_a_submission_channel_nothing_is_sent(app: Flask) -> None:
    ready = make_ready(app, channel_url=None)
    ready.freeze()
    answer = ready.browser().post(ready.url("versions/1/approval"), data={"password": PASSWORD})
    assert answer.status_code == 422
    assert "stoppere igjen" in answer.text


def test_the_lead_is_reminded_of_what_the_page_waits_for(app: Flask) -> None:
    ready = make_approved(app)
    lead = ready.places["Tynset"].buyer
    with app.test_request_context():
        titles = [todo.title for todo in queries.waiting_for(db.session(), lead, NOW)]
    assert titles == ["Send Kvalitetssystem for tre kommuner til kunngjøring"]
    send(ready)
    with app.test_request_context():
        texts = [todo.text for todo in queries.waiting_for(db.session(), lead, NOW)]
        assert queries.waiting_for(db.session(), ready.places["Tolga"].buyer, NOW) == []
    assert texts == ["Skriv når TED bekreftet eller kunngjorde. Siden er stengt til da."]
