"""Pools that the platform suggests; only a municipality can make one."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.domain.law import law_on
from procure.domain.policy import Action
from procure.pools import suggestion_words, waiting_words, words, worth_words
from procure.pools import suggestions as suggesting
from procure.pools.views import bp
from procure.web.access import current_actor, requires
from procure.web.addresses import asked_id
from procure.web.paging import wanted_page


@bp.get("/suggestions")
@requires(Action.POOL_CREATE)
def suggestions() -> ResponseReturnValue:
    session, actor, today = db.session(), current_actor(), clock.today()
    page = suggesting.open_needs(session, actor, wanted_page(request.args), asked_id("need"))
    return render_template(
        "pools/suggestions.html",
        page=page,
        found=suggesting.suggest(session, actor, page.rows, today, law_on(today)),
        said=suggestion_words,
        waiting_words=waiting_words,
        words=words,
        worth_words=worth_words,
    )
