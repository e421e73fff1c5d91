"""Asking for access: the address is proved, then the one who knows the people answers."""

import pytest
from sqlalchemy import select

from procure import db
from procure.accounts.models import AccessRequest, MailDomain
from procure.domain.policy import Role
from tests.accounts.people import PASSWORD, actions, letters_to, link_in, operator, person, place_id, told
from tests.factories import sign_in

NEW = "tre elger i en kajakk"
ASKER = "per@tolga.kommune.no"


def ask(client, **changes):
    form = {"name": "Per Ny", "email": ASKER, "organisation_id": "", "reason": "Jeg kjøper inn <b>alt</b>"}
    return client.post("/access-requests", data={**form, **changes})


def request_id(app):
    with app.app_context():
        return db.session().scalars(select(AccessRequest.id)).one()


def tie(app, place, domain="tolga.kommune.no"):
    with app.app_context(), db.kept() as session:
        session.add(MailDomain(domain=domain, organisation_id=place))


@pytest.fixture
def tolga(app):
    return place_id(app, "Tolga")


@pytest.mark.row("S1")
def test_the_first_of_a_municipality_is_let_in_by_the_operator_who_ties_the_domain(app, client, tolga):
    boss = operator(app)
    assert ask(client, organisation_id=tolga).status_code == 200
    path = link_in(letters_to(app, ASKER)[0])
    assert "Bekreft adressen" in client.get(path).text
    assert told(app, boss.id) == []  # opening a link never acts
    assert client.post(path).status_code == 200
    assert told(app, boss.id)[0].path == f"/access-requests/{request_id(app)}"
    assert letters_to(app, boss.email)[0].subject == "Per Ny ber om tilgang for Tolga kommune"
    browser = sign_in(app, boss.id)
    assert "Per Ny" in browser.get("/organisations").text
    page = browser.get(f"/access-requests/{request_id(app)}")
    assert "&lt;b&gt;alt&lt;/b&gt;" in page.text
    assert "Undersøk at det hører til" in page.text
    form = {"roles": ["local_admin", "buyer"], "tie": "y", "password": PASSWORD}
    assert browser.post(f"/access-requests/{request_id(app)}", data=form).status_code == 302
    welcome = link_in(letters_to(app, ASKER)[1])
    assert client.post(welcome, data={"new_password": NEW, "repeated": NEW}).status_code == 302
    assert "som innkjøper og administrator" in client.get("/account").text
    with app.app_context():
        assert db.session().get_one(MailDomain, "tolga.kommune.no").organisation_id == tolga
    for action in ("access.asked", "access.confirmed", "access.granted", "domain.tied"):
        assert action in actions(app)


def test_the_next_one_is_let_in_by_the_own_administrator(app, client, tolga):
    boss = person(app, "Tolga", Role.LOCAL_ADMIN)
    drift = operator(app)
    tie(app, tolga)
    ask(client, email="per@skole.tolga.kommune.no")
    client.post(link_in(letters_to(app, "per@skole.tolga.kommune.no")[0]))
    assert told(app, drift.id) == []
    assert len(told(app, boss.id)) == 1
    browser = sign_in(app, boss.id)
    assert "Per Ny" in browser.get("/people").text
    answer = browser.post(
        f"/access-requests/{request_id(app)}", data={"roles": ["buyer"], "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert "Per Ny" in browser.get("/people").text


def test_the_domain_decides_and_not_what_was_picked(app, client, tolga):
    tie(app, tolga)
    ask(client, organisation_id=place_id(app, "Tynset"))
    with app.app_context():
        assert db.session().scalars(select(AccessRequest)).one().organisation_id == tolga


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "per@gmail.example"}, "slutte på kommune.no"),
        ({"email": "per@kommune.no.evil.example"}, "slutte på kommune.no"),
        ({"email": "per@kommune.no"}, "slutte på kommune.no"),
        ({"organisation_id": ""}, "Vi kjenner ikke tolga.kommune.no ennå"),
        ({"organisation_id": "999999"}, "alternativene"),
        ({"reason": "x" * 1001}, "Kort den ned"),
        ({"name": ""}, "Skriv navnet ditt"),
    ],
)
def test_a_request_that_will_not_do_is_refused(app, client, changes, says):
    answer = ask(client, **changes)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Jeg kjøper inn" in answer.text or "x" * 100 in answer.text


