"""The pages of pools."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import audit, clock, db
from procure.accounts.models import Organisation
from procure.demand import words as need_words
from procure.demand.models import Need
from procure.demand.queries import find_need
from procure.domain.deadlines import next_working_day
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, Role
from procure.domain.states import BEFORE_LOCK, ParticipationState
from procure.pools import chart, queries, service, sums, words
from procure.pools.forms import (
    AnswerForm,
    CommitForm,
    CreateForm,
    InviteForm,
    LockForm,
    VolumesForm,
    WithdrawForm,
)
from procure.pools.models import Participation, Pool
from procure.pools.queries import find_pool
from procure.web.access import current_actor, requires, sees
from procure.web.errors import explain
from procure.web.forms import Form, render_form
from procure.web.language import join_names, moment

bp = Blueprint("pools", __name__, url_prefix="/pools")

USUAL_WAIT = timedelta(weeks=4)
USUAL_HOUR = time(15, 0)
LAST_EVENTS = 4
DRAWN = (
    "default-src 'none'; style-src 'unsafe-inline'"  # the policy of a picture: it runs and fetches nothing
)
S = ParticipationState


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
    own = _seen(pool, now)
    signatories = queries.people(session, [own.organisation_id], Role.SIGNATORY) if own else {}
    return render_template(
        "pools/show.html",
        **_about(pool, own, now),
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
        why_not_lock=_why_not_lock(pool),
    )


def _compared(pool: Pool) -> list[tuple[str, sums.Comparison]]:
    actor = current_actor()
    return [
        (_("Per bruker"), sums.cost_per_user(pool, actor)),
        (_("Per innbygger"), sums.cost_per_inhabitant(pool, actor)),
    ]


def _about(pool: Pool, own: Participation | None, now: datetime) -> dict[str, Any]:
    """Return what every page about one pool needs."""
    actor = current_actor()
    return {
        "pool": pool,
        "own": own,
        "actor": actor,
        "inside": sums.is_inside(pool, actor),
        "before_lock": pool.state in BEFORE_LOCK,
        "is_open": queries.is_open(pool, now),
        "share": words.percent(sums.share(pool, own)) if own else None,
        "words": words,
        "now": now,
    }


def _seen(pool: Pool, now: datetime) -> Participation | None:
    """Return the reader's own place, and let it be noted that the invitation has been opened."""
    service.note_opened(db.session(), current_actor(), pool, now)
    return pool.participation_of(current_actor().organisation_id)


def _why_not_lock(pool: Pool) -> str | None:
    try:
        service.check_may_lock(pool)
    except RuleBroken as reason:
        return explain(reason)
    return None


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
    headers = {"Content-Type": "image/svg+xml", "Content-Security-Policy": DRAWN}
    return render_template("pools/costs.svg", drawn=drawn), 200, headers


@bp.route("/<int:pool_id>/history")
@sees(find_pool)
def history(pool: Pool) -> ResponseReturnValue:
    session = db.session()
    events = queries.history(session, pool, limit=1_000)
    told = words.told(events, queries.names_of(session, [event.user_id for event in events]))
    return render_template("pools/history.html", pool=pool, events=told)


# --- The lead --------------------------------------------------------------------------------------


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.POOL_CREATE)
def create() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    need_id = request.args.get("need", type=int)
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
            flash(_("Fellesskapet er opprettet. De du valgte, er invitert."))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/create.html", form, need=need, offer=offer, words=need_words)


def _usual(need: Need, offer: queries.Offer) -> dict[str, Any]:
    """Return what the form is filled with: a name after the kind of system, four weeks, all who match."""
    day = next_working_day(clock.today() + USUAL_WAIT)
    name = need.category.name_nb if need.category else ""
    return {
        "name": _("%(system)s for flere kommuner", system=name),
        "closes_at": datetime.combine(day, USUAL_HOUR, tzinfo=clock.OSLO),
        "wanted_start_on": need.start_from,
        "organisation_ids": [each.organisation.id for each in offer.matched],
    }


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
    return render_form(
        "pools/invite.html", form, offer=offer, need_words=need_words, **_about(pool, own, now)
    )


def _inside(pool: Pool) -> list[int]:
    """Those already in are accepted too, so that the form sent twice says so and not that it was wrong."""
    return [each.organisation_id for each in pool.participations]


def _invited(new: list[Organisation], pool: Pool) -> str:
    if not new:
        return _("Alle du valgte, er invitert fra før.")
    facts = {"names": words.names(new), "when": moment(pool.closes_at)}
    return _("%(names)s er invitert. Svar innen %(when)s.", **facts)


