"""Signing in and out, through the door."""

import json
from datetime import timedelta
from itertools import accumulate
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher, extract_parameters

from procure import clock, db
from procure.accounts import passwords
from procure.accounts.models import MailDomain
from procure.accounts.queries import waiting_for
from procure.domain.policy import Actor, Role
from procure.web.limits import limiter
from tests.accounts.people import PASSWORD, actions, everything_written, letters_to, link_in, person
from tests.factories import NOW, sign_in


@pytest.fixture
def buyer(app):
    return person(app, "Tolga", Role.BUYER, email="ingrid@tolga.kommune.no", name="Ingrid Moseng")


def enter(client, email="ingrid@tolga.kommune.no", password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_the_right_password_lets_one_in(app, client, buyer):
    answer = enter(client, email=" Ingrid@Tolga.kommune.no ")
    assert (answer.status_code, answer.location) == (302, "/start")
    page = client.get("/account").text
    assert "Ingrid Moseng" in page
    assert "Tolga kommune" in page
    assert "user.signed_in" in actions(app)


@pytest.mark.parametrize(
    ("email", "password"),
    [("ingrid@tolga.kommune.no", "feil passord her"), ("ukjent@tolga.kommune.no", PASSWORD)],
)
def test_known_and_unknown_get_the_same_refusal(app, client, buyer, email, password):
    answer = enter(client, email, password)
    assert answer.status_code == 422
    assert "hører ikke sammen" in answer.text
    assert email in answer.text
    assert password not in answer.text
    assert "sign_in.failed" in actions(app)
    assert password not in everything_written(app)
    assert client.get("/account").status_code == 401


def test_one_who_is_invited_or_gone_gets_the_same_refusal(app, client):
    gone: dict[str, Any] = {"password_hash": None}
    for email, changes in (
        ("ny@tolga.kommune.no", gone),
        ("borte@tolga.kommune.no", {"deactivated_at": NOW}),
    ):
        person(app, "Tolga", Role.BUYER, email=email, **changes)
        assert "hører ikke sammen" in enter(client, email).text


def test_unknown_costs_as_much_work_as_known(client, buyer, monkeypatch):
    compared = []

    class Counting(PasswordHasher):
        """Does the same work, and writes down how much."""

        def verify(self, hash, password):  # noqa: A002
            compared.append(extract_parameters(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting(time_cost=1, memory_cost=64, parallelism=1))
    for email in ("ingrid@tolga.kommune.no", "ukjent@tolga.kommune.no"):
        enter(client, email, "feil passord her")
    known, unknown = compared
    assert known == unknown


@pytest.mark.parametrize(
    ("next_page", "lands"),
    [("/pools/3?a=1", "/pools/3?a=1"), ("https://evil.example", "/start"), ("//evil.example", "/start")],
)
def test_one_is_led_on_to_a_page_of_ours_only(client, buyer, next_page, lands):
    page = client.get("/sign-in", query_string={"next": next_page})
    assert page.headers["Cache-Control"] == "no-store"
    assert enter(client, next=next_page).location == lands


def test_the_token_is_new_at_each_sign_in(client, buyer):
    tokens = set()
    for _ in range(2):
        enter(client)
        with client.session_transaction() as cookie:
            tokens.add(cookie["_user_id"])
    assert len(tokens) == 2


def test_signing_out_ends_the_session_also_for_a_copied_cookie(app, client, buyer):
    enter(client)
    copied = app.test_client()
    with client.session_transaction() as mine, copied.session_transaction() as theirs:
        theirs.update(mine)
    assert copied.get("/account").status_code == 200
    assert client.post("/sign-out").status_code == 302
    assert copied.get("/account").status_code == 401
    assert "user.signed_out" in actions(app)
    assert client.post("/sign-out").status_code == 302  # twice is once


def test_one_who_is_in_is_led_past_the_form(client, buyer):
    enter(client)
    assert client.get("/sign-in").location == "/start"


def test_guessing_is_slowed_down_and_another_address_is_not(app, client, buyer):
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.enabled = True
    limiter.reset()
    try:
        for _ in range(10):
            assert enter(client, password="feil passord her").status_code == 422
        answer = enter(client)
        assert answer.status_code == 429
        assert "For mange forsøk" in answer.text
        assert int(answer.headers["Retry-After"]) > 0
        elsewhere = client.post(
            "/sign-in",
            data={"email": "ingrid@tolga.kommune.no", "password": PASSWORD},
            environ_base={"REMOTE_ADDR": "198.51.100.7"},
        )
        assert elsewhere.status_code == 302
    finally:
        limiter.enabled = False


# --- The session that ends while somebody types -----------------------------------------------------


def test_what_was_typed_when_the_session_ended_is_offered_again(app, buyer):
    browser = sign_in(app, buyer.id)
    browser.post("/account/sessions/end")
    typed = {
        "name": 'Ingrid «Øst» <script>"x"</script>',
        "language": "nn",
        "version": "1",
        "password": "hemmelig!",
    }
    refused = browser.post("/account", data=typed)
    assert refused.status_code == 401
    assert "&lt;script&gt;" in refused.text
    assert "hemmelig!" not in refused.text
    assert 'name="kept_to" value="/account"' in refused.text
    kept = json.dumps([["name", typed["name"]], ["language", "nn"], ["version", "1"]])
    again = enter(browser, kept=kept, kept_to="/account")
    assert again.status_code == 200
    assert 'action="/account"' in again.text
    assert "&lt;script&gt;" in again.text
    assert browser.post("/account", data=typed).status_code == 302
    assert "&lt;script&gt;" in browser.get("/account").text


def test_a_wrong_password_does_not_lose_what_was_kept(client, buyer):
    kept = json.dumps([["body", "en lang tekst"]])
    answer = enter(client, password="feil passord her", kept=kept, kept_to="/needs/3")
    assert answer.status_code == 422
    assert "en lang tekst" in answer.text
    assert 'value="/needs/3"' in answer.text


@pytest.mark.parametrize("kept", ["{", "[1]", '{"a": 1}', "[[1, 2]]", "null", "[" * 5000, '[["a"]]'])
def test_odd_kept_text_breaks_nothing(client, buyer, kept):
    assert enter(client, kept=kept, kept_to="//evil.example").status_code == 302


def test_half_a_character_in_kept_text_is_replaced(client, buyer):
    answer = enter(client, kept='[["body", "a\\ud800b"]]', kept_to="/needs/3")
    assert "a?b" in answer.text


def test_a_kept_form_is_never_sent_to_another_site(client, buyer):
    answer = enter(client, kept='[["a", "b"]]', kept_to="https://evil.example/x")
    assert "evil.example" not in answer.text


def test_a_form_without_its_token_is_offered_again(app, buyer):
    browser = sign_in(app, buyer.id)
    answer = browser.post(
        "/account", data={"name": "Ingrid M", "language": "nb", "version": "1"}, token=False
    )
    assert answer.status_code == 400
    assert "Ingrid M" in answer.text
    assert "Send det på nytt" in answer.text


def test_a_stranger_without_token_is_asked_to_sign_in_and_loses_nothing(client):
    answer = client.post("/account", data={"name": "Ingrid M"}, token=False)
    assert answer.status_code == 401
    assert "Ingrid M" in answer.text


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_that_another_site_made_up_is_not_offered(app, buyer, header):
    answer = sign_in(app, buyer.id).post("/account", data={"name": "Evil"}, token=False, headers=header)
    assert answer.status_code == 400
    assert "Evil" not in answer.text
    assert "Send det på nytt" not in answer.text


# --- How long a session lasts --------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "status"), [([110, 110, 110], 200), ([121], 401), ([110] * 7, 401)])
def test_a_session_ends_when_idle_or_after_a_day(app, buyer, steps, status):
    start = clock.now()
    browser, answer = sign_in(app, buyer.id), None
    for minutes in accumulate(steps):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            answer = browser.get("/account")
    assert answer is not None
    assert answer.status_code == status


def test_the_operator_and_administrators_are_told_on_the_start_page(app, client):
    boss = person(app, "Tolga", Role.LOCAL_ADMIN)
    with app.app_context(), db.kept() as session:
        session.add(MailDomain(domain="tolga.kommune.no", organisation_id=boss.organisation_id))
    asker = "per@tolga.kommune.no"
    client.post("/access-requests", data={"name": "Per Ny", "email": asker, "reason": "Kjøper inn"})
    client.post(link_in(letters_to(app, asker)[0]))
    with app.app_context():
        actor = Actor(boss.id, boss.organisation_id, frozenset({Role.LOCAL_ADMIN}))
        todo = waiting_for(db.session(), actor, clock.now())[0]
        assert todo.title == "Svar Per Ny, som ber om tilgang"
    assert sign_in(app, boss.id).get(todo.url).status_code == 200
