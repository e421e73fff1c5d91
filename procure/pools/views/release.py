"""The way out after the lock: a body asks and may think again; the lead lets it go."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.pools import act_words, service, sums
from procure.pools.forms import WithdrawForm
from procure.pools.lead_forms import ReleaseForm
from procure.pools.models import Participation, Pool
from procure.pools.queries import find_participation, find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, place, why_not
from procure.web.access import current_actor, requires
from procure.web.forms import render_form


@bp.route("/<int:pool_id>/release-request", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_LEAVE, find_pool)
def ask_release(pool: Pool) -> ResponseReturnValue:
    now = clock.now()
    own = place(pool.participation_of(current_actor().organisation_id))
    form = WithdrawForm(data={"version": own.version})
    if form.accepted():
        try:
            service.ask_release(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("%(lead)s er bedt om å frigi dere.", lead=pool.lead.short_name))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "pools/release_request.html",
        form,
        sent=service.is_dispatched(db.session(), pool),
        effect=sums.effect_of_leaving(pool, own),
        effects=act_words.effects_of_asking(pool, own),
        **about(pool, own, now),
    )


@bp.route("/<int:pool_id>/release-request/withdrawal", methods=["POST"])
@requires(Action.PARTICIPATION_LEAVE, find_pool)
def regret_release(pool: Pool) -> ResponseReturnValue:
    own = service.regret_release(db.session(), current_actor(), pool, now=clock.now())
    flash(_("%(who)s er fortsatt forpliktet.", who=own.organisation.short_name))
    return redirect(url_for("pools.show", pool_id=pool.id))


@bp.route("/<int:pool_id>/participations/<int:participation_id>/release", methods=["GET", "POST"])
@requires(Action.POOL_RELEASE, find_participation)
def release(one: Participation) -> ResponseReturnValue:
    """Show what it leads to that a body is let go, and let it go."""
    session, pool, name = db.session(), one.pool, one.organisation.short_name
    form = ReleaseForm(data={"version": one.version, "released_on": clock.today()})
    if form.accepted():
        try:
            service.release(session, current_actor(), one, **form.answers(), now=clock.now())
            flash(_("%(who)s er frigitt. Tallene er regnet ut på nytt.", who=name))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    effect = sums.effect_of_leaving(pool, one)
    has_tender = service.tender_state(session, pool) is not None
    return render_form(
        "pools/release.html",
        form,
        one=one,
        effect=effect,
        effects=act_words.effects_of_release(pool, one, effect.after.count, has_tender=has_tender),
        why_not=why_not(service.check_may_release, session, one),
        **about(pool, pool.participation_of(current_actor().organisation_id), clock.now()),
    )
