"""The front page, what waits for a person, and the pages that are the same for everybody."""

from __future__ import annotations

import re
from datetime import date

import pytest

from procure import db
from procure.accounts.models import Kind, Organisation, User
from procure.domain.policy import Role
from procure.start import glossary
from procure.start.waits import by_deadline
from procure.web.todo import Todo
from tests.demand.registering import Person, make_need, queries, somebody, text
from tests.factories import NOW, make_organisation, make_user, sign_in
from tests.pools.making import make_place, make_pool

TEXTS = ("/accessibility", "/privacy", "/rules", "/glossary")


def test_the_front_page_says_what_this_is_to_anyone(client):
    page = text(client.get("/"))
    assert "kjøper sammen" in page
    assert "Kunngjorte konkurranser" in page
    assert "Logg inn" in page


def test_one_who_is_signed_in_lands_on_what_waits(app):
    assert somebody(app).browser.get("/").location == "/start"


def test_a_stranger_has_no_start_page(client):
    assert client.get("/start").status_code == 401


def test_what_waits_comes_by_deadline_with_the_time_left(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", system="Trollmor", renewal_months=12, notice_months=6)
        make_need(session, "Tolga", "kvalitet", ends_on=date(2027, 1, 25), renewal_months=12, notice_months=2)
    page = somebody(app).reads("/start")
    assert "To ting trenger deg. Den første haster: 2 dager igjen." in page
    assert page.index("Onsdag 25. november") < page.index("Søndag 31. januar 2027")
    assert "69 dager igjen" in page
    assert "Gjør dere ingenting, løper avtalen 12 måneder til, til mandag 31. juli 2028." in page
    assert "31. juli 2027, om 8 måneder" in page


def test_notice_of_a_contract_is_the_buyers_to_give(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", system="Trollmor", renewal_months=12, notice_months=6)
    assert "Si opp eller forleng" in somebody(app).reads("/start")
    assert "Si opp eller forleng" not in somebody(app, "Tolga", Role.SIGNATORY).reads("/start")


def test_a_need_that_somebody_has_invited_to_is_not_to_be_gathered_again(app):
    with app.app_context(), db.kept() as session:
        tolga = make_place(session, "Tolga")
        need = make_need(session, "Tolga", "barnehage")
        make_need(session, "Os", "barnehage")
        make_pool(session, tolga, make_place(session, "Os"), need=need)
    page = somebody(app, "Os").reads("/start")
    assert "Dere er invitert til et fellesskap" in page
    assert "Gå sammen med den andre" not in page
    assert "Kan kjøpe sammen med dere" not in page


def test_a_day_lasts_until_midnight_when_deadlines_are_ordered():
    day, evening = date(2026, 11, 23), NOW.replace(hour=20)
    todos = [Todo(when, "", "", "", "", "") for when in (None, day, evening)]
    assert [todo.when for todo in by_deadline(todos)] == [evening, day, None]


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ((Role.BUYER,), "Meld det første behovet"),
        ((Role.SIGNATORY,), "Da er det du som forplikter kommunen"),
        ((Role.LOCAL_ADMIN,), "Slipp inn kollegene"),
        ((Role.ADVISER,), "Det som er kunngjort, kan du lese nå"),
        ((Role.ADMIN,), "Slipp de første inn"),
    ],
)
def test_a_newcomer_of_each_kind_is_told_where_to_begin(app, roles, sentence):
    with app.app_context(), db.kept() as session:
        organisation = make_organisation(session, Kind.COMPANY)
        user_id = make_user(session, organisation, *roles).id
    page = Person(app, sign_in(app, user_id)).reads("/start")
    assert sentence in page
    assert "Andre steder å begynne" in page


def test_one_without_a_role_is_shown_the_way_in(app):
    with app.app_context(), db.kept() as session:
        user_id = make_user(session, None).id
    assert "Be om tilgang" in Person(app, sign_in(app, user_id)).reads("/start")


# --- The same in every language -------------------------------------------------------------------------


@pytest.mark.row("T3")
@pytest.mark.parametrize("path", TEXTS)
def test_the_footer_leads_to_a_page_in_every_language(client, path):
    assert f'href="{path}"' in client.get("/").get_data(as_text=True)
    bokmal = client.get(f"{path}?lang=nb").get_data(as_text=True)
    nynorsk = client.get(f"{path}?lang=nn").get_data(as_text=True)
    assert '<article lang="nb"' in bokmal
    assert '<article lang="nn"' in nynorsk
    assert '<article lang="en"' in client.get(f"{path}?lang=en").get_data(as_text=True)
    assert re.search(r"\b(ikkje|frå|kva|vere)\b", nynorsk)
    article = re.search(r"<article.*</article>", bokmal, re.DOTALL)
    assert article
    assert not re.search(r"\b(ikkje|frå|kva|vere)\b", article[0].split("<dl")[0])


