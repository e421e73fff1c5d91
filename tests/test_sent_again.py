"""What is sent twice, from two tabs, or after the session has ended: nothing is lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from config import Config
from procure import db
from procure.accounts.models import SignIn
from procure.app import create_app
from tests import world
from tests.browsing import Browser
from tests.databases import Databases
from tests.factories import sign_in
from tests.filling import Sheet, sheet
from tests.world import PASSWORD, World

FIRST, SECOND = "Den første fanen, «Kárášjohka» & <b>co</b>", "Den andre fanen, «Čáhcesuolu» & <i>co</i>"


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole world in it, for one module."""
    with databases.copy() as url:
        files: Path = tmp_path_factory.mktemp("files")
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{files}"))
        app.test_client_class = Browser
        app.config["PROPAGATE_EXCEPTIONS"] = False
        yield app
        with app.app_context():
            db.sqla.session.remove()
            db.sqla.engine.dispose()


@pytest.fixture(scope="module")
def there(app: Flask) -> World:
    return world.build(app)


@pytest.fixture
def lead(app: Flask, there: World) -> FlaskClient:
    return sign_in(app, there.people[world.LEAD])


def count(app: Flask, table: str) -> int:
    with app.app_context(), db.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0


# --- Twice ---------------------------------------------------------------------------------------

Address = Callable[[World], str]


def of_tender(page: str) -> Address:
    return lambda there: f"/tenders/{there.values['tender_id']}/{page}"


OPERATORS = {"organisation", "bank_requirement"}  # what the operator makes
TWICE: dict[str, tuple[Address, dict[str, str]]] = {
    "bank_requirement": (
        lambda there: "/bank/new",
        {
            "area": "SIK",
            "kind": "absolute",
            "met_when": "at_delivery",
            "answer_mode": "confirm",
            "text_nb": "Skal ikke dobles.",
            "text_nn": "Skal ikkje doblast.",
            "source": "Praksis",
            "reason_nb": "Ett er nok.",
            "reason_nn": "Eitt er nok.",
        },
    ),
    "need": (lambda there: "/needs/new", {"category_key": "epj_plo"}),
    "criterion": (of_tender("criteria/new"), {"name": "Gjennomføring", "kind": "quality", "weight": "5"}),
    "qualification": (
        of_tender("qualifications/new"),
        {"kind": "technical", "text": "Har levert til tre kommuner.", "documentation": "Referanser."},
    ),
    "contract_change": (
        of_tender("changes/new"),
        {"clause": "4.5", "kind": "replaced", "text": "Hvert årsskifte.", "reason": "Budsjett."},
    ),
    "lot": (of_tender("lots/new"), {"title": "Avvik", "description": "Melde og følge opp avvik."}),
    "price_line": (of_tender("prices/new"), {"text": "Kurs", "kind": "one_off", "unit": "dag"}),
    "estimate_line": (
        of_tender("value/lines/new"),
        {
            "text": "Kurs",
            "body": "joint",
            "kind": "hourly",
            "amount": "1 200",
            "quantity": "8",
            "source": "Erfaring",
        },
    ),
    "option_holder": (
        lambda there: f"/pools/{there.values['pool_id']}/option-holders",
        {"organisation_id": "1", "users": "12"},
    ),
    "requirement": (
        of_tender("requirements/new"),
        {
            "text": "Systemet skal finnes på nordsamisk.",
            "area": "SPR",
            "area_name": "Språk",
            "kind": "absolute",
            "met_when": "at_offer",
            "answer_mode": "confirm",
        },
    ),
    "pool": (
        lambda there: f"/pools/new?need={there.values['need_id']}",
        {"name": "To ganger", "purpose": "Sendt to ganger på en gang."},
    ),
    "pool_comment": (
        lambda there: f"/pools/{there.values['pool_id']}/discussion",
        {"text": "Sendt to ganger på en gang."},
    ),
    "organisation": (
        lambda there: "/organisations/new",
        {
            "kind": "inter_municipal_company",
            "name": "Tvillingselskapet IKS",
            "organisation_number": "",
            "short_name": "",
        },
    ),
    "user": (
        lambda there: f"/organisations/{there.values['organisation_id']}/people/invitation",
        {"name": "Tora To", "email": "tora@tynset.kommune.no", "roles": "buyer", "password": PASSWORD},
    ),
}


@pytest.mark.parametrize("table", TWICE)
def test_a_double_click_makes_one(app, there, table):
    """The same form, sent by two threads at the same time and once more afterwards."""
    address, answers = TWICE[table]
    who = there.people[world.OPERATOR if table in OPERATORS else world.LEAD]
    before = count(app, table)
    filled = sheet(sign_in(app, who).get(address(there)), address(there).partition("?")[0]).filled(**answers)
    clients = [sign_in(app, who) for _hand in range(2)]
    with ThreadPoolExecutor(2) as hands:
        statuses = [answer.status_code for answer in hands.map(filled.send, clients)]
    statuses.append(filled.send(clients[0]).status_code)
    assert count(app, table) == before + 1, statuses
    assert 302 in statuses
    assert set(statuses) <= {302, 409, 422}


