"""Every form of the application, and who finds it where."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient

from tests import world
from tests.factories import sign_in
from tests.filling import Sheet, sheets
from tests.world import World

NOBODY = ""
READERS = (NOBODY, world.LEAD, world.PARTICIPANT, world.LEAD_SIGNATORY, world.SIGNATORY, world.OPERATOR)


class Place(NamedTuple):
    """A form: who finds it, on which page, where it is sent, and the view that takes it."""

    who: str
    page: str
    action: str
    endpoint: str


def person(app: Flask, there: World, who: str) -> FlaskClient:
    """Return a browser where the person is signed in."""
    return sign_in(app, there.people[who]) if who else app.test_client()


def every_form(app: Flask, there: World) -> list[Place]:
    """Return one form for each view that forms are sent to, found by reading every page as everybody."""
    found: dict[str, Place] = {}
    adapter = app.url_map.bind("localhost")
    for who in READERS:
        client = person(app, there, who)
        for address in pages(app, there):
            for each in forms_on(client, address):
                endpoint = str(adapter.match(each.action.partition("?")[0], method="POST")[0])
                found.setdefault(endpoint, Place(who, address, each.action, endpoint))
    return list(found.values())


def pages(app: Flask, there: World) -> list[str]:
    """Return an address under each rule that can be read."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    of_the_draft = f"/tenders/{there.values['tender_id']}/versions"
    of_the_offer = f"/pools/{there.values['pools.take_back_lead:pool_id']}/lead"
    return [*(there.address(app, rule) for rule in rules), of_the_draft, of_the_offer]


def forms_on(client: FlaskClient, address: str) -> list[Sheet]:
    """Return the forms of a page that change something; none where there is no page for the reader."""
    answer = client.get(address)
    found = list(sheets(answer)) if answer.status_code == 200 and answer.mimetype == "text/html" else []
    answer.close()
    return found
