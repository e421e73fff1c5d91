"""Every form that is taken leaves its entry in the log: all of them are sent, one after another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Config
from procure import db
from procure.app import create_app
from procure.audit.models import AuditEvent
from tests import world
from tests.browsing import Browser
from tests.databases import Databases
from tests.demand.registering import make_need
from tests.filling import Sheet
from tests.places import Place, every_form, forms_on, person
from tests.tracing import LOG, SESSIONS, SILENT, every_act_logged
from tests.world import PASSWORD, World

# Taken last: they end what other forms need.
LAST = (
    "tenders.remove_line",
    "tenders.remove_criterion",
    "tenders.remove_requirement",
    "pools.take_back_lead",
    "pools.withdraw",
    "pools.lock",
    "accounts.end_session",
    "accounts.change_password",
    "accounts.end_every_session",
    "accounts.sign_out",
    "accounts.deactivate",
)


@pytest.fixture
def app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application with the whole world in it."""
    with databases.copy() as url:
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{tmp_path}"))
        app.test_client_class = Browser
        yield app
        with app.app_context():
            db.sqla.session.remove()
            db.sqla.engine.dispose()


def state_of(app: Flask) -> tuple[int, str]:
    """Return the number of the newest entry, and a digest of every row but those of the log."""
    with app.app_context():
        session, digest = db.session(), hashlib.sha256()
        for table in db.Base.metadata.sorted_tables:
            if table.name not in (*LOG, SESSIONS):
                rows = session.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
                digest.update(repr([table.name, *map(tuple, rows)]).encode())
        return session.scalar(sa.select(sa.func.max(AuditEvent.id))) or 0, digest.hexdigest()


def changed(sheet: Sheet) -> Sheet:
    """Fill the form as somebody who changes every text, counts one more, and knows the password."""
    before = dict(sheet.fields)
    words = {name: f"{before.get(name, '')} og mer".strip() for name in sheet.of_kind("text")}
    counts = {name: f"{int(before[name]) + 1}" for name in sheet.of_kind("count") if before[name].isdigit()}
    return sheet.filled(**words, **counts, **dict.fromkeys(sheet.of_kind("password"), PASSWORD))


def sent(app: Flask, there: World, place: Place) -> int:
    """Send the form; as it stands where changed words are refused. Return the status of the last answer."""
    client, status = person(app, there, place.who), 0
    for fill in (changed, lambda sheet: sheet.filled(**dict.fromkeys(sheet.of_kind("password"), PASSWORD))):
        found = [each for each in forms_on(client, place.page) if each.action == place.action]
        if found and (status := fill(found[0]).send(client).status_code) < 400:
            break
    return status


def in_order(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda place: LAST.index(place.endpoint) if place.endpoint in LAST else -1)


@pytest.mark.row("R1")
def test_every_form_that_changes_something_leaves_its_entry(app: Flask) -> None:
    there = world.build(app)
    traced: set[str] = set()
    untraced: set[str] = set()
    for place in in_order(every_form(app, there)):
        entry, rows = state_of(app)
        sent(app, there, place)
        after, rows_after = state_of(app)
        if rows_after != rows and place.endpoint not in SILENT:
            (untraced if after == entry else traced).add(place.endpoint)
    assert sorted(untraced) == []
    assert len(traced) > 30, sorted(traced)


@pytest.mark.row("R1")
def test_a_form_that_is_kept_without_an_entry_fails_the_test_that_sent_it(app: Flask) -> None:
    """Every other test is watched so: see `app` in `conftest.py`."""
    with (
        pytest.raises(AssertionError, match=r"demand\.create wrote"),
        every_act_logged(),
        app.test_request_context("/needs/new", method="POST"),
        db.kept() as session,
    ):
        make_need(session, "Tolga")
