"""Requirements: the table, and one at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from flask import flash, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.findings import Finding
from procure.domain.policy import Action, may
from procure.library.bank import queries as library
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.tenders import facts, merging, queries, service, table, words
from procure.tenders.forms import bulk
from procure.tenders.forms.parts import EditRequirementForm, NewRequirementForm
from procure.tenders.loading import Line
from procure.tenders.models import Requirement, Tender
from procure.tenders.table import Noted, Order, Origin, Wanted
from procure.tenders.views import bp
from procure.tenders.views.overview import sentence_of, source_of
from procure.web.access import current_actor, requires, sees
from procure.web.addresses import id_in, local_path
from procure.web.forms import render_form
from procure.web.language import current, short_day
from procure.web.paging import wanted_page

LONGEST_SEARCH = 100
One = TypeVar("One", bound=StrEnum)


@bp.get("/<int:tender_id>/requirements")
@sees(queries.find_tender_alone)
def requirements(tender: Tender) -> ResponseReturnValue:
    session, wanted = db.session(), asked_for()
    at = id_in(request.args, "at")
    page = wanted_page(request.args) if at is None else table.page_with(session, tender, at)
    found = table.requirements(session, tender, wanted, merging.law_of(tender, clock.today()), page)
    edits = may(current_actor(), Action.TENDER_EDIT, tender) and tender.state in service.OPEN
    lots = facts.lots(tender)
    return render_template(
        "tenders/requirements.html",
        tender=tender,
        wanted=wanted,
        found=found,
        areas=[(area, list(rows)) for area, rows in groupby(found.page.rows, key=lambda row: row.area)],
        overview=table.overview(session, tender),
        lots=[(each.id, each.title) for each in lots],
        criteria=[(each.id, each.name) for each in tender.criteria],
        acts=bulk.choices(tender.criteria, lots) if edits else {},
        edits=edits,
        shown=shown(tender, found.findings),
        words=words,
    )


def asked_for() -> Wanted:
    """Read the filter; what cannot be read is left out."""
    asked = request.args
    return Wanted(
        words=" ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
        area=asked.get("area", "").upper() if asked.get("area", "").isalpha() else "",
        kind=_one(RequirementKind, "kind"),
        criterion=id_in(asked, "criterion"),
        met_when=_one(MetWhen, "met"),
        answer_mode=_one(AnswerMode, "answer"),
        lot=id_in(asked, "lot"),
        origin=_one(Origin, "origin"),
        noted=_one(Noted, "noted"),
        order=_one(Order, "order") or Order.PLACED,
    )


def _one(kind: type[One], name: str) -> One | None:
    typed = request.args.get(name, "")
    return kind(typed) if typed in set(kind) else None


class Cells:
    """The cells that many rows have alike, each drawn once."""

    def __init__(self) -> None:
        self.draw = get_template_attribute("tenders/requirement_rows.html", "cells")
        self.heads = [_("Type"), _("Oppfylt"), _("Svar"), _("Kriterium"), _("Vekt")]
        self.drawn: dict[tuple[Any, ...], str] = {}

    def of(self, row: Line) -> str:
        """Return the cells of a row, from its kind to its weight."""
        known = (row.kind, row.met_when, row.met_by, row.answer_mode, row.criterion_id, row.weight)
        if known not in self.drawn:
            self.drawn[known] = self._draw(row)
        return self.drawn[known]

    def _draw(self, row: Line) -> str:
        met = short_day(row.met_by, year=True) if row.met_by else words.MET_WHEN[row.met_when]
        values = (
            *(words.KINDS[row.kind], met, words.ANSWER_MODES[row.answer_mode]),
            *(row.criterion, row.weight),
        )
        drawn: str = self.draw(zip(self.heads, values, strict=True), num=self.heads[-1])
        return drawn


class Shown(NamedTuple):
    """What the rows of the table are drawn with, looked up once for all of them.

    base: the address that a row's own begins with. back: how the address of its form ends. foreign: the
    language of the texts, where the reader's is another.
    """

    base: str
    back: str
    findings: Mapping[str, Sequence[tuple[str, str]]]
    cells: Cells
    applies: str
    everybody: str
    all: str
    foreign: str
    change: str
    ticked: Collection[int]
    choose: str
    origins: Mapping[Origin, str]


def shown(tender: Tender, findings: Mapping[str, Sequence[Finding]]) -> Shown:
    """Look up what the rows of a tender's table are drawn with."""
    cells, applies, everybody = Cells(), _("Gjelder"), _("Alle")
    return Shown(
        base=f"{url_for('tenders.requirements', tender_id=tender.id)}/",
        back=f"/edit?{urlencode({'back': _table_address()})}",
        findings={
            name: [(each.level.value, sentence_of(each)) for each in found]
            for name, found in findings.items()
        },
        cells=cells,
        applies=applies,
        everybody=everybody,
        all=cells.draw([(applies, everybody)]),
        foreign=tender.language if tender.language != current() else "",
        change=_("Endre"),
        ticked={int(each) for each in request.args.getlist("pick") if each.isascii() and each.isdigit()},
        choose=_("Velg %(id)s", id="{}"),
        origins={
            Origin.BANK: _("Banken"),
            Origin.ADAPTED: _("Tilpasset fra banken"),
            Origin.OWN: _("Eget"),
        },
    )


