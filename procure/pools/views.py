"""The pages of pools."""

from __future__ import annotations

from flask import Blueprint

from procure.pools import models  # noqa: F401

bp = Blueprint("pools", __name__, url_prefix="/pools")
