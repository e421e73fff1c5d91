"""The people of an organisation: invited, given roles, let go."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from procure import db
from procure.accounts import service
from procure.accounts.models import Kind, Membership, User
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import SYSTEM, Role
from procure.notifications import service as notifications
from tests.accounts.people import (
    PASSWORD,
    actions,
    company,
    everything_written,
    letters_to,
    link_in,
    operator,
    person,
    place_id,
    told,
)
from tests.factories import NOW, municipality, sign_in

NEW = "tre elger i en kajakk"


@pytest.fixture
def admin(app):
    return person(app, "Tolga", Role.LOCAL_ADMIN, email="anne@tolga.kommune.no", name="Anne Nygård")


@pytest.fixture
def buyer(app):
    return person(app, "Tolga", Role.BUYER, email="ingrid@tolga.kommune.no", name="Ingrid Moseng")


def paths(place, user_id):
    people = f"/organisations/{place}/people"
    return [
        ("get", people),
        ("get", f"{people}/invitation"),
        ("post", f"{people}/invitation"),
        ("get", f"{people}/{user_id}"),
        ("post", f"{people}/{user_id}"),
        ("post", f"{people}/{user_id}/invitation"),
        ("get", f"{people}/{user_id}/departure"),
        ("post", f"{people}/{user_id}/departure"),
    ]


def test_strangers_outsiders_and_colleagues_are_told_apart(app, client, admin, buyer):
    outsider = sign_in(app, person(app, "Tynset", Role.LOCAL_ADMIN, Role.BUYER).id)
    colleague = sign_in(app, buyer.id)
    for method, path in paths(admin.organisation_id, buyer.id):
        assert getattr(client, method)(path).status_code == 401, path
        assert getattr(outsider, method)(path).status_code == 404, path
        assert getattr(colleague, method)(path).status_code == 403, path
    assert colleague.get("/people").status_code == 403


def test_an_administrator_sees_the_own_people_only(app, admin, buyer):
    person(app, "Tynset", Role.BUYER, name="Marte Lillebakk")
    page = sign_in(app, admin.id).get("/people").text
    assert "Ingrid Moseng" in page
    assert "Marte Lillebakk" not in page


def test_an_administrator_sees_no_content(app, admin):
    browser = sign_in(app, admin.id)
    for path in ("/organisations", "/organisations/new", f"/organisations/{admin.organisation_id}"):
        assert browser.get(path).status_code in (403, 404), path


def invite(browser, place, **changes):
    form = {"name": "Per Ny", "email": "Per@Tolga.kommune.no", "roles": ["buyer"], "password": PASSWORD}
    return browser.post(f"/organisations/{place}/people/invitation", data={**form, **changes})


def test_an_invited_person_chooses_a_password_and_is_in(app, client, admin):
    browser = sign_in(app, admin.id)
    assert invite(browser, admin.organisation_id, roles=["buyer", "signatory"]).status_code == 302
    assert "Invitert" in browser.get("/people").text
    path = link_in(letters_to(app, "per@tolga.kommune.no")[0])
    page = client.get(path)
    assert "Tolga kommune: Innkjøper og underskriver" in page.text
    assert client.post(path, data={"new_password": "kort", "repeated": "kort"}).status_code == 422
    assert client.post(path, data={"new_password": NEW, "repeated": NEW}).status_code == 302
    assert "som innkjøper og underskriver" in client.get("/account").text
    assert client.get(path).status_code == 410
    for action in ("user.created", "roles.set", "password.chosen"):
        assert action in actions(app)
    assert path.rpartition("/")[2] not in everything_written(app)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"password": "ikke dette passordet"}, "Passordet stemmer ikke"),
        ({"roles": []}, "minst én rolle"),
        ({"roles": ["admin"]}, "alternativene"),
        ({"roles": ["adviser"]}, "alternativene"),
        ({"email": "ikke en adresse"}, "ikke en e-postadresse"),
        ({"email": "anne@tolga.kommune.no"}, "er med allerede"),
        ({"name": "x" * 300}, "Kort den ned"),
        ({"name": "Per\x00"}, "tegn som ikke kan"),
    ],
)
def test_an_invitation_that_will_not_do_is_refused(app, admin, changes, says):
    answer = invite(sign_in(app, admin.id), admin.organisation_id, **changes)
    assert answer.status_code == 422
    assert says in answer.text
    with app.app_context():
        assert db.session().scalar(select(User).where(User.name == "Per Ny")) is None


def test_a_person_from_elsewhere_gets_the_roles_on_top(app, admin):
    other = person(app, "Tynset", Role.BUYER, email="marte@tynset.kommune.no", name="Marte Lillebakk")
    answer = invite(sign_in(app, admin.id), admin.organisation_id, email=other.email, name="Noe annet")
    assert answer.status_code == 302
    assert "Marte Lillebakk" in sign_in(app, other.id).get("/account").text
    assert "Tolga kommune" in sign_in(app, other.id).get("/acting").text
    assert letters_to(app, other.email)[0].subject == "Du kan nå handle for Tolga kommune"


def test_an_invitation_is_sent_again_and_the_old_one_stops(app, client, admin):
    browser = sign_in(app, admin.id)
    invite(browser, admin.organisation_id)
    page = browser.get("/people").text
    found = re.search(r"/people/(\d+)\">Per Ny", page)
    assert found
    again = f"/organisations/{admin.organisation_id}/people/{found[1]}/invitation"
    assert browser.post(again).status_code == 302
    first, second = (link_in(letter) for letter in letters_to(app, "per@tolga.kommune.no"))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def version(app, user_id):
    with app.app_context():
        return db.session().get_one(User, user_id).version


def set_roles(app, browser, someone, *roles, **changes):
    form = {"roles": list(roles), "password": PASSWORD, "version": version(app, someone.id)}
    path = f"/organisations/{someone.organisation_id}/people/{someone.id}"
    return browser.post(path, data={**form, **changes})


def test_new_roles_count_from_a_new_sign_in(app, admin, buyer):
    theirs = sign_in(app, buyer.id)
    assert set_roles(app, sign_in(app, admin.id), buyer, "buyer", "signatory").status_code == 302
    assert theirs.get("/account").status_code == 401
    assert "som innkjøper og underskriver" in sign_in(app, buyer.id).get("/account").text
    assert told(app, buyer.id)[0].path == "/acting"
    assert "roles.set" in actions(app)


def test_two_administrators_do_not_overwrite_each_other(app, admin, buyer):
    browser, before = sign_in(app, admin.id), version(app, buyer.id)
    assert set_roles(app, browser, buyer, "signatory").status_code == 302
    assert set_roles(app, browser, buyer, "buyer", version=before).status_code == 409


def test_nobody_changes_their_own_roles(app, admin):
    answer = set_roles(app, sign_in(app, admin.id), admin, "local_admin", "signatory")
    assert answer.status_code == 422
    assert "dine egne roller" in answer.text


def test_a_role_needs_the_password(app, admin, buyer):
    answer = set_roles(app, sign_in(app, admin.id), buyer, "signatory", password="ikke dette passordet")
    assert answer.status_code == 422
    assert "identity.refused" in actions(app)


def leave(browser, someone, **changes):
    path = f"/organisations/{someone.organisation_id}/people/{someone.id}/departure"
    return browser.post(path, data={"password": PASSWORD, **changes})


@pytest.fixture
def handed_on():
    """What a feature does with a leaver's tasks."""
    calls = []

    def hand_on(session, user, organisation, now):
        calls.append((user.id, organisation.id))
        return 2

    service.on_leaving.append(hand_on)
    yield calls
    service.on_leaving.remove(hand_on)


