"""The pages of demand."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("demand", __name__)

# Each module hangs its pages on `bp`
from procure.demand.views import importing, lists, one, several  # noqa: E402, F401
