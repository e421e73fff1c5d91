"""Asking for access, proving the address, and answering."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.accounts import queries, service
from procure.accounts.forms import AccessRequestForm, GrantForm, RefuseForm
from procure.accounts.models import AccessRequest, AccessState, Kind
from procure.accounts.queries import find_access_request, find_proof
from procure.accounts.service.access import is_good
from procure.accounts.views.door import bp, unstored
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, may
from procure.web import language, limits
from procure.web.access import current_actor, public, requires
from procure.web.forms import render_form


@bp.route("/access-requests", methods=["GET", "POST"])
@public()
@limits.letters
def ask_for_access() -> ResponseReturnValue:
    """Take a request for access; the answer is the same for everybody."""
    form = AccessRequestForm()
    places = queries.buying_organisations(db.session(), Kind.MUNICIPALITY)
    form.organisation_id.choices = [("", _("Velg kommune")), *places]
    if form.accepted():
        try:
            service.ask_for_access(
                db.session(), **form.answers(), language=language.current(), now=clock.now()
            )
            return render_template("accounts/access_asked.html", email=form.email.data)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/ask_for_access.html", form)


@bp.route("/access-requests/proofs/<token>", methods=["GET", "POST"])
@public(find_proof)
def confirm_address(access_request: AccessRequest) -> ResponseReturnValue:
    """Show a button that proves the address, and take its click."""
    if not is_good(access_request, clock.now()):
        done = access_request.state != AccessState.UNCONFIRMED
        page = "accounts/address_confirmed.html" if done else "accounts/spent_link.html"
        return unstored((render_template(page, asked=access_request, link=None), 200 if done else 410))
    if request.method == "POST":
        service.confirm_address(db.session(), access_request, clock.now())
        return unstored(render_template("accounts/address_confirmed.html", asked=access_request))
    return unstored(render_template("accounts/confirm_address.html", asked=access_request))


@bp.route("/access-requests/<int:request_id>", methods=["GET", "POST"])
@requires(Action.PEOPLE_MANAGE, find_access_request)
def answer_request(access_request: AccessRequest) -> ResponseReturnValue:
    """Show a request for access, and let the asker in."""
    tied = _is_tied(access_request)
    form = GrantForm(tie=not tied)
    form.offer(access_request.organisation)
    if form.accepted():
        try:
            service.grant(db.session(), current_actor(), access_request, **form.answers(), now=clock.now())
            flash(_("%(name)s er lagt til og får en e-post.", name=access_request.name))
            return _back_to(access_request)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/answer_request.html", form, **_facts(access_request), tied=tied)


def _is_tied(access_request: AccessRequest) -> bool:
    _domain, organisation = queries.organisation_of(db.session(), access_request.domain)
    return organisation is not None


def _facts(access_request: AccessRequest) -> dict[str, object]:
    answered_by = queries.names(db.session(), [access_request.decided_by_id])
    return {
        "asked": access_request,
        "waits": access_request.state == AccessState.WAITING,
        "answered_by": answered_by.get(access_request.decided_by_id or 0),
        "operates": may(current_actor(), Action.ORGANISATION_ADMINISTER),
    }


def _back_to(access_request: AccessRequest) -> ResponseReturnValue:
    return redirect(url_for("accounts.organisation_people", organisation_id=access_request.organisation_id))


@bp.route("/access-requests/<int:request_id>/refusal", methods=["GET", "POST"])
@requires(Action.PEOPLE_MANAGE, find_access_request)
def refuse_request(access_request: AccessRequest) -> ResponseReturnValue:
    """Say no, with a reason."""
    form = RefuseForm()
    if form.accepted():
        try:
            service.refuse(db.session(), current_actor(), access_request, **form.answers(), now=clock.now())
            flash(_("%(name)s har fått nei, med begrunnelsen.", name=access_request.name))
            return _back_to(access_request)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/refuse_request.html", form, **_facts(access_request))