def test_a_version_frozen_twice_is_one_version(app, there):
    address = of_tender("versions")(there)
    before = count(app, "version"), count(app, "job")
    clients = [sign_in(app, there.people[world.LEAD]) for _hand in range(2)]
    filled = sheet(clients[0].get(address))
    with ThreadPoolExecutor(2) as hands:
        statuses = [answer.status_code for answer in hands.map(filled.send, clients)]
    assert (count(app, "version"), count(app, "job")) == (before[0] + 1, before[1] + 1), statuses
    assert set(statuses) <= {302, 409}


# --- Two tabs ------------------------------------------------------------------------------------

EDITED: dict[str, tuple[Address, str]] = {
    "account": (lambda there: "/account", "name"),
    "need": (lambda there: f"/needs/{there.values['need_id']}/wishes", "wishes"),
    "tender": (of_tender("basics"), "description"),
    "section": (lambda there: _part(there, "sections", "section_id"), "body"),
    "criterion": (lambda there: _part(there, "criteria", "criterion_id"), "documentation"),
    "qualification": (lambda there: _part(there, "qualifications", "qualification_id"), "documentation"),
    "weighted or ranked": (of_tender("criteria/mode"), "ranked_reason"),
    "requirement": (lambda there: _part(there, "requirements", "requirement_id") + "/edit", "reason"),
    "lot": (lambda there: _part(there, "lots", "lot_id"), "description"),
    "price line": (lambda there: _part(there, "prices", "line_id"), "text"),
    "estimate line": (lambda there: _part(there, "value/lines", "estimate_line_id"), "text"),
    "value": (of_tender("value"), "estimate_method"),
}


def _part(there: World, kind: str, name: str) -> str:
    return f"/tenders/{there.values['tender_id']}/{kind}/{there.values[name]}"


@pytest.mark.parametrize("what", EDITED)
def test_of_two_tabs_the_second_is_told_and_keeps_its_text(there, lead, what):
    address, name = EDITED[what][0](there), EDITED[what][1]
    page = lead.get(address)
    one = sheet(page).filled(**{name: FIRST})
    other = sheet(page).filled(**{name: SECOND})
    assert one.send(lead).status_code == 302
    late = other.send(lead)
    assert late.status_code == 409
    assert str(escape(SECOND)) in late.get_data(as_text=True)
    assert dict(sheet(lead.get(address)).fields)[name] == FIRST


# --- Too late ------------------------------------------------------------------------------------


def end_every_session(app: Flask) -> None:
    with app.app_context(), db.kept() as session:
        session.execute(sa.delete(SignIn))


def test_what_was_typed_when_the_session_ended_is_saved_after_signing_in(app, there, lead):
    """The page that says so lets one sign in, gives the text back, and sends it where it was going."""
    address = f"/needs/{there.values['need_id']}/wishes"
    filled = sheet(lead.get(address)).filled(wishes=SECOND)
    end_every_session(app)
    refused = filled.send(lead)
    assert refused.status_code == 401
    assert str(escape(SECOND)) in refused.get_data(as_text=True)
    back = sheet(refused, "/sign-in").filled(email=there.emails[world.LEAD], password="feil passord")
    again = back.send(lead)
    assert again.status_code == 422
    inside = sheet(again, "/sign-in").filled(email=there.emails[world.LEAD], password=PASSWORD).send(lead)
    assert inside.status_code == 200
    assert str(escape(SECOND)) in inside.get_data(as_text=True)
    assert sheet(inside, address).send(lead).status_code == 302
    assert kept(lead, address, "wishes") == SECOND


def test_what_was_typed_with_a_token_that_is_no_longer_good_can_be_sent_again(there, lead):
    address = f"/needs/{there.values['need_id']}/integrations"
    filled = sheet(lead.get(address)).filled(integrations=FIRST)
    refused = lead.post(address, data=dict(filled.fields) | {"csrf_token": "old"}, token=False)
    assert refused.status_code == 400
    assert str(escape(FIRST)) in refused.get_data(as_text=True)
    assert sheet(refused).send(lead).status_code == 302
    assert kept(lead, address, "integrations") == FIRST


def test_a_password_is_never_given_back(app, there):
    signatory = sign_in(app, there.people[world.SIGNATORY])
    address = f"/pools/{there.values['pool_id']}/commitment"
    filled: Sheet = sheet(signatory.get(address)).filled(password="hemmelig-men-feil")
    refused = filled.send(signatory)
    assert refused.status_code == 422
    assert "hemmelig-men-feil" not in refused.get_data(as_text=True)
    old = signatory.post(address, data=dict(filled.fields) | {"csrf_token": "old"}, token=False)
    assert old.status_code == 400
    assert "hemmelig-men-feil" not in old.get_data(as_text=True)


def kept(client: FlaskClient, address: str, name: str) -> str:
    """Return what stands in a form's box now."""
    return dict(sheet(client.get(address)).fields)[name]
