"""One session per request, committed in one place; and how our types are stored."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Any, Literal

import sqlalchemy as sa
from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.orm.exc import StaleDataError

from procure.domain.money import Ore

logger = logging.getLogger(__name__)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment with zone: refuses one without, gives back UTC (SQLite forgets the zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OreColumn(sa.TypeDecorator[Ore]):
    """A 64-bit count of øre; sums come back as `int` (PostgreSQL gives `Decimal`)."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Ore | None, dialect: Dialect) -> int | None:
        return value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Ore | None:
        return None if value is None else Ore(int(value))


def _values(members: type[Enum]) -> list[str]:
    return [member.value for member in members]


BY_VALUE = sa.Enum(Enum, native_enum=False, values_callable=_values, length=40)


class Base(DeclarativeBase):
    """What every table stands on: names of constraints, and how each Python type is stored."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMES),
        type_annotation_map={
            Ore: OreColumn,
            datetime: UtcDateTime,
            Enum: BY_VALUE,
            dict[str, Any]: sa.JSON,
            list[str]: sa.JSON,
        },
    )


sqla = SQLAlchemy(model_class=Base)
Todo = Callable[[], object]
intent: ContextVar[Literal["read", "write"] | None] = ContextVar("intent", default=None)


def session() -> Session:
    """Return the session of this request, job or command."""
    return sqla.session()


# --- SQLite: we send BEGIN ourselves, and say at once whether we mean to write -------------------


@event.listens_for(Engine, "connect")
def _prepare(dbapi: Any, _record: object) -> None:
    if isinstance(dbapi, sqlite3.Connection):
        dbapi.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL"):
            dbapi.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if intent.get() is not None:
        return intent.get() == "read"
    return has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")


@contextmanager
def _meaning(what: Literal["read", "write"]) -> Iterator[None]:
    token = intent.set(what)
    try:
        yield
    finally:
        intent.reset(token)


# --- Transactions ------------------------------------------------------------------------------


@dataclass
class Fate:
    """Whether what was done in a transaction is kept."""

    keep: bool


@contextmanager
def transaction() -> Iterator[Fate]:
    """Commit when told to keep, else roll back; then do what waited for the end."""
    own, fate = session(), Fate(keep=False)
    todo: list[Todo] = []
    try:
        yield fate
        if fate.keep:
            own.commit()
            todo = own.info.pop("after_commit", [])
        else:
            own.close()  # what was read is let go; rolling back would mark it as stale, row by row
    finally:
        own.rollback()  # after a commit there is nothing left to undo
        todo += [partial(write_alone, write) for write in own.info.pop("alone", [])]
        own.info.clear()
        for work in todo:
            attempt(work)  # the answer is settled: a failure here is logged and changes nothing


@contextmanager
def kept() -> Iterator[Session]:
    """Keep what is done inside, for a command or a job; an exception undoes it."""
    with transaction() as fate:
        yield session()
        fate.keep = True


@contextmanager
def reading() -> Iterator[Session]:
    """Read without holding the write lock, for long work; ends by closing the session."""
    own = session()
    if own.in_transaction():
        raise RuntimeError("reading starts before anything else is read or written")
    with _meaning("read"):
        try:
            yield own
        finally:
            own.close()


def after_commit(own: Session, work: Todo) -> None:
    """Do this when the transaction has been kept, and not otherwise."""
    own.info.setdefault("after_commit", []).append(work)


def alone(own: Session, write: Callable[[Session], object]) -> None:
    """Write this in a short transaction of its own after the present one, whatever becomes of that."""
    own.info.setdefault("alone", []).append(write)


def write_alone(write: Callable[[Session], object]) -> None:
    """Run the write in a session and transaction of its own."""
    with _meaning("write"), Session(sqla.engine) as own, own.begin():
        write(own)


def attempt(work: Todo) -> None:
    """Do the work; a failure is logged and goes no further."""
    try:
        work()
    except Exception:
        logger.exception("work after the transaction failed")


def check_fresh(row: Base, version: int | None) -> None:
    """Raise StaleDataError when the row was saved since a form was filled from it; None: from no form."""
    column = sa.inspect(type(row)).version_id_col
    if version is not None and column is not None and getattr(row, str(column.key)) != version:
        raise StaleDataError(f"the form was filled from version {version}, and the row has changed since")


# --- Tables that only grow -----------------------------------------------------------------------

_PG_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append only: %%', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql"""


def guard_tables(connection: Connection) -> None:
    """Put back the triggers that refuse change of append-only tables; a batch migration drops them.

    A table says `info={"append_only": True}`; `info={"append_only": "keep_until"}` lets a row be deleted
    once the moment in that column has passed.
    """
    present = set(sa.inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_PG_REFUSE)
    for table in Base.metadata.sorted_tables:
        if table.info.get("append_only") and table.name in present:
            _guard(connection, table.name, table.info["append_only"])


def _guard(connection: Connection, table: str, rule: str | Literal[True]) -> None:
    lite = connection.dialect.name == "sqlite"
    moment = "strftime('%Y-%m-%d %H:%M:%f', 'now')" if lite else "now()"
    not_yet = f"WHEN (OLD.{rule} > {moment})"
    for verb, when in (("UPDATE", ""), ("DELETE", "" if rule is True else not_yet)):
        name = f"guard_{table}_{verb.lower()}"
        if lite:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            body = f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
        else:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            body = "EXECUTE FUNCTION refuse_change()"
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} {body}"
        )
    if not lite:
        name, body = f"guard_{table}_truncate", "EXECUTE FUNCTION refuse_change()"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} {body}")
