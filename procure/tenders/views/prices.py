"""The price form: its lines, and how much each participant and option holder counts with."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.tenders import facts, queries, service, tasks, words
from procure.tenders.estimating import bodies, short_names
from procure.tenders.forms.prices import line_form
from procure.tenders.models import PriceLine, Tender
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


@bp.get("/<int:tender_id>/prices")
@sees(queries.find_tender)
def prices(tender: Tender) -> ResponseReturnValue:
    found = [told(each, tender) for each in queries.findings(db.session(), tender, clock.today())]
    lines, people = facts.price_lines(tender), short_names(tender)
    amounts = {line.id: {each.organisation_id: each.amount for each in line.quantities} for line in lines}
    return render_template(
        "tenders/prices.html",
        tender=tender,
        lines=lines,
        amounts=amounts,
        sums={line: sum(mine[one] for one in mine if one in people) for line, mine in amounts.items()},
        people=people,
        title=tasks.TITLES["prices"],
        number=tasks.NUMBERS["prices"],
        found=[each for each in found if each["task"] == "prices"],
        words=words,
    )


@bp.route("/<int:tender_id>/prices/new", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def add_line(tender: Tender) -> ResponseReturnValue:
    form = line_form(bodies(tender), facts.lots(tender))
    if form.accepted():
        try:
            line = service.add_line(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Prislinje P%(number)s er lagt til.", number=line.number))
            return redirect(url_for("tenders.prices", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/price_line.html", form, tender=tender, line=None)


@bp.route("/<int:tender_id>/prices/<int:line_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_line)
def edit_line(line: PriceLine) -> ResponseReturnValue:
    form = line_form(bodies(line.tender), facts.lots(line.tender), line)
    if form.accepted():
        try:
            service.edit_line(db.session(), current_actor(), line, **form.answers(), now=clock.now())
            flash(_("Prislinje P%(number)s er lagret.", number=line.number))
            return redirect(url_for("tenders.prices", tender_id=line.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/price_line.html", form, tender=line.tender, line=line)


@bp.post("/<int:tender_id>/prices/<int:line_id>/removal")
@requires(Action.TENDER_EDIT, queries.find_line)
def remove_line(line: PriceLine) -> ResponseReturnValue:
    service.remove_line(db.session(), current_actor(), line, now=clock.now())
    flash(_("Prislinje P%(number)s er tatt ut. Nummeret brukes ikke om igjen.", number=line.number))
    return redirect(url_for("tenders.prices", tender_id=line.tender_id))


@bp.post("/<int:tender_id>/prices/<int:line_id>/position")
@requires(Action.TENDER_EDIT, queries.find_line)
def move_line(line: PriceLine) -> ResponseReturnValue:
    up = request.form.get("way") == "up"
    service.move_line(db.session(), current_actor(), line, up=up, now=clock.now())
    return redirect(url_for("tenders.prices", tender_id=line.tender_id))
