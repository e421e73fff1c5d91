"""The timeline of a tender: proposed from one day, moved with what follows, read with its reasons."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from procure.audit.models import AuditEvent
from procure.domain.errors import RuleBroken
from procure.domain.states import TenderState
from procure.domain.timeline import Step
from procure.tenders import service
from procure.tenders.models import Tender
from tests.factories import NOW
from tests.filling import sheet
from tests.tenders.making import LEAD, OUTSIDER, PARTICIPANT, Draft
from tests.tenders.test_answers import TIMES, send

FORWARDS = "/timetable/proposal?way=forwards&day=30.11.2026"
BACKWARDS = "/timetable/proposal?way=backwards&day=01.12.2027"


def above_the_threshold(draft: Draft, procedure: str = "open") -> None:
    send(draft, "value", estimate="4590000", estimated_on="2.11.2026", estimate_method="Slik")
    with draft.open() as (_session, tender):
        tender.procedure = procedure


def use(draft: Draft, address: str) -> Any:
    page = draft.browser().get(draft.url(address))
    return sheet(page, draft.url(address.partition("?")[0])).send(draft.browser())


def days(tender: Tender) -> dict[str, date]:
    return {each.step: each.on for each in tender.milestones}


@pytest.mark.row("I3")
def test_a_timeline_is_proposed_forwards_and_used(draft: Draft) -> None:
    above_the_threshold(draft)
    page = draft.browser().get(draft.url(FORWARDS)).text
    assert "torsdag 14. januar 2027" in page
    assert "45 dager etter avsendelsen er vanlig. Loven krever minst 30." in page
    assert "FOA §§ 13-1, 20-2" in page
    with draft.open() as (_session, tender):
        assert tender.deadline is None  # nothing is kept before it is used
    assert use(draft, FORWARDS).status_code == 302
    with draft.open() as (_session, tender):
        assert tender.dispatch_on == date(2026, 11, 30)
        assert tender.deadline == datetime(2027, 1, 14, 11, 0, tzinfo=UTC)
        assert days(tender)["standstill_end"] == date(2027, 3, 1)
    page = draft.browser().get(draft.url("/timetable")).text
    assert "Tidligst onsdag 30. desember 2026." in page
    assert "Svar skal være ute 6 dager før tilbudsfristen" in page


def test_a_timeline_is_proposed_backwards_in_two_stages(draft: Draft) -> None:
    above_the_threshold(draft, "negotiated")
    assert "120 dager etter signeringen er vanlig." in draft.browser().get(draft.url(BACKWARDS)).text
    assert use(draft, BACKWARDS).status_code == 302
    with draft.open() as (_session, tender):
        assert tender.start_on == date(2027, 12, 1)
        assert tender.requests_until is not None
        assert {"invitation", "negotiations", "final_offers"} <= set(days(tender))
        assert "market_dialogue" not in days(tender)


def test_a_proposal_that_begins_in_the_past_says_so(draft: Draft) -> None:
    above_the_threshold(draft)
    early = draft.browser().get(draft.url("/timetable/proposal?way=backwards&day=1.2.2027")).text
    assert "og den dagen er passert. Sendes den i dag, er tjenesten vanligvis i bruk" in early
    assert "er passert" not in draft.browser().get(draft.url(FORWARDS)).text


def test_a_poor_day_is_warned_of_before_it_is_kept(draft: Draft) -> None:
    above_the_threshold(draft)
    use(draft, FORWARDS)
    page = draft.browser().get(draft.url("/timetable/deadline?day=18.7.2027")).text
    assert "Helg" in page
    assert "Ferie i juli" in page


def test_steps_by_choice_come_and_go_with_a_proposal(draft: Draft) -> None:
    above_the_threshold(draft, "negotiated")
    use(draft, f"{BACKWARDS}&more=market_dialogue&more=demonstrations")
    with draft.open() as (_session, tender):
        assert {"market_dialogue", "demonstrations"} <= set(days(tender))
        tender.procedure = "open"
    assert "tas bort" in draft.browser().get(draft.url(FORWARDS)).text
    use(draft, FORWARDS)
    with draft.open() as (_session, tender):
        assert tender.requests_until is None
        assert set(days(tender)) == {"approval", "opening", "notification", "standstill_end", "signing"}


def test_talks_below_the_threshold_are_had_by_choice(draft: Draft) -> None:
    with draft.open() as (_session, tender):
        tender.procedure = "national_open"
    page = draft.browser().get(draft.url(f"{FORWARDS}&more=negotiations")).text
    assert "Frist for endelige tilbud" in page
    assert "Frist for endelige tilbud" not in draft.browser().get(draft.url(FORWARDS)).text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("way=forwards", "Skriv dagen"),
        ("day=30.11.2026", "Velg hvilken dag vi skal regne fra"),
        ("way=forwards&day=1.1.1900", "Vi kjenner ikke reglene før"),
        ("way=forwards&day=31.2.2027", "finnes ikke"),
    ],
)
def test_a_proposal_from_nothing_is_refused(draft: Draft, asked: str, said: str) -> None:
    page = draft.browser().get(draft.url(f"/timetable/proposal?{asked}"))
    assert page.status_code == 422
    assert said in page.text
    assert "Bruk datoene" not in page.text


def test_a_proposal_asks_first(draft: Draft) -> None:
    page = draft.browser().get(draft.url("/timetable/proposal"))
    assert page.status_code == 200
    assert "Hvilken dag skal vi regne fra?" in page.text


def test_moving_a_step_moves_what_follows_and_says_so_first(draft: Draft) -> None:
    above_the_threshold(draft)
    use(draft, FORWARDS)
    address = "/timetable/dispatch?day=7.12.2026&follow=y"
    page = draft.browser().get(draft.url(address)).text
    assert "torsdag 21. januar 2027" in page
    browser = draft.browser()
    saved = sheet(browser.get(draft.url(address)), draft.url("/timetable/dispatch")).send(browser)
    assert saved.status_code == 302
    assert "Tilbudsfrist: torsdag 21. januar 2027" in browser.get(draft.url("/timetable")).text
    with draft.open() as (_session, tender):
        assert tender.deadline == datetime(2027, 1, 21, 11, 0, tzinfo=UTC)


def test_one_step_can_be_moved_alone_and_keeps_its_time_of_day(draft: Draft) -> None:
    send(draft, "timetable", **TIMES | {"deadline": ["14.1.2027", "15.00"]})
    assert use(draft, "/timetable/deadline?day=15.1.2027").status_code == 302
    with draft.open() as (_session, tender):
        assert tender.deadline == datetime(2027, 1, 15, 14, 0, tzinfo=UTC)
        assert tender.questions_until == datetime(2027, 1, 4, 11, 0, tzinfo=UTC)
    page = draft.browser().get(draft.url("/timetable/deadline?day=15.1.2027"))
    assert "Ingenting flyttes" in page.text


def test_a_day_set_by_hand_that_cannot_stay_is_named(draft: Draft) -> None:
    above_the_threshold(draft)
    use(draft, FORWARDS)
    use(draft, "/timetable/deadline?day=20.1.2027&follow=y")
    page = draft.browser().get(draft.url("/timetable/dispatch?day=11.1.2027&follow=y")).text
    assert "Kunne ikke stå" in page


def test_a_step_asks_first_and_refuses_what_is_no_day(draft: Draft) -> None:
    browser = draft.browser()
    assert browser.get(draft.url("/timetable/signing")).status_code == 200
    refused = browser.get(draft.url("/timetable/signing?day=snart"))
    assert refused.status_code == 422
    assert browser.get(draft.url("/timetable/answers")).status_code == 404  # follows from the deadline
    assert browser.get(draft.url("/timetable/nothing")).status_code == 404


def test_a_stale_page_moves_nothing(draft: Draft) -> None:
    browser = draft.browser()
    old = sheet(browser.get(draft.url("/timetable/signing?day=1.3.2027")), draft.url("/timetable/signing"))
    send(draft, "terms", duration_months="36")
    assert old.send(browser).status_code == 409


def test_those_who_take_part_see_the_drawing_and_cannot_move(draft: Draft) -> None:
    picture = draft.url("/timetable/drawing.svg")
    assert draft.browser(PARTICIPANT).get(picture).status_code == 404  # nothing to draw yet
    use(draft, FORWARDS)
    assert "Tilbudsfrist" in draft.browser(PARTICIPANT).get(picture).text
    assert "Tilbudsfrist" in draft.browser(PARTICIPANT).get(f"{picture}?narrow=1").text
    assert draft.browser(OUTSIDER).get(picture).status_code == 404
    assert draft.browser(PARTICIPANT).get(draft.url("/timetable/signing")).status_code == 403


def test_a_change_of_days_has_its_entry_and_is_refused_after_dispatch(draft: Draft) -> None:
    use(draft, FORWARDS)
    with draft.open() as (session, tender):
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "tender.dated")).one()
        assert event.detail is not None
        assert event.detail.details["signing"] == [None, "2027-03-08"]
        version = tender.version
        same = {Step.SIGNING: date(2027, 3, 8)}
        service.set_days(session, draft.actor(LEAD), tender, days=same, version=version, now=NOW)
        assert tender.version == version
        gone: dict[Step, date | None] = {Step.SIGNING: None}
        service.set_days(session, draft.actor(LEAD), tender, days=gone, version=version, now=NOW)
        assert "signing" not in days(tender)
        tender.state = TenderState.DISPATCHED
    with draft.open() as (session, tender), pytest.raises(RuleBroken, match="avsendt"):
        service.set_days(session, draft.actor(), tender, days=same, version=tender.version, now=NOW)
    assert "Tidsplanen ble endret" in draft.browser().get(draft.url("/history")).text


def test_a_step_that_follows_is_never_set(draft: Draft) -> None:
    answers = {Step.ANSWERS: date(2027, 1, 8)}
    with draft.open() as (session, tender), pytest.raises(ValueError, match="answers"):
        service.set_days(session, draft.actor(), tender, days=answers, version=tender.version, now=NOW)
