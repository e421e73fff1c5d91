"""The lead's pages: a new pool, its description, invitations, reminders, the lock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.accounts.models import Organisation
from procure.demand import words as need_words
from procure.demand.models import Need
from procure.demand.queries import find_need
from procure.domain.deadlines import next_working_day
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.domain.states import ParticipationState, PoolState
from procure.pools import act_words, queries, reaching, service, sums, words
from procure.pools.forms import (
    CreateForm,
    EditForm,
    InviteForm,
    LockForm,
)
from procure.pools.lead_forms import OpenForm
from procure.pools.models import Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, why_not_lock
from procure.web.access import current_actor, requires
from procure.web.addresses import asked_id
from procure.web.forms import render_form
from procure.web.language import moment

USUAL_WAIT = timedelta(weeks=4)
USUAL_HOUR = time(15, 0)
S = ParticipationState


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.POOL_CREATE)
def create() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    need_id = asked_id("need")
    if need_id is None:
        return render_template("pools/needs.html", needs=queries.own_needs(session, actor), words=need_words)
    need = find_need(session, actor, need_id)
    if need is None or need.category is None:
        abort(404)
    offer = queries.offer(session, actor, None, need, clock.today())
    form = CreateForm(data=_usual(need, offer))
    form.organisation_ids.choices = [(each, "") for each in offer.ids]
    if form.accepted():
        try:
            pool = service.create(session, actor, need_id=need.id, **form.answers(), now=clock.now())
            flash(_created(pool))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/create.html", form, need=need, offer=offer, words=need_words)


def _created(pool: Pool) -> str:
    if pool.state is PoolState.FORMING:
        return _("Fellesskapet er forberedt. Ingen er invitert før dere åpner det.")
    return _("Fellesskapet er opprettet. De du valgte, er invitert.")


def _usual(need: Need, offer: queries.Offer) -> dict[str, Any]:
    """Return what the form is filled with: a name after the kind of system, four weeks, all who match."""
    day = next_working_day(clock.today() + USUAL_WAIT)
    name = need.category.name_nb if need.category else ""
    return {
        "name": _("%(system)s for flere kommuner", system=name),
        "closes_at": datetime.combine(day, USUAL_HOUR, tzinfo=clock.OSLO),
        "wanted_start_on": need.start_from,
        "organisation_ids": _chosen(offer),
    }


def _chosen(offer: queries.Offer) -> list[int]:
    """Tick those that a suggestion named, where it did; else all who match."""
    named = set(request.args.getlist("with", type=int))
    return [each.organisation.id for each in offer.matched if not named or each.organisation.id in named]


@bp.route("/<int:pool_id>/description", methods=["GET", "POST"])
@requires(Action.POOL_EDIT, find_pool)
def edit(pool: Pool) -> ResponseReturnValue:
    now = clock.now()
    form = EditForm(obj=pool)
    if form.accepted():
        try:
            service.edit(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("Beskrivelsen er lagret."))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    own = pool.participation_of(current_actor().organisation_id)
    return render_form("pools/edit.html", form, **about(pool, own, now))


@bp.route("/<int:pool_id>/invitations", methods=["GET", "POST"])
@requires(Action.POOL_INVITE, find_pool)
def invite(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = pool.participation_of(actor.organisation_id)
    offer = queries.offer(session, actor, pool, own.need if own else None, clock.today())
    form = InviteForm()
    form.organisation_ids.choices = [(each, "") for each in (*offer.ids, *_inside(pool))]
    if form.accepted():
        try:
            new = service.invite(session, actor, pool, **form.answers(), now=now)
            flash(_invited(new, pool))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/invite.html", form, offer=offer, need_words=need_words, **about(pool, own, now))


def _inside(pool: Pool) -> list[int]:
    """Those already in are accepted too, so that the form sent twice says so and not that it was wrong."""
    return [each.organisation_id for each in pool.participations]


def _invited(new: list[Organisation], pool: Pool) -> str:
    if not new:
        return _("Alle du valgte, er invitert fra før.")
    if pool.state is PoolState.FORMING:
        return _(
            "%(names)s står på listen, og blir spurt når dere åpner fellesskapet.", names=words.names(new)
        )
    facts = {"names": words.names(new), "when": moment(pool.closes_at)}
    return _("%(names)s er invitert. Svar innen %(when)s.", **facts)


@bp.route("/<int:pool_id>/opening", methods=["GET", "POST"])
@requires(Action.POOL_INVITE, find_pool)
def open_up(pool: Pool) -> ResponseReturnValue:
    """Show what it leads to that a prepared pool is opened, and open it."""
    now = clock.now()
    listed = [each.organisation for each in reaching.invitations(pool) if each.state is S.INVITED]
    form = OpenForm(data={"version": pool.version, "organisation_ids": [each.id for each in listed]})
    form.offer(listed)
    if form.accepted():
        try:
            new = service.open_up(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_opened(new))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    own = pool.participation_of(current_actor().organisation_id)
    effects = act_words.effects_of_opening(pool, listed)
    return render_form("pools/opening.html", form, listed=listed, effects=effects, **about(pool, own, now))


def _opened(new: list[Organisation]) -> str:
    if not new:
        return _("Fellesskapet er åpent. Inviter dem som skal være med.")
    return _("Fellesskapet er åpent. %(names)s er invitert.", names=words.names(new))


@bp.route("/<int:pool_id>/reminders", methods=["GET", "POST"])
@requires(Action.POOL_INVITE, find_pool)
def remind(pool: Pool) -> ResponseReturnValue:
    """Show who has been reached, and remind those who are silent."""
    session, now = db.session(), clock.now()
    if request.method == "POST":
        told = service.remind(session, current_actor(), pool, now=now)
        flash(_("%(names)s har fått en påminnelse.", names=words.names(told)))
        return redirect(url_for("pools.show", pool_id=pool.id))
    return render_template(
        "pools/reminders.html",
        listed=reaching.reach_list(session, pool),
        counted=act_words.reached(reaching.answers(pool)),
        remindable=reaching.with_somebody(session, queries.may_be_reminded(pool, now)),
        last_told=reaching.last_told,
        **about(pool, pool.participation_of(current_actor().organisation_id), now),
    )


@bp.route("/<int:pool_id>/lock", methods=["GET", "POST"])
@requires(Action.POOL_LOCK, find_pool)
def lock(pool: Pool) -> ResponseReturnValue:
    now = clock.now()
    form = LockForm(data={"version": pool.version})
    if form.accepted():
        try:
            service.lock(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("Listen er låst. Nå kan dere lage konkurransen."))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    own = pool.participation_of(current_actor().organisation_id)
    staying = [each for each in pool.ranked if each.state is S.COMMITTED]
    falling = [each for each in pool.ranked if each.state in (S.INVITED, S.WATCHING, S.INTERESTED)]
    return render_form(
        "pools/lock.html",
        form,
        staying=staying,
        falling=falling,
        before=sums.add_up(pool.remaining),
        after=sums.add_up(staying),
        why_not=why_not_lock(pool),
        **about(pool, own, now),
    )