@pytest.mark.row("S1")
def test_a_leaver_is_out_at_the_next_request_and_tasks_are_handed_on(app, client, admin, buyer, handed_on):
    second = person(app, "Tolga", Role.LOCAL_ADMIN, name="Kåre To")
    theirs, browser = sign_in(app, buyer.id), sign_in(app, admin.id)
    consequence = browser.get(f"/organisations/{buyer.organisation_id}/people/{buyer.id}/departure")
    assert "logget ut med en gang" in consequence.text
    assert theirs.get("/account").status_code == 200
    assert leave(browser, buyer).status_code == 302
    assert "2 ting som ventet, er gitt videre" in browser.get("/people").text
    assert theirs.get("/account").status_code == 401
    entered = client.post("/sign-in", data={"email": buyer.email, "password": PASSWORD})
    assert entered.status_code == 422
    assert handed_on == [(buyer.id, buyer.organisation_id)]
    assert told(app, second.id)[0].facts["name"] == "Ingrid Moseng"
    assert "user.left" in actions(app)
    assert "Ingrid Moseng" not in browser.get("/people").text


def test_one_who_acts_for_more_keeps_the_rest(app, admin, buyer):
    with app.app_context(), db.kept() as session:
        tynset = place_id(app, "Tynset")
        session.add(Membership(user_id=buyer.id, organisation_id=tynset, role=Role.BUYER, granted_at=NOW))
    theirs = sign_in(app, buyer.id)
    assert leave(sign_in(app, admin.id), buyer).status_code == 302
    assert theirs.get("/account").status_code == 401
    assert "Tynset kommune" in sign_in(app, buyer.id).get("/account").text


