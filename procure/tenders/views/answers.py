"""The groups of questions, one page each: all of the same shape."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.law import part_of
from procure.domain.policy import Action
from procure.tenders import merging, queries, service, tasks, words
from procure.tenders.forms.answers import FORMS
from procure.tenders.guides import guides_of
from procure.tenders.models import Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires
from procure.web.forms import render_form


def ask(group: str, tender: Tender) -> ResponseReturnValue:
    """Show a group's questions, and keep the answers."""
    session, today = db.session(), clock.today()
    law = merging.law_of(tender, today)
    part = None if tender.estimate is None else part_of(tender.estimate, law)
    form = FORMS[group](law, part, tender)
    if form.accepted():
        try:
            service.answer(session, current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Svarene er lagret."))
            return redirect(url_for("tenders.show", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    found = [told(each, tender) for each in queries.findings(session, tender, today)]
    return render_form(
        "tenders/answer.html",
        form,
        tender=tender,
        group=group,
        title=tasks.QUESTIONS[group],
        number=tasks.NUMBERS[group],
        found=[each for each in found if each["task"] == group],
        guides=guides_of(group),
        law=law,
        part=part,
        words=words,
        procedure=law.procedures.get(tender.procedure or ""),
    )


for name in FORMS:
    bp.add_url_rule(
        f"/<int:tender_id>/{name}",
        name,
        requires(Action.TENDER_EDIT, queries.find_tender)(partial(ask, name)),
        methods=["GET", "POST"],
    )
