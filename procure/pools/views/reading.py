"""The list of pools, a pool's own page, the page that is printed for the boss, and its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.accounts.queries import names
from procure.domain.law import law_on
from procure.domain.policy import Role
from procure.pools import (
    chart,
    horizon_words,
    listing,
    queries,
    sums,
    talk,
    windows,
    words,
    worth,
    worth_words,
)
from procure.pools.horizon import horizon_of
from procure.pools.models import Participation, Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, seen, why_not_lock
from procure.web.access import current_actor, sees
from procure.web.drawings import WIDE
from procure.web.paging import any_asked, wanted_page

LAST_EVENTS = 4
LAST_COMMENTS = 2


@bp.route("")
@sees()
def index() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    asked = listing.Asked.of(request.args)
    return render_template(
        "pools/index.html",
        page=listing.listed(session, actor, asked, wanted_page(request.args)),
        asked=asked,
        searched=any_asked(request.args),
        states=[(state.value, word) for state, (_kind, word) in words.POOL_STATES.items()],
        ours=[(each.value, word) for each, word in words.OURS.items()],
        categories=[(each.key, words.kind(each)) for each in listing.categories(session, actor)],
        words=words,
        now=clock.now(),
    )


@bp.route("/<int:pool_id>")
@sees(find_pool)
def show(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = seen(pool, now)
    signatories = queries.people(session, [own.organisation_id], Role.SIGNATORY) if own else {}
    comments, written = talk.newest(session, actor, pool, LAST_COMMENTS)
    return render_template(
        "pools/show.html",
        **about(pool, own, now),
        **weighed(pool, own),
        comparisons=(found := compared(pool)),
        may_compare=sums.may_compare(pool, actor),
        drawn=chart.picture(found, WIDE),
        drawn_text=chart.told(found),
        reach=queries.reach(session, pool),
        remindable=queries.may_be_reminded(pool, now),
        signatories=signatories.get(own.organisation_id, []) if own else [],
        askable=own is not None and queries.may_be_asked(own, now),
        leaders=queries.people(session, [pool.lead_id], Role.BUYER).get(pool.lead_id, []),
        events=words.told(queries.history(session, pool, LAST_EVENTS), {}),
        comments=comments,
        written=written,
        why_not_lock=why_not_lock(pool),
    )


def weighed(pool: Pool, own: Participation | None) -> dict[str, Any]:
    """Return the figures of a pool: its totals, what it is worth, who can wait, and each one's share."""
    session, actor, today = db.session(), current_actor(), clock.today()
    planned = worth.plan(session, actor, pool, today)
    horizon = horizon_of(pool, actor, today, planned.dispatch_on if planned else None)
    inside = sums.is_inside(pool, actor)
    return {
        "totals": queries.totals(pool, actor),
        "worth": worth.worth(pool, actor, law_on(today), planned),
        "worth_words": worth_words,
        "horizon": horizon,
        "horizon_words": horizon_words,
        "drawn_windows": windows.picture(horizon, WIDE),
        "shares": sums.shares(pool) if inside else None,
        "joint": planned.joint if planned and inside else 0,
        "joint_shares": sums.joint_shares(pool, planned.joint) if planned and inside else {},
        "lacking": sums.lacking_key(pool),
    }


def compared(pool: Pool) -> list[tuple[str, sums.Comparison]]:
    """Compare what is paid for each user and inhabitant."""
    actor = current_actor()
    return [
        (_("Per bruker"), sums.cost_per_user(pool, actor)),
        (_("Per innbygger"), sums.cost_per_inhabitant(pool, actor)),
    ]


@bp.route("/<int:pool_id>/summary")
@sees(find_pool)
def summary(pool: Pool) -> ResponseReturnValue:
    """Say all that matters on one sheet, for whoever decides."""
    now: datetime = clock.now()
    own = pool.participation_of(current_actor().organisation_id)
    leaders = queries.people(db.session(), [pool.lead_id], Role.BUYER)
    return render_template(
        "pools/summary.html",
        **about(pool, own, now),
        **weighed(pool, own),
        leaders=leaders.get(pool.lead_id, []),
    )


@bp.route("/<int:pool_id>/history")
@sees(find_pool)
def history(pool: Pool) -> ResponseReturnValue:
    session = db.session()
    events = queries.history(session, pool, limit=1_000)
    told = words.told(events, names(session, [event.user_id for event in events]))
    return render_template("pools/history.html", pool=pool, events=told)
