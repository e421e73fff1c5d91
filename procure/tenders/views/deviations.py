"""Whom the requirements apply to: under each of them, for one body, and all that deviate in one table."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.tenders import local, queries, service
from procure.tenders.forms.deviations import deviation_form
from procure.tenders.local import Local
from procure.tenders.models import Requirement, Tender
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


@bp.get("/<int:tender_id>/requirements/deviations")
@sees(queries.find_tender)
def all_deviations(tender: Tender) -> ResponseReturnValue:
    found = local.matrix(db.session(), tender)
    return render_template("tenders/requirements_local.html", tender=tender, matrix=found)


@bp.get("/<int:tender_id>/requirements/<int:requirement_id>/deviations")
@sees(queries.find_requirement)
def deviations(requirement: Requirement) -> ResponseReturnValue:
    return render_template(
        "tenders/requirement_locals.html",
        requirement=requirement,
        tender=requirement.tender,
        bodies=local.locals_of(requirement),
        opens=requirement.tender.state in service.OPEN,
    )


@bp.route(
    "/<int:tender_id>/requirements/<int:requirement_id>/deviations/<int:organisation_id>",
    methods=["GET", "POST"],
)
@requires(Action.DEVIATION_WRITE, local.find_local)
def set_deviation(place: Local) -> ResponseReturnValue:
    form = deviation_form(place.deviation)
    if form.accepted():
        try:
            service.set_deviation(
                db.session(),
                current_actor(),
                place.requirement,
                organisation_id=place.organisation.id,
                **form.answers(),
                now=clock.now(),
            )
            flash(
                _(
                    "Lagret hva %(id)s er for %(name)s.",
                    id=place.requirement.identifier,
                    name=place.organisation.name,
                )
            )
            return redirect(_home(place))
        except RuleBroken as reason:
            form.reject(reason)
    tender = place.requirement.tender
    return render_form("tenders/requirement_local.html", form, place=place, tender=tender, back=_home(place))


@bp.post("/<int:tender_id>/requirements/<int:requirement_id>/deviations/<int:organisation_id>/removal")
@requires(Action.DEVIATION_WRITE, local.find_local)
def remove_deviation(place: Local) -> ResponseReturnValue:
    service.remove_deviation(
        db.session(),
        current_actor(),
        place.requirement,
        organisation_id=place.organisation.id,
        now=clock.now(),
    )
    flash(
        _(
            "%(id)s er nå det samme for %(name)s som for de andre.",
            id=place.requirement.identifier,
            name=place.organisation.name,
        )
    )
    return redirect(_home(place))


def _home(place: Local) -> str:
    row = place.requirement
    return url_for("tenders.deviations", tender_id=row.tender_id, requirement_id=row.id)
