"""The pages of tenders."""

from __future__ import annotations

from flask import Blueprint

from procure.tenders import models  # noqa: F401

bp = Blueprint("tenders", __name__, url_prefix="/tenders")
