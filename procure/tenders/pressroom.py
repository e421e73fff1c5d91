"""Where documents are made: the press and the shelf of this process."""

from __future__ import annotations

from flask import current_app

from procure.documents.press import InProcess, Press
from procure.documents.shelf import Forgetful, Shelf


def press() -> Press:
    """Return the press that the worker keeps warm; elsewhere, one that works in this process."""
    warm: Press | None = current_app.extensions.get("press")
    return warm or InProcess()


def shelf() -> Shelf:
    """Return the shelf that lies in the store."""
    return Forgetful()
