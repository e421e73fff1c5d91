"""The pages of accounts: one module for each group of them."""

from __future__ import annotations

from procure.accounts.views import access, account, identity, organisations, people  # noqa: F401
from procure.accounts.views.door import bp

__all__ = ["bp"]
