"""The pages of pools."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("pools", __name__, url_prefix="/pools")

# Each module hangs its pages on `bp`
from procure.pools.views import (  # noqa: E402
    discussion,  # noqa: F401
    figures,  # noqa: F401
    holders,  # noqa: F401
    lead,  # noqa: F401
    leading,  # noqa: F401
    members,  # noqa: F401
    reading,  # noqa: F401
    release,  # noqa: F401
    sharing,  # noqa: F401
    suggesting,  # noqa: F401
)
