"""A pool's figures for machines and eyes: its totals as JSON, and the drawings on its page."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from procure import clock, db
from procure.domain.law import law_on
from procure.domain.money import Ore
from procure.pools import chart, queries, sums, windows, worth
from procure.pools.horizon import horizon_of
from procure.pools.models import Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.reading import compared
from procure.web.access import current_actor, sees
from procure.web.drawings import DRAWN, wanted_width


@bp.route("/<int:pool_id>/totals.json")
@sees(find_pool)
def totals(pool: Pool) -> ResponseReturnValue:
    actor, today = current_actor(), clock.today()
    found = queries.totals(pool, actor)
    groups = {"committed": found.committed, "interested": found.interested, "together": found.together}
    planned = worth.plan(db.session(), actor, pool, today)
    value = worth.worth(pool, actor, law_on(today), planned)
    return jsonify(
        pool=pool.id,
        name=pool.name,
        state=pool.state.value,
        invited=found.invited,
        municipalities={name: group.count for name, group in groups.items()},
        users={name: group.users.total for name, group in groups.items()},
        inhabitants={name: group.inhabitants.total for name, group in groups.items()},
        yearly_cost_ore={name: group.yearly_cost.total for name, group in groups.items()},
        estimate_ore={"committed": value.committed, "interested": value.interested, "together": value.total},
        estimate_from=value.source.value,
        part=value.rules.part.value if value.rules else None,
        shares_percent=_shares(pool),
        joint_shares_ore=_joint(pool, planned),
        known={
            "users": found.together.users.known,
            "inhabitants": found.together.inhabitants.known,
            "yearly_cost_ore": found.together.yearly_cost.known,
        },
    )


def _shares(pool: Pool) -> dict[str, Any] | None:
    """Return each one's part of the joint work by name, to those who take part."""
    shares = sums.shares(pool) if sums.is_inside(pool, current_actor()) else None
    if shares is None:
        return None
    return {_names(pool)[body]: round(float(part * 100), 1) for body, part in shares.items()}


def _joint(pool: Pool, planned: worth.Planned | None) -> dict[str, Ore] | None:
    """Return what each pays of the joint part of the tender by name, to those who take part."""
    if planned is None or not sums.is_inside(pool, current_actor()):
        return None
    return {_names(pool)[body]: part for body, part in sums.joint_shares(pool, planned.joint).items()}


def _names(pool: Pool) -> dict[int, str]:
    return {each.organisation_id: each.organisation.short_name for each in pool.remaining}


@bp.route("/<int:pool_id>/costs.svg")
@sees(find_pool)
def costs(pool: Pool) -> ResponseReturnValue:
    drawn = chart.picture(compared(pool), wanted_width())
    if not drawn.groups or not sums.may_compare(pool, current_actor()):
        abort(404)
    return render_template("pools/costs.svg", drawn=drawn), 200, DRAWN


@bp.route("/<int:pool_id>/windows.svg")
@sees(find_pool)
def draw_windows(pool: Pool) -> ResponseReturnValue:
    session, actor, today = db.session(), current_actor(), clock.today()
    planned = worth.plan(session, actor, pool, today)
    horizon = horizon_of(pool, actor, today, planned.dispatch_on if planned else None)
    drawn = windows.picture(horizon, wanted_width())
    if not drawn.bars:
        abort(404)
    return render_template("pools/windows.svg", drawn=drawn), 200, DRAWN
