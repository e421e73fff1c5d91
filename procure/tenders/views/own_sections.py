"""The buyers' own sections: adding one, placing it, taking it out and bringing it back."""

from __future__ import annotations

from collections.abc import Iterator

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.tenders import queries, revisions, service, tasks
from procure.tenders.forms.sections import NewSectionForm, PlaceForm
from procure.tenders.models import Section, Tender
from procure.tenders.views import bp
from procure.tenders.views.sections import chapters
from procure.web.access import current_actor, requires
from procure.web.forms import render_form


@bp.route("/<int:tender_id>/sections/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def new_section(tender: Tender) -> ResponseReturnValue:
    form = NewSectionForm(data={"place": request.args.get("after")})
    form.offer(list(_places(tender)))
    if form.accepted():
        try:
            made = service.add_section(
                db.session(), current_actor(), tender, **form.answers(), now=clock.now()
            )
            flash(_("«%(title)s» er lagt til. Skriv teksten.", title=made.title))
            return redirect(url_for("tenders.section", tender_id=tender.id, section_id=made.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/new_section.html", form, tender=tender)


@bp.route("/<int:tender_id>/sections/<int:section_id>/place", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, revisions.find_own)
def place_section(section: Section) -> ResponseReturnValue:
    tender, own = section.tender, str(section.id)
    form = PlaceForm(obj=section, data={"place": own})
    form.offer([(own, _("Der den står nå")), *_places(tender, but=section)])
    if form.accepted():
        try:
            service.place_section(db.session(), current_actor(), section, **form.answers(), now=clock.now())
            flash(_("Lagret. Numre og henvisninger følger med."))
            return redirect(url_for("tenders.section", tender_id=tender.id, section_id=section.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/place_section.html", form, section=section, tender=tender)


@bp.post("/<int:tender_id>/sections/<int:section_id>/removal")
@requires(Action.TENDER_EDIT, revisions.find_own)
def remove_section(section: Section) -> ResponseReturnValue:
    service.remove_section(db.session(), current_actor(), section, now=clock.now())
    flash(_("«%(title)s» er tatt ut. Du finner den igjen nederst på siden.", title=section.title))
    return redirect(url_for("tenders.sections", tender_id=section.tender_id))


@bp.post("/<int:tender_id>/sections/<int:section_id>/return")
@requires(Action.TENDER_EDIT, revisions.find_own)
def bring_back(section: Section) -> ResponseReturnValue:
    service.bring_back(db.session(), current_actor(), section, now=clock.now())
    flash(_("«%(title)s» står der den sto.", title=section.title))
    return redirect(url_for("tenders.sections", tender_id=section.tender_id))


def _places(tender: Tender, but: Section | None = None) -> Iterator[tuple[str, str]]:
    """Yield where a section may stand: first in a part, or after one of its sections."""
    for key, name in chapters(tender).items():
        there = [each for each in tender.sections if tasks.text_task(each) == key and each is not but]
        if not there or there[0].form:
            continue
        first = there[0]
        yield f"{service.FIRST}{first.contract}:{first.annex or ''}", _("Først i %(part)s", part=name)
        for each in there:
            yield str(each.id), _("%(part)s: etter «%(title)s»", part=name, title=each.title)
