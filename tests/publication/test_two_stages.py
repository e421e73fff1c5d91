"""A competition in two stages: first who will take part, then offers from those invited."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import time_machine
from flask import Flask
from icalendar import Calendar

from procure import db
from procure.domain.assembly import texts
from procure.publication import queries
from procure.tenders import papers
from procure.tenders.models import Tender
from tests.factories import NOW
from tests.publication.making import Ready, make_approved, make_ready
from tests.publication.test_notice import send, tell_ted

REQUESTS = datetime(2027, 1, 5, 11, 0, tzinfo=UTC)
DEADLINE = datetime(2027, 2, 17, 11, 0, tzinfo=UTC)
RESTRICTED = {
    "procedure": "restricted",
    "invited_least": 5,
    "invited_most": 8,
    "selection": "Relevant erfaring med avvik i kommuner.",
    "requests_until": REQUESTS,
    "questions_until": datetime(2027, 2, 5, 11, 0, tzinfo=UTC),
    "deadline": DEADLINE,
}


def make_open(app: Flask, clock: time_machine.Traveller, ready: Ready) -> None:
    assert send(ready).status_code == 302
    clock.shift(timedelta(hours=30))
    assert tell_ted(ready, published=("24.11.2026", "11.00")).status_code == 302


def test_the_first_deadline_is_for_asking_to_take_part(
    app: Flask, clock_stands: time_machine.Traveller
) -> None:
    ready = make_approved(app, **RESTRICTED)
    assert "tirsdag 5. januar 2027" in ready.browser().get(ready.url("dispatch")).text
    make_open(app, clock_stands, ready)
    page = app.test_client().get(ready.public).text.lower()
    assert "åpen for å be om å delta" in page
    assert page.index("tirsdag 5. januar 2027") < page.index("onsdag 17. februar 2027")
    listed = app.test_client().get("/publications").text
    assert "for å be om å delta" in listed
    assert "onsdag 17. februar 2027" not in listed
    calendar = Calendar.from_ical(app.test_client().get(f"{ready.public}/calendar.ics").data)
    starts = {str(event["uid"]).split("-")[2].split("@")[0]: event.DTSTART for event in calendar.events}
    assert starts == {"requests": REQUESTS, "questions": RESTRICTED["questions_until"], "deadline": DEADLINE}


def test_after_the_first_deadline_the_page_is_for_those_invited(
    app: Flask, clock_stands: time_machine.Traveller
) -> None:
    ready = make_approved(app, **RESTRICTED)
    make_open(app, clock_stands, ready)
    clock_stands.move_to(REQUESTS + timedelta(minutes=1))
    page = app.test_client().get(ready.public).text
    assert "Bare for dem som er invitert" in page
    assert "Fristen for å be om å delta er ute." in page
    with app.app_context(), db.reading() as session:
        (listed,) = queries.listed(session, REQUESTS + timedelta(minutes=1), 1).rows
    assert listed.closes_at == REQUESTS
    clock_stands.move_to(DEADLINE + timedelta(minutes=1))
    assert "Stengt, fristen er ute" in app.test_client().get(ready.public).text


def test_a_short_first_deadline_is_refused_with_its_day(app: Flask) -> None:
    ready = make_ready(app, **RESTRICTED | {"requests_until": datetime(2026, 12, 22, 11, 0, tzinfo=UTC)})
    ready.change(dispatch_on=date(2026, 11, 20))  # as planned, it was long enough
    ready.freeze()
    ready.approve()
    page = ready.browser().get(ready.url("dispatch")).text
    assert "Fristen for å be om å delta er for kort" in page
    assert "onsdag 23. desember 2026" in page
    assert send(ready).status_code == 422


def test_the_documents_say_both_deadlines_the_first_one_first(app: Flask) -> None:
    ready = make_ready(app, **RESTRICTED)
    with app.app_context():
        content = papers.content(db.session(), db.session().get_one(Tender, ready.tender_id), 1, NOW)
    rules, *rest = papers.documents(content)
    printed = "\n".join(texts((rules,)))
    assert "Frist for å be om å delta" in printed
    assert rules.cover is not None
    assert [(fact.label, fact.key) for fact in rules.cover.facts][:2] == [
        ("Frist for å be om å delta", True),
        ("Tilbudsfrist", False),
    ]
    assert rest
