"""The list of pools, a pool's own page, its totals and its history."""

from __future__ import annotations

from flask import abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.accounts.queries import names
from procure.domain.policy import Role
from procure.pools import chart, queries, sums, words
from procure.pools.models import Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, seen, why_not_lock
from procure.web.access import current_actor, sees

LAST_EVENTS = 4


@bp.route("")
@sees()
def index() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    return render_template(
        "pools/index.html", pools=queries.mine(session, actor), actor=actor, words=words, now=clock.now()
    )


@bp.route("/<int:pool_id>")
@sees(find_pool)
def show(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = seen(pool, now)
    signatories = queries.people(session, [own.organisation_id], Role.SIGNATORY) if own else {}
    return render_template(
        "pools/show.html",
        **about(pool, own, now),
        totals=queries.totals(pool, actor),
        comparisons=(compared := _compared(pool)),
        drawn=chart.picture(compared, chart.WIDE),
        drawn_text=chart.told(compared),
        reach=queries.reach(session, pool),
        remindable=queries.may_be_reminded(pool, now),
        signatories=signatories.get(own.organisation_id, []) if own else [],
        askable=own is not None and queries.may_be_asked(own, now),
        leaders=queries.people(session, [pool.lead_id], Role.BUYER).get(pool.lead_id, []),
        events=words.told(queries.history(session, pool, LAST_EVENTS), {}),
        why_not_lock=why_not_lock(pool),
    )


def _compared(pool: Pool) -> list[tuple[str, sums.Comparison]]:
    actor = current_actor()
    return [
        (_("Per bruker"), sums.cost_per_user(pool, actor)),
        (_("Per innbygger"), sums.cost_per_inhabitant(pool, actor)),
    ]


@bp.route("/<int:pool_id>/totals.json")
@sees(find_pool)
def totals(pool: Pool) -> ResponseReturnValue:
    found = queries.totals(pool, current_actor())
    groups = {"committed": found.committed, "interested": found.interested, "together": found.together}
    return jsonify(
        pool=pool.id,
        name=pool.name,
        state=pool.state.value,
        invited=found.invited,
        municipalities={name: group.count for name, group in groups.items()},
        users={name: group.users.total for name, group in groups.items()},
        inhabitants={name: group.inhabitants.total for name, group in groups.items()},
        yearly_cost_ore={name: group.yearly_cost.total for name, group in groups.items()},
        known={
            "users": found.together.users.known,
            "inhabitants": found.together.inhabitants.known,
            "yearly_cost_ore": found.together.yearly_cost.known,
        },
    )


@bp.route("/<int:pool_id>/costs.svg")
@sees(find_pool)
def costs(pool: Pool) -> ResponseReturnValue:
    width = chart.NARROW if "narrow" in request.args else chart.WIDE
    drawn = chart.picture(_compared(pool), width)
    if not drawn.groups or not sums.is_inside(pool, current_actor()):
        abort(404)
    return render_template("pools/costs.svg", drawn=drawn), 200, chart.DRAWN


@bp.route("/<int:pool_id>/history")
@sees(find_pool)
def history(pool: Pool) -> ResponseReturnValue:
    session = db.session()
    events = queries.history(session, pool, limit=1_000)
    told = words.told(events, names(session, [event.user_id for event in events]))
    return render_template("pools/history.html", pool=pool, events=told)
