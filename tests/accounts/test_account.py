"""A person's own pages."""

import html
import json
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from procure import clock, db
from procure.accounts.models import Membership, SignIn, User
from procure.domain.policy import Role
from tests.accounts.people import PASSWORD, actions, everything_written, letters_to, link_in, person, place_id
from tests.factories import NOW, sign_in

NEW = "tre elger i en kajakk"


@pytest.fixture
def buyer(app):
    return person(app, "Tolga", Role.BUYER, email="ingrid@tolga.kommune.no", name="Ingrid Moseng")


def version(app, user_id):
    with app.app_context():
        return db.session().get_one(User, user_id).version


def test_name_and_language_are_changed(app, buyer):
    browser = sign_in(app, buyer.id)
    answer = browser.post(
        "/account", data={"name": "Ingrid Øst", "language": "nn", "version": version(app, buyer.id)}
    )
    assert answer.status_code == 302
    page = browser.get("/account").text
    assert "Ingrid Øst" in page
    assert '<html lang="nn"' in page
    assert "account.edited" in actions(app)


def test_two_tabs_do_not_overwrite_each_other(app, buyer):
    browser = sign_in(app, buyer.id)
    first = {"name": "Ingrid A", "language": "nb", "version": version(app, buyer.id)}
    assert browser.post("/account", data=first).status_code == 302
    answer = browser.post("/account", data={**first, "name": "Ingrid B"})
    assert answer.status_code == 409
    assert "Ingrid B" in answer.text


@pytest.mark.parametrize(
    "form", [{}, {"name": "x" * 201, "language": "xx", "version": "-1"}, {"version": "9" * 30}]
)
def test_odd_answers_are_refused(app, buyer, form):
    assert sign_in(app, buyer.id).post("/account", data=form).status_code == 422


def test_sessions_are_listed_and_ended_one_by_one(app, buyer):
    here, there = sign_in(app, buyer.id), sign_in(app, buyer.id)
    page = here.get("/account").text
    assert "Denne økten" in page
    ends = [part.split('"')[0] for part in page.split('action="/account/sessions/')[1:]]
    assert len([end for end in ends if end != "end"]) == 1
    other = next(end for end in ends if end != "end")
    assert here.post(f"/account/sessions/{other}").status_code == 302
    assert there.get("/account").status_code == 401
    assert here.get("/account").status_code == 200
    assert "session.ended" in actions(app)


def test_nobody_ends_or_finds_the_session_of_another(app, buyer):
    other = person(app, "Tynset", Role.BUYER)
    theirs = sign_in(app, other.id)
    with app.app_context():
        session_id = db.session().scalars(select(SignIn.id).where(SignIn.user_id == other.id)).one()
    assert sign_in(app, buyer.id).post(f"/account/sessions/{session_id}/end").status_code == 404
    assert theirs.get("/account").status_code == 200


def test_signing_out_everywhere_ends_all(app, buyer):
    here, there = sign_in(app, buyer.id), sign_in(app, buyer.id)
    assert here.post("/account/sessions/end").status_code == 302
    assert here.get("/account").status_code == 401
    assert there.get("/account").status_code == 401


def change(browser, present=PASSWORD, new=NEW, repeated=NEW):
    return browser.post(
        "/account/password",
        data={"present_password": present, "new_password": new, "repeated": repeated},
    )


def test_a_new_password_ends_the_other_sessions(app, client, buyer):
    here, there = sign_in(app, buyer.id), sign_in(app, buyer.id)
    assert change(here).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 401
    for password, status in ((PASSWORD, 422), (NEW, 302)):
        assert (
            client.post("/sign-in", data={"email": buyer.email, "password": password}).status_code == status
        )
    assert "password.changed" in actions(app)
    assert NEW not in everything_written(app)
    assert letters_to(app, buyer.email)[0].subject == "Passordet ditt i Samkjøp er endret"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"present": "ikke dette passordet"}, "Passordet stemmer ikke"),
        ({"new": "kort", "repeated": "kort"}, "fra 12 til 128"),
        ({"new": "Tolga-kommune-2026", "repeated": "Tolga-kommune-2026"}, "lett å gjette"),
        ({"repeated": "noe annet enn det"}, "begge steder"),
    ],
)
def test_a_password_that_will_not_do_is_refused(app, buyer, typed, says):
    answer = change(sign_in(app, buyer.id), **typed)
    assert answer.status_code == 422
    assert says in answer.text


