"""When the database does not answer, or a form cannot be read: a page that says so, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from config import Config
from procure import db
from procure.accounts.models import User
from procure.app import create_app
from procure.domain.policy import Role
from procure.web.headers import HEADERS
from tests.browsing import Browser
from tests.factories import make_user, municipality, sign_in

NOBODY_THERE = "postgresql+psycopg://127.0.0.1:9/procure"
TYPED = "Kárášjohka <b>og</b> mer"


@pytest.fixture
def lost() -> Iterator[Browser]:
    """A browser with a session, before an application whose database is gone."""
    app = create_app(Config(database_url=NOBODY_THERE, testing=True, storage_url="memory://"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = Browser(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a token that nobody can look up now"
    yield client
    with app.app_context():
        db.sqla.engine.dispose()


@pytest.mark.parametrize("path", ["/", "/start", "/nowhere", "/publications", "/sign-out"])
def test_without_its_database_every_page_says_that_it_does_not_answer(lost, path):
    answer = lost.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Samkjøp svarer ikke akkurat nå" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_what_was_typed_meanwhile_can_be_sent_again(lost):
    answer = lost.post("/needs/7/wishes", data={"wishes": TYPED, "password": "hemmelig-men-feil"})
    assert answer.status_code == 503
    assert 'action="/needs/7/wishes"' in answer.text
    assert "Kárášjohka &lt;b&gt;og&lt;/b&gt; mer" in answer.text
    assert "hemmelig" not in answer.text


@pytest.fixture
def impatient(app: Flask) -> Flask:
    """The application, waiting for no lock."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        engine = db.sqla.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def hurry(dbapi: Any, _record: object) -> None:
        if engine.dialect.name == "sqlite":
            dbapi.execute("PRAGMA busy_timeout=20")

    @event.listens_for(engine, "begin")
    def hurry_too(connection: sa.Connection) -> None:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '20ms'")

    return app


@contextmanager
def held(app: Flask, user_id: int) -> Iterator[None]:
    """Hold the person's row, as a writer does who is never done."""
    with app.app_context():
        engine = db.sqla.engine
    with sa.orm.Session(engine) as other:
        other.get_one(User, user_id, with_for_update=True)
        yield


def test_a_lock_not_had_in_time_loses_nothing(impatient):
    with impatient.app_context(), db.kept() as session:
        user_id = make_user(session, municipality(session, "Tolga"), Role.BUYER).id
    client = sign_in(impatient, user_id)
    answers = {"name": TYPED, "language": "nb", "version": "1"}
    with held(impatient, user_id):
        answer = client.post("/account", data=answers)
    assert answer.status_code == 503
    assert "Kárášjohka &lt;b&gt;og&lt;/b&gt; mer" in answer.text
    assert client.post("/account", data=answers).status_code == 302


def test_nobody_waits_for_a_lock_for_ever(session):
    ask = "PRAGMA busy_timeout" if session.get_bind().dialect.name == "sqlite" else "SHOW lock_timeout"
    assert session.scalar(sa.text(ask)) in (5000, "5s")


def test_a_form_that_is_too_large_is_told_its_limit(app):
    with app.app_context(), db.kept() as session:
        user_id = make_user(session, municipality(session, "Tolga"), Role.BUYER).id
    answer = sign_in(app, user_id).post("/account", data={"name": "😀" * 500_000})
    assert answer.status_code == 413
    assert "Et skjema kan være på 2 MB" in answer.text
