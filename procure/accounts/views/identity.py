"""Signing in and out, and the pages that a link in an e-mail opens."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from procure import clock, db
from procure.accounts import service
from procure.accounts.forms import ChoosePasswordForm, ResetForm, SignInForm
from procure.accounts.models import Link, User
from procure.accounts.queries import find_invitation, find_reset
from procure.accounts.service.links import is_good
from procure.accounts.sessions import machine_name, open_session
from procure.accounts.views.door import bp, here, let_in, unstored
from procure.domain.errors import RuleBroken
from procure.domain.policy import ANYONE
from procure.web import limits
from procure.web.access import current_actor, public
from procure.web.addresses import local_path
from procure.web.forms import render_form


@bp.route("/sign-in", methods=["GET", "POST"])
@public()
@limits.guesses
def sign_in() -> ResponseReturnValue:
    """Let a person in, and lead them to where they were going."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET" and current_actor() is not ANYONE:
        return redirect(local_path(form.next.data))
    if form.accepted():
        try:
            who: dict[str, Any] = {"email": form.email.data, "password": form.password.data}
            let_in(service.sign_in(db.session(), **who, **_where(), now=clock.now()))
            return _onward(form)
        except RuleBroken as reason:
            form.reject(reason)
    return unstored(render_form("accounts/sign_in.html", form, kept=_kept(form)))


def _where() -> dict[str, Any]:
    return {
        "machine": machine_name(request.headers.get("User-Agent", "")),
        "address": request.remote_addr or "",
        "lasts": current_app.config["SETTINGS"].session_absolute,
    }


def _onward(form: SignInForm) -> ResponseReturnValue:
    """Lead on to the page that was asked for, or offer what was typed to be sent again."""
    kept = _kept(form)
    if kept:
        path = local_path(form.kept_to.data)
        return unstored(render_template("accounts/send_again.html", kept=kept, path=path))
    return redirect(local_path(form.next.data))


def _kept(form: SignInForm) -> list[tuple[str, str]]:
    """Return what was typed when the session ended: names and values, or nothing when it is not that."""
    try:
        pairs = json.loads(form.kept.data or "[]")
        return [(_sound(name), _sound(value)) for name, value in pairs]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []


def _sound(text: str) -> str:
    """Return a text that can be sent: JSON lets half a character through."""
    return text.encode(errors="replace").decode()


@bp.post("/sign-out")
@public()
def sign_out() -> ResponseReturnValue:
    """End the session, if it has not ended already."""
    if current_actor() is not ANYONE:
        service.sign_out(db.session(), current_actor(), here().row)
    logout_user()
    session.clear()
    flash(_("Du er logget ut."))
    return redirect(url_for("accounts.sign_in"))


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public(find_invitation)
def accept_invitation(link: Link) -> ResponseReturnValue:
    """Let an invited person choose a password, and in."""
    return _choose_password(link, "accounts/accept_invitation.html")


@bp.route("/password-resets/<token>", methods=["GET", "POST"])
@public(find_reset)
def reset_password(link: Link) -> ResponseReturnValue:
    """Let a person choose a new password, and in."""
    return _choose_password(link, "accounts/reset_password.html")


def _choose_password(link: Link, template: str) -> ResponseReturnValue:
    if not is_good(link, clock.now()):
        return unstored((render_template("accounts/spent_link.html", link=link), 410))
    form = ChoosePasswordForm()
    if form.accepted():
        try:
            user = service.choose_password(
                db.session(), link, new_password=form.new_password.data or "", now=clock.now()
            )
            _welcome(user)
            return redirect(local_path(None))
        except RuleBroken as reason:
            form.reject(reason)
    return unstored(render_form(template, form, link=link))


def _welcome(user: User) -> None:
    where = _where()
    let_in(open_session(db.session(), user, machine=where["machine"], lasts=where["lasts"], now=clock.now()))
    flash(_("Passordet er lagret, og du er logget inn."))


@bp.route("/password-resets", methods=["GET", "POST"])
@public()
@limits.letters
def ask_for_reset() -> ResponseReturnValue:
    """Send a link to choose a new password; the answer is the same for everybody."""
    form = ResetForm()
    if form.accepted():
        service.ask_for_reset(db.session(), **form.answers(), now=clock.now())
        return render_template("accounts/reset_asked.html", email=form.email.data)
    return render_form("accounts/ask_for_reset.html", form)
