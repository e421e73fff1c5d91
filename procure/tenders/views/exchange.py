"""Requirements as lists: brought in from a spreadsheet in three steps, and handed out."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, Actor, Standing
from procure.domain.slugs import slug
from procure.sheets import forms as sheet_forms
from procure.sheets import service as sheets
from procure.sheets import writing
from procure.sheets.columns import is_complete
from procure.sheets.forms import ROOM, ConfirmForm, UploadForm, columns_form
from procure.sheets.models import Upload
from procure.sheets.queries import find_upload
from procure.tenders import merging, queries, service, sheet, table
from procure.tenders.models import Tender
from procure.tenders.views import bp
from procure.tenders.views.requirements import asked_for
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.language import day
from procure.web.uploads import takes_files


@dataclass(frozen=True)
class Intake:
    """A list on its way into a tender: who may bring it in is who may write the tender."""

    tender: Tender
    upload: Upload

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.tender.standings(actor)


def find_intake(session: Session, actor: Actor, tender_id: int, upload_id: int) -> Intake | None:
    """Find a list that the actor is bringing into a tender."""
    tender = queries.find_tender(session, actor, tender_id)
    upload = find_upload(session, actor, upload_id, sheet.KIND, tender_id) if tender else None
    return Intake(tender, upload) if tender and upload else None


@bp.route("/<int:tender_id>/requirements/imports", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
@takes_files(ROOM)
def import_requirements(tender: Tender) -> ResponseReturnValue:
    form = UploadForm()
    if form.accepted():
        try:
            upload = sheets.begin(
                db.session(),
                current_actor(),
                kind=sheet.KIND,
                columns=sheet.COLUMNS,
                tender_id=tender.id,
                **form.answers(),
                now=clock.now(),
            )
            return redirect(_at("tenders.match_requirements", Intake(tender, upload)))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/requirement_import.html", form, tender=tender, step="file")


@bp.route("/<int:tender_id>/requirements/imports/<int:upload_id>/columns", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, find_intake)
def match_requirements(intake: Intake) -> ResponseReturnValue:
    upload = intake.upload
    facts = sheet_forms.filled(sheet.COLUMNS, upload.mapping)
    form = columns_form(sheet.COLUMNS, upload.sheet)(data=facts | {"version": upload.version})
    if form.accepted():
        try:
            sheets.remap(
                db.session(),
                current_actor(),
                upload,
                version=form.answers()["version"],
                columns=sheet.COLUMNS,
                mapping=sheet_forms.chosen(sheet.COLUMNS, form),
            )
            return redirect(_at("tenders.check_requirements", intake))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "tenders/requirement_import.html", form, tender=intake.tender, upload=upload, step="columns"
    )


@bp.route("/<int:tender_id>/requirements/imports/<int:upload_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, find_intake)
def check_requirements(intake: Intake) -> ResponseReturnValue:
    """Show what the list would become, row by row, and save the rows that can be used."""
    session, upload, tender = db.session(), intake.upload, intake.tender
    if upload.done_at is not None:
        flash(_("Denne listen er importert allerede."))
        return redirect(url_for("tenders.requirements", tender_id=tender.id))
    if not is_complete(sheet.COLUMNS, upload.mapping):
        return redirect(_at("tenders.match_requirements", intake))
    form, plan = ConfirmForm(obj=upload), sheet.read(session, tender, upload.sheet, upload.mapping)
    if form.accepted():
        try:
            facts = {**form.answers(), "rows": plan.values, "now": clock.now()}
            count = service.import_requirements(session, current_actor(), tender, upload, **facts)
            flash(_("Importerte krav: %(count)s.", count=count))
            return redirect(url_for("tenders.requirements", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    shown = {"upload": upload, "plan": plan, "areas": _by_area(plan.values)}
    return render_form("tenders/requirement_import.html", form, tender=tender, step="check", **shown)


def _by_area(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(f"{row['area_name']} ({row['area']})", []).append(row)
    return found


def _at(endpoint: str, intake: Intake) -> str:
    return url_for(endpoint, tender_id=intake.tender.id, upload_id=intake.upload.id)


@bp.get("/<int:tender_id>/requirements/template.xlsx")
@requires(Action.TENDER_EDIT, queries.find_tender)
def requirement_template(tender: Tender) -> ResponseReturnValue:
    title = _("Krav")
    data = writing.template(title, sheet.COLUMNS, sheet.examples(), sheet.lists(tender))
    return writing.download(data, "kravliste.xlsx", writing.XLSX)


@bp.get("/<int:tender_id>/requirements/export.xlsx")
@sees(queries.find_tender)
def export_requirements(tender: Tender) -> ResponseReturnValue:
    """Hand out what the table shows, all pages of it, as a workbook; it can be read in again."""
    return _handed_out(tender, "xlsx")


@bp.get("/<int:tender_id>/requirements/export.csv")
@sees(queries.find_tender)
def export_requirements_as_csv(tender: Tender) -> ResponseReturnValue:
    return _handed_out(tender, "csv")


def _handed_out(tender: Tender, kind: str) -> Response:
    today = clock.today()
    found = table.every(db.session(), tender, asked_for(), merging.law_of(tender, today))
    source = _("Krav i konkurransen «%(title)s», %(day)s", title=tender.title, day=day(today))
    file = f"krav-{slug(tender.title)}"
    rows = sheet.written(found)
    return writing.hand_out(_("Krav"), sheet.headings(), rows, source=source, file=file, kind=kind)
