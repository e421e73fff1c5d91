"""The pages of the library: the standard agreements, and what advisers correct in them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library import queries, service, words
from procure.library.forms import AnnexForm, TitleForm, role_names
from procure.library.models import Agreement, Annex
from procure.library.shelf import spoken
from procure.library.standing import checksum, stand, stands
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.language import current

bp = Blueprint("library", __name__, url_prefix="/library")
OFFICIAL = "https://anskaffelser.no/avtaler-og-regelverk/statens-standardavtaler-ssa"  # DFØ's own texts


@bp.get("")
@sees()
def agreements() -> ResponseReturnValue:
    rows = queries.agreements(db.session())
    return render_template(
        "library/agreements.html",
        offered=[each for each in rows if each.offered],
        others=[each for each in rows if not each.offered],
        stands=stands(rows),
        words=words,
        spoken=spoken,
        reader=current(),
        official=OFFICIAL,
    )


@bp.get("/<int:agreement_id>")
@sees(queries.find_agreement)
def agreement(agreement: Agreement) -> ResponseReturnValue:
    return render_template(
        "library/agreement.html",
        agreement=agreement,
        stand=stand(agreement),
        checksum=checksum(agreement),
        uses=role_names(),
        languages=[str(words.LANGUAGES[each]) for each in agreement.languages],
        can_enter=service.can_enter(agreement),
        can_correct=service.can_correct,
        words=words,
        spoken=spoken,
        reader=current(),
        official=OFFICIAL,
    )


@bp.route("/<int:agreement_id>/annexes/<int:annex_id>", methods=["GET", "POST"])
@requires(Action.LIBRARY_EDIT, queries.find_annex)
def correct(annex: Annex) -> ResponseReturnValue:
    form = TitleForm(obj=annex)
    if form.accepted():
        try:
            service.correct_annex(db.session(), current_actor(), annex, **form.answers(), now=clock.now())
            flash(_("Tittelen er rettet. Utkast som bygger på avtalen, får den nye tittelen."))
            return redirect(url_for("library.agreement", agreement_id=annex.agreement_id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("library/annex.html", form, agreement=annex.agreement, annex=annex)


@bp.route("/<int:agreement_id>/annexes", methods=["GET", "POST"])
@requires(Action.LIBRARY_EDIT, queries.find_agreement)
def enter(agreement: Agreement) -> ResponseReturnValue:
    form = AnnexForm()
    if form.accepted():
        try:
            service.enter_annex(db.session(), current_actor(), agreement, **form.answers(), now=clock.now())
            flash(_("Bilaget er lagt inn."))
            return redirect(url_for("library.agreement", agreement_id=agreement.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("library/annex.html", form, agreement=agreement, annex=None)
