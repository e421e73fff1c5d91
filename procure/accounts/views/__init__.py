"""The pages of accounts: one module for each group of them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)
