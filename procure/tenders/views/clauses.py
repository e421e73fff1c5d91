"""The clauses that the law sets in the contracts: kept, or left out with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.library.shelf import clause_text
from procure.tenders import merging, queries, service
from procure.tenders.clauses import TenderClause, clauses_of
from procure.tenders.forms.terms import OmissionForm
from procure.tenders.models import Tender
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


@bp.get("/<int:tender_id>/clauses")
@sees(queries.find_tender)
def clauses(tender: Tender) -> ResponseReturnValue:
    law = merging.law_of(tender, clock.today())
    return render_template(
        "tenders/clauses.html", tender=tender, clauses=clauses_of(tender, law), clause_text=clause_text
    )


def _list(tender: Tender) -> ResponseReturnValue:
    return redirect(url_for("tenders.clauses", tender_id=tender.id))


@bp.route("/<int:tender_id>/clauses/<key>/omission", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_clause)
def omit_clause(here: TenderClause) -> ResponseReturnValue:
    """Leave a clause out, or write another reason."""
    tender, form = here.tender, OmissionForm(data={"reason": here.left_out or ""})
    if form.accepted():
        now, law = clock.now(), merging.law_of(here.tender, clock.today())
        try:
            service.omit_clause(
                db.session(), current_actor(), tender, key=here.clause.key, **form.answers(), law=law, now=now
            )
            flash(_("Vilkåret er utelatt, og grunnen er lagret."))
            return _list(tender)
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/clause.html", form, tender=tender, here=here, clause_text=clause_text)


@bp.post("/<int:tender_id>/clauses/<key>/restoration")
@requires(Action.TENDER_EDIT, queries.find_clause)
def restore_clause(here: TenderClause) -> ResponseReturnValue:
    service.restore_clause(db.session(), current_actor(), here.tender, key=here.clause.key, now=clock.now())
    flash(_("Vilkåret er tatt inn igjen."))
    return _list(here.tender)
