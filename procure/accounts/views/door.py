"""What the pages of accounts have in common."""

from __future__ import annotations

from flask import Blueprint, current_app, g, session
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_login import current_user, login_user

from procure.accounts.sessions import SignedIn
from procure.accounts.words import KIND_NAMES, ROLE_NAMES, role_names

bp = Blueprint("accounts", __name__)


@bp.context_processor
def words() -> dict[str, object]:
    """Give the pages what roles and kinds are called."""
    return {"role_names": role_names, "kind_names": KIND_NAMES, "role_name": ROLE_NAMES}


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
