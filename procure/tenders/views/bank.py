"""Requirements from the bank: searched for and picked, and brought up to a newer edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.bank import queries as library
from procure.library.models import BankRequirement, RequirementKind
from procure.library.shelf import spoken
from procure.tenders import queries, service, table, words
from procure.tenders.forms.parts import EditionForm, PickForm
from procure.tenders.models import Requirement, Tender
from procure.tenders.views import bp
from procure.tenders.views.requirements import row_of
from procure.web.access import current_actor, requires
from procure.web.addresses import one_in, words_in
from procure.web.forms import render_form
from procure.web.language import current
from procure.web.paging import Page, paged, wanted_page
from procure.web.redline import redline

EVERY = "all"  # kinds of system, in the address


@bp.route("/<int:tender_id>/requirements/bank", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def bank(tender: Tender) -> ResponseReturnValue:
    session, form, wanted = db.session(), PickForm(), _wanted(tender)
    page = _page(session, tender, wanted)
    form.bank_ids.choices = [(each.id, each.key) for each in page.rows]
    if form.accepted():
        count = service.pick_requirements(
            session, current_actor(), tender, bank_ids=form.bank_ids.data or [], now=clock.now()
        )
        flash(_("%(count)s krav er hentet fra banken.", count=count))
        return redirect(page.url(page.number))
    there = table.picked(session, tender)
    areas, reader = library.areas(session), current()
    return render_form(
        "tenders/bank.html",
        form,
        tender=tender,
        page=page,
        wanted=wanted,
        groups=[list(each) for _area, each in groupby(page.rows, key=lambda row: row.area)],
        areas={area: names["nn" if reader == "nn" else "nb"] for area, names in areas.items()},
        there=there,
        newer=_newer(session, there),
        ticked=set(form.bank_ids.data or ()),
        spoken=spoken,
        reader=reader,
        words=words,
        narrowed=bool(set(request.args) - {"page"}),
    )


def _wanted(tender: Tender) -> library.Wanted:
    """Read the filter: what fits the tender's kind of system, and all kinds, unless more is asked for."""
    asked = request.args
    area = asked.get("area", "").upper()
    return library.Wanted(
        words=words_in(asked),
        area=area if area.isalpha() else "",
        kind=one_in(RequirementKind, asked, "kind"),
        category="" if asked.get("fits") == EVERY else tender.pool.category_key,
    )


def _page(session: Session, tender: Tender, wanted: library.Wanted) -> Page[BankRequirement]:
    """Read a page of the bank: what is made for this kind of system comes first."""
    asked = library.matching(wanted, first_for=tender.pool.category_key)
    return paged(session, asked, wanted_page(request.args))


@dataclass(frozen=True)
class Newer:
    """A requirement of the tender that the bank has a newer edition of."""

    requirement: table.Picked
    edition: int


def _newer(session: Session, there: Mapping[str, table.Picked]) -> list[Newer]:
    """List what is in the tender in an older edition than the bank has now."""
    newest = library.newest_editions(session, there) if there else {}
    return [Newer(there[key], edition) for key, edition in newest.items() if edition > there[key].edition]


@bp.route("/<int:tender_id>/requirements/<int:requirement_id>/edition", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_requirement)
def take_edition(requirement: Requirement) -> ResponseReturnValue:
    """Show what the newest edition of the bank says another way, and take it in."""
    session, actor = db.session(), current_actor()
    source = library.find_requirement(session, actor, requirement.bank_key or "")
    if source is None or source.edition <= (requirement.bank_edition or 0):
        flash(_("Kravbanken har ingen nyere utgave av dette kravet."))
        return redirect(row_of(requirement))
    form = EditionForm(obj=requirement)
    if form.accepted():
        try:
            service.take_edition(session, actor, requirement, **form.answers(), now=clock.now())
            flash(_("%(id)s følger nå den nyeste utgaven i banken.", id=requirement.identifier))
            return redirect(row_of(requirement))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "tenders/requirement_edition.html",
        form,
        tender=requirement.tender,
        requirement=requirement,
        source=source,
        retired=library.retirement(session, source.key),
        changes=_changes(requirement, source),
        back=row_of(requirement),
    )


NAMES: Mapping[str, Any] = {
    "text": lambda: _("Kravet"),
    "answer": lambda: _("Hva svaret må inneholde"),
    "reason": lambda: _("Hvorfor"),
    "source": lambda: _("Kilde"),
}
CHOSEN: Mapping[str, tuple[Any, Mapping[Any, Any]]] = {
    "kind": (lambda: _("Type"), words.KINDS),
    "met_when": (lambda: _("Oppfylt"), words.MET_WHEN),
    "answer_mode": (lambda: _("Svar"), words.ANSWER_MODES),
}


def _changes(requirement: Requirement, source: BankRequirement) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what would be another: the name of each part, and its words as they are taken out and put in."""
    new = service.edition_facts(requirement.tender, source)
    texts = [
        (name(), redline(getattr(requirement, column), new[column]))
        for column, name in NAMES.items()
        if getattr(requirement, column) != new[column]
    ]
    choices = [
        (name(), [("rem", str(known[getattr(requirement, column)])), ("add", str(known[new[column]]))])
        for column, (name, known) in CHOSEN.items()
        if getattr(requirement, column) != new[column]
    ]
    return texts + choices
