"""Bringing requirements into the bank from a spreadsheet, in three steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.bank import incoming, queries, service, sheet
from procure.library.bank.service import Becomes, Draft
from procure.library.bank.sheet import COLUMNS, KIND
from procure.library.bank.views import bp
from procure.sheets import service as sheets
from procure.sheets.columns import is_complete
from procure.sheets.forms import ROOM, ConfirmForm, UploadForm, chosen, columns_form, filled
from procure.sheets.models import Upload
from procure.sheets.plan import Plan
from procure.sheets.queries import find_upload as find_any
from procure.web.access import current_actor, requires
from procure.web.forms import render_form
from procure.web.uploads import takes_files

find_upload: Any = partial(find_any, kind=KIND)


@bp.get("/imports/template")
@requires(Action.BANK_EDIT)
def template() -> ResponseReturnValue:
    return sheet.template(queries.category_names(db.session(), "nb"))


@bp.route("/imports/new", methods=["GET", "POST"])
@requires(Action.BANK_EDIT)
@takes_files(ROOM)
def choose_file() -> ResponseReturnValue:
    form = UploadForm()
    if form.accepted():
        try:
            facts = {**form.answers(), "kind": KIND, "columns": COLUMNS}
            upload = sheets.begin(db.session(), current_actor(), **facts, now=clock.now())
            return redirect(url_for("bank.choose_columns", upload_id=upload.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("bank/choose_file.html", form)


@bp.route("/imports/<int:upload_id>/columns", methods=["GET", "POST"])
@requires(Action.BANK_EDIT, find_upload)
def choose_columns(upload: Upload) -> ResponseReturnValue:
    form = columns_form(COLUMNS, upload.sheet)(
        data={**filled(COLUMNS, upload.mapping), "version": upload.version}
    )
    if form.accepted():
        try:
            version, mapping = form.answers()["version"], chosen(COLUMNS, form)
            sheets.remap(
                db.session(), current_actor(), upload, version=version, columns=COLUMNS, mapping=mapping
            )
            return redirect(url_for("bank.check_rows", upload_id=upload.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("bank/choose_columns.html", form, upload=upload)


@bp.route("/imports/<int:upload_id>", methods=["GET", "POST"])
@requires(Action.BANK_EDIT, find_upload)
def check_rows(upload: Upload) -> ResponseReturnValue:
    """Show what the rows would become, and make it so."""
    session, form = db.session(), ConfirmForm(obj=upload)
    if upload.done_at is not None:
        flash(_("Denne listen er importert allerede."))
        return redirect(url_for("bank.index"))
    if not is_complete(COLUMNS, upload.mapping):
        return redirect(url_for("bank.choose_columns", upload_id=upload.id))
    plan = incoming.check(session, upload.sheet, upload.mapping)
    if form.accepted():
        try:
            _bring_in(upload, form, plan)
            return redirect(url_for("bank.index"))
        except RuleBroken as reason:
            form.reject(reason)
    counts = service.counted(plan.values)
    return render_form("bank/check_rows.html", form, upload=upload, plan=plan, becomes=Becomes, counts=counts)


def _bring_in(upload: Upload, form: ConfirmForm, plan: Plan[Draft]) -> None:
    change = _("Importert fra «%(name)s»", name=upload.name)
    facts = {**form.answers(), "drafts": plan.values, "change": change, "now": clock.now()}
    count = service.bring_in(db.session(), current_actor(), upload, **facts)
    said = {"new": count[Becomes.NEW], "editions": count[Becomes.EDITION], "same": count[Becomes.SAME]}
    flash(_("Nye krav: %(new)s. Nye utgaver: %(editions)s. Uendret: %(same)s.", **said))
