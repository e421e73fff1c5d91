"""Organisations and their mail domains, for the operator."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import db
from procure.accounts import queries, service
from procure.accounts.forms import DomainForm, OrganisationForm
from procure.accounts.models import Kind, MailDomain, Organisation
from procure.accounts.queries import find_domain, find_staffed
from procure.accounts.views.door import bp
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.web.access import current_actor, requires
from procure.web.forms import render_form

PER_PAGE = 50


@bp.get("/organisations")
@requires(Action.ORGANISATION_ADMINISTER)
def organisations() -> ResponseReturnValue:
    """List organisations, those that match what was searched for."""
    typed, kind = request.args.get("q", ""), _kind(request.args.get("kind", ""))
    found = queries.search_organisations(db.session(), typed, kind)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "accounts/organisations.html",
        shown=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        count=len(found),
        page=page,
        pages=pages,
        typed=typed,
        kind=kind,
        requests=queries.waiting_requests(db.session(), current_actor()),
    )


def _kind(typed: str) -> Kind | None:
    return Kind(typed) if typed in set(Kind) else None


@bp.route("/organisations/new", methods=["GET", "POST"])
@requires(Action.ORGANISATION_CREATE)
def create_organisation() -> ResponseReturnValue:
    """Make an organisation that is no municipality."""
    form = OrganisationForm()
    if form.accepted():
        try:
            made = service.create_organisation(db.session(), current_actor(), **form.answers())
            flash(_("%(name)s er lagt til.", name=made.name))
            return redirect(url_for("accounts.organisation", organisation_id=made.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/create_organisation.html", form)


@bp.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(Action.ORGANISATION_ADMINISTER, find_staffed)
def organisation(organisation: Organisation) -> ResponseReturnValue:
    """Show an organisation, and tie a mail domain to it."""
    form = DomainForm()
    if form.accepted():
        try:
            service.tie_domain(db.session(), current_actor(), organisation, **form.answers())
            flash(_("Domenet hører nå til %(name)s.", name=organisation.name))
            return redirect(url_for("accounts.organisation", organisation_id=organisation.id))
        except RuleBroken as reason:
            form.reject(reason)
    people = queries.colleagues(db.session(), organisation)
    return render_form("accounts/organisation.html", form, organisation=organisation, people=people)


@bp.post("/organisations/<int:organisation_id>/domains/<domain>/removal")
@requires(Action.ORGANISATION_ADMINISTER, find_domain)
def untie_domain(domain: MailDomain) -> ResponseReturnValue:
    """Say that a mail domain no longer belongs to the organisation."""
    service.untie_domain(db.session(), current_actor(), domain)
    flash(_("%(domain)s er ikke lenger knyttet til virksomheten.", domain=domain.domain))
    return redirect(url_for("accounts.organisation", organisation_id=domain.organisation_id))