def test_asking_twice_makes_one_request(app, client, tolga):
    ask(client, organisation_id=tolga)
    ask(client, organisation_id=tolga)
    first, second = (link_in(letter) for letter in letters_to(app, ASKER))
    assert client.get(first).status_code == 404
    assert client.post(second).status_code == 200
    assert "er bekreftet" in client.post(second).text  # twice is once
    ask(client, organisation_id=tolga)
    assert len(letters_to(app, ASKER)) == 2
    assert request_id(app)


def test_one_who_is_in_already_is_told_so_by_mail_alone(app, client, tolga):
    tie(app, tolga)
    known = person(app, "Tolga", Role.BUYER, email="ingrid@tolga.kommune.no")
    known_page, new_page = ask(client, email=known.email).text, ask(client).text
    assert known_page.replace(known.email, "") == new_page.replace(ASKER, "")
    assert letters_to(app, known.email)[0].subject == "Du har allerede en bruker i Samkjøp"


@pytest.fixture
def waiting(app, client, tolga):
    tie(app, tolga)
    ask(client)
    client.post(link_in(letters_to(app, ASKER)[0]))
    return request_id(app)


def test_no_comes_with_a_reason(app, client, tolga, waiting):
    browser = sign_in(app, person(app, "Tolga", Role.LOCAL_ADMIN, name="Anne Nygård").id)
    path = f"/access-requests/{waiting}/refusal"
    assert browser.post(path, data={"reason": " "}).status_code == 422
    assert browser.post(path, data={"reason": "Du har sluttet."}).status_code == 302
    assert "Du har sluttet." in letters_to(app, ASKER)[1].body
    page = browser.get(f"/access-requests/{waiting}").text
    assert "Svart av Anne Nygård" in page
    again = browser.post(f"/access-requests/{waiting}", data={"roles": ["buyer"], "password": PASSWORD})
    assert again.status_code == 422
    assert "besvart alt" in again.text
    assert ask(client).status_code == 200  # and one may ask again


def test_strangers_outsiders_and_colleagues_are_told_apart(app, client, waiting):
    outsider = sign_in(app, person(app, "Tynset", Role.LOCAL_ADMIN).id)
    colleague = sign_in(app, person(app, "Tolga", Role.BUYER).id)
    for method in ("get", "post"):
        for path in (f"/access-requests/{waiting}", f"/access-requests/{waiting}/refusal"):
            assert getattr(client, method)(path).status_code == 401
            assert getattr(outsider, method)(path).status_code == 404
            assert getattr(colleague, method)(path).status_code == 404


def test_an_administrator_does_not_see_a_request_from_an_unknown_domain(app, client, tolga):
    ask(client, organisation_id=tolga)
    client.post(link_in(letters_to(app, ASKER)[0]))
    boss = sign_in(app, person(app, "Tolga", Role.LOCAL_ADMIN).id)
    assert boss.get(f"/access-requests/{request_id(app)}").status_code == 404


def test_an_address_that_is_not_proved_reaches_nobody(app, client, tolga):
    boss = operator(app)
    ask(client, organisation_id=tolga)
    assert sign_in(app, boss.id).get(f"/access-requests/{request_id(app)}").status_code == 404


def test_a_letter_to_an_address_that_is_not_proved_says_nothing_that_a_stranger_wrote(app, client, tolga):
    ask(client, organisation_id=tolga, name="Kjøp billig her", reason="https://evil.example")
    letter = letters_to(app, ASKER)[0]
    assert "billig" not in letter.subject + letter.body
    assert "evil" not in letter.body
