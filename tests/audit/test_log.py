"""The audit log: written with the act, surviving refusals, closed to change."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.exc import DBAPIError

from procure import audit, clock, db
from procure.audit.models import AuditDetail, AuditEvent
from procure.domain.policy import Actor

BUYER = Actor(7, 3, frozenset())
EVENTS, DETAILS = AuditEvent.metadata.tables["audit_event"], AuditDetail.metadata.tables["audit_detail"]


def written(session, action):
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)).all()


def test_an_event_says_who_did_what_to_which_thing(session):
    with db.kept():
        audit.record(session, BUYER, "pool.joined", pool=4, users={"before": None, "after": 12})
    (event,) = audit.events_about(session, "pool:4")
    assert (event.user_id, event.organisation_id, event.action) == (7, 3, "pool.joined")
    assert event.detail is not None
    assert event.detail.details["users"] == {"before": None, "after": 12}


def test_the_hash_of_the_details_stays_in_the_event(session):
    with db.kept():
        audit.record(session, BUYER, "need.shared", need=1, visibility="pool")
    (event,) = written(session, "need.shared")
    assert event.detail is not None
    canonical = json.dumps(event.detail.details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert event.details_hash == hashlib.sha256(canonical.encode()).hexdigest()


def test_an_act_that_is_undone_leaves_no_trace_but_its_note_stays(session):
    with db.transaction():
        audit.record(session, BUYER, "need.shared", need=1)
        audit.note(session, BUYER, "access.refused", wanted="need:edit")
    assert [event.action for event in session.scalars(sa.select(AuditEvent))] == ["access.refused"]


def test_a_look_is_noted_once_in_five_minutes(session):
    for _ in range(3):
        with db.transaction():
            audit.seen(session, BUYER, "pool.opened", pool=4)
    with db.transaction():
        audit.seen(session, BUYER, "pool.opened", pool=5)
    assert sorted(event.about for event in written(session, "pool.opened")) == ["pool:4", "pool:5"]


def refused(engine, statement):
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(statement)


def write_one(session, kept_for=timedelta(days=1)):
    with db.kept():
        event = AuditEvent(at=clock.now(), action="test", details_hash="0" * 64)
        event.detail = AuditDetail(details={"a": 1}, keep_until=clock.now() + kept_for)
        session.add(event)


@pytest.mark.row("R1")
def test_the_database_refuses_to_change_or_delete_an_event(session):
    write_one(session)
    refused(db.sqla.engine, sa.update(EVENTS).values(action="other"))
    refused(db.sqla.engine, sa.delete(EVENTS))
    refused(db.sqla.engine, sa.update(DETAILS).values(details={}))


def test_details_are_let_go_only_when_their_retention_has_passed(session):
    write_one(session)
    refused(db.sqla.engine, sa.delete(DETAILS))


def test_details_past_their_retention_can_be_deleted_and_the_event_stays(session):
    write_one(session, kept_for=timedelta(seconds=-2))
    with db.sqla.engine.begin() as connection:
        assert connection.execute(sa.delete(DETAILS)).rowcount == 1
    assert len(written(session, "test")) == 1


@pytest.mark.row("R1")
def test_a_later_batch_migration_does_not_open_the_log(session):
    """A batch rebuilds the table on SQLite and drops its triggers; guarding puts them back."""
    write_one(session)
    session.close()
    with db.sqla.engine.connect() as connection:
        if connection.dialect.name == "sqlite":  # as migrations/env.py does
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            operations = Operations(MigrationContext.configure(connection))
            with operations.batch_alter_table("audit_event") as table:
                table.alter_column("action", type_=sa.String(80))
                table.add_column(sa.Column("later", sa.Integer))
        with connection.begin():
            db.guard_tables(connection)
    refused(db.sqla.engine, sa.delete(EVENTS))
    refused(db.sqla.engine, sa.update(EVENTS).values(action="other"))
