"""The pages of publication."""

from __future__ import annotations

from flask import Blueprint

from procure.publication import models  # noqa: F401

bp = Blueprint("publication", __name__, url_prefix="/publications")
