"""The lead changes hands with a trace, by two wills, and at once (B7); a pool that ends before its time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, func, select

from procure import db
from procure.accounts.models import Kind
from procure.audit.models import AuditEvent
from procure.domain.policy import Role
from procure.domain.states import TenderState
from procure.pools.models import Pool
from procure.tenders.models import Tender
from tests.factories import make_organisation, make_user, sign_in
from tests.filling import sheet
from tests.pools.making import Story, count, tell_story, text, told
from tests.tenders.making import make_tender

ASKED = "%(lead)s spør om dere vil ta over som leder for «%(pool)s»."
TAKEN = "%(lead)s har tatt over som leder for «%(pool)s» etter %(before)s."


@pytest.fixture
def story(app) -> Story:
    return tell_story(app, committed=("Tynset", "Alvdal"), interested=("Os",), invited=("Tolga",))


def offer(story: Story, name: str = "Alvdal", lead: str = "Tynset"):
    browser = story.buyer(lead)
    data = {"organisation_id": str(story.places[name].organisation_id), "version": story.pool_version()}
    return browser.post(story.url("lead"), data=data)


def answer(story: Story, name: str = "Alvdal", say: str = "yes"):
    return story.buyer(name).post(story.url("lead/answer"), data={"answer": say})


def leader(story: Story) -> int:
    with story.app.app_context(), db.reading() as session:
        return session.scalars(select(Pool.lead_id).where(Pool.id == story.pool_id)).one()


def handed_over() -> Select[Any]:
    return select(func.count()).where(AuditEvent.action == "pool.handed_over")


@pytest.mark.row("B7")
def test_the_lead_is_handed_over_with_a_trace_and_the_old_one_loses_its_rights_at_once(app, story):
    tynset, alvdal = story.buyer("Tynset"), story.buyer("Alvdal")
    with app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tender = make_tender(session, pool, story.places["Tynset"].buyer)
        tender.state = TenderState.APPROVED
        tender_id = tender.id
    dispatch = f"/tenders/{tender_id}/dispatch"
    assert tynset.get(dispatch).status_code == 200
    assert alvdal.get(dispatch).status_code == 403
    assert "Ingenting skjer før de har svart ja." in text(tynset.get(story.url("lead")))
    assert offer(story).status_code == 302
    assert told(app, story.places["Alvdal"]).count(ASKED) == 1
    assert leader(story) == story.places["Tynset"].organisation_id  # nobody leads without own yes
    for browser, line in (
        (tynset, "Alvdal har ikke svart på om de vil lede"),
        (alvdal, "Svar på om dere vil lede"),
    ):
        assert line in text(browser.get("/start"))
    assert "Dere inviterer, påminner og låser listen" in text(alvdal.get(story.url("lead/answer")))
    assert answer(story).status_code == 302
    assert answer(story).status_code == 302  # said twice, it counts once
    assert leader(story) == story.places["Alvdal"].organisation_id
    for page in ("invitations", "lock", "description", "lead", "dissolution", "option-holders"):
        assert tynset.get(story.url(page)).status_code == 403, page
        assert alvdal.get(story.url(page)).status_code == 200, page
    assert tynset.post(story.url("lock"), data={}).status_code == 403
    assert tynset.get(dispatch).status_code == 403
    assert tynset.post(dispatch, data={}).status_code == 403
    assert alvdal.get(dispatch).status_code == 200
    assert count(app, handed_over()) == 1
    with app.app_context(), db.reading() as session:
        assert session.get_one(Tender, tender_id).state is TenderState.DRAFT  # its documents name who leads
    for name in ("Tynset", "Os"):
        assert told(app, story.places[name]).count(TAKEN) == 1
    history = text(story.buyer("Os").get(story.url("history")))
    assert "Alvdal tok over som leder Innkjøper i Alvdal" in history
    assert "Alvdal ble spurt om å ta over som leder Innkjøper i Tynset" in history
    assert story.state("Tynset") == "committed"


@pytest.mark.row("B7")
def test_the_offer_can_be_declined_or_taken_back(app, story):
    offer(story)
    assert "har ikke svart" in text(story.buyer("Tynset").get(story.url("lead")))
    assert answer(story, say="no").status_code == 302
    assert told(app, story.places["Tynset"])[-1] == (
        "%(who)s tar ikke over som leder for «%(pool)s». Dere leder fortsatt."
    )
    offer(story)
    back = story.url("lead/withdrawal")
    assert [story.buyer("Tynset").post(back).status_code for _ in range(2)] == [302, 302]
    assert answer(story).status_code == 403
    assert leader(story) == story.places["Tynset"].organisation_id
    assert count(app, handed_over()) == 0


def test_one_is_asked_at_a_time_and_only_one_who_is_in_it(story):
    assert offer(story, "Tolga").status_code == 422  # invited, not in it
    assert offer(story, "Tynset").status_code == 422
    assert offer(story, "Alvdal").status_code == 302
    assert offer(story, "Alvdal").status_code == 302
    other = offer(story, "Os")
    assert other.status_code == 422
    assert story.buyer("Os").get(story.url("lead/answer")).status_code == 403
    assert story.buyer("Os").post(story.url("lead"), data={}).status_code == 403
    assert answer(story, say="").status_code == 422


def test_a_purchasing_co_operation_takes_over_without_taking_part(app, story):
    with app.app_context(), db.kept() as session:
        body = make_organisation(session, Kind.COOPERATION, short_name="Fjellkjøp")
        user_id, body_id = make_user(session, body, Role.BUYER).id, body.id
    browser = sign_in(app, user_id)
    assert browser.get(story.url()).status_code == 404
    data = {"organisation_id": str(body_id), "version": story.pool_version()}
    assert story.buyer("Tynset").post(story.url("lead"), data=data).status_code == 302
    assert (
        "Fjellkjøp" in text(browser.get(story.url("lead/answer")))
        or browser.get(story.url()).status_code == 200
    )
    assert browser.post(story.url("lead/answer"), data={"answer": "yes"}).status_code == 302
    assert leader(story) == body_id
    shown = text(browser.get(story.url()))
    assert "Dere leder uten å delta" in shown
    assert browser.get(story.url("lock")).status_code == 200


def test_after_dispatch_the_lead_stands(app, story):
    with app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tender = make_tender(session, pool, story.places["Tynset"].buyer)
        pool.offered_to_id, pool.offered_at = story.places["Alvdal"].organisation_id, tender.created_at
        tender.state = TenderState.DISPATCHED
    late = answer(story)
    assert late.status_code == 422
    assert "Konkurransen er avsendt med Tynset kommune som leder." in text(late)
    assert leader(story) == story.places["Tynset"].organisation_id


def test_two_can_never_lead(app, story):
    """The one takes the offer back, and asks another, while the first says yes."""
    offer(story)
    tynset, alvdal, os = (story.buyer(name) for name in ("Tynset", "Alvdal", "Os"))
    ids = {name: story.places[name].organisation_id for name in ("Alvdal", "Os")}

    def take_back_and_ask_os(browser: FlaskClient) -> int:
        browser.post(story.url("lead/withdrawal"))
        data = {"organisation_id": str(ids["Os"]), "version": story.pool_version()}
        return browser.post(story.url("lead"), data=data).status_code

    def say_yes(browser: FlaskClient) -> int:
        return browser.post(story.url("lead/answer"), data={"answer": "yes"}).status_code

    works: list[tuple[Callable[[FlaskClient], int], FlaskClient]] = [
        (say_yes, alvdal),
        (take_back_and_ask_os, tynset),
        (say_yes, os),
        (say_yes, story.buyer("Alvdal")),
    ]
    with ThreadPoolExecutor(4) as hands:
        statuses = list(hands.map(lambda pair: pair[0](pair[1]), works))
    assert 500 not in statuses
    leads = leader(story)
    assert count(app, handed_over()) == (leads != story.places["Tynset"].organisation_id)
    may = {name: story.buyer(name).get(story.url("lock")).status_code for name in ("Tynset", "Alvdal", "Os")}
    (only,) = [name for name, status in may.items() if status == 200]
    assert story.places[only].organisation_id == leads


# --- The end -------------------------------------------------------------------------------------


def end(story: Story, reason: str = "Systemet kjøpes nasjonalt."):
    lead = story.buyer("Tynset")
    return (
        sheet(lead.get(story.url("dissolution")), story.url("dissolution")).filled(reason=reason).send(lead)
    )


def test_a_pool_is_dissolved_with_a_reason_that_all_in_it_read(app, story):
    shown = text(story.buyer("Tynset").get(story.url("dissolution")))
    assert "Alvdal, Os og Tolga får beskjed med en gang, og ser grunnen." in shown
    assert end(story, reason=" ").status_code == 422
    assert end(story).status_code == 302
    for name in ("Alvdal", "Os", "Tolga"):
        assert told(app, story.places[name])[-1] == "%(lead)s har oppløst «%(pool)s». Grunnen står på siden."
        assert "Systemet kjøpes nasjonalt." in text(story.buyer(name).get(story.url()))
    lead = story.buyer("Tynset")
    assert "Fellesskapet ble oppløst Innkjøper i Tynset" in text(lead.get(story.url("history")))
    assert lead.get(story.url("dissolution")).status_code == 200
    late = story.buyer("Tolga").post(
        story.url("participation"), data={"state": "interested", "version": story.version("Tolga")}
    )
    assert late.status_code == 409
    assert "Fellesskapet ble oppløst" in text(late)
    data = {"organisation_ids": [str(story.places["Os"].organisation_id)]}
    assert lead.post(story.url("invitations"), data=data).status_code == 422


def test_with_it_goes_a_tender_that_is_not_sent_and_one_that_is_holds_it(app):
    story = tell_story(app, committed=("Tynset", "Alvdal"), locked=True)
    with app.app_context(), db.kept() as session:
        pool = session.get_one(Pool, story.pool_id)
        tender_id = make_tender(session, pool, story.places["Tynset"].buyer).id
        session.get_one(Tender, tender_id).state = TenderState.PUBLISHED
    page = text(story.buyer("Tynset").get(story.url("dissolution")))
    assert "Konkurransen er avsendt. Da kan ikke fellesskapet oppløses." in page
    data = {"reason": "x", "version": story.pool_version()}
    assert story.buyer("Tynset").post(story.url("dissolution"), data=data).status_code == 422
    with app.app_context(), db.kept() as session:
        session.get_one(Tender, tender_id).state = TenderState.DRAFT
    assert "Konkurransen avlyses." in text(story.buyer("Tynset").get(story.url("dissolution")))
    data = {"reason": "Ingen penger", "version": story.pool_version()}
    answers = [story.buyer("Tynset").post(story.url("dissolution"), data=data) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    with app.app_context(), db.reading() as session:
        assert session.get_one(Tender, tender_id).state is TenderState.CANCELLED
    assert story.buyer("Alvdal").get(f"/tenders/{tender_id}").status_code == 200
    assert story.buyer("Alvdal").get(story.url()).status_code == 200
    assert "Fellesskapet er oppløst, og ingen er bundet." in text(story.buyer("Alvdal").get(story.url()))
