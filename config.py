"""Settings, read from the environment here and nowhere else; none is needed to start."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent
DEVELOPMENT_SECRET = "only-for-development"  # noqa: S105  production refuses it


def _from_environment(name: str, default: str) -> str:
    return os.environ.get(name, default)


def _secret() -> str:
    """Read the secret from SECRET_KEY, or from the file that SECRET_KEY_FILE names."""
    path = os.environ.get("SECRET_KEY_FILE")
    return Path(path).read_text().strip() if path else _from_environment("SECRET_KEY", DEVELOPMENT_SECRET)


@dataclass(frozen=True)
class Config:
    """What the application is told; the defaults run on one machine with nothing else installed."""

    database_url: str = field(
        default_factory=lambda: _from_environment(
            "DATABASE_URL", f"sqlite:///{ROOT / 'instance' / 'procure.db'}"
        )
    )
    storage_url: str = field(
        default_factory=lambda: _from_environment("STORAGE_URL", f"file://{ROOT / 'instance' / 'files'}")
    )
    secret_key: str = field(default_factory=_secret)
    production: bool = field(default_factory=lambda: _from_environment("PRODUCTION", "") == "1")
    public_url: str = field(default_factory=lambda: _from_environment("PUBLIC_URL", "http://127.0.0.1:5000"))
    ratelimit_storage_uri: str = field(
        default_factory=lambda: _from_environment("RATELIMIT_STORAGE_URI", "memory://")
    )
    mail_url: str = field(default_factory=lambda: _from_environment("MAIL_URL", "console:"))
    mail_from: str = field(
        default_factory=lambda: _from_environment("MAIL_FROM", "Samkjøp <ikke-svar@samkjop.example>")
    )
    scanner: str = field(
        default_factory=lambda: _from_environment("SCANNER", "")
    )  # clamd: unix:///run/clamav/clamd.ctl or tcp://host:3310
    demo: bool = field(default_factory=lambda: _from_environment("DEMO", "") == "1")
    testing: bool = False
    trusted_hosts: tuple[str, ...] = field(
        default_factory=lambda: tuple(filter(None, _from_environment("TRUSTED_HOSTS", "").split(",")))
    )
    proxies: int = field(
        default_factory=lambda: int(_from_environment("PROXIES", "0"))
    )  # that stand before us
    session_idle: timedelta = timedelta(hours=2)
    session_absolute: timedelta = timedelta(hours=12)
