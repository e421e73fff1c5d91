"""Every address of the URL map, asked by a stranger, an outsider and an insider without the right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from config import Config
from procure import db
from procure.app import create_app
from procure.domain.policy import MATRIX, Action, Role
from procure.web.access import PUBLIC, declared
from tests import world
from tests.browsing import Browser
from tests.databases import Databases
from tests.factories import sign_in
from tests.world import LEAD, LEAD_SIGNATORY, OUTSIDER, SUPPLIER, World

PUBLIC_PAGES = {
    "static",
    "start.front",
    "start.choose_language",
    "start.accessibility",
    "start.privacy",
    "start.read_rules",
    "start.sources",
    "start.read_glossary",
    "publication.index",
    "publication.check_prices",
    "publication.recognise",
    "publication.show",
    "publication.document",
    "publication.file",
    "publication.calendar",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.ask_for_access",
    "accounts.confirm_address",
    "accounts.ask_for_reset",
    "accounts.reset_password",
    "accounts.accept_invitation",
}
# Organisations are public bodies, and agreements are everybody's: all who are signed in see that they are
# there, so the answer is 403.
KNOWN_TO_ALL = {"organisation_id", "agreement_id", "annex_id", "bank_key"}
READ_BY_ALL = {"library.agreement", "bank.show"}
OF_ONES_OWN = {"kind"}  # the kind of file that a list is handed out as: everybody has a list
# Who has asked to come in is seen by those who answer, a list on its way in by the one who brings it.
SEEN_BY_THOSE_WHO_MAY = {"request_id", "upload_id"}


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole world in it; nothing here changes any of it."""
    with databases.copy() as url:
        files: Path = tmp_path_factory.mktemp("files")
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{files}"))
        app.test_client_class = Browser
        yield app
        with app.app_context():
            db.sqla.session.remove()
            db.sqla.engine.dispose()


@pytest.fixture(scope="module")
def there(app: Flask) -> World:
    return world.build(app)


def rule_of(app: Flask, rule: Rule) -> Action | str:
    """Return who an address is for, as its view has said."""
    return declared[app.view_functions[rule.endpoint]]


def guarded(app: Flask) -> list[Rule]:
    """Return the addresses that are not for all."""
    return [rule for rule in app.url_map.iter_rules() if rule_of(app, rule) != PUBLIC]


def answers(app: Flask, there: World, browser: FlaskClient, rules: list[Rule]) -> dict[str, int]:
    """Ask for each address in each way it can be asked for, and return what came."""
    found = {}
    for rule in rules:
        address = there.address(app, rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = browser.get(address) if method == "GET" else browser.post(address)
            found[f"{method} {rule.rule}"] = answer.status_code
            answer.close()
    return found


def others(found: dict[str, int], *wanted: int) -> dict[str, int]:
    """Return the answers that are none of the wanted."""
    return {asked: status for asked, status in found.items() if status not in wanted}


def rows(app: Flask) -> dict[str, int]:
    """Count the rows of every table, but those that a refusal and a sign-in leave."""
    left = {"audit_event", "audit_detail", "sign_in"}
    tables = [table for table in db.Base.metadata.sorted_tables if table.name not in left]
    with app.app_context(), db.sqla.engine.connect() as connection:
        count = sa.func.count
        return {t.name: connection.scalar(sa.select(count()).select_from(t)) or 0 for t in tables}


def test_the_public_pages_are_exactly_these(app):
    public = {rule.endpoint for rule in app.url_map.iter_rules() if rule_of(app, rule) == PUBLIC}
    assert public == PUBLIC_PAGES


def test_the_world_has_something_under_every_address(app, there):
    assert [there.address(app, rule) for rule in app.url_map.iter_rules()]


@pytest.mark.row("U3")
def test_a_stranger_is_asked_who_it_is_everywhere(app, there):
    before = rows(app)
    found = answers(app, there, app.test_client(), guarded(app))
    assert others(found, 401) == {}
    assert rows(app) == before


@pytest.mark.row("U3")
@pytest.mark.parametrize("name", [OUTSIDER, SUPPLIER, world.ADVISER])
def test_what_is_another_bodys_looks_absent_for_reading_and_writing(app, there, name):
    """One from a municipality in nothing, holding every role there; a vendor; an adviser."""
    with_id = [r for r in guarded(app) if r.arguments - OF_ONES_OWN and not (r.arguments & KNOWN_TO_ALL)]
    assert len(with_id) > 20
    before = rows(app)
    found = answers(app, there, sign_in(app, there.people[name]), with_id)
    assert others(found, 404) == {}
    assert rows(app) == before


@pytest.mark.row("U3")
def test_another_bodys_people_cannot_be_touched(app, there):
    known = [rule for rule in guarded(app) if rule.arguments & KNOWN_TO_ALL]
    with_id = [rule for rule in known if rule.endpoint not in READ_BY_ALL]
    found = answers(app, there, sign_in(app, there.people[OUTSIDER]), with_id)
    assert others(found, 403, 404) == {}


@pytest.mark.row("U3")
def test_what_one_sees_but_may_not_do_is_refused(app, there):
    """The lead's own signatory is asked to act as a buyer, and the lead's buyer to act as a signatory."""
    seen = [rule for rule in guarded(app) if not rule.arguments & SEEN_BY_THOSE_WHO_MAY]
    acting = [(r, Action(rule_of(app, r))) for r in seen if isinstance(rule_of(app, r), Action)]
    signing = [
        r for r, action in acting if Role.SIGNATORY in MATRIX[action] and Role.BUYER not in MATRIX[action]
    ]
    buying = [r for r, action in acting if Role.SIGNATORY not in MATRIX[action]]
    before = rows(app)
    found = answers(app, there, sign_in(app, there.people[LEAD_SIGNATORY]), buying)
    found |= answers(app, there, sign_in(app, there.people[LEAD]), signing)
    assert len(found) > 20
    assert others(found, 403) == {}
    assert rows(app) == before
