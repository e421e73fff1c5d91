"""Bytes kept by name and hash: where they lie."""

from __future__ import annotations

from flask import Flask

from procure.files import models  # noqa: F401


def init_app(app: Flask) -> None:
    """Make ready."""
