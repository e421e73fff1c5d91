"""What tests stand on: real databases copied from a migrated template, an app, people who sign in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from config import Config
from procure import db
from procure.accounts import passwords
from procure.app import create_app
from procure.cli import load_lists
from tests import remembering
from tests.browsing import Browser
from tests.databases import Databases, PostgreSQL, SQLite
from tests.tracing import every_act_logged


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Hash passwords as always, but with little work: people sign in hundreds of times here."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


remembering.begin()

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("steady")


def in_memory() -> Path | None:
    """Return a folder in memory where there is room: a test waits for no disk. None: the usual place."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


if in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # where pytest's own `tmp_path` lies


@pytest.fixture(scope="session")
def workplace() -> Iterator[Path]:
    """A folder for databases and files, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="procure-", dir=in_memory()))
    folder.chmod(0o755)  # the database server runs as a person of its own when we are root
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def started(workplace: Path) -> Iterator[Callable[[str], Databases]]:
    """Each kind of database with a migrated, loaded template, started when a test first asks for it."""
    kinds: dict[str, Databases] = {}
    with ExitStack() as stack:

        def start(name: str) -> Databases:
            if name not in kinds:
                kind: Databases = SQLite(workplace) if name == "sqlite" else PostgreSQL(workplace)
                kinds[name] = stack.enter_context(kind)
                kind.make_template(migrate_and_load)
            return kinds[name]

        yield start


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, started: Callable[[str], Databases]) -> Databases:
    """A kind of database; a missing server is a failure, never a skip."""
    return started(request.param)


def migrate_and_load(url: str) -> None:
    """Fill an empty database with tables and lists."""
    app = create_app(Config(database_url=url, testing=True, storage_url="memory://"))
    with app.app_context():
        upgrade()
        with db.kept() as session:
            load_lists(session)
        db.sqla.engine.dispose()


@pytest.fixture
def config(databases: Databases, tmp_path: Path) -> Iterator[Config]:
    """Settings with a fresh copy of the template and an empty file store."""
    with databases.copy() as url:
        yield Config(database_url=url, testing=True, storage_url=f"file://{tmp_path / 'files'}")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application on a database of its own, watched: no form is kept without an entry in the log."""
    with running(config) as app, every_act_logged():
        app.test_client_class = Browser
        yield app


@contextmanager
def running(config: Config) -> Iterator[Flask]:
    """The application, and nothing of it left open afterwards."""
    app = create_app(config)
    yield app
    with app.app_context():
        db.sqla.session.remove()
        db.sqla.engine.dispose()


@pytest.fixture(scope="module")
def lasting_app(
    started: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application on one database for a whole module; what differs by database is told elsewhere."""
    files = tmp_path_factory.mktemp("files")
    with (
        started("sqlite").copy() as url,
        running(Config(database_url=url, testing=True, storage_url=f"file://{files}")) as app,
    ):
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The session of an application context, for services and queries."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a person."""
    return app.test_client()
