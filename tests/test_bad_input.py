"""Every form and every address of the application, filled with what nobody should type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape
from werkzeug.test import TestResponse

from config import Config
from procure import db
from procure.app import create_app
from tests import world
from tests.browsing import Browser
from tests.databases import Databases
from tests.filling import Sheet
from tests.places import NOBODY, READERS, Place, every_form, forms_on, pages, person
from tests.world import PASSWORD, World

SAMI = "Kárášjohka Čáhcesuolu ŋ đ ŧ"
CODE = "<script>alert(1)</script>{{7*7777}}{% raw %}[x](javascript:alert(1))"
LITERAL = f"{CODE} {SAMI} 😀"  # fits where a name is asked for
EXECUTED = ("<script>alert", "54439", 'href="javascript:', "href='javascript:")

TEXTS = ("a\x00b", "a\x1b[31m\x7fb", "'; --", LITERAL)  # what is taken stays, so the telling one comes last
AMOUNTS = ("1000000000000000000", "-1", "NaN", "1e9", "٣", "2147483647", "9999", "9" * 5_000)
DAYS = ("31.02.2027", "01.01.9999", "31.12.9999", "01.01.0001", "00.00.0000", "2027-02-31", "i går")
CHOICES = ("", "99999999999999999999", "\x00", LITERAL)
MILLION = "x" * 1_000_000
NUMBERS = ("99999999999999999999", "2147483648", "0", "-1", "%00")
STRINGS = ("%00", "..%2F..%2Fetc%2Fpasswd", "%7B%7B7*7777%7D%7D%3Cscript%3Ealert(1)", "x" * 5_000)
PASSING = {200, 201, 204, 301, 302, 303, 308, 400, 401, 403, 404, 405, 409, 410, 413, 422}


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole world in it: here it may be changed in every way it allows."""
    with databases.copy() as url:
        files: Path = tmp_path_factory.mktemp("files")
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{files}"))
        app.test_client_class = Browser
        app.config["PROPAGATE_EXCEPTIONS"] = False  # what breaks answers 500, as in production
        yield app
        with app.app_context():
            db.sqla.session.remove()
            db.sqla.engine.dispose()


@pytest.fixture(scope="module")
def there(app: Flask) -> World:
    return world.build(app)


@pytest.fixture(scope="module")
def places(app: Flask, there: World) -> list[Place]:
    return every_form(app, there)


class Filler:
    """Sends one form again and again; read anew whenever it has been taken, since the world has changed."""

    def __init__(self, app: Flask, there: World, place: Place) -> None:
        self.app, self.there, self.place = app, there, place
        self.faults: list[str] = []
        self.read()

    def read(self) -> None:
        self.client = person(self.app, self.there, self.place.who)
        found = [each for each in forms_on(self.client, self.place.page) if each.action == self.place.action]
        self.sheet = found[0] if found else None

    def fill(self, **answers: str | list[str]) -> None:
        if self.sheet is not None:
            known = dict.fromkeys(self.sheet.of_kind("password"), PASSWORD) | answers
            self.send(self.sheet.filled(**known), answers)

    def send(self, sheet: Sheet, answers: dict[str, str | list[str]]) -> None:
        answer = sheet.send(self.client)
        if fault := self.judge(answer, answers):
            told = {name: value[:60] for name, value in answers.items()}
            self.faults.append(f"{answer.status_code} {self.place.action} {told}: {fault}")
        if answer.status_code < 400:
            self.read()

    def judge(self, answer: TestResponse, answers: dict[str, str | list[str]]) -> str:
        """Return what is wrong with an answer."""
        body = answer.get_data(as_text=True)
        if is_wrong(answer.status_code, body):
            return "broken or executed"
        lost = [
            name
            for name, typed in answers.items()
            if answer.status_code == 422 and self.lost(name, typed, body)
        ]
        return f"lost: {lost}" if lost else ""

    def lost(self, name: str, typed: str | list[str], body: str) -> bool:
        """Answer whether a text was typed in view, refused, and not given back."""
        visible = self.sheet is not None and self.sheet.kinds.get(name) in ("text", "count")
        if not visible or not isinstance(typed, str) or len(typed) > 200_000:
            return False
        readable = typed.replace("\x00", "").strip()
        return str(escape(readable)) not in body.replace("\x00", "").replace("\N{REPLACEMENT CHARACTER}", "")


@pytest.fixture(scope="module")
def fillers(app: Flask, there: World, places: list[Place]) -> list[Filler]:
    return [Filler(app, there, place) for place in places]


def told(fillers: list[Filler]) -> list[str]:
    """Return the faults that were found since last time."""
    found = [fault for each in fillers for fault in each.faults]
    for each in fillers:
        each.faults.clear()
    return found


def every(fillers: list[Filler], *kinds: str) -> Iterator[tuple[Filler, str]]:
    """Yield each field of these kinds, of every form that is still there."""
    for each in fillers:
        each.read()
        if each.sheet is not None:
            for name in each.sheet.of_kind(*kinds):
                yield each, name


