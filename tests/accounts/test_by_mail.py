"""The way in by e-mail: a letter goes to a real mail server, and the link in it lets its reader in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from config import Config
from procure import clock, db
from procure.app import create_app
from procure.domain.policy import Role
from procure.notifications import post
from tests.accounts.people import PASSWORD, person
from tests.browsing import Browser
from tests.factories import sign_in
from tests.mailing import Inbox, mail_server

NEW = "seks grønne elger i snøen"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def app(config: Config, inbox: Inbox) -> Iterator[Flask]:
    """The application, with a mail server to hand its letters to."""
    app = create_app(replace(config, mail_url=inbox.url))
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.sqla.session.remove()
        db.sqla.engine.dispose()


def received(app: Flask, inbox: Inbox, address: str) -> str:
    """Let the post go, and return the path of the link in the letter that came to the address."""
    with app.app_context():
        assert post.deliver_waiting(db.session(), clock.now()) == 1
    to, letter = inbox.letters[-1]
    assert to == [address]
    found = re.search(r"^http://127\.0\.0\.1:5000(/\S+)\s*$", letter.get_content(), re.MULTILINE)
    assert found, letter.get_content()
    return found[1]


def chosen(client: Browser, path: str) -> None:
    answer = client.post(path, data={"new_password": NEW, "repeated": NEW})
    assert (answer.status_code, answer.location) == (302, "/start")
    assert client.get("/start").status_code == 200


@pytest.mark.row("S1")
def test_an_invitation_that_came_by_mail_lets_its_reader_in(app, inbox, client):
    admin = person(app, "Tolga", Role.LOCAL_ADMIN)
    form = {"name": "Åse Ny", "email": "aase@tolga.kommune.no", "roles": ["buyer"], "password": PASSWORD}
    path = f"/organisations/{admin.organisation_id}/people/invitation"
    assert sign_in(app, admin.id).post(path, data=form).status_code == 302
    chosen(client, received(app, inbox, "aase@tolga.kommune.no"))


def test_a_forgotten_password_is_replaced_by_a_link_that_came_by_mail(app, inbox, client):
    buyer = person(app, "Tolga", Role.BUYER)
    assert client.post("/password-resets", data={"email": buyer.email}).status_code == 200
    chosen(client, received(app, inbox, buyer.email))
