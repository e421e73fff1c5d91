"""Picking requirements from the bank into a tender."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.policy import Action
from procure.library.shelf import spoken
from procure.tenders import queries, service, words
from procure.tenders.forms.parts import PickForm
from procure.tenders.models import Tender
from procure.tenders.views import bp
from procure.web.access import current_actor, requires
from procure.web.forms import render_form
from procure.web.language import current


@bp.route("/<int:tender_id>/requirements/bank", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def bank(tender: Tender) -> ResponseReturnValue:
    session, form = db.session(), PickForm()
    there, rows = queries.picked(session, tender), queries.bank(session)
    form.bank_ids.choices = [(each.id, each.key) for each in rows]
    if form.accepted():
        count = service.pick_requirements(
            session, current_actor(), tender, bank_ids=form.bank_ids.data or [], now=clock.now()
        )
        flash(_("%(count)s krav er hentet fra banken.", count=count))
        return redirect(url_for("tenders.requirements", tender_id=tender.id))
    return render_form(
        "tenders/bank.html",
        form,
        tender=tender,
        areas=[list(each) for _area, each in groupby(rows, key=lambda row: row.area)],
        there=there,
        ticked=set(form.bank_ids.data or ()),
        spoken=spoken,
        reader=current(),
        words=words,
    )