def test_a_leaver_can_come_back_with_a_new_password(app, client, admin, buyer):
    browser = sign_in(app, admin.id)
    leave(browser, buyer)
    assert invite(browser, admin.organisation_id, email=buyer.email).status_code == 302
    assert client.post("/sign-in", data={"email": buyer.email, "password": PASSWORD}).status_code == 422
    path = link_in(letters_to(app, buyer.email)[-1])
    assert client.post(path, data={"new_password": NEW, "repeated": NEW}).status_code == 302
    assert "user.reactivated" in actions(app)


def test_a_link_of_a_leaver_stops(app, client, admin, buyer):
    client.post("/password-resets", data={"email": buyer.email})
    path = link_in(letters_to(app, buyer.email)[0])
    leave(sign_in(app, admin.id), buyer)
    assert client.get(path).status_code == 410


def test_administrators_do_not_let_themselves_go(app, admin):
    answer = leave(sign_in(app, admin.id), admin)
    assert answer.status_code == 422
    assert "ikke ta ut deg selv" in answer.text


def test_a_wrong_password_lets_nobody_go(app, admin, buyer):
    assert leave(sign_in(app, admin.id), buyer, password="ikke dette passordet").status_code == 422
    assert sign_in(app, buyer.id).get("/account").status_code == 200


def test_the_operator_looks_after_people_everywhere(app, buyer):
    browser = sign_in(app, operator(app).id)
    assert "Ingrid Moseng" in browser.get(f"/organisations/{buyer.organisation_id}/people").text
    firm = company(app, Kind.SUPPLIER, name="Fjelltind Programvare AS")
    assert invite(browser, firm, email="salg@fjelltind.example", roles=["supplier"]).status_code == 302
    assert invite(browser, firm, email="to@fjelltind.example", roles=["buyer"]).status_code == 422


def test_demo_people_are_made_by_the_same_rules(session):
    tolga = municipality(session, "Tolga")
    facts: dict[str, Any] = {"name": "Ingrid", "email": "I@tolga.kommune.no", "now": NOW}
    user = service.create_user(session, SYSTEM, tolga, roles=[Role.BUYER], password=NEW, **facts)
    assert user.email == "i@tolga.kommune.no"
    with pytest.raises(RuleBroken, match="finnes ikke i en slik"):
        service.create_user(session, SYSTEM, tolga, roles=[Role.ADVISER], **{**facts, "email": "a@b.no"})
    with pytest.raises(RuleBroken, match="bruker som finnes"):
        service.create_user(session, SYSTEM, tolga, roles=[Role.BUYER], **facts)


def test_what_waits_for_a_leaver_goes_to_those_with_the_same_role(app, admin, buyer):
    heir = person(app, "Tolga", Role.BUYER, name="Solveig Arving")
    signatory = person(app, "Tolga", Role.SIGNATORY)
    with app.app_context(), db.kept() as session:
        users = [session.get_one(User, one.id) for one in (buyer, heir)]
        about: dict[str, Any] = {"path": "/pools/3", "organisation_id": buyer.organisation_id, "now": NOW}
        notifications.tell(session, users[:1], N_("Svar på invitasjonen"), **about)
        notifications.tell(session, users, N_("Fellesskapet lukkes"), **about)
    browser = sign_in(app, admin.id)
    page = browser.get(f"/organisations/{buyer.organisation_id}/people/{buyer.id}/departure").text
    assert "Det som venter ulest (2), går til Solveig Arving." in page
    assert leave(browser, buyer).status_code == 302
    assert sorted(one.sentence for one in told(app, heir.id)) == [
        "Fellesskapet lukkes",
        "Svar på invitasjonen",
    ]
    assert told(app, buyer.id) == told(app, signatory.id) == []


def test_a_role_that_nobody_holds_afterwards_is_named_before_the_click(app, admin, buyer):
    page = sign_in(app, admin.id).get(f"/organisations/{buyer.organisation_id}/people/{buyer.id}/departure")
    assert "ingen med rollen innkjøper" in page.text
