"""Those who may join later on the published terms: the lead's list of option holders."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.pools import queries, service
from procure.pools.forms import OptionHolderForm
from procure.pools.models import OptionHolder, Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.web.access import current_actor, requires
from procure.web.forms import render_form


@bp.route("/<int:pool_id>/option-holders", methods=["GET", "POST"])
@requires(Action.POOL_EDIT, find_pool)
def option_holders(pool: Pool) -> ResponseReturnValue:
    session, form = db.session(), OptionHolderForm()
    named = [each.organisation for each in pool.option_holders]
    form.offer([*queries.could_hold_option(session, pool), *named])
    if form.accepted():
        try:
            holder = service.add_option_holder(
                session, current_actor(), pool, **form.answers(), now=clock.now()
            )
            flash(_("%(name)s kan bli med senere.", name=holder.organisation.name))
            return redirect(url_for("pools.option_holders", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/option_holders.html", form, pool=pool)


@bp.route("/<int:pool_id>/option-holders/<int:holder_id>/removal", methods=["GET", "POST"])
@requires(Action.POOL_EDIT, queries.find_option_holder)
def remove_option_holder(holder: OptionHolder) -> ResponseReturnValue:
    """Show what it means to take a body off the list, and do it."""
    pool, name = holder.pool, holder.organisation.name
    if request.method == "POST":
        service.remove_option_holder(db.session(), current_actor(), holder, now=clock.now())
        flash(_("%(name)s er tatt av listen.", name=name))
        return redirect(url_for("pools.option_holders", pool_id=pool.id))
    return render_template("pools/option_holder_removal.html", holder=holder, pool=pool)