@bp.route("/<int:pool_id>/reminders", methods=["POST"])
@requires(Action.POOL_INVITE, find_pool)
def remind(pool: Pool) -> ResponseReturnValue:
    told = service.remind(db.session(), current_actor(), pool, now=clock.now())
    flash(_("%(names)s har fått en påminnelse.", names=words.names(told)))
    return redirect(url_for("pools.show", pool_id=pool.id))


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
        why_not=_why_not_lock(pool),
        **_about(pool, own, now),
    )


# --- Each body -------------------------------------------------------------------------------------


@bp.route("/<int:pool_id>/participation", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_ANSWER, find_pool)
def answer(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = _place(_seen(pool, now))
    form = AnswerForm(
        data={"version": own.version, "state": own.state if own.state in service.ANSWERS else None}
    )
    if form.accepted():
        try:
            service.answer(session, actor, pool, **form.answers(), now=now)
            flash(_answered(own))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            if _too_late(pool, now):
                return _closed(pool, own, now)
            form.reject(reason)
    return render_form(
        "pools/answer.html", form, totals=queries.totals(pool, actor), **_about(pool, own, now)
    )


def _place(own: Participation | None) -> Participation:
    return own if own is not None else abort(404)


def _answered(own: Participation) -> str:
    who = own.organisation.short_name
    if own.state is S.INTERESTED:
        return _("%(who)s er meldt interessert. Kommunen er ikke bundet.", who=who)
    if own.state is S.WATCHING:
        return _("%(who)s følger med uten å delta.", who=who)
    return _("%(who)s har takket nei. Dere kan ombestemme dere til listen låses.", who=who)


def _too_late(pool: Pool, now: datetime) -> bool:
    return not queries.is_open(pool, now)


def _closed(pool: Pool, own: Participation, now: datetime) -> ResponseReturnValue:
    """Answer somebody who came too late: when it closed, when they came, what they can do."""
    audit.note(
        db.session(),
        current_actor(),
        "participation.late",
        pool=pool.id,
        organisation=own.organisation.short_name,
    )
    return render_template("pools/closed.html", **_about(pool, own, now)), 409


@bp.route("/<int:pool_id>/commitment", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_COMMIT, find_pool)
def commit(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = _place(_seen(pool, now))
    form = CommitForm(data={"version": own.version})
    if form.accepted():
        try:
            service.commit(session, actor, pool, **form.answers(), now=now)
            flash(_("%(who)s er forpliktet.", who=own.organisation.short_name))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            if _too_late(pool, now):
                return _closed(pool, own, now)
            form.reject(reason)
    return render_form(
        "pools/commit.html", form, totals=queries.totals(pool, actor), **_about(pool, own, now)
    )


@bp.route("/<int:pool_id>/signatures", methods=["POST"])
@requires(Action.PARTICIPATION_ANSWER, find_pool)
def ask(pool: Pool) -> ResponseReturnValue:
    asked = service.ask_signatories(db.session(), current_actor(), pool, now=clock.now())
    flash(_("%(names)s er spurt om å forplikte kommunen.", names=join_names(each.name for each in asked)))
    return redirect(url_for("pools.show", pool_id=pool.id))


@bp.route("/<int:pool_id>/volumes", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_ANSWER, find_pool)
def volumes(pool: Pool) -> ResponseReturnValue:
    now = clock.now()
    own = _place(pool.participation_of(current_actor().organisation_id))
    typed = {"version": own.version, "users": own.figures.users, "inhabitants": own.figures.inhabitants}
    form = VolumesForm(data=typed)
    if form.accepted():
        try:
            service.set_volumes(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("Tallene er lagret."))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/volumes.html", form, **_about(pool, own, now))


@bp.route("/<int:pool_id>/withdrawal", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_LEAVE, find_pool)
def withdraw(pool: Pool) -> ResponseReturnValue:
    now = clock.now()
    own = _place(pool.participation_of(current_actor().organisation_id))
    form = WithdrawForm(data={"version": own.version})
    if form.accepted():
        try:
            service.withdraw(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("%(who)s har trukket seg. De andre har fått beskjed.", who=own.organisation.short_name))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return _withdrawal(pool, own, form, now)


def _withdrawal(pool: Pool, own: Participation, form: Form, now: datetime) -> ResponseReturnValue:
    told = [each.organisation for each in queries.in_it(pool) if each is not own]
    leaders = queries.people(db.session(), [pool.lead_id], Role.BUYER)
    return render_form(
        "pools/withdraw.html",
        form,
        effect=sums.effect_of_leaving(pool, own),
        told=told,
        leaders=leaders.get(pool.lead_id, []),
        **_about(pool, own, now),
    )
