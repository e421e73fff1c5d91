"""How bids are judged: the price model with its worked example and curves, and the rule for equals."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.points import EXAMPLE_BREAK, EXAMPLE_PRICES, EXAMPLE_WORTH
from procure.domain.policy import Action
from procure.domain.scoring import CriteriaMode
from procure.tenders import curves, judging, queries, service
from procure.tenders.forms.criteria import ScoringForm, scoring_form
from procure.tenders.models import Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.drawings import DRAWN, wanted_width
from procure.web.forms import render_form

CODES = ("scoring_not_settled", "tie_rule_empty", "formula_incomplete")  # mended here


@bp.get("/<int:tender_id>/scoring")
@sees(queries.find_tender)
def scoring(tender: Tender) -> ResponseReturnValue:
    return _page(tender, scoring_form(tender))


@bp.post("/<int:tender_id>/scoring")
@requires(Action.TENDER_EDIT, queries.find_tender)
def set_scoring(tender: Tender) -> ResponseReturnValue:
    form = scoring_form(tender)
    if form.accepted():
        try:
            service.set_scoring(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Evalueringsmodellen er lagret."))
            return redirect(url_for("tenders.scoring", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return _page(tender, form)


def _page(tender: Tender, form: ScoringForm) -> ResponseReturnValue:
    found = [each for each in queries.findings(db.session(), tender, clock.today()) if each.code in CODES]
    return render_form(
        "tenders/scoring.html",
        form,
        tender=tender,
        prices=EXAMPLE_PRICES,
        rows=judging.point_rows(tender.price_break),
        bend=tender.price_break or EXAMPLE_BREAK,
        priced=judging.priced_rows(tender),
        worth=judging.worth_of_all(tender) or EXAMPLE_WORTH,
        judging=judging,
        ranked=tender.criteria_mode is CriteriaMode.RANKED,
        found=[told(each, tender) for each in found],
    )


@bp.get("/<int:tender_id>/scoring.svg")
@sees(queries.find_tender)
def scoring_curves(tender: Tender) -> ResponseReturnValue:
    drawn = curves.picture(tender.price_model, tender.price_break, wanted_width())
    return render_template("tenders/scoring.svg", drawn=drawn), 200, DRAWN
