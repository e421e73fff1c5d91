"""A person's own pages: name and language, password, sessions, and whom they act for."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from procure import clock, db
from procure.accounts import queries, service
from procure.accounts.forms import AccountForm, ChangePasswordForm
from procure.accounts.models import SignIn
from procure.accounts.queries import find_session
from procure.accounts.views.door import bp, here
from procure.domain.errors import RuleBroken
from procure.web.access import current_actor, sees
from procure.web.addresses import id_in, local_path
from procure.web.forms import render_form


@bp.route("/account", methods=["GET", "POST"])
@sees()
def account() -> ResponseReturnValue:
    """Show a person what is kept about them, and let them change it."""
    user = here().user
    form = AccountForm(data={"name": user.name, "language": user.language, "version": user.version})
    if form.accepted():
        service.edit_account(db.session(), current_actor(), user, **form.answers())
        session["lang"] = user.language
        flash(_("Endringene er lagret."))
        return redirect(url_for("accounts.account"))
    return render_form("accounts/account.html", form, user=user, **_surroundings())


def _surroundings() -> dict[str, object]:
    own, actor = db.session(), current_actor()
    idle = current_app.config["SETTINGS"].session_idle
    return {
        "sessions": queries.sessions_of(own, actor, clock.now(), idle),
        "this": here().row,
        "acts_for": queries.acts_for(own, actor.user_id),
    }


@bp.route("/account/password", methods=["GET", "POST"])
@sees()
def change_password() -> ResponseReturnValue:
    """Change the password; every other session ends."""
    form = ChangePasswordForm()
    if form.accepted():
        try:
            service.change_password(
                db.session(),
                current_actor(),
                present_password=form.present_password.data or "",
                new_password=form.new_password.data or "",
                row=here().row,
                now=clock.now(),
            )
            flash(_("Passordet er endret. Du er logget ut alle andre steder."))
            return redirect(url_for("accounts.account"))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/change_password.html", form)


@bp.post("/account/sessions/<int:session_id>/end")
@sees(find_session)
def end_session(row: SignIn) -> ResponseReturnValue:
    """End one of the person's own sessions."""
    if row.id == here().row.id:
        return redirect(url_for("accounts.account"))
    service.end_session(db.session(), current_actor(), row)
    flash(_("Økten er avsluttet."))
    return redirect(url_for("accounts.account"))


@bp.post("/account/sessions/end")
@sees()
def end_every_session() -> ResponseReturnValue:
    """Sign the person out everywhere."""
    service.end_every_session(db.session(), current_actor())
    logout_user()
    session.clear()
    flash(_("Du er logget ut alle steder."))
    return redirect(url_for("accounts.sign_in"))


@bp.route("/acting", methods=["GET", "POST"])
@sees()
def acting() -> ResponseReturnValue:
    """Switch whom the person acts for."""
    if request.method == "POST":
        chosen = id_in(request.form, "organisation_id")
        service.act_for(db.session(), current_actor(), here().row, organisation_id=chosen or 0)
        return redirect(local_path(request.form.get("next")))
    choices = queries.acts_for(db.session(), current_actor().user_id)
    return render_template("accounts/acting.html", choices=choices)
