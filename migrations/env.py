"""How Alembic runs our migrations: batch on SQLite, keys held off meanwhile, triggers put back after."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from procure import db

target = db.Base.metadata


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own types as plain ones: a migration imports nothing of ours."""
    if kind != "type":
        return False
    if isinstance(item, db.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, db.OreColumn):
        return "sa.BigInteger()"
    if isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


def same_type(_context: Any, _inspected: Any, _column: Any, found: Any, wanted: Any) -> bool | None:
    """Say that an enum kept by value is the text column that it is stored in."""
    if isinstance(wanted, sa.Enum) and isinstance(found, sa.String):
        return False if found.length == wanted.length else None
    return None


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=target,
        render_as_batch=True,
        compare_type=same_type,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Migrate; on SQLite with foreign keys off, since a batch rebuilds tables, and checked afterwards."""
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        _foreign_keys(connection, lite, "OFF")
        migrate(connection)
        connection.commit()
        with connection.begin():
            db.guard_tables(connection)
        if lite:
            _check_keys(connection)
        _foreign_keys(connection, lite, "ON")


def _foreign_keys(connection: Connection, lite: bool, state: str) -> None:
    if lite:  # outside any transaction: inside one it does nothing
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")  # type: ignore[union-attr]


def _check_keys(connection: Connection) -> None:
    lost = connection.connection.dbapi_connection.execute("PRAGMA foreign_key_check").fetchall()  # type: ignore[union-attr]
    if lost:
        raise RuntimeError(f"rows point at nothing after the migration: {lost}")


run()
