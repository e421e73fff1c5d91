"""The people of an organisation, for its administrators and the operator."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from procure import clock, db
from procure.accounts import queries, service
from procure.accounts.forms import DeactivateForm, InviteForm, RolesForm
from procure.accounts.models import Organisation
from procure.accounts.queries import Colleague, find_colleague, find_own_organisation, find_staffed
from procure.accounts.views.door import bp
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.web.access import current_actor, requires
from procure.web.forms import render_form

PEOPLE = "/organisations/<int:organisation_id>/people"
PERSON = f"{PEOPLE}/<int:user_id>"


@bp.get("/people")
@requires(Action.PEOPLE_MANAGE, find_own_organisation)
def people(organisation: Organisation) -> ResponseReturnValue:
    """List the people of one's own organisation."""
    return _list(organisation)


@bp.get(PEOPLE)
@requires(Action.PEOPLE_MANAGE, find_staffed)
def organisation_people(organisation: Organisation) -> ResponseReturnValue:
    """List the people of an organisation."""
    return _list(organisation)


def _list(organisation: Organisation) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    return render_template(
        "accounts/people.html",
        organisation=organisation,
        colleagues=queries.colleagues(session, organisation),
        requests=queries.waiting_requests(session, actor, organisation.id),
    )


@bp.route(f"{PEOPLE}/invitation", methods=["GET", "POST"])
@requires(Action.PEOPLE_MANAGE, find_staffed)
def invite(organisation: Organisation) -> ResponseReturnValue:
    """Bring a person into an organisation."""
    form = InviteForm()
    form.offer(organisation)
    if form.accepted():
        try:
            user = service.invite(
                db.session(), current_actor(), organisation, **form.answers(), now=clock.now()
            )
            flash(_("%(name)s er lagt til og får en e-post.", name=user.name))
            return _back_to(organisation)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/invite.html", form, organisation=organisation)


def _back_to(organisation: Organisation) -> ResponseReturnValue:
    return redirect(url_for("accounts.organisation_people", organisation_id=organisation.id))


@bp.route(PERSON, methods=["GET", "POST"])
@requires(Action.PEOPLE_MANAGE, find_colleague)
def person(colleague: Colleague) -> ResponseReturnValue:
    """Show a person, and change the roles they hold."""
    roles = [role.value for role in colleague.roles]
    form = RolesForm(data={"roles": roles, "version": colleague.user.version})
    form.offer(colleague.organisation)
    if form.accepted():
        try:
            service.set_roles(db.session(), current_actor(), colleague, **form.answers(), now=clock.now())
            flash(_("Rollene til %(name)s er endret.", name=colleague.user.name))
            return _back_to(colleague.organisation)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("accounts/person.html", form, colleague=colleague)


@bp.post(f"{PERSON}/invitation")
@requires(Action.PEOPLE_MANAGE, find_colleague)
def invite_again(colleague: Colleague) -> ResponseReturnValue:
    """Send the invitation once more."""
    service.invite_again(db.session(), current_actor(), colleague, clock.now())
    flash(_("%(name)s får en ny invitasjon. Den gamle virker ikke lenger.", name=colleague.user.name))
    return _back_to(colleague.organisation)


@bp.route(f"{PERSON}/departure", methods=["GET", "POST"])
@requires(Action.PEOPLE_MANAGE, find_colleague)
def deactivate(colleague: Colleague) -> ResponseReturnValue:
    """Show what it leads to that a person is let go, and do it."""
    form = DeactivateForm()
    if form.accepted():
        try:
            count = service.deactivate(
                db.session(), current_actor(), colleague, **form.answers(), now=clock.now()
            )
            flash(_("%(name)s er tatt ut.", name=colleague.user.name) + " " + _handed_on(count))
            return _back_to(colleague.organisation)
        except RuleBroken as reason:
            form.reject(reason)
    leaving = queries.departure(db.session(), colleague)
    return render_form("accounts/deactivate.html", form, colleague=colleague, leaving=leaving)


def _handed_on(count: int) -> str:
    if not count:
        return _("Ingenting ventet på det navnet.")
    return ngettext("Én ting som ventet, er gitt videre.", "%(num)s ting som ventet, er gitt videre.", count)
