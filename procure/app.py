"""Puts the parts together; nothing imports it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from config import DEVELOPMENT_SECRET, ROOT, Config
from procure import cli, db
from procure.accounts import sessions
from procure.accounts.views import bp as accounts_pages
from procure.demand.views import bp as demand_pages
from procure.files import store
from procure.jobs.views import bp as jobs_pages
from procure.library.bank.views import bp as bank_pages
from procure.library.views import bp as library_pages
from procure.notifications import post
from procure.notifications.views import bp as notifications_pages
from procure.pools.views import bp as pools_pages
from procure.publication.views import bp as publication_pages
from procure.start.views import bp as start_pages
from procure.tenders.views import bp as tenders_pages
from procure.web import access, addresses, errors, forms, headers, language, limits, shell, uploads

PAGES = (
    start_pages,
    accounts_pages,
    notifications_pages,
    demand_pages,
    library_pages,
    bank_pages,
    pools_pages,
    tenders_pages,
    publication_pages,
    jobs_pages,
)
LARGEST_FORM = 2 * 1024 * 1024  # bytes
MOST_FIELDS = 5_000


def create_app(config: Config | None = None) -> Flask:
    """Make the application; without a config, from the environment."""
    config = config or Config()
    app = Flask("procure", root_path=str(ROOT / "procure"), template_folder=str(ROOT / "templates"))
    _settle(app, config)
    _trust_proxies(app, config.proxies)
    db.sqla.init_app(app)
    Migrate(app, db.sqla, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    sessions.init_app(app)
    language.init_app(app)
    uploads.init_app(app)
    CSRFProtect(app)
    for part in (addresses, limits, access, headers, errors, forms, shell, store, post, cli):
        part.init_app(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    app.view_functions["static"] = access.public()(app.view_functions["static"])
    return app


def _trust_proxies(app: Flask, count: int) -> None:
    """Take the reader's address, scheme and host from that many proxies; with none, from nobody."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _settle(app: Flask, config: Config) -> None:
    """Write the settings where Flask and its extensions look for them."""
    if config.production and config.secret_key == DEVELOPMENT_SECRET:
        raise RuntimeError("production needs SECRET_KEY or SECRET_KEY_FILE")
    secure = config.public_url.startswith("https:")
    app.config.update(
        SECRET_KEY=config.secret_key,
        SETTINGS=config,
        TESTING=config.testing,
        DEMO=config.demo,
        SQLALCHEMY_DATABASE_URI=_usable(config.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=_patience(config.database_url),
        SESSION_COOKIE_NAME="__Host-procure" if secure else "procure",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=secure,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_FIELDS,
        TRUSTED_HOSTS=_hosts(config),
        RATELIMIT_STORAGE_URI=config.ratelimit_storage_uri,
        RATELIMIT_ENABLED=not config.testing,
    )


def _hosts(config: Config) -> list[str] | None:
    """Return the names that we answer to; in production at least our own, elsewhere any."""
    own = urlsplit(config.public_url).hostname
    return list(config.trusted_hosts) or ([own] if config.production and own else None)


def _patience(database_url: str) -> dict[str, Any]:
    """Return how long PostgreSQL lets us wait for a lock: as long as SQLite does."""
    postgresql = make_url(database_url).get_backend_name() in ("postgres", "postgresql")
    return {"connect_args": {"options": "-c lock_timeout=5s"}} if postgresql else {}


def _usable(database_url: str) -> str:
    """Return the address with our driver, and make the folder that a SQLite file lies in."""
    url = make_url(database_url)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return url.render_as_string(hide_password=False)
