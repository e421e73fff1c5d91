"""The pages of tenders."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("tenders", __name__, url_prefix="/tenders")

# Each module hangs its pages on `bp`
from procure.tenders.views import answers, criteria, overview, prices, requirements, sections  # noqa: E402, F401
