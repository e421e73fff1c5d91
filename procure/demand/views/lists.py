"""The lists: what is needed, what runs today and until when; on the page, drawn, and as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.accounts.queries import find_own_organisation
from procure.demand import chart, exporting, listing, matching, queries, words
from procure.demand.listing import CONTRACT_ORDERS, NEED_ORDERS
from procure.demand.queries import Contract
from procure.demand.views import bp
from procure.web.access import current_actor, sees
from procure.web.drawings import DRAWN, WIDE, wanted_width
from procure.web.paging import any_asked, cut, wanted_page
from procure.web.sorting import Order, wanted_order

CONTRACTS_ON_PAGE = 40  # as many as one body has kinds of system: one sheet of paper for the boss


@dataclass(frozen=True)
class Found:
    """What a list comes to: all that may be seen, and what is asked for of it, in order."""

    everything: Sequence[Contract]
    chosen: Sequence[Contract]
    asked: listing.Asked
    order: Order


@bp.route("/needs")
@sees()
def needs() -> ResponseReturnValue:
    found = _needs()
    page = cut(found.chosen, wanted_page(request.args))
    shown = [told.need for told in page.rows]
    everything = [told.need for told in found.everything]
    return render_template(
        "demand/needs.html",
        found=found,
        page=page,
        counts=matching.counts(db.session(), shown, clock.today()),
        categories=listing.categories(everything),
        bodies=listing.bodies(everything),
        narrowed=any_asked(request.args),
        words=words,
    )


@bp.route("/contracts")
@sees()
def contracts() -> ResponseReturnValue:
    session, actor, found = db.session(), current_actor(), _contracts()
    page = cut(found.chosen, wanted_page(request.args), CONTRACTS_ON_PAGE)
    shown = [told.need for told in page.rows]
    everything = [told.need for told in found.everything]
    return render_template(
        "demand/contracts.html",
        found=found,
        page=page,
        drawn=chart.picture(found.chosen, clock.today(), WIDE),
        drawn_text=chart.told(found.chosen, clock.today()),
        cost=listing.cost(found.chosen),
        counts=matching.counts(session, shown, clock.today()),
        categories=listing.categories(everything),
        bodies=listing.bodies(everything),
        several=len(queries.acted_for(session, actor)) > 1,
        own=find_own_organisation(session, actor),
        narrowed=any_asked(request.args),
        words=words,
        now=clock.now(),
    )


@bp.route("/contracts/timeline.svg")
@sees()
def contracts_timeline() -> ResponseReturnValue:
    drawn = chart.picture(_contracts().chosen, clock.today(), wanted_width())
    return render_template("demand/timeline.svg", drawn=drawn), 200, DRAWN


@bp.route("/needs/export.<any(xlsx, csv):kind>")
@sees()
def export_needs(kind: str) -> ResponseReturnValue:
    own = find_own_organisation(db.session(), current_actor())
    return exporting.needs(_needs().chosen, own, clock.today(), kind)


@bp.route("/contracts/export.<any(xlsx, csv):kind>")
@sees()
def export_contracts(kind: str) -> ResponseReturnValue:
    own = find_own_organisation(db.session(), current_actor())
    return exporting.contracts(_contracts().chosen, own, clock.today(), kind)


def _needs() -> Found:
    today = clock.today()
    listed = queries.needs_of(db.session(), current_actor())
    everything = [queries.contract(need, today) for need in listed]
    return _chosen(everything, wanted_order(request.args, NEED_ORDERS, "new"), NEED_ORDERS)


def _contracts() -> Found:
    """Gather the contracts of the acting body, or of all that the person acts for."""
    session, actor, today = db.session(), current_actor(), clock.today()
    if request.args.get("everywhere"):
        everything = queries.contracts_of(queries.needs_everywhere(session, actor), today)
    else:
        everything = queries.contracts(session, actor, today)
    return _chosen(everything, wanted_order(request.args, CONTRACT_ORDERS, "exit"), CONTRACT_ORDERS)


def _chosen(everything: Sequence[Contract], order: Order, orders: listing.Orders) -> Found:
    asked, today = listing.asked(request.args), clock.today()
    kept = [told for told in everything if asked.keeps(told, today)]
    return Found(everything, listing.sorted_by(kept, order, orders), asked, order)
