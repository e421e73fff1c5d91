"""The lead changes hands, and the pool that ends before its time."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.pools import act_words, queries, service
from procure.pools.lead_forms import YES, DissolveForm, HandOverForm, LeadAnswerForm
from procure.pools.models import Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, why_not
from procure.web.access import current_actor, requires
from procure.web.forms import render_form


@bp.route("/<int:pool_id>/lead", methods=["GET", "POST"])
@requires(Action.POOL_HAND_OVER, find_pool)
def hand_over(pool: Pool) -> ResponseReturnValue:
    """Ask another body to take over as lead."""
    session, actor, now = db.session(), current_actor(), clock.now()
    could = queries.could_lead(session, pool)
    form = HandOverForm(data={"version": pool.version})
    form.offer(could)
    if form.accepted():
        try:
            heir = service.offer_lead(session, actor, pool, **form.answers(), now=now)
            flash(_("%(name)s er spurt om å ta over. Dere leder til de har svart ja.", name=heir.name))
            return redirect(url_for("pools.hand_over", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "pools/hand_over.html",
        form,
        could=could,
        effects=act_words.effects_of_handing_over(pool, has_tender=_has_tender(pool)),
        why_not=why_not(service.check_may_hand_over, session, pool),
        **about(pool, pool.participation_of(actor.organisation_id), now),
    )


@bp.route("/<int:pool_id>/lead/withdrawal", methods=["POST"])
@requires(Action.POOL_HAND_OVER, find_pool)
def take_back_lead(pool: Pool) -> ResponseReturnValue:
    service.take_back_lead(db.session(), current_actor(), pool, now=clock.now())
    flash(_("Spørsmålet er tatt tilbake. Dere leder fellesskapet videre."))
    return redirect(url_for("pools.show", pool_id=pool.id))


@bp.route("/<int:pool_id>/lead/answer", methods=["GET", "POST"])
@requires(Action.POOL_TAKE_OVER, find_pool)
def answer_lead(pool: Pool) -> ResponseReturnValue:
    """Say whether one's own body takes over as lead."""
    session, actor, now = db.session(), current_actor(), clock.now()
    form = LeadAnswerForm()
    if form.accepted():
        try:
            leads = service.answer_lead(session, actor, pool, accept=form.answer.data == YES, now=now)
            flash(_("Dere leder fellesskapet nå.") if leads else _("Dere har takket nei til å lede."))
            own = pool.participation_of(actor.organisation_id)
            return redirect(
                url_for("pools.show", pool_id=pool.id) if leads or own else url_for("pools.index")
            )
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "pools/lead_answer.html",
        form,
        effects=act_words.effects_of_taking_over(pool, has_tender=_has_tender(pool)),
        totals=queries.totals(pool, actor),
        **about(pool, pool.participation_of(actor.organisation_id), now),
    )


def _has_tender(pool: Pool) -> bool:
    return service.tender_state(db.session(), pool) is not None


@bp.route("/<int:pool_id>/dissolution", methods=["GET", "POST"])
@requires(Action.POOL_DISSOLVE, find_pool)
def dissolve(pool: Pool) -> ResponseReturnValue:
    """Show what it leads to that the pool is dissolved, and dissolve it."""
    session, actor, now = db.session(), current_actor(), clock.now()
    form = DissolveForm(data={"version": pool.version})
    if form.accepted():
        try:
            service.dissolve(session, actor, pool, **form.answers(), now=now)
            flash(_("«%(pool)s» er oppløst.", pool=pool.name))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    told = service.those_told(pool)
    return render_form(
        "pools/dissolve.html",
        form,
        effects=act_words.effects_of_dissolving(pool, told, has_tender=_has_tender(pool)),
        why_not=why_not(service.check_may_dissolve, session, pool),
        **about(pool, pool.participation_of(actor.organisation_id), now),
    )