def test_an_unknown_language_is_bokmal(client):
    assert '<article lang="nb"' in client.get("/privacy?lang=%3Cscript%3E").get_data(as_text=True)


@pytest.mark.row("T3")
def test_every_word_of_the_field_stands_once_in_each_language():
    terms = glossary.terms()
    for words in ([getattr(term, language) for term in terms] for language in ("nb", "nn", "en")):
        assert len(set(words)) == len(words)
    assert all(all(term) for term in terms)


def test_the_language_is_remembered_and_leads_back(app, client):
    answer = client.post("/language", data={"language": "nn", "next": "/privacy"})
    assert answer.location == "/privacy"
    assert '<html lang="nn"' in client.get("/privacy").get_data(as_text=True)
    assert '<article lang="nn"' in client.get("/privacy").get_data(as_text=True)


def test_the_language_is_remembered_by_the_account_too(app):
    with app.app_context(), db.kept() as session:
        organisation = session.query(Organisation).filter_by(short_name="Tolga").one()
        user_id = make_user(session, organisation, Role.BUYER).id
    sign_in(app, user_id).post("/language", data={"language": "nn", "next": "/start"})
    with app.app_context(), db.reading() as session:
        assert session.get_one(User, user_id).language == "nn"


@pytest.mark.parametrize(
    "path",
    ["https://example.org/", "//example.org", "/\\example.org", "", "javascript:alert(1)", "/a\r\nb: c"],
)
def test_the_language_never_leads_elsewhere(client, path):
    assert client.post("/language", data={"language": "nb", "next": path}).location == "/"


def test_a_language_we_do_not_speak_is_refused(client):
    assert client.post("/language", data={"language": "fr"}).status_code == 400


# --- Where the work is furthest ---------------------------------------------------------------------------


def test_a_need_in_a_pool_is_shown_as_its_pool(app):
    with app.app_context(), db.kept() as session:
        tolga = make_place(session, "Tolga")
        need = make_need(session, "Tolga", "barnehage")
        make_need(session, "Os", "barnehage")
        pool_id = make_pool(session, tolga, make_place(session, "Os"), need=need).id
        need_id = need.id
    page = somebody(app).browser.get("/start").get_data(as_text=True)
    assert f'href="/pools/{pool_id}"' in page
    assert "behov i Tolga" not in page
    assert "Med i Barnehagesystem for Nord-Østerdalen" in page
    assert "Kan kjøpe sammen med dere" not in page
    shown = somebody(app).reads(f"/needs/{need_id}")
    assert "Delt, og med i Barnehagesystem for Nord-Østerdalen" in shown
    assert "Opprett fellesskap" not in shown


def test_an_invitation_waits_for_the_one_invited(app):
    with app.app_context(), db.kept() as session:
        pool = make_pool(session, make_place(session, "Tolga"), make_place(session, "Os"))
        pool_id = pool.id
    page = somebody(app, "Os").browser.get("/start").get_data(as_text=True)
    assert f"/pools/{pool_id}" in page
    assert "Svar på invitasjonen" in page


def test_as_many_queries_however_much_there_is(app):
    with app.app_context(), db.kept() as session:
        tolga, os = make_place(session, "Tolga"), make_place(session, "Os")
        make_pool(session, tolga, os, need=make_need(session, "Tolga", "barnehage"))
    buyer = somebody(app)
    few = queries(app, buyer, "/start")
    with app.app_context(), db.kept() as session:
        for category in ("kvalitet", "skjema", "turnus", "plan"):
            make_pool(session, tolga, os, need=make_need(session, "Tolga", category))
            make_need(session, "Alvdal", category)
    assert queries(app, buyer, "/start") == few


def test_the_languages_have_a_page_that_leads_back(client):
    page = client.get("/language?next=/privacy").get_data(as_text=True)
    assert all(f'value="{code}"' in page for code in ("nb", "nn", "en"))
    assert 'name="next" value="/privacy"' in page
    assert 'name="next" value="/"' in client.get("/language?next=//example.org").get_data(as_text=True)
