"""The pages of the bank of requirements."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bank", __name__, url_prefix="/bank")

# Each module hangs its pages on `bp`
from procure.library.bank.views import importing, requirements  # noqa: E402, F401
