"""Texts that other bodies are asked to write: who may, what they are told, when it is late, the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from procure import clock as clock_of_ours
from procure.notifications.models import Mail, Notification
from procure.pools import service as pools
from procure.tenders.models import SectionState
from tests.factories import NOW
from tests.tenders.making import LEAD, OUTSIDER, PARTICIPANT, Draft

TODAY = NOW.date()


def ask(browser: FlaskClient, draft: Draft, *keys: str, body: str = PARTICIPANT, **more: Any) -> TestResponse:
    data = {
        "section_ids": [str(draft.section(key).id) for key in keys],
        "organisation_id": str(draft.actor(body).organisation_id),
        "due_on": f"{TODAY + timedelta(days=2):%d.%m.%Y}",
        "note": "Skriv kort.",
        **more,
    }
    return browser.post(draft.url("/sections/assignments"), data=data)


@pytest.mark.row("E2")
def test_a_section_given_to_another_is_on_their_start_page_and_red_the_day_after(draft: Draft) -> None:
    assert ask(draft.browser(), draft, "about").status_code == 302
    there = draft.browser(PARTICIPANT)
    page = there.get("/start").text
    assert "Skriv «Om anskaffelsen»" in page
    assert "Tynset har spurt dere." in page
    assert "Skal skrives" in page
    assert "Over fristen" not in page
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert "Over fristen" not in draft.browser(PARTICIPANT).get("/start").text
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        page = draft.browser(PARTICIPANT).get("/start").text
        assert '<span class="ds-tag" data-color="danger">' in page
        assert "Over fristen" in page
        listed = draft.browser(LEAD).get(draft.url("/sections")).text
        assert "Fristen gikk ut" in listed


def test_the_owner_may_write_and_nobody_else_of_the_participants(draft: Draft) -> None:
    section = draft.section("about")
    ask(draft.browser(), draft, "about")
    data = {"version": section.version, "body": "Skrevet av Tolga.", "done": "1"}
    assert draft.browser("Alvdal").post(draft.url(f"/sections/{section.id}"), data=data).status_code == 403
    assert draft.browser(OUTSIDER).post(draft.url(f"/sections/{section.id}"), data=data).status_code == 404
    page = draft.browser(PARTICIPANT).get(draft.url(f"/sections/{section.id}")).text
    assert "Lagre teksten" in page
    assert "Fra lederen: Skriv kort." in page
    assert "Be noen skrive den" not in page
    assert draft.browser(PARTICIPANT).post(draft.url(f"/sections/{section.id}"), data=data).status_code == 302
    assert draft.section("about").state is SectionState.DONE
    assert "Skriv «Om anskaffelsen»" not in draft.browser(PARTICIPANT).get("/start").text
    assert ask(draft.browser(PARTICIPANT), draft, "rules").status_code == 403


def test_an_assignment_is_in_nobodys_way_who_writes(draft: Draft) -> None:
    section = draft.section("about")
    ask(draft.browser(), draft, "about")
    assert draft.section("about").version == section.version


def test_many_at_once_are_one_notice_and_one_letter(draft: Draft) -> None:
    assert ask(draft.browser(), draft, "about", "rules", "award").status_code == 302
    assert ask(draft.browser(), draft, "about", "rules", "award").status_code == 302  # nothing new
    with draft.open() as (session, _tender):
        [notice] = session.scalars(
            select(Notification).where(Notification.user_id == draft.actor(PARTICIPANT).user_id)
        ).all()[-1:]
        assert notice.path == draft.url("/sections")
        letters = session.scalars(select(Mail).where(Mail.subject.contains("ber dere skrive"))).all()
        assert len(letters) == 1
        assert "«Om anskaffelsen»" in letters[0].body
    page = draft.browser(PARTICIPANT).get("/start").text
    assert "Skriv 3 tekster i «Barnehagesystem»" in page
    assert "Tekster dere er bedt om å skrive" in draft.browser(PARTICIPANT).get(draft.url("/sections")).text


def test_the_lead_takes_a_text_back(draft: Draft) -> None:
    ask(draft.browser(), draft, "about")
    section = draft.section("about")
    assert draft.browser().post(draft.url(f"/sections/{section.id}/assignment/removal")).status_code == 302
    assert draft.section("about").owner_id is None
    assert "Skriv «Om anskaffelsen»" not in draft.browser(PARTICIPANT).get("/start").text
    notices = draft.browser(PARTICIPANT).get("/notifications").text
    assert "Tynset har tatt tilbake «Om anskaffelsen»" in notices
    data = {"version": section.version, "body": "x"}
    assert draft.browser(PARTICIPANT).post(draft.url(f"/sections/{section.id}"), data=data).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_on": "20.11.2026"}, "Fristen er en dag som er gått. Velg i dag eller senere."),
        ({"organisation_id": ""}, "Velg hvem som skal skrive"),
        ({"user_id": "1"}, "Velg en innkjøper hos den som skal skrive, eller ingen."),
        ({"section_ids": []}, "Kryss av for minst én tekst"),
    ],
)
def test_what_cannot_be_asked_is_said(draft: Draft, wrong: dict[str, Any], sentence: str) -> None:
    if "user_id" in wrong:
        wrong = {"user_id": str(draft.actor(LEAD).user_id)}
    page = ask(draft.browser(), draft, "about", **wrong)
    assert page.status_code == 422
    assert sentence in page.text
    assert draft.section("about").owner_id is None


def test_the_lead_asks_its_own_person_too(draft: Draft) -> None:
    ask(draft.browser(), draft, "about", body=LEAD, user_id=str(draft.actor(LEAD).user_id))
    section = draft.section("about")
    assert (section.owner_id, section.writer_id) == (None, draft.actor(LEAD).user_id)
    assert "Skriv «Om anskaffelsen»" in draft.browser().get("/start").text


def test_what_one_that_leaves_was_asked_to_write_is_the_leads_again(draft: Draft) -> None:
    ask(draft.browser(), draft, "about")
    with draft.open() as (session, tender):
        pools.withdraw(session, draft.actor(PARTICIPANT), tender.pool, now=clock_of_ours.now())
    assert draft.section("about").owner_id is None
    told = draft.browser().get("/notifications").text
    assert "1 av tekstene i «Barnehagesystem» er tilbake hos dere" in told
