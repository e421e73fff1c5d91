"""A site with a browser before it: SQLite and PostgreSQL day by day, or as BROWSER_DATABASE says."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from config import Config
from procure import clock, db
from procure.app import create_app
from tests.browser import DESK, PATIENCE, PHONE, PLACE, Site, Watch, launch_arguments, served, worker
from tests.conftest import migrate_and_load
from tests.databases import Databases, PostgreSQL, SQLite

OpenPage = Callable[..., Page]

expect.set_options(timeout=PATIENCE)


def kind_of_the_day() -> str:
    by_day = ("sqlite", "postgresql")[clock.today().toordinal() % 2]
    return os.environ.get("BROWSER_DATABASE", by_day)


@pytest.fixture(scope="session")
def databases(workplace: Path) -> Iterator[Databases]:
    """One kind of database: the browser is slow, and the rest of the tests use both."""
    folder = workplace / "browser"
    folder.mkdir(mode=0o755)
    kind = SQLite(folder) if kind_of_the_day() == "sqlite" else PostgreSQL(folder)
    with kind:
        kind.make_template(migrate_and_load)
        yield kind


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application on a fresh database, answering at an address, for one module of stories."""
    with databases.copy() as url:
        config = Config(
            database_url=url, storage_url=f"file://{tmp_path_factory.mktemp('files')}", testing=True
        )
        app = create_app(config)
        app.config["PROPAGATE_EXCEPTIONS"] = False  # what breaks answers 500, as in production
        with served(app, config) as site:
            yield site
        _close(app)


def _close(app: Flask) -> None:
    with app.app_context():
        db.sqla.session.remove()
        db.sqla.engine.dispose()


@pytest.fixture(scope="module")
def working(site: Site) -> Iterator[Site]:
    """The site with its worker: what takes long gets done."""
    with worker(site.config):
        yield site


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each site has an address of its own: see `browse`."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Chromium is started."""
    return launch_arguments()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test in which the browser complained."""
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture
def browse(site: Site, new_context: Callable[..., BrowserContext], watch: Watch) -> OpenPage:
    """Open a browser of one's own: `browse(viewport=PHONE)`, `browse(java_script_enabled=False)`."""

    def open_page(**options: Any) -> Page:
        context = new_context(**{"base_url": site.url, "viewport": DESK, **PLACE, **options})
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context.new_page()

    return open_page


@pytest.fixture
def page(browse: OpenPage) -> Page:
    """A browser on a desk."""
    return browse()


@pytest.fixture
def phone(browse: OpenPage) -> Page:
    """A browser 320 pixels wide."""
    return browse(viewport=PHONE)


@pytest.fixture
def plain(browse: OpenPage) -> Page:
    """A browser that runs no script."""
    return browse(java_script_enabled=False)
