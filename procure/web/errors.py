"""What a person meets when something does not work: a page that says what happened and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from procure.domain.errors import N_, Amount, Fact, InARow, Marked, RuleBroken
from procure.domain.policy import ANYONE, LEAD, MATRIX, Action, Role
from procure.web import language
from procure.web.access import PUBLIC, Refused, ask_no_more, current_actor, declared

PAGES = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
NEVER_KEPT = ("csrf_token", "password", "present_password", "new_password", "repeated", "token")
UNREAD = (413, 500)  # too large to read again; or nothing can be trusted
ALONE = (500, 503)  # drawn without asking who reads
DOERS = {
    Role.BUYER: N_("innkjøperen"),
    Role.SIGNATORY: N_("underskriveren"),
    Role.ADVISER: N_("rådgiveren"),
    Role.LOCAL_ADMIN: N_("administratoren i virksomheten"),
    Role.ADMIN: N_("den som drifter Samkjøp"),
}
MOST_KEPT = 200_000  # characters of one field that are given back
BELOW = (OperationalError, InterfaceError, NoneFree)  # the database: gone, full, or busy for too long


def explain(reason: RuleBroken) -> str:
    """Return the sentence of a broken rule in the reader's language, with each fact written by its type."""
    return say(reason.sentence, reason.facts)


def say(sentence: str, facts: Mapping[str, Fact]) -> str:
    """Return a marked sentence in the reader's language, with each fact written by its type."""
    return _(sentence, **{name: _written(fact) for name, fact in facts.items()})


def _written(fact: Fact) -> str:
    match fact:
        case None:
            return "–"
        case Amount(ore):
            return language.kroner(ore)
        case Marked(words):
            return _(words)
        case InARow():
            return language.join_names(fact)
        case datetime():
            return language.moment(fact)
        case date():
            return language.day(fact)
        case int():
            return language.number(fact)
        case _:
            return str(fact)


def who_may(wanted: Action) -> str:
    """Say who can do what somebody else has tried."""
    doers = [
        _("innkjøperen hos den som leder fellesskapet") if needed == LEAD else _(DOERS[role])
        for role, needed in MATRIX[wanted].items()
    ]
    return _("Dette kan bare %(who)s gjøre.", who=_(" eller ").join(doers))


def kept_fields() -> list[tuple[str, str]]:
    """Return what was typed in a refused form, without secrets, to be given back."""
    form = request.method == "POST" and request.mimetype != "multipart/form-data"
    return list(_typed()) if form and _came_from_here() else []


def _came_from_here() -> bool:
    """Answer whether a page of ours sent the form: what another site made up is not offered again."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or origin == request.host_url.rstrip("/")


def _typed() -> Iterator[tuple[str, str]]:
    for name, value in request.form.items(multi=True):
        if name not in NEVER_KEPT and len(value) <= MOST_KEPT:
            yield name, value


def page(status: int, explanation: str | None = None) -> ResponseReturnValue:
    """Answer with the page of this status; an API asker gets the same as JSON."""
    if request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json":
        return jsonify(status=status, error=explanation), status
    kept = [] if status in UNREAD else kept_fields()
    facts = {"explanation": explanation, "kept": kept, "status": status}
    if status in ALONE:
        template = current_app.jinja_env.get_template(f"errors/{status}.html")
        return template.render(request=request, **facts), status
    kept_json = json.dumps(kept, ensure_ascii=False)
    return render_template(f"errors/{status}.html", kept_json=kept_json, **facts), status


def _http(error: HTTPException) -> ResponseReturnValue:
    """Answer an ordinary refusal; redirects and the like pass."""
    if error.response is not None or error.code is None or isinstance(error, SecurityError):
        return error  # the last: asked for under a name that is not ours, so no page of ours can be drawn
    if error.code not in PAGES:
        return error
    answer = current_app.make_response(page(error.code))
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def init_app(app: Flask) -> None:
    """Register every error page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, lambda refused: page(403, who_may(refused.wanted)))
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(RuleBroken, lambda reason: page(409, explain(reason)))
    app.register_error_handler(StaleDataError, lambda _error: page(409))
    app.register_error_handler(IntegrityError, lambda _error: page(409))
    app.register_error_handler(DataError, _unfit)
    for trouble in BELOW:
        app.register_error_handler(trouble, _trouble_below)
    app.register_error_handler(InternalServerError, _broken)


def _no_token(_error: CSRFError) -> ResponseReturnValue:
    """Offer the form again; one whose session has ended must sign in first."""
    view = current_app.view_functions.get(request.endpoint or "")
    stranger = current_actor() is ANYONE and view is not None and declared.get(view, PUBLIC) != PUBLIC
    return page(401 if stranger else 400)


def _unfit(error: DataError) -> ResponseReturnValue:
    """Answer for a value that no form has stopped, and that the database has no room for."""
    current_app.logger.error("a value did not fit its column", exc_info=error)
    return page(422)


def _trouble_below(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("the database did not answer", exc_info=error)
    ask_no_more()
    answer = current_app.make_response(page(503))
    answer.headers["Retry-After"] = "10"
    return answer


def _broken(error: InternalServerError) -> ResponseReturnValue:
    """Answer without touching database or session: either may be what broke."""
    if isinstance(error.original_exception, BELOW):
        return _trouble_below(error.original_exception)  # met while an answer was drawn
    current_app.logger.error("a page broke", exc_info=error.original_exception or error)
    ask_no_more()
    with force_locale("nb"):
        return page(500)
