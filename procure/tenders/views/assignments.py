"""Who writes what: the lead asks the bodies that take part, many texts at once, and takes texts back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.accounts.queries import people
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, Role
from procure.tenders import queries, service, tasks
from procure.tenders.forms.sections import AssignForm
from procure.tenders.merging import participants
from procure.tenders.models import Section, Tender
from procure.tenders.views import bp
from procure.tenders.views.sections import chapters
from procure.web.access import current_actor, requires
from procure.web.addresses import id_in
from procure.web.forms import render_form


@bp.route("/<int:tender_id>/sections/assignments", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def assignments(tender: Tender) -> ResponseReturnValue:
    session, form = db.session(), _form(tender)
    _offer(session, tender, form)
    if form.accepted():
        try:
            _assign(session, tender, form)
            flash(_("Fordelt. De som skal skrive, har fått beskjed."))
            return redirect(url_for("tenders.sections", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    homes = {each.id: key for each in tender.sections for key in (tasks.text_task(each),)}
    return render_form(
        "tenders/assignments.html",
        form,
        tender=tender,
        homes=homes,
        names=chapters(tender),
        rows={each.id: each for each in tender.sections},
        owners={one.organisation_id: one.organisation.short_name for one in participants(tender)},
    )


@bp.post("/<int:tender_id>/sections/<int:section_id>/assignment/removal")
@requires(Action.TENDER_EDIT, queries.find_section)
def take_back(section: Section) -> ResponseReturnValue:
    service.take_back(db.session(), current_actor(), section, now=clock.now())
    flash(_("«%(title)s» er tilbake hos dere.", title=section.title))
    return redirect(url_for("tenders.section", tender_id=section.tender_id, section_id=section.id))


def _form(tender: Tender) -> AssignForm:
    """Return the form, filled from the one section that somebody came from, if any."""
    at = id_in(request.args, "section")
    section = next((each for each in tender.sections if each.id == at), None)
    if section is None:
        return AssignForm()
    known = {
        "section_ids": [section.id],
        "organisation_id": section.owner_id or (tender.pool.lead_id if section.due_on else None),
        "user_id": section.writer_id,
        "due_on": section.due_on,
        "note": section.owner_note,
    }
    return AssignForm(data=known)


def _offer(session: Session, tender: Tender, form: AssignForm) -> None:
    lead = tender.pool.lead
    bodies = {lead.id: lead, **{one.organisation_id: one.organisation for one in participants(tender)}}
    buyers = people(session, bodies.keys(), Role.BUYER)
    form.offer(
        tender.sections,
        [(key, each.name) for key, each in bodies.items()],
        [
            (user.id, f"{bodies[key].short_name}: {user.name}")
            for key in bodies
            for user in buyers.get(key, ())
        ],
    )


def _assign(session: Session, tender: Tender, form: AssignForm) -> None:
    answers = form.answers()
    wanted = set(answers.pop("section_ids"))
    sections: Sequence[Section] = [each for each in tender.sections if each.id in wanted]
    service.assign_sections(
        session, current_actor(), tender, sections, **answers, today=clock.today(), now=clock.now()
    )
