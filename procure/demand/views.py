"""The pages of demand."""

from __future__ import annotations

from flask import Blueprint

from procure.demand import models  # noqa: F401

bp = Blueprint("demand", __name__)
