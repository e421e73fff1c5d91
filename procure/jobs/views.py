"""The pages of jobs."""

from __future__ import annotations

from flask import Blueprint

from procure.jobs import models  # noqa: F401

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