def test_guessing_the_password_of_an_open_session_is_slowed_down(app, buyer):
    browser = sign_in(app, buyer.id)
    for _ in range(10):
        change(browser, present="ikke dette passordet")
    assert "Vent et kvarter" in change(browser).text


def test_one_acts_for_another_organisation_from_the_next_page_on(app, buyer):
    tynset = place_id(app, "Tynset")
    with app.app_context(), db.kept() as session:
        session.add(Membership(user_id=buyer.id, organisation_id=tynset, role=Role.SIGNATORY, granted_at=NOW))
    browser = sign_in(app, buyer.id)
    assert "<strong>Tolga kommune</strong> som innkjøper" in browser.get("/acting").text
    assert browser.post("/acting", data={"organisation_id": tynset}).status_code == 302
    assert "<strong>Tynset kommune</strong> som underskriver" in browser.get("/account").text
    assert "acting.switched" in actions(app)


@pytest.mark.parametrize("chosen", ["", "x", "0", "999999999"])
def test_nobody_acts_for_one_where_they_hold_no_role(app, buyer, chosen):
    assert sign_in(app, buyer.id).post("/acting", data={"organisation_id": chosen}).status_code == 409


# --- The forgotten password ---------------------------------------------------------------------------


def test_a_forgotten_password_is_replaced_once(app, client, buyer):
    there = sign_in(app, buyer.id)
    asked = client.post("/password-resets", data={"email": buyer.email})
    unknown = client.post("/password-resets", data={"email": "ukjent@tolga.kommune.no"})
    assert asked.status_code == unknown.status_code == 200
    assert asked.text.replace(buyer.email, "") == unknown.text.replace("ukjent@tolga.kommune.no", "")
    assert letters_to(app, "ukjent@tolga.kommune.no") == []
    path = link_in(letters_to(app, buyer.email)[0])
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert there.get("/account").status_code == 200  # opening a link never acts
    assert client.post(path, data={"new_password": NEW, "repeated": NEW}).location == "/start"
    assert there.get("/account").status_code == 401
    assert client.get("/account").status_code == 200
    assert client.get(path).status_code == 410
    assert client.post(path, data={"new_password": NEW, "repeated": NEW}).status_code == 410
    written = everything_written(app)
    assert path.rpartition("/")[2] not in written
    assert NEW not in written


def test_a_new_link_makes_the_old_one_stop(app, client, buyer):
    for _ in range(2):
        client.post("/password-resets", data={"email": buyer.email})
    first, second = (link_in(letter) for letter in letters_to(app, buyer.email))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("path", ["/password-resets/x", "/invitations/x", "/access-requests/proofs/x"])
def test_a_made_up_link_opens_nothing(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path, data={"new_password": NEW, "repeated": NEW}).status_code == 404


def test_a_link_is_for_one_purpose(app, client, buyer):
    client.post("/password-resets", data={"email": buyer.email})
    token = link_in(letters_to(app, buyer.email)[0]).rpartition("/")[2]
    assert client.get(f"/invitations/{token}").status_code == 404


def test_an_old_link_does_not_work(app, client, buyer):
    client.post("/password-resets", data={"email": buyer.email})
    path = link_in(letters_to(app, buyer.email)[0])
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 410


def test_the_kept_form_is_json_that_the_page_gave(app, buyer):
    browser = sign_in(app, buyer.id)
    browser.post("/account/sessions/end")
    page = browser.post("/account", data={"name": "Bjørg & «Åse»"}).text
    kept = re.search(r'<textarea name="kept" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    assert kept
    assert json.loads(html.unescape(kept[1])) == [["name", "Bjørg & «Åse»"]]
