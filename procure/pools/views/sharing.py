"""How the joint work is shared: each one's part by every key, and the lead's choice."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.pools import service, sums, words
from procure.pools.forms import SIMPLE_KEYS, CostKeyForm
from procure.pools.models import CostKey, Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, why_not
from procure.web.access import current_actor, requires
from procure.web.forms import render_form
from procure.web.language import starting


class Column(NamedTuple):
    """One way to share: its name, each one's part, and who has not said what it is counted by."""

    name: str
    shares: Mapping[int, Fraction] | None
    lacking: list[str]


@bp.route("/<int:pool_id>/cost-key", methods=["GET", "POST"])
@requires(Action.POOL_EDIT, find_pool)
def cost_key(pool: Pool) -> ResponseReturnValue:
    form = CostKeyForm(obj=pool)
    if form.accepted():
        try:
            service.share_anew(db.session(), current_actor(), pool, **form.answers(), now=clock.now())
            flash(_("Kostnadene ved arbeidet deles nå %(how)s.", how=words.how_shared(pool)))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    own = pool.participation_of(current_actor().organisation_id)
    return render_form(
        "pools/cost_key.html",
        form,
        columns=_columns(pool),
        why_not=why_not(service.check_may_share_anew, pool),
        **about(pool, own, clock.now()),
    )


def _columns(pool: Pool) -> list[Column]:
    """Share by each plain key, and by the pool's own mix."""
    ways = [(starting(str(words.COST_KEYS[key])), sums.Sharing(key)) for key in SIMPLE_KEYS]
    if pool.cost_key is CostKey.MIX:
        mine = sums.Sharing(CostKey.MIX, pool.equal_percent, pool.mixed_with)
        ways.append((starting(words.how_shared(pool)), mine))
    return [
        Column(
            name,
            sums.shares_by(way, pool.remaining),
            [each.organisation.short_name for each in sums.lacking(way, pool.remaining)],
        )
        for name, way in ways
    ]
