"""Changes to the general text of the agreements, clause by clause."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.shelf import spoken
from procure.tenders import facts, queries, service, words
from procure.tenders.forms.terms import ChangeForm, EditChangeForm, NewChangeForm
from procure.tenders.models import ContractChange, Tender
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.language import current


@bp.get("/<int:tender_id>/changes")
@sees(queries.find_tender)
def changes(tender: Tender) -> ResponseReturnValue:
    rows = tender.contract_changes
    listed = [(n, each, [row for row in rows if row.contract == n]) for n, each in facts.contracts(tender)]
    return render_template(
        "tenders/changes.html", tender=tender, contracts=listed, words=words, hints=_hints(tender)
    )


def _hints(tender: Tender) -> list[tuple[str, list[str]]]:
    """Return what each agreement says where nothing is changed, in the reader's language."""
    told = [(each.code, list(spoken(each, "hints", current()))) for _number, each in facts.contracts(tender)]
    return [(code, hints) for code, hints in told if hints]


def _list(tender_id: int, moved: int | None = None) -> ResponseReturnValue:
    anchor = f"move-{moved}" if moved else None
    return redirect(url_for("tenders.changes", tender_id=tender_id, _anchor=anchor))


@bp.route("/<int:tender_id>/changes/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_change(tender: Tender) -> ResponseReturnValue:
    asked = "2" if request.args.get("contract") == "2" else "1"
    form = NewChangeForm(data={"contract": asked})
    form.offer(tender)
    if form.accepted():
        try:
            service.add_change(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Endringen er lagt til i endringsbilaget."))
            return _list(tender.id)
        except RuleBroken as reason:
            form.reject(reason)
    return _form_page(tender, form)


@bp.route("/<int:tender_id>/changes/<int:change_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_change)
def edit_change(change: ContractChange) -> ResponseReturnValue:
    form = EditChangeForm(obj=change)
    if form.accepted():
        try:
            service.edit_change(db.session(), current_actor(), change, **form.answers(), now=clock.now())
            flash(_("Endringen er lagret."))
            return _list(change.tender_id)
        except RuleBroken as reason:
            form.reject(reason)
    return _form_page(change.tender, form, change)


def _form_page(tender: Tender, form: ChangeForm, change: ContractChange | None = None) -> ResponseReturnValue:
    return render_form("tenders/change.html", form, tender=tender, change=change, hints=_hints(tender))


@bp.post("/<int:tender_id>/changes/<int:change_id>/removal")
@requires(Action.TENDER_EDIT, queries.find_change)
def remove_change(change: ContractChange) -> ResponseReturnValue:
    tender_id, clause = change.tender_id, change.clause
    service.remove_change(db.session(), current_actor(), change, now=clock.now())
    flash(_("Endringen av punkt %(clause)s er tatt bort. Avtaleteksten gjelder som den er.", clause=clause))
    return _list(tender_id)


@bp.post("/<int:tender_id>/changes/<int:change_id>/position")
@requires(Action.TENDER_EDIT, queries.find_change)
def move_change(change: ContractChange) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_change(db.session(), current_actor(), change, up=up, now=clock.now())
    return _list(change.tender_id, moved=change.id)
