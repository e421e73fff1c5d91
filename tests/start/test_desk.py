"""What waits for a person, in every body they act for; long lists show their beginning."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from procure import db
from procure.accounts.models import Membership
from procure.demand.models import NeedState
from procure.domain.policy import Role
from procure.start import waits
from tests.demand.registering import Person, make_need, somebody, text
from tests.factories import NOW, make_organisation, make_user, municipality, sign_in
from tests.pools.making import make_place, make_pool

TITLE = re.compile(r'name="next" value="([^"]+)">\s*<button class="as-link" type="submit">([^<]+)')


def two_bodies(app: Flask) -> tuple[FlaskClient, int, int]:
    """Let one buy for Tolga and for Os, which has been invited; return the browser, Os and the pool."""
    with app.app_context(), db.kept() as session:
        tolga, os_ = municipality(session, "Tolga"), municipality(session, "Os")
        user = make_user(session, tolga, Role.BUYER)
        session.add(Membership(user_id=user.id, organisation_id=os_.id, role=Role.BUYER, granted_at=NOW))
        tynset = make_place(session, "Tynset")
        pool = make_pool(session, tynset, make_place(session, "Os"))
        pool.participations[-1].invited_at = NOW - timedelta(days=6)
        user_id, os_id, pool_id, tolga_id = user.id, os_.id, pool.id, tolga.id
    return sign_in(app, user_id, tolga_id), os_id, pool_id


def test_what_waits_in_another_body_is_named_and_opens_as_that_body(app):
    browser, os_id, pool_id = two_bodies(app)
    page = browser.get("/start").get_data(as_text=True)
    assert "Venter i andre virksomheter" in page
    assert "Os kommune" in page
    assert "Har ventet i 6 dager" in page
    (found,) = TITLE.findall(page)
    assert found[0] == f"/pools/{pool_id}/participation"
    assert found[1].startswith("Svar på invitasjonen til")
    assert browser.get(found[0]).status_code == 404  # Tolga does not see it
    answer = browser.post("/acting", data={"organisation_id": os_id, "next": found[0]})
    assert answer.location == found[0]
    assert browser.get(found[0]).status_code == 200


def test_switching_never_leads_out_of_the_platform(app):
    browser, os_id, _pool = two_bodies(app)
    answer = browser.post("/acting", data={"organisation_id": os_id, "next": "//example.org/x"})
    assert answer.location == "/start"


def test_a_body_where_nothing_waits_is_not_mentioned(app):
    with app.app_context(), db.kept() as session:
        tolga, alvdal = municipality(session, "Tolga"), municipality(session, "Alvdal")
        user = make_user(session, tolga, Role.BUYER)
        session.add(Membership(user_id=user.id, organisation_id=alvdal.id, role=Role.BUYER, granted_at=NOW))
        user_id, tolga_id = user.id, tolga.id
    page = text(sign_in(app, user_id, tolga_id).get("/start"))
    assert "Venter i andre virksomheter" not in page


def test_one_who_acts_for_very_many_is_told_where_nothing_was_looked_for(app):
    names = ["Alvdal", "Bodø", "Dovre", "Elverum", "Folldal", "Gran", "Hamar", "Lesja", "Molde", "Os", "Vang"]
    with app.app_context(), db.kept() as session:
        tolga = municipality(session, "Tolga")
        user = make_user(session, tolga, Role.BUYER)
        for name in names:
            there = municipality(session, name).id
            session.add(Membership(user_id=user.id, organisation_id=there, role=Role.BUYER, granted_at=NOW))
        user_id, tolga_id = user.id, tolga.id
    page = text(sign_in(app, user_id, tolga_id).get("/start"))
    assert "Vi har ikke sett etter i Vang." in page


def test_what_others_have_named_is_never_read_as_html(app):
    with app.app_context(), db.kept() as session:
        make_pool(session, make_place(session, "Tolga"), make_place(session, "Os"), name="<b>Fet</b>")
    for place in ("Tolga", "Os"):
        page = somebody(app, place).browser.get("/start").get_data(as_text=True)
        assert "&lt;b&gt;Fet" in page
        assert "<b>Fet" not in page


def test_more_than_eight_things_are_a_click_away(app):
    with app.app_context(), db.kept() as session:
        tolga = make_place(session, "Tolga")
        for _ in range(11):
            make_pool(session, tolga, make_place(session, "Os"))
    buyer = somebody(app)
    assert "Vis alle 11" in buyer.reads("/start")
    assert buyer.reads("/start").count("Dere leder") == 8
    everything = buyer.reads("/start?all=1")
    assert "Vis alle 11" not in everything
    assert everything.count("Dere leder") == 11


def test_of_each_kind_of_work_five_are_shown_and_the_list_has_the_rest(app):
    with app.app_context(), db.kept() as session:
        for _ in range(6):
            make_need(session, "Tolga", "barnehage")
            make_pool(session, make_place(session, "Tolga"), make_place(session, "Os"))
    page = somebody(app).browser.get("/start").get_data(as_text=True)
    assert 'href="/pools">Alle fellesskapene' in page
    assert 'href="/needs">Alle behovene' in page
    assert "Alle konkurransene" not in page


def test_those_who_need_the_same_are_named_with_the_own_county_first(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", "barnehage")
        for place in ("Bergen", "Os", "Tynset", "Alta", "Bodø", "Alvdal"):
            make_need(session, place, "barnehage")
    page = somebody(app).reads("/start")
    assert "Alvdal, Os, Tynset, Alta, Bergen og 1 til" in page


def test_a_request_for_access_says_how_long_it_has_waited():
    today = NOW.date()
    assert waits.waited(None, today) == waits.waited(today, today) == ""


def test_drafts_and_the_question_who_leads_say_how_long_they_have_waited(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", state=NeedState.DRAFT, shared_at=None, created_at=NOW - timedelta(days=9))
        pool = make_pool(session, make_place(session, "Tolga"), make_place(session, "Os"))
        pool.offered_to, pool.offered_at = municipality(session, "Os"), NOW - timedelta(days=3)
    tolga, os_ = (somebody(app, place).reads("/start") for place in ("Tolga", "Os"))
    assert "Har ventet i 9 dager" in tolga
    assert all("Har ventet i 3 dager" in page for page in (tolga, os_))


def test_days_waited_are_counted_in_oslo(app):
    with app.test_request_context():
        yesterday = NOW.replace(hour=1) - timedelta(days=1)
        assert waits.waited(yesterday, NOW.date()) == "Har ventet i en dag"
        assert waits.waited(NOW.date() - timedelta(days=6), NOW.date()) == "Har ventet i 6 dager"


def test_a_supplier_is_told_that_nothing_waits_and_where_to_go(app):
    with app.app_context(), db.kept() as session:
        user_id = make_user(session, make_organisation(session), Role.SUPPLIER).id
    page = Person(app, sign_in(app, user_id)).reads("/start")
    assert "Andre steder å begynne" in page
    assert "Kunngjorte konkurranser" in page
    assert "Du handler ikke for noen virksomhet" not in page
