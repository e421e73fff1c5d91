"""The standard forms that suppliers fill in: all of them, and which go with the documents."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.shelf import section_texts, spoken
from procure.tenders import queries, service
from procure.tenders.forms.terms import OmissionForm
from procure.tenders.models import Section, Tender
from procure.tenders.preview import advice
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form
from procure.web.language import current


@bp.get("/<int:tender_id>/forms")
@sees(queries.find_tender)
def forms(tender: Tender) -> ResponseReturnValue:
    texts = section_texts(tender.agreement, tender.companion)
    told = {key: advice(spoken(each, "guidance", current())) for key, each in texts.items() if each.form}
    rows = [each for each in tender.sections if each.form]
    return render_template("tenders/forms.html", tender=tender, forms=rows, told=told, sources=texts)


def _list(tender_id: int) -> ResponseReturnValue:
    return redirect(url_for("tenders.forms", tender_id=tender_id))


@bp.route("/<int:tender_id>/forms/<int:section_id>/omission", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_form)
def leave_out_form(section: Section) -> ResponseReturnValue:
    form = OmissionForm(data={"reason": section.left_out or ""})
    if form.accepted():
        try:
            service.leave_out_form(db.session(), current_actor(), section, **form.answers(), now=clock.now())
            flash(_("«%(title)s» er utelatt, og grunnen er lagret.", title=section.title))
            return _list(section.tender_id)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/form_omission.html", form, tender=section.tender, section=section)


@bp.post("/<int:tender_id>/forms/<int:section_id>/restoration")
@requires(Action.TENDER_EDIT, queries.find_form)
def take_in_form(section: Section) -> ResponseReturnValue:
    service.take_in_form(db.session(), current_actor(), section, now=clock.now())
    flash(_("«%(title)s» er med i dokumentene igjen.", title=section.title))
    return _list(section.tender_id)