def _table_address() -> str:
    """Return the address of the table as it is read now; a row that is fetched alone says where it was."""
    if back := request.args.get("back"):
        return local_path(back)
    return request.full_path.rstrip("?")


@bp.get("/<int:tender_id>/requirements/<int:requirement_id>")
@sees(queries.find_requirement)
def requirement(requirement: Requirement) -> ResponseReturnValue:
    tender = requirement.tender
    findings = table.check(tender, [requirement], merging.law_of(tender, clock.today()))
    edits = may(current_actor(), Action.TENDER_EDIT, tender) and tender.state in service.OPEN
    context = {"requirement": requirement, "tender": tender, "edits": edits}
    if in_place():
        context["requirement"] = table.line(requirement)
        return render_template("tenders/requirement_row.html", **context, shown=shown(tender, findings))
    newest = library.find_requirement(db.session(), current_actor(), requirement.bank_key or "")
    return render_template(
        "tenders/requirement.html",
        **context,
        newest=newest.edition if newest else None,
        retired=library.retirement(db.session(), newest.key) if newest else None,
        found=[
            {"kind": each.level.value, "sentence": sentence_of(each), "rule": source_of(each)}
            for each in findings.get(requirement.identifier, [])
        ],
        words=words,
    )


def in_place() -> bool:
    """Answer whether a row is asked for, to stand in the table that is open."""
    return request.headers.get("HX-Request") == "true"


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
            return redirect(row_of(made))
        except RuleBroken as reason:
            form.reject(reason)
    areas = table.overview(session, tender).areas
    return render_form("tenders/requirement_form.html", form, tender=tender, requirement=None, areas=areas)


@bp.route("/<int:tender_id>/requirements/<int:requirement_id>/edit", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_requirement)
def edit_requirement(requirement: Requirement) -> ResponseReturnValue:
    """Show the form on a page of its own, or as a row of the table that is open."""
    form = EditRequirementForm(obj=requirement)
    form.offer(requirement.tender.criteria, facts.lots(requirement.tender))
    if form.accepted():
        try:
            service.edit_requirement(
                db.session(), current_actor(), requirement, **form.answers(), now=clock.now()
            )
            flash(_("%(id)s er lagret.", id=requirement.identifier))
            return redirect(row_of(requirement))
        except RuleBroken as reason:
            form.reject(reason)
    template = "tenders/requirement_editing.html" if in_place() else "tenders/requirement_form.html"
    return render_form(
        template, form, tender=requirement.tender, requirement=requirement, areas={}, back=row_of(requirement)
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
    return redirect(row_of(requirement))


def row_of(requirement: Requirement) -> str:
    """Return the address of a requirement in the table: as it was open, else on the page where it stands."""
    home = url_for("tenders.requirements", tender_id=requirement.tender_id)
    back = local_path(request.args.get("back"), home)
    if back.partition("?")[0] != home or back == home:
        back = url_for("tenders.requirements", tender_id=requirement.tender_id, at=requirement.id)
    return f"{back}#{requirement.identifier}"
