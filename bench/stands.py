"""Applications on filled databases, each gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_migrate import upgrade

from bench.measure import Stand
from bench.rows import Scale
from bench.seed import fill
from config import Config
from procure import clock, db
from procure.app import create_app
from procure.cli import load_lists
from tests.databases import Databases, PostgreSQL, SQLite


@contextmanager
def kinds(*, postgresql: bool) -> Iterator[Databases]:
    """Offer databases with tables and lists in them, on SQLite unless the other is asked for."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database server runs as a person of its own when we are root
        with PostgreSQL(folder) if postgresql else SQLite(folder) as kind:
            kind.make_template(_migrate_and_load)
            yield kind


def _migrate_and_load(url: str) -> None:
    app = create_app(Config(database_url=url, testing=True, storage_url="memory://"))
    with app.app_context():
        upgrade()
        with db.kept() as session:
            load_lists(session)
        db.sqla.engine.dispose()


@contextmanager
def stand(databases: Databases, scale: Scale) -> Iterator[Stand]:
    """Offer an application with so much in it."""
    with ExitStack() as stack:
        url = stack.enter_context(databases.copy())
        app = create_app(Config(database_url=url, testing=True, storage_url="memory://"))
        with app.app_context(), db.kept() as session:
            setting = fill(session, scale, clock.now())
        yield Stand(app, setting)
        with app.app_context():
            db.sqla.session.remove()
            db.sqla.engine.dispose()
