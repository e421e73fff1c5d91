"""The public page: lasting, open to all, the deadline first, every file."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from procure import db
from procure.domain.states import TenderState
from procure.publication import service
from tests.publication.making import CHANNEL, NATIONAL, PART_II, Ready, make_approved
from tests.publication.test_notice import send, tell_doffin

BELOW = {"estimate": NATIONAL, **PART_II}
HARD = "\N{NO-BREAK SPACE}"


def make_open(app: Flask, **changes: object) -> Ready:
    """Put a tender in the database whose page is open."""
    ready = make_approved(app, **(BELOW | changes))
    assert send(ready).status_code == 302
    assert tell_doffin(ready, "2026-114503").status_code == 302
    return ready


@pytest.mark.row("I1")
def test_anybody_reads_the_page_and_every_file(app: Flask) -> None:
    ready = make_open(app)
    client = app.test_client()
    page = client.get(ready.public)
    assert page.status_code == 200
    links = re.findall(rf'href="({ready.public}/files/[^"]+)"', page.text)
    assert len(set(links)) == 5  # three documents, manifest and ZIP
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        again = client.get(link, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


@pytest.mark.row("I1")
def test_nothing_is_there_before_it_opens(app: Flask) -> None:
    ready = make_approved(app, **BELOW)
    client = app.test_client()
    for path in ("", "/files/konkurransegrunnlag.pdf", "/files/manifest.json", "/calendar.ics"):
        assert client.get(ready.public + path).status_code == 404
    send(ready)
    for path in ("", "/files/konkurransegrunnlag.pdf", "/files/manifest.json", "/calendar.ics"):
        assert client.get(ready.public + path).status_code == 404
    tell_doffin(ready, "2026-114503")
    assert client.get(f"{ready.public}/files/konkurransegrunnlag.pdf").status_code == 200
    assert client.get(f"{ready.public}/files/finnes-ikke.pdf").status_code == 404


def test_the_number_is_enough_to_find_the_page(app: Flask) -> None:
    ready = make_open(app)
    answer = app.test_client().get(f"/publications/{ready.tender_id}-et-gammelt-navn")
    assert (answer.status_code, answer.headers["Location"]) == (301, ready.public)


@pytest.mark.row("I2")
@pytest.mark.parametrize(
    ("deadline", "written"),
    [
        (datetime(2027, 1, 14, 11, 0, tzinfo=UTC), "Torsdag 14. januar 2027 kl.\N{NO-BREAK SPACE}12.00"),
        (datetime(2027, 6, 17, 10, 0, tzinfo=UTC), "Torsdag 17. juni 2027 kl.\N{NO-BREAK SPACE}12.00"),
    ],
    ids=["winter", "summer"],
)
def test_the_deadline_comes_first_in_local_time(app: Flask, deadline: datetime, written: str) -> None:
    ready = make_open(app, deadline=deadline, start_on=datetime(2027, 9, 1, tzinfo=UTC).date())
    page = app.test_client().get(ready.public).text
    assert written in page
    assert page.index(written) < page.index("Dokumentene</h2>")
    assert "dager igjen" in page


@pytest.mark.row("I2")
def test_when_the_deadline_has_passed_the_page_says_so(
    app: Flask, clock_stands: time_machine.Traveller
) -> None:
    ready = make_open(app)
    clock_stands.move_to(datetime(2027, 1, 14, 10, 59, 59, tzinfo=UTC))
    assert "Åpen for tilbud" in app.test_client().get(ready.public).text
    clock_stands.shift(timedelta(seconds=1))
    page = app.test_client().get(ready.public).text
    assert "Stengt, fristen er ute" in page
    assert "Fristen gikk ut" in page
    listed = app.test_client().get("/publications").text
    assert "Ingen konkurranser er åpne nå" in listed
    assert "Kvalitetssystem for tre kommuner" in listed
    with app.app_context(), db.kept() as session:
        service.tick(session, datetime(2027, 1, 14, 11, 0, tzinfo=UTC))
    assert ready.state() is TenderState.CLOSED


@pytest.mark.row("I9")
def test_the_channel_is_on_page_and_in_calendar(app: Flask) -> None:
    ready = make_open(app)
    page = app.test_client().get(ready.public).text
    assert f'href="{CHANNEL}"' in page
    assert f"{ready.public}/calendar.ics" in page
    answer = app.test_client().get(f"{ready.public}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        datetime(2027, 1, 5, 11, 0, tzinfo=UTC),
        datetime(2027, 1, 14, 11, 0, tzinfo=UTC),
    ]
    for event in events:
        assert CHANNEL in str(event["description"])
        assert str(event["url"]).endswith(ready.public)


def test_the_page_shows_buyers_value_and_requirements(app: Flask) -> None:
    ready = make_open(app)
    page = app.test_client().get(ready.public).text
    for text in (
        "Os kommune",
        "Tolga kommune",
        "Tynset kommune, leder",
        "1\N{NO-BREAK SPACE}450\N{NO-BREAK SPACE}000",
        "SIK-001",
    ):
        assert text in page
    some = app.test_client().get(f"{ready.public}?kind=absolute&q=sik-001").text
    assert "Viser 1 av 1 krav" in some
    for odd in ("?page=0", "?page=x", "?page=99999999999999999999", "?kind=<script>", "?q=" + "a" * 5000):
        assert app.test_client().get(ready.public + odd).status_code == 200


def test_whoever_has_the_page_is_told_that_nothing_is_new(app: Flask) -> None:
    ready = make_open(app)
    first = app.test_client().get(ready.public)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = app.test_client().get(ready.public, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert ready.browser().get(ready.public).headers["Cache-Control"] == "no-store"


def test_what_people_write_is_shown_and_never_run(app: Flask) -> None:
    title = "<script>alert(1)</script> {{ 7 * 7 }} Sámi čázádat 🦌"
    ready = make_approved(app, **(BELOW | {"title": title}))
    send(ready)
    tell_doffin(ready, "2026-114503")
    answer = app.test_client().get(f"/publications/{ready.tender_id}-x", follow_redirects=True)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} Sámi čázádat 🦌" in answer.text
