"""Many requirements at once: what it would do, doing it, and taking in again what was taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.models import MetWhen
from procure.tenders import effects, facts, merging, queries, service, table, words
from procure.tenders.forms import bulk
from procure.tenders.forms.bulk import PLACE, REMOVE, BulkForm
from procure.tenders.models import Requirement, Tender
from procure.tenders.service import Change
from procure.tenders.views import bp
from procure.tenders.views.overview import sentence_of
from procure.tenders.views.requirements import asked_for
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form

SHOWN = 20  # findings that are told one by one
ASKED = ("do", "pick", "all")  # what the address says beside the filter


@bp.route("/<int:tender_id>/requirements/changes", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def change_requirements(tender: Tender) -> ResponseReturnValue:
    """Show what it does to change those that are ticked, and do it."""
    form = BulkForm(data={"do": request.args.get("do"), "chosen": ",".join(map(str, _ticked(tender)))})
    acts = {key: each for group in _acts(tender).values() for key, each in group.items()}
    if form.do.data not in acts or not form.ids:
        flash(_("Velg minst ett krav, og hva som skal gjøres med dem."), "warning")
        return redirect(_table_of(tender, *ASKED))
    title, change = acts[form.do.data]
    if form.accepted():
        try:
            flash(_done(form.do.data, _do(tender, form, change)))
            return redirect(_table_of(tender))
        except RuleBroken as reason:
            form.reject(reason)
    return _page(tender, form, title, change)


def _table_of(tender: Tender, *kept: str) -> str:
    """Return the address of the table as it was filtered; kept: what else of the address stays."""
    left_out = [name for name in ASKED if name not in kept]
    asked: dict[str, Any] = {name: each for name, each in request.args.lists() if name not in left_out}
    return url_for("tenders.requirements", tender_id=tender.id, **asked)


def _acts(tender: Tender) -> dict[str, bulk.Choices]:
    return bulk.choices(tender.criteria, facts.lots(tender))


def _ticked(tender: Tender) -> Sequence[int]:
    """Return the ids of those that are ticked; all that the filter shows where that is what was asked."""
    if request.args.get("all"):
        law = merging.law_of(tender, clock.today())
        return [row.id for row in table.every(db.session(), tender, asked_for(), law)]
    return [int(each) for each in request.args.getlist("pick") if each.isascii() and each.isdigit()]


def _do(tender: Tender, form: BulkForm, change: Change | None) -> int:
    """Do what was asked; return to how many."""
    session, actor = db.session(), current_actor()
    if form.do.data == REMOVE:
        return service.remove_requirements(session, actor, tender, ids=form.ids, now=clock.now())
    if change is None:
        return service.place_requirements(
            session, actor, tender, ids=form.ids, after=form.after.data or "", now=clock.now()
        )
    dated = Change(column=change.column, value=change.value, met_by=form.met_by.data)
    return service.change_requirements(session, actor, tender, ids=form.ids, change=dated, now=clock.now())


def _done(act: str, count: int) -> str:
    if act == REMOVE:
        return _("Krav som er tatt ut: %(count)s. Dere kan ta dem inn igjen.", count=count)
    if act == PLACE:
        return _("Krav som er flyttet: %(count)s.", count=count)
    return _("Krav som er endret: %(count)s.", count=count)


def _page(tender: Tender, form: BulkForm, title: str, change: Change | None) -> ResponseReturnValue:
    session, law = db.session(), merging.law_of(tender, clock.today())
    rows = service.chosen(session, tender, form.ids)
    effect = None
    if form.do.data == REMOVE:
        effect = effects.of_removal(session, tender, rows, law)
    elif change is not None:
        dated = Change(column=change.column, value=change.value, met_by=form.met_by.data)
        effect = effects.of_change(session, tender, rows, dated, law)
    return render_form(
        "tenders/requirement_changes.html",
        form,
        tender=tender,
        title=title,
        rows=rows,
        effect=effect,
        numbers=_numbers(effect.before, effect.after) if effect else [],
        told=[(each.level.value, sentence_of(each)) for each in effect.new[:SHOWN]] if effect else [],
        asks_day=change is not None and change.value is MetWhen.BY_DATE,
        asks_place=form.do.data == PLACE,
        removes=form.do.data == REMOVE,
        back=_table_of(tender),
    )


def _numbers(before: Counter[str], after: Counter[str]) -> list[tuple[object, int, int, str]]:
    """Return the rows of the table of consequences: those that change, and how many stop dispatch."""
    names: dict[str, object] = {
        **{kind.value: word for kind, word in words.KINDS.items()},
        "blocker": _("Funn som stopper kunngjøring"),
        "warning": _("Funn som er råd"),
    }
    return [
        (name, before[key], after[key], _signed(after[key] - before[key]))
        for key, name in names.items()
        if before[key] != after[key] or key == "blocker"
    ]


def _signed(change: int) -> str:
    return f"+{change}" if change > 0 else f"−{-change}" if change else "0"


@bp.get("/<int:tender_id>/requirements/removed")
@sees(queries.find_tender)
def removed_requirements(tender: Tender) -> ResponseReturnValue:
    rows = table.removed(db.session(), tender)
    return render_template("tenders/requirements_removed.html", tender=tender, rows=rows, words=words)


@bp.post("/<int:tender_id>/requirements/removed/<int:requirement_id>")
@requires(Action.TENDER_EDIT, table.find_removed)
def restore_requirement(requirement: Requirement) -> ResponseReturnValue:
    service.restore_requirement(db.session(), current_actor(), requirement, now=clock.now())
    flash(_("%(id)s er tatt inn igjen.", id=requirement.identifier))
    return redirect(url_for("tenders.removed_requirements", tender_id=requirement.tender_id))
