"""Bringing in needs from a spreadsheet: which file, which column is what, and what it would come to."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.demand import queries, service, sheet, words
from procure.demand.forms import BringInForm
from procure.demand.views import bp
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, Actor
from procure.sheets import forms, writing
from procure.sheets import service as sheets
from procure.sheets.columns import is_complete
from procure.sheets.models import Upload
from procure.sheets.queries import find_upload
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.uploads import takes_files


def find_list(session: Session, actor: Actor, upload_id: int) -> Upload | None:
    """Find a list of needs that the actor is bringing in."""
    return find_upload(session, actor, upload_id, sheet.KIND)


@bp.route("/needs/import", methods=["GET", "POST"])
@requires(Action.NEED_CREATE)
@takes_files(forms.ROOM)
def import_needs() -> ResponseReturnValue:
    form = forms.UploadForm()
    if form.accepted():
        try:
            upload = sheets.begin(
                *(db.session(), current_actor()),
                kind=sheet.KIND,
                columns=sheet.COLUMNS,
                now=clock.now(),
                **form.answers(),
            )
            return redirect(url_for("demand.import_columns", upload_id=upload.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("demand/import.html", form, columns=sheet.COLUMNS)


@bp.route("/needs/import/template.xlsx")
@sees()
def import_template() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    kinds = queries.categories(session)
    lists = {
        "category": [each.name_nb for each in kinds],
        "place": [each.short_name for each in queries.concerned(session, actor)],
        "contract_end": [str(text) for text in sheet.ENDS.values()],
    }
    rows = sheet.examples(clock.today(), kinds)
    data = writing.template(_("Behov"), sheet.COLUMNS, rows, {k: v for k, v in lists.items() if v})
    return writing.download(data, _("Mal for behov.xlsx"), writing.XLSX)


@bp.route("/needs/import/<int:upload_id>/columns", methods=["GET", "POST"])
@requires(Action.NEED_CREATE, find_list)
def import_columns(upload: Upload) -> ResponseReturnValue:
    if upload.done_at is not None:
        return _done(upload)
    made = forms.columns_form(sheet.COLUMNS, upload.sheet)
    form = made(data={"version": upload.version, **forms.filled(sheet.COLUMNS, upload.mapping)})
    if form.accepted():
        try:
            sheets.remap(
                *(db.session(), current_actor(), upload),
                version=form.answers()["version"],
                columns=sheet.COLUMNS,
                mapping=forms.chosen(sheet.COLUMNS, form),
            )
            return redirect(url_for("demand.import_check", upload_id=upload.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("demand/import_columns.html", form, upload=upload)


@bp.route("/needs/import/<int:upload_id>", methods=["GET", "POST"])
@requires(Action.NEED_CREATE, find_list)
def import_check(upload: Upload) -> ResponseReturnValue:
    session, actor, today = db.session(), current_actor(), clock.today()
    if upload.done_at is not None:
        return _done(upload)
    if not is_complete(sheet.COLUMNS, upload.mapping):
        return redirect(url_for("demand.import_columns", upload_id=upload.id))
    form = BringInForm(data={"version": upload.version, "fate": "draft"})
    found = sheet.check(session, actor, upload.sheet, upload.mapping, today)
    if form.accepted():
        try:
            made = service.bring_in(session, actor, upload, found.values, **form.chosen(), now=clock.now())
            flash(_("%(count)s behov er importert.", count=len(made)))
            return redirect(url_for("demand.needs"))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("demand/import_check.html", form, upload=upload, plan=found, words=words)


def _done(upload: Upload) -> ResponseReturnValue:
    """Answer for a list whose rows are saved."""
    return render_template("demand/import_done.html", upload=upload)
