"""Making a tender from a pool, its task list, and who may see and do what."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from procure import db
from procure.audit.models import AuditEvent
from procure.domain.errors import RuleBroken
from procure.domain.states import PoolState, TenderState
from procure.pools.models import Pool
from procure.tenders import service
from procure.tenders.models import Requirement, Revision, Section, SectionState, Tender
from tests.factories import NOW, sign_in
from tests.pools.making import make_place, make_pool
from tests.tenders.making import LEAD, OUTSIDER, PARTICIPANT, REQUIREMENT, Draft, counting, make_tender

NEW = {
    "title": "Barnehagesystem",
    "description": "Ett system for opptak og betaling.",
    "language": "nn",
    "agreement_reason": "Kjøpes som tjeneste.",
    "case_number": "26/100",
}


def make_open_pool(app: Flask) -> tuple[int, int, int]:
    with app.app_context(), db.kept() as session:
        lead, other = make_place(session, LEAD), make_place(session, PARTICIPANT)
        pool = make_pool(session, lead, other)
        return pool.id, lead.buyer.user_id or 0, other.buyer.user_id or 0


def test_the_lead_makes_a_tender_with_its_texts(app: Flask) -> None:
    pool_id, lead_id, _other = make_open_pool(app)
    browser = sign_in(app, lead_id)
    page = browser.get(f"/tenders/new?pool={pool_id}")
    assert page.status_code == 200
    with app.app_context():
        agreement_id = db.session().scalar(select(Tender.agreement_id)) or 1
        db.session().rollback()
    answer = browser.post(f"/tenders/new?pool={pool_id}", data=NEW | {"agreement_id": agreement_id})
    assert answer.status_code == 302
    with app.app_context():
        tender = db.session().scalars(select(Tender)).one()
        assert (tender.state, tender.language, tender.estimate) == (TenderState.DRAFT, "nn", None)
        assert len(tender.sections) == 29
        assert "kommunar" in tender.sections[0].body
        assert db.session().scalar(select(func.count()).select_from(Revision)) == 29
        assert (
            db.session().scalar(
                select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "tender.created")
            )
            == 1
        )
        db.session().rollback()
    again = browser.post(f"/tenders/new?pool={pool_id}", data=NEW | {"agreement_id": agreement_id})
    assert again.location == answer.location


def test_only_the_lead_makes_a_tender(app: Flask) -> None:
    pool_id, _lead, other_id = make_open_pool(app)
    assert sign_in(app, other_id).get(f"/tenders/new?pool={pool_id}").status_code == 403
    assert sign_in(app, other_id).get("/tenders/new?pool=9999").status_code == 404
    assert sign_in(app, other_id).get("/tenders/new").status_code == 404


PAGES = ("", "/answers", "/participants", "/sections", "/requirements", "/criteria", "/prices")
QUESTIONS = ("basics", "value", "agreement", "procedure", "contract", "terms", "timetable", "submission")
EDITS = (*(f"/{name}" for name in QUESTIONS), "/requirements/new", "/requirements/bank", "/criteria/new")


def test_the_lead_reads_every_page(draft: Draft) -> None:
    browser = draft.browser()
    for path in (*PAGES, *EDITS, "/climate", "/prices/new"):
        assert browser.get(draft.url(path)).status_code == 200, path


def test_a_participant_reads_and_an_outsider_sees_nothing(draft: Draft) -> None:
    participant, outsider = draft.browser(PARTICIPANT), draft.browser(OUTSIDER)
    for page in PAGES:
        assert participant.get(draft.url(page)).status_code == 200, page
        assert outsider.get(draft.url(page)).status_code == 404, page
    for page in EDITS:
        assert participant.get(draft.url(page)).status_code == 403, page
        assert participant.post(draft.url(page)).status_code == 403, page
        assert outsider.post(draft.url(page)).status_code == 404, page


def test_a_participant_is_not_offered_what_only_the_lead_can_do(draft: Draft) -> None:
    page = draft.browser(PARTICIPANT).get(draft.url()).text
    assert draft.url("/value") not in page
    assert draft.url("/answers#value") in page
    section = draft.section("about")
    assert "<textarea" not in draft.browser(PARTICIPANT).get(draft.url(f"/sections/{section.id}")).text


def test_a_new_draft_has_begun_nothing_but_who_and_what(draft: Draft) -> None:
    page = draft.browser().get(draft.url()).text
    assert page.count("Ikke startet") == 21
    assert "11 tekster i konkurransegrunnlaget er ikke ferdige." in page
    assert "2 av 9 ferdig" in page  # what it is about, and the agreement; nobody has committed yet


def test_the_list_is_empty_for_those_who_have_none(draft: Draft) -> None:
    assert "Ingen konkurranser ennå" in draft.browser(OUTSIDER).get("/tenders").text
    assert "Barnehagesystem" in draft.browser(PARTICIPANT).get("/tenders").text


def test_queries_are_as_many_however_much_there_is(draft: Draft) -> None:
    browser = draft.browser()
    small = {page: statements(draft, browser, page) for page in PAGES}
    with draft.open() as (session, tender):
        for _number in range(60):
            service.add_requirement(
                session, draft.actor(), tender, area="FUN", area_name="Funksjoner", now=NOW, **REQUIREMENT
            )
        for number in range(8):
            session.add(
                Section(
                    tender=tender,
                    key=f"own_{number}",
                    position=100 + number,
                    title="Eget",
                    body="{deltakere}",
                    state=SectionState.STARTED,
                    edited_at=NOW,
                )
            )
    with draft.app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Requirement)) == 60
        db.session().rollback()
    assert {page: statements(draft, browser, page) for page in PAGES} == small


def statements(draft: Draft, browser: FlaskClient, page: str) -> int:
    draft.browser().get(draft.url(page))  # once to warm what is kept
    with counting(draft.app) as sent:
        assert browser.get(draft.url(page)).status_code == 200
    return len(sent)


def test_the_pool_may_not_be_over(app: Flask) -> None:
    pool_id, _lead, _other = make_open_pool(app)
    with app.app_context():
        session = db.session()
        pool = session.get_one(Pool, pool_id)
        pool.state = PoolState.DISSOLVED
        with pytest.raises(RuleBroken, match="avsluttet"):
            make_tender(session, pool)
        session.rollback()


def test_the_history_tells_what_was_done_and_by_whom(draft: Draft) -> None:
    with draft.open() as (session, tender):
        facts = {"channel_name": "Anbudsporten", "channel_url": "https://anbudsporten.example/t/1"}
        service.answer(session, draft.actor(), tender, version=tender.version, now=NOW, **facts)
    page = draft.browser().get(draft.url("/history"))
    assert page.status_code == 200
    assert "Nye svar: innlevering" in page.text
    assert "Konkurransen ble laget fra fellesskapet" in page.text
    assert draft.url("/history") in draft.browser().get(draft.url()).text
