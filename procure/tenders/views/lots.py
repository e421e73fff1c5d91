"""Lots, or the reason for none: the list, one at a time, and taking one out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.law import Law, part_of
from procure.domain.policy import Action
from procure.tenders import facts, merging, queries, service, tasks
from procure.tenders.forms.lots import EditLotForm, LotForm, NewLotForm, NoLotsForm
from procure.tenders.guides import guides_of
from procure.tenders.models import Lot, Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


def _law(tender: Tender) -> Law:
    return merging.law_of(tender, clock.today())


def _form(tender: Tender) -> NoLotsForm:
    return NoLotsForm(_law(tender), None, tender)


@bp.get("/<int:tender_id>/lots")
@sees(queries.find_tender)
def lots(tender: Tender) -> ResponseReturnValue:
    return _page(tender, _form(tender))


@bp.post("/<int:tender_id>/lots")
@requires(Action.TENDER_EDIT, queries.find_tender)
def explain_no_lots(tender: Tender) -> ResponseReturnValue:
    form = _form(tender)
    if form.accepted():
        try:
            service.answer(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Begrunnelsen er lagret."))
            return redirect(url_for("tenders.lots", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return _page(tender, form)


def _page(tender: Tender, form: NoLotsForm) -> ResponseReturnValue:
    found = [told(each, tender) for each in queries.findings(db.session(), tender, clock.today())]
    law, listed = _law(tender), facts.lots(tender)
    return render_form(
        "tenders/lots.html",
        form,
        tender=tender,
        lots=listed,
        total=sum(each.estimate or 0 for each in listed),
        guides=guides_of("lots"),
        title=tasks.TITLES["lots"],
        number=tasks.NUMBERS["lots"],
        found=[each for each in found if each["task"] == "lots"],
        law=law,
        part=None if tender.estimate is None else part_of(tender.estimate, law),
    )


@bp.route("/<int:tender_id>/lots/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_lot(tender: Tender) -> ResponseReturnValue:
    form = NewLotForm()
    form.offer(_law(tender))
    if form.accepted():
        try:
            made = service.add_lot(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Delkontrakt %(number)s er lagt til.", number=made.number))
            return redirect(url_for("tenders.lots", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return _lot_page(tender, form)


@bp.route("/<int:tender_id>/lots/<int:lot_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_lot)
def edit_lot(lot: Lot) -> ResponseReturnValue:
    form = EditLotForm(obj=lot)
    form.offer(_law(lot.tender))
    if form.accepted():
        try:
            service.edit_lot(db.session(), current_actor(), lot, **form.answers(), now=clock.now())
            flash(_("Delkontrakt %(number)s er lagret.", number=lot.number))
            return redirect(url_for("tenders.lots", tender_id=lot.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return _lot_page(lot.tender, form, lot)


def _lot_page(tender: Tender, form: LotForm, lot: Lot | None = None) -> ResponseReturnValue:
    return render_form("tenders/lot.html", form, tender=tender, lot=lot)


@bp.route("/<int:tender_id>/lots/<int:lot_id>/removal", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_lot)
def remove_lot(lot: Lot) -> ResponseReturnValue:
    """Show what it means to take a lot out, and do it."""
    if request.method == "POST":
        service.remove_lot(db.session(), current_actor(), lot, now=clock.now())
        flash(_("«%(title)s» er tatt ut.", title=lot.title))
        return redirect(url_for("tenders.lots", tender_id=lot.tender_id))
    return render_template("tenders/lot_removal.html", lot=lot, tender=lot.tender)


@bp.post("/<int:tender_id>/lots/<int:lot_id>/position")
@requires(Action.TENDER_EDIT, queries.find_lot)
def move_lot(lot: Lot) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_lot(db.session(), current_actor(), lot, up=up, now=clock.now())
    return redirect(url_for("tenders.lots", tender_id=lot.tender_id, _anchor=f"move-{lot.id}"))
