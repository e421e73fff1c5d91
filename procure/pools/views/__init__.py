"""The pages of pools."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("pools", __name__, url_prefix="/pools")

# Each module hangs its pages on `bp`
from procure.pools.views import holders, lead, members, reading  # noqa: E402, F401
