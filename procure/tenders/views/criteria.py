"""Award criteria: the table with weights or order, one at a time, weighted or ranked, the climate choice."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.law import part_of
from procure.domain.policy import Action
from procure.domain.scoring import CriteriaMode
from procure.tenders import facts, judging, merging, queries, service, tasks, words
from procure.tenders.forms.criteria import (
    ClimateForm,
    EditCriterionForm,
    ModeForm,
    NewCriterionForm,
    WeightsForm,
    weights_form,
)
from procure.tenders.models import Criterion, Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


@bp.get("/<int:tender_id>/criteria")
@sees(queries.find_tender)
def criteria(tender: Tender) -> ResponseReturnValue:
    return _page(tender, weights_form(tender.criteria))


@bp.post("/<int:tender_id>/criteria")
@requires(Action.TENDER_EDIT, queries.find_tender)
def weigh(tender: Tender) -> ResponseReturnValue:
    form = weights_form(tender.criteria)
    if form.accepted():
        try:
            service.set_weights(
                db.session(),
                current_actor(),
                tender,
                weights=form.weights,
                versions=form.versions,
                now=clock.now(),
            )
            flash(_("Vektene er lagret."))
            return redirect(url_for("tenders.criteria", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return _page(tender, form)


def _page(tender: Tender, form: WeightsForm) -> ResponseReturnValue:
    found = [told(each, tender) for each in queries.findings(db.session(), tender, clock.today())]
    law = merging.law_of(tender, clock.today())
    return render_form(
        "tenders/criteria.html",
        form,
        tender=tender,
        total=_total(form),
        title=tasks.TITLES["criteria"],
        number=tasks.NUMBERS["criteria"],
        found=[each for each in found if each["task"] == "criteria"],
        law=law,
        climate=law.climate.get(tender.climate) if tender.climate else None,
        lots=facts.lots(tender),
        ranked=tender.criteria_mode is CriteriaMode.RANKED,
        judging=judging,
        words=words,
    )


def _total(form: WeightsForm) -> int:
    return sum(weight for weight in form.weights.values() if isinstance(weight, int))


@bp.get("/<int:tender_id>/criteria/sum")
@sees(queries.find_tender)
def sum_weights(tender: Tender) -> ResponseReturnValue:
    """Add up what stands in the boxes just now; saves nothing."""
    typed = [request.args.get(f"weight_{each.id}", 0, type=int) for each in tender.criteria]
    return render_template("tenders/criteria_sum.html", total=sum(min(max(each, 0), 100) for each in typed))


@bp.route("/<int:tender_id>/criteria/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_criterion(tender: Tender) -> ResponseReturnValue:
    form = NewCriterionForm()
    form.suit(tender.criteria_mode)
    if form.accepted():
        try:
            service.add_criterion(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Kriteriet er lagt til."))
            return redirect(url_for("tenders.criteria", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/criterion.html", form, tender=tender, criterion=None)


@bp.route("/<int:tender_id>/criteria/<int:criterion_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_criterion)
def edit_criterion(criterion: Criterion) -> ResponseReturnValue:
    form = EditCriterionForm(obj=criterion)
    form.suit(criterion.tender.criteria_mode)
    if form.accepted():
        try:
            service.edit_criterion(
                db.session(), current_actor(), criterion, **form.answers(), now=clock.now()
            )
            flash(_("Kriteriet er lagret."))
            return redirect(url_for("tenders.criteria", tender_id=criterion.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/criterion.html", form, tender=criterion.tender, criterion=criterion)


@bp.post("/<int:tender_id>/criteria/<int:criterion_id>/removal")
@requires(Action.TENDER_EDIT, queries.find_criterion)
def remove_criterion(criterion: Criterion) -> ResponseReturnValue:
    tender_id = criterion.tender_id
    service.remove_criterion(db.session(), current_actor(), criterion, now=clock.now())
    flash(_("Kriteriet er tatt bort."))
    return redirect(url_for("tenders.criteria", tender_id=tender_id))


@bp.post("/<int:tender_id>/criteria/<int:criterion_id>/position")
@requires(Action.TENDER_EDIT, queries.find_criterion)
def move_criterion(criterion: Criterion) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_criterion(db.session(), current_actor(), criterion, up=up, now=clock.now())
    anchor = f"move-{criterion.id}"
    return redirect(url_for("tenders.criteria", tender_id=criterion.tender_id, _anchor=anchor))


@bp.route("/<int:tender_id>/criteria/mode", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def criteria_mode(tender: Tender) -> ResponseReturnValue:
    """Show what it means to weigh or to rank, and choose."""
    form = ModeForm(obj=tender)
    if form.accepted():
        try:
            service.set_mode(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Valget er lagret."))
            return redirect(url_for("tenders.criteria", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    law = merging.law_of(tender, clock.today())
    part = None if tender.estimate is None else part_of(tender.estimate, law)
    return render_form("tenders/criteria_mode.html", form, tender=tender, law=law, part=part)


@bp.route("/<int:tender_id>/climate", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def climate(tender: Tender) -> ResponseReturnValue:
    law = merging.law_of(tender, clock.today())
    form = ClimateForm(obj=tender)
    form.offer(law)
    if form.accepted():
        try:
            service.set_climate(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Klimavalget er lagret."))
            return redirect(url_for("tenders.criteria", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/climate.html", form, tender=tender, law=law)
