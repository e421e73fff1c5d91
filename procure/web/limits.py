"""How often one may knock: the rate limits, in one store. They slow down and lock nobody out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask.wrappers import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

View = Callable[..., Any]

limiter = Limiter(get_remote_address, headers_enabled=True)


def _address_typed() -> str:
    """Return whose account is knocked on."""
    return request.form.get("email", "").strip().lower()[:254]


def _account_from_here() -> str:
    """Return whose account is knocked on, and from where: nobody can keep another out from afar."""
    return f"{_address_typed()} {get_remote_address()}"


def _was_refused(answer: Response) -> bool:
    return answer.status_code == 422


def _was_taken(answer: Response) -> bool:
    return answer.status_code < 400


def guesses(view: View) -> View:
    """Limit wrong answers to a sign-in: per account and address, per address, and per account."""
    wrong = {"methods": ["POST"], "deduct_when": _was_refused}
    for rate, key in (
        ("10 per 15 minutes", _account_from_here),
        ("100 per 15 minutes", get_remote_address),
        ("100 per hour", _address_typed),
    ):
        view = limiter.limit(rate, key_func=key, **wrong)(view)  # type: ignore[arg-type]
    return view


def letters(view: View) -> View:
    """Limit what makes us write to somebody: per receiver, and per address that asks."""
    taken = {"methods": ["POST"], "deduct_when": _was_taken}
    view = limiter.limit("5 per hour", key_func=_address_typed, **taken)(view)  # type: ignore[arg-type]
    return limiter.limit("30 per hour", **taken)(view)  # type: ignore[arg-type]


def lookups(view: View) -> View:
    """Limit what anybody may ask us to look up: per address that asks."""
    return limiter.limit("30 per minute; 300 per hour", methods=["POST"])(view)


def init_app(app: Flask) -> None:
    """Let the limits know their store."""
    limiter.init_app(app)
