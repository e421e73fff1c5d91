"""The price form: its lines, and how much each participant and option holder counts with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.checks import check_prices
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.tenders import facts, merging, papers, quantities, queries, service, tasks, words
from procure.tenders.estimating import bodies, short_names
from procure.tenders.forms.prices import line_form
from procure.tenders.forms.quantities import quantities_form
from procure.tenders.models import PriceLine, Tender
from procure.tenders.papers.labels import Paper
from procure.tenders.papers.prices import price_form
from procure.tenders.preview import advice
from procure.tenders.quantities import Buyer
from procure.tenders.views import bp
from procure.tenders.views.overview import sentence_of, source_of
from procure.web.access import current_actor, requires, sees
from procure.web.forms import render_form


@bp.get("/<int:tender_id>/prices")
@sees(queries.find_tender)
def prices(tender: Tender) -> ResponseReturnValue:
    queries.load_prices(db.session(), tender)
    law = merging.law_of(tender, clock.today())
    lines, people = facts.price_lines(tender), short_names(tender)
    amounts = {line.id: {each.organisation_id: each.amount for each in line.quantities} for line in lines}
    return render_template(
        "tenders/prices.html",
        tender=tender,
        groups=_groups(tender, lines),
        amounts=amounts,
        sums={line: sum(mine[one] for one in mine if one in people) for line, mine in amounts.items()},
        people=people,
        missing=_missing(tender),
        proposed=sum(map(len, quantities.proposals(tender).values())),
        months=tender.evaluated_months or tender.duration_months,
        title=tasks.TITLES["prices"],
        number=tasks.NUMBERS["prices"],
        found=[
            {"kind": each.level.value, "sentence": sentence_of(each), "rule": source_of(each)}
            for each in check_prices(facts.of_prices(tender), law)
        ],
        words=words,
    )


def _groups(tender: Tender, lines: Sequence[PriceLine]) -> list[tuple[str, list[PriceLine]]]:
    """Divide the lines as the form does: by lot and heading, in the order that each first comes."""
    titles = {each.id: _("Delkontrakt %(number)s", number=each.number) for each in facts.lots(tender)}
    found: dict[str, list[PriceLine]] = {}
    for line in lines:
        names = (titles.get(line.lot_id or 0), line.heading)
        found.setdefault(", ".join(filter(None, names)), []).append(line)
    return list(found.items())


def _missing(tender: Tender) -> list[tuple[str, str, int]]:
    """Name those who lack quantities: who, where they are typed, and in how many lines."""
    counted = Counter(buyer.place for _line, buyer in quantities.missing(tender))
    return [
        (place.organisation.name, _quantities_of(tender, place.organisation_id), count)
        for place, count in counted.items()
    ]


def _quantities_of(tender: Tender, organisation_id: int) -> str:
    return url_for("tenders.quantities_of", tender_id=tender.id, organisation_id=organisation_id)


@bp.get("/<int:tender_id>/prices/preview")
@sees(queries.find_tender)
def preview_prices(tender: Tender) -> ResponseReturnValue:
    """Show the form as the supplier gets it, made from what stands now."""
    session = db.session()
    queries.load_prices(session, tender)
    content = papers.content(session, tender, queries.count_versions(session, tender) + 1, clock.now())
    form = price_form(Paper(content))
    return render_template("tenders/prices_preview.html", tender=tender, form=form, advice=advice)


@bp.route("/<int:tender_id>/prices/bodies/<int:organisation_id>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, quantities.find_buyer)
def quantities_of(buyer: Buyer) -> ResponseReturnValue:
    tender, body = buyer.tender, buyer.organisation
    queries.load_prices(db.session(), tender)
    form = quantities_form(quantities.each_pays(tender), body.id)
    if form.accepted():
        try:
            service.set_quantities(
                db.session(),
                current_actor(),
                tender,
                amounts={line: {body.id: amount} for line, amount in form.amounts.items()},
                versions=form.versions,
                now=clock.now(),
            )
            flash(_("Antallene for %(name)s er lagret.", name=body.name))
            return redirect(url_for("tenders.prices", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/prices_body.html", form, tender=tender, buyer=buyer, body=body, words=words)


@bp.post("/<int:tender_id>/prices/quantities")
@requires(Action.TENDER_EDIT, queries.find_tender)
def fill_quantities(tender: Tender) -> ResponseReturnValue:
    """Fill in what the volumes tell where nobody has said anything."""
    queries.load_prices(db.session(), tender)
    found = quantities.proposals(tender)
    service.set_quantities(db.session(), current_actor(), tender, amounts=found, now=clock.now())
    flash(
        _("Antall som er fylt ut fra volumene: %(count)s. Se over dem.", count=sum(map(len, found.values())))
    )
    return redirect(url_for("tenders.prices", tender_id=tender.id))


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
    return redirect(url_for("tenders.prices", tender_id=line.tender_id, _anchor=f"move-{line.id}"))
