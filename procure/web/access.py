"""The door: who is it, what may they see, may they do this; then keep or undo what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from procure import audit, db
from procure.domain.policy import ANYONE, Action, Actor, may

View = Callable[..., Any]  # answers whatever Flask can answer with
Find = Callable[..., Any | None]
Guard = Callable[[View], View]

SIGNED_IN: Final = "signed in"
PUBLIC: Final = "public"


class Refused(Forbidden):
    """What was wanted, and is for others to do."""

    def __init__(self, wanted: Action) -> None:
        super().__init__()
        self.wanted = wanted


declared: dict[View, Action | str] = {}  # every view that has said who it is for


def current_actor() -> Actor:
    """Return who is asking, and for which organisation; `ANYONE` when not signed in, or none can tell."""
    if g.get("none_can_tell"):
        return ANYONE
    known = g.get("_login_user") or current_user  # where Flask-Login keeps it: asked for many times on a page
    actor: Actor = getattr(known, "actor", ANYONE)
    return actor


def ask_no_more() -> None:
    """Ask the database no more who it is, in what is left of this request: it does not answer."""
    g.none_can_tell = True


def requires(action: Action, find: Find | None = None) -> Guard:
    """For acting: 401 for a stranger, 404 for what may not be seen, 403 for what may not be done."""
    return _door(action, find)


def sees(find: Find | None = None) -> Guard:
    """For reading what a signed-in person may see; lists leave `find` out and select through `visible_to`."""
    return _door(SIGNED_IN, find)


def public(find: Find | None = None) -> Guard:
    """For all, signed in or not."""
    return _door(PUBLIC, find)


def _door(rule: Action | str, find: Find | None) -> Guard:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> Response:
            with db.transaction() as fate:
                answer = current_app.make_response(_enter(rule, find, view, url))
                fate.keep = request.method == "POST" and answer.status_code < 400
            return answer

        declared[guarded] = rule
        return guarded

    return guard


def _enter(rule: Action | str, find: Find | None, view: View, url: Mapping[str, Any]) -> ResponseReturnValue:
    """Ask who it is (401), find what they may see (404), ask the policy (403), hand it over."""
    session, actor = db.session(), current_actor()
    if rule != PUBLIC and actor is ANYONE:
        abort(401)
    subject = find(session, actor, **url) if find else None
    if find and subject is None:
        abort(404)
    if isinstance(rule, Action) and not may(actor, rule, subject):
        _refuse(session, actor, rule)
    answer: ResponseReturnValue = view(subject) if find else view(**url)
    return answer


def _refuse(session: Session, actor: Actor, rule: Action) -> None:
    audit.note(session, actor, "access.refused", wanted=rule, path=request.path)
    raise Refused(rule)


def init_app(app: Flask) -> None:
    """Refuse every view that has not said who it is for."""

    @app.before_request
    def undeclared() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is not None and view not in declared:
            abort(403)

    app.jinja_env.globals["may"] = lambda action, subject=None: may(current_actor(), Action(action), subject)
