"""What tests of case files stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from procure import db
from procure.app import create_app
from tests.databases import Databases


@pytest.fixture(scope="package")
def listed(started: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database with the lists and nothing else, to be read alone."""
    files: Path = tmp_path_factory.mktemp("files")
    with started("sqlite").copy() as url:
        app = create_app(Config(database_url=url, testing=True, storage_url=f"file://{files}"))
        yield app
        with app.app_context():
            db.sqla.engine.dispose()


@pytest.fixture
def loaded(listed: Flask) -> Iterator[Session]:
    """A session there; what a test does in it is undone."""
    with listed.app_context():
        yield db.session()
        db.sqla.session.remove()


@pytest.fixture
def terminal(tmp_path: Path) -> Flask:
    """The application where there is no database at all, as check and build can be run."""
    nothing = tmp_path / "nothing" / "here.db"
    return create_app(Config(database_url=f"sqlite:///{nothing}", testing=True, storage_url="memory://"))