# Forms that no page of this world offers, with the reason.
NOT_OFFERED = {
    "accounts.acting": "nobody here buys for two",
    "accounts.invite_again": "everybody invited has come",
    "jobs.retry": "nothing has failed",
    "jobs.cancel": "nothing is under way",
    "tenders.approve": "the version is approved",
    "tenders.join": "it is the answer to two who save the same text",
    "publication.dispatch": "the tender is dispatched",
}


def test_every_form_is_found(app, places):
    """Each view that something can be sent to has a form on a page of the world."""
    adapter = app.url_map.bind("localhost")
    found = {adapter.match(place.action.partition("?")[0], method="POST")[0] for place in places}
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posted - found == set(NOT_OFFERED)


def test_whatever_is_written_is_kept_as_it_is_or_refused(app, there, fillers):
    for filler, name in every(fillers, "text"):
        for text in TEXTS:
            filler.fill(**{name: text})
    assert told(fillers) == []
    shown, faults = read_everything(app, there)
    assert faults == []
    assert shown > 10


def test_numbers_and_days_that_cannot_be(fillers):
    for filler, name in every(fillers, "count"):
        for text in (*AMOUNTS, *DAYS, LITERAL, "\x00"):
            filler.fill(**{name: text})
    assert told(fillers) == []


def test_choices_nobody_offered(fillers):
    for filler, name in every(fillers, "choice", "hidden", "password"):
        for text in CHOICES:
            filler.fill(**{name: text})
        filler.fill(**{name: ["1", "2", LITERAL]})
    assert told(fillers) == []


def test_a_million_characters(fillers):
    for filler, name in every(fillers, "text", "count"):
        filler.fill(**{name: MILLION})
    assert told(fillers) == []


def test_too_little_and_too_much(fillers):
    for each in fillers:
        each.read()
        if each.sheet is not None:
            nothing = Sheet(each.place.page, each.place.action, [], {})
            each.send(nothing, {})
            each.fill(
                unheard_of=LITERAL, id="1", organisation_id="1", state="published", **{"csrf-token": "x"}
            )
            everything = dict.fromkeys(each.sheet.kinds, LITERAL) if each.sheet else {}
            each.fill(**everything)
            if each.sheet:
                each.send(Sheet(each.place.page, each.place.action, each.sheet.fields * 2, {}), {})
    assert told(fillers) == []


def test_forms_that_no_page_offers(app, there):
    """Sent all the same, with every name they could have."""
    names = ("password", "when", "dispatched_at", "organisation_id", "lang", "back", "version")
    client, faults = person(app, there, world.LEAD), []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NOT_OFFERED and "POST" in (rule.methods or ()):
            for text in CHOICES:
                answer = client.post(there.address(app, rule), data=dict.fromkeys(names, text))
                if is_wrong(answer.status_code, answer.get_data(as_text=True)):
                    faults.append(f"{answer.status_code} {rule.rule} {text[:40]}")
    assert faults == []


# --- Addresses -----------------------------------------------------------------------------------


def is_wrong(status: int, body: str) -> bool:
    return status not in PASSING or any(each in body for each in EXECUTED)


def strange(address: str, values: list[str]) -> Iterator[str]:
    """Yield the address with each of its parts replaced by what it cannot be."""
    for value in values:
        for each in NUMBERS if value.isdecimal() else STRINGS:
            yield address.replace(f"/{value}", f"/{each}", 1)


def test_addresses_that_lead_nowhere(app, there):
    client, faults = person(app, there, world.LEAD), []
    for rule in app.url_map.iter_rules():
        known = {n: there.values.get(f"{rule.endpoint}:{n}", there.values.get(n)) for n in rule.arguments}
        for odd in strange(there.address(app, rule), [str(value) for value in known.values()]):
            for method in {"GET", "POST"} & set(rule.methods or ()):
                answer = client.open(odd, method=method)
                body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
                if is_wrong(answer.status_code, body):
                    faults.append(f"{answer.status_code} {method} {odd[:120]}")
                answer.close()
    assert faults == []


ASKED = ("page", "q", "kind", "pool", "need", "back", "next", "lang")


def test_questions_in_an_address_that_make_no_sense(app, there):
    faults = []
    for who in (world.LEAD, world.OPERATOR, NOBODY):
        client = person(app, there, who)
        for address in pages(app, there):
            for odd in ("99999999999999999999", f"{LITERAL}\x00"):
                answer = client.get(address.partition("?")[0], query_string=dict.fromkeys(ASKED, odd))
                body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
                if is_wrong(answer.status_code, body):
                    faults.append(f"{answer.status_code} {who} {address} {odd[:40]}")
                answer.close()
    assert faults == []


# --- Afterwards ----------------------------------------------------------------------------------


def read_everything(app: Flask, there: World) -> tuple[int, list[str]]:
    """Read every page as everybody; count those that show what was typed as it was typed, and list faults."""
    shown, faults = 0, []
    for who in READERS:
        client = person(app, there, who)
        for address in pages(app, there):
            answer = client.get(address)
            body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            shown += str(escape(CODE)) in body and SAMI in body
            if is_wrong(answer.status_code, body):
                faults.append(f"{answer.status_code} {who} {address}")
            answer.close()
    return shown, faults


def test_afterwards_every_page_stands(app, there):
    assert read_everything(app, there)[1] == []
