"""What a supplier must be to take part: the list, and one at a time."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.tenders import judging, merging, queries, service, tasks
from procure.tenders.forms.qualifications import (
    EditQualificationForm,
    NewQualificationForm,
    QualificationForm,
)
from procure.tenders.models import Qualification, Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


@bp.get("/<int:tender_id>/qualifications")
@sees(queries.find_tender)
def qualifications(tender: Tender) -> ResponseReturnValue:
    found = [told(each, tender) for each in queries.findings(db.session(), tender, clock.today())]
    return render_template(
        "tenders/qualifications.html",
        tender=tender,
        title=tasks.TITLES["qualifications"],
        number=tasks.NUMBERS["qualifications"],
        found=[each for each in found if each["task"] == "qualifications"],
        law=merging.law_of(tender, clock.today()),
        judging=judging,
    )


def _list(tender_id: int, moved: int | None = None) -> ResponseReturnValue:
    anchor = f"move-{moved}" if moved else None
    return redirect(url_for("tenders.qualifications", tender_id=tender_id, _anchor=anchor))


@bp.post("/<int:tender_id>/qualifications/usual")
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_usual_qualifications(tender: Tender) -> ResponseReturnValue:
    count = service.add_usual_qualifications(db.session(), current_actor(), tender, now=clock.now())
    flash(_("%(count)s krav er hentet. Tilpass dem til det som kjøpes.", count=count))
    return _list(tender.id)


@bp.route("/<int:tender_id>/qualifications/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_qualification(tender: Tender) -> ResponseReturnValue:
    form = NewQualificationForm()
    if form.accepted():
        try:
            service.add_qualification(
                db.session(), current_actor(), tender, **form.answers(), now=clock.now()
            )
            flash(_("Kvalifikasjonskravet er lagt til."))
            return _list(tender.id)
        except RuleBroken as reason:
            form.reject(reason)
    return _form_page(tender, form)


@bp.route("/<int:tender_id>/qualifications/<int:qualification_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_qualification)
def edit_qualification(qualification: Qualification) -> ResponseReturnValue:
    form = EditQualificationForm(obj=qualification)
    if form.accepted():
        try:
            service.edit_qualification(
                db.session(), current_actor(), qualification, **form.answers(), now=clock.now()
            )
            flash(_("Kvalifikasjonskravet er lagret."))
            return _list(qualification.tender_id)
        except RuleBroken as reason:
            form.reject(reason)
    return _form_page(qualification.tender, form, qualification)


def _form_page(
    tender: Tender, form: QualificationForm, qualification: Qualification | None = None
) -> ResponseReturnValue:
    law = merging.law_of(tender, clock.today())
    return render_form(
        "tenders/qualification.html", form, tender=tender, qualification=qualification, law=law
    )


@bp.post("/<int:tender_id>/qualifications/<int:qualification_id>/removal")
@requires(Action.TENDER_EDIT, queries.find_qualification)
def remove_qualification(qualification: Qualification) -> ResponseReturnValue:
    tender_id = qualification.tender_id
    service.remove_qualification(db.session(), current_actor(), qualification, now=clock.now())
    flash(_("Kvalifikasjonskravet er tatt bort."))
    return _list(tender_id)


@bp.post("/<int:tender_id>/qualifications/<int:qualification_id>/position")
@requires(Action.TENDER_EDIT, queries.find_qualification)
def move_qualification(qualification: Qualification) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_qualification(db.session(), current_actor(), qualification, up=up, now=clock.now())
    return _list(qualification.tender_id, moved=qualification.id)
