"""The pages of notifications."""

from __future__ import annotations

from flask import Blueprint

from procure.notifications import models  # noqa: F401

bp = Blueprint("notifications", __name__, url_prefix="/notifications")
