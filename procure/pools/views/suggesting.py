"""Pools that the platform suggests; only a municipality can make one."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.demand.models import Need
from procure.demand.queries import find_need
from procure.domain.law import law_on
from procure.domain.policy import Action
from procure.pools import horizon_words, suggestion_words, windows, words, worth_words
from procure.pools import suggestions as suggesting
from procure.pools.views import bp
from procure.web.access import current_actor, requires
from procure.web.addresses import asked_id
from procure.web.drawings import DRAWN, WIDE, wanted_width
from procure.web.paging import wanted_page


@bp.get("/suggestions")
@requires(Action.POOL_CREATE)
def suggestions() -> ResponseReturnValue:
    session, actor, today = db.session(), current_actor(), clock.today()
    page = suggesting.open_needs(session, actor, wanted_page(request.args), asked_id("need"))
    found = suggesting.suggest(session, actor, page.rows, today, law_on(today))
    return render_template(
        "pools/suggestions.html",
        page=page,
        found=[(each, windows.picture(each.horizon, WIDE)) for each in found],
        said=suggestion_words,
        horizon_words=horizon_words,
        words=words,
        worth_words=worth_words,
    )


@bp.get("/suggestions/<int:need_id>/windows.svg")
@requires(Action.POOL_CREATE, find_need)
def draw_suggestion(need: Need) -> ResponseReturnValue:
    session, actor, today = db.session(), current_actor(), clock.today()
    page = suggesting.open_needs(session, actor, 1, need.id)
    found = [
        each for each in suggesting.suggest(session, actor, page.rows, today, law_on(today)) if each.others
    ]
    if not found:
        abort(404)
    drawn = windows.picture(found[0].horizon, wanted_width())
    return render_template("pools/windows.svg", drawn=drawn), 200, DRAWN
