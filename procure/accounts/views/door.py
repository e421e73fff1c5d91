"""What the pages of accounts have in common."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, has_request_context, request, session
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_login import current_user, login_user

from procure.accounts.sessions import SignedIn
from procure.accounts.words import KIND_NAMES, ROLE_NAMES, role_names

bp = Blueprint("accounts", __name__)

ODD = re.compile(r"[\x00-\x20\\\x7f]")


@bp.context_processor
def words() -> dict[str, object]:
    """Give the pages what roles and kinds are called."""
    return {"role_names": role_names, "kind_names": KIND_NAMES, "role_name": ROLE_NAMES}


def local_path(typed: str | None, otherwise: str = "/start") -> str:
    """Return the path when it leads to a page of ours, and nowhere else.

    >>> local_path("/pools/3?tab=2"), local_path("//evil.example/x"), local_path("/\\\\evil.example")
    ('/pools/3?tab=2', '/start', '/start')
    """
    text = typed or ""
    parts = urlsplit(text) if text.startswith("/") and not ODD.search(text) else None
    if parts is None or parts.scheme or parts.netloc or text.startswith("//"):
        return f"{request.script_root}{otherwise}" if has_request_context() else otherwise
    return text


def let_in(signed_in: SignedIn) -> None:
    """Put the new session in the cookie; nothing of what stood there before stays."""
    session.clear()
    g.pop("csrf_token", None)
    login_user(signed_in)
    session["lang"] = signed_in.user.language


def here() -> SignedIn:
    """Return the session of the one who asks; only for pages behind sign-in."""
    signed_in: SignedIn = current_user._get_current_object()
    return signed_in


def unstored(answer: ResponseReturnValue) -> Response:
    """Tell browsers and proxies not to keep a page that carries a right."""
    made = current_app.make_response(answer)
    made.headers["Cache-Control"] = "no-store"
    return made
