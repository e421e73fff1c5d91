"""The one session: when it keeps, when it undoes, and how our types are stored."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from procure import db
from procure.accounts.models import Kind, Organisation, User
from procure.demand.models import Need
from procure.domain.money import Ore
from tests.factories import NOW, make_organisation, make_user, municipality


def names(session):
    return set(session.scalars(sa.select(Organisation.name).where(Organisation.kind == Kind.COMPANY)))


def test_what_is_told_to_be_kept_is_kept(session):
    with db.transaction() as fate:
        make_organisation(session, name="Kept IKS")
        fate.keep = True
    assert names(session) == {"Kept IKS"}


def test_what_is_not_told_to_be_kept_is_undone(session):
    with db.transaction():
        make_organisation(session)
    assert names(session) == set()


def test_an_error_undoes_all(session):
    def fails():
        with db.kept():
            make_organisation(session)
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    assert names(session) == set()


def test_work_waits_for_the_commit_and_is_dropped_with_it(session):
    done = []
    with db.transaction():
        db.after_commit(session, lambda: done.append("undone"))
    with db.kept():
        db.after_commit(session, lambda: done.append("kept"))
    assert done == ["kept"]


def test_work_that_fails_after_the_commit_changes_nothing(session, caplog):
    def fail():
        raise LookupError

    with db.kept():
        make_organisation(session, name="Kept IKS")
        db.after_commit(session, fail)
    assert names(session) == {"Kept IKS"}
    assert "work after the transaction failed" in caplog.text


def test_a_moment_needs_a_zone_and_comes_back_as_utc(session):
    make_user(session, None).created_at = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        session.flush()
    session.rollback()
    with db.kept():
        user = make_user(session, None)
    session.expire(user)
    assert user.created_at == NOW
    assert user.created_at.tzinfo is UTC


def test_sums_of_money_are_whole_numbers_beyond_32_bits(session):
    with db.kept():
        place, person = municipality(session, "Tolga"), make_user(session, None)
        for _ in range(3):
            session.add(
                Need(
                    organisation=place,
                    created_by_id=person.id,
                    yearly_cost=Ore(9_000_000_000_00),
                    created_at=NOW,
                )
            )
    total = session.scalar(sa.select(sa.func.sum(Need.yearly_cost)))
    assert (total, type(total)) == (27_000_000_000_00, int)


def test_two_writers_lose_nothing(app):
    """Each adds one to the same figure twenty times, at once."""

    def add_many():
        for _ in range(20):
            with app.app_context(), db.kept() as own:
                user = own.scalars(sa.select(User).with_for_update()).one()
                user.name = str(int(user.name) + 1)

    with app.app_context(), db.kept() as session:
        make_user(session, None, name="0")
    writers = [threading.Thread(target=add_many) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with app.app_context():
        assert db.session().scalars(sa.select(User.name)).one() == "40"


def test_long_reading_does_not_hold_others_from_writing(app):
    with app.app_context(), db.reading() as reader:
        reader.scalar(sa.select(sa.func.count(Organisation.id)))
        with app.app_context(), db.kept() as writer:
            make_organisation(writer, name="Meanwhile IKS")
    with app.app_context():
        assert names(db.session()) == {"Meanwhile IKS"}
