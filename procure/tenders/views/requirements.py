"""Requirements: the table, one at a time, and picking from the bank."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.models import RequirementKind
from procure.library.shelf import spoken
from procure.tenders import facts, queries, service, words
from procure.tenders.forms.parts import EditRequirementForm, NewRequirementForm, PickForm
from procure.tenders.models import Requirement, Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.language import current

LONGEST_SEARCH = 100


@bp.get("/<int:tender_id>/requirements")
@sees(queries.find_tender)
def requirements(tender: Tender) -> ResponseReturnValue:
    session, wanted = db.session(), _wanted()
    found = queries.requirements(session, tender, wanted)
    findings = [told(each, tender) for each in queries.findings(session, tender, clock.today())]
    return render_template(
        "tenders/requirements.html",
        tender=tender,
        wanted=wanted,
        found=found,
        areas=[(area, list(rows)) for area, rows in groupby(found.rows, key=lambda row: row.area)],
        kinds=queries.kinds(session, tender),
        findings=[each for each in findings if each["task"] == "requirements"],
        words=words,
    )


def _wanted() -> queries.Wanted:
    """Read the filter; what cannot be read is left out."""
    kind = request.args.get("kind", "")
    return queries.Wanted(
        words=" ".join(request.args.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
        kind=RequirementKind(kind) if kind in set(RequirementKind) else None,
        page=min(max(request.args.get("page", 1, type=int), 1), 10_000),
    )


@bp.get("/<int:tender_id>/requirements/<int:requirement_id>")
@sees(queries.find_requirement)
def requirement(requirement: Requirement) -> ResponseReturnValue:
    session, tender = db.session(), requirement.tender
    findings = [told(each, tender) for each in queries.findings(session, tender, clock.today())]
    here = url_for("tenders.requirement", tender_id=tender.id, requirement_id=requirement.id)
    return render_template(
        "tenders/requirement.html",
        requirement=requirement,
        tender=tender,
        findings=[each for each in findings if each["href"] == here],
        words=words,
    )


@bp.route("/<int:tender_id>/requirements/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_requirement(tender: Tender) -> ResponseReturnValue:
    session, form = db.session(), NewRequirementForm()
    form.offer(tender.criteria, facts.lots(tender))
    if form.accepted():
        try:
            made = service.add_requirement(
                session, current_actor(), tender, **form.answers(), now=clock.now()
            )
            flash(_("%(id)s er lagt til.", id=made.identifier))
            return redirect(_row(made))
        except RuleBroken as reason:
            form.reject(reason)
    areas = queries.areas(session, tender)
    return render_form("tenders/requirement_form.html", form, tender=tender, requirement=None, areas=areas)


@bp.route("/<int:tender_id>/requirements/<int:requirement_id>/edit", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_requirement)
def edit_requirement(requirement: Requirement) -> ResponseReturnValue:
    form = EditRequirementForm(obj=requirement)
    form.offer(requirement.tender.criteria, facts.lots(requirement.tender))
    if form.accepted():
        try:
            service.edit_requirement(
                db.session(), current_actor(), requirement, **form.answers(), now=clock.now()
            )
            flash(_("%(id)s er lagret.", id=requirement.identifier))
            return redirect(_row(requirement))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "tenders/requirement_form.html", form, tender=requirement.tender, requirement=requirement, areas={}
    )


@bp.route("/<int:tender_id>/requirements/<int:requirement_id>/removal", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_requirement)
def remove_requirement(requirement: Requirement) -> ResponseReturnValue:
    """Show what it means to take a requirement out, and do it."""
    if request.method == "POST":
        service.remove_requirement(db.session(), current_actor(), requirement, now=clock.now())
        flash(_("%(id)s er tatt ut. Nummeret brukes ikke om igjen.", id=requirement.identifier))
        return redirect(url_for("tenders.requirements", tender_id=requirement.tender_id))
    return render_template(
        "tenders/requirement_removal.html", requirement=requirement, tender=requirement.tender
    )


@bp.post("/<int:tender_id>/requirements/<int:requirement_id>/position")
@requires(Action.TENDER_EDIT, queries.find_requirement)
def move_requirement(requirement: Requirement) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_requirement(db.session(), current_actor(), requirement, up=up, now=clock.now())
    return redirect(_row(requirement))


@bp.route("/<int:tender_id>/requirements/bank", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def bank(tender: Tender) -> ResponseReturnValue:
    session, form = db.session(), PickForm()
    there, rows = queries.picked(session, tender), queries.bank(session)
    form.bank_ids.choices = [(each.id, each.key) for each in rows]
    if form.accepted():
        count = service.pick_requirements(
            session, current_actor(), tender, bank_ids=form.bank_ids.data or [], now=clock.now()
        )
        flash(_("%(count)s krav er hentet fra banken.", count=count))
        return redirect(url_for("tenders.requirements", tender_id=tender.id))
    return render_form(
        "tenders/bank.html",
        form,
        tender=tender,
        areas=[list(each) for _area, each in groupby(rows, key=lambda row: row.area)],
        there=there,
        ticked=set(form.bank_ids.data or ()),
        spoken=spoken,
        reader=current(),
        words=words,
    )


def _row(requirement: Requirement) -> str:
    return url_for("tenders.requirements", tender_id=requirement.tender_id, _anchor=requirement.identifier)
