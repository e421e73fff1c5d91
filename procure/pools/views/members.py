"""Each body's own pages: its answer, commitment, volumes and withdrawal."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import audit, clock, db
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action, Role
from procure.domain.states import ParticipationState
from procure.pools import act_words, effects, queries, service, sums
from procure.pools.forms import (
    AnswerForm,
    CeilingForm,
    CommitForm,
    VolumesForm,
    WithdrawForm,
)
from procure.pools.models import Participation, Pool
from procure.pools.queries import find_pool
from procure.pools.views import bp
from procure.pools.views.about import about, place, seen, typed
from procure.web.access import current_actor, requires
from procure.web.forms import Form, render_form
from procure.web.language import join_names

S = ParticipationState


@bp.route("/<int:pool_id>/participation", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_ANSWER, find_pool)
def answer(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = place(seen(pool, now))
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
                return _closed(pool, own, form, now)
            form.reject(reason)
    totals = queries.totals(pool, actor)
    return render_form(
        "pools/answer.html",
        form,
        totals=totals,
        effect=effects.of_joining(totals, own),
        effects=act_words.effects_of_joining(own),
        answered=act_words.answered_before(own),
        **about(pool, own, now),
    )


def _answered(own: Participation) -> str:
    who = own.organisation.short_name
    if own.state is S.INTERESTED:
        return _("%(who)s er meldt interessert. Kommunen er ikke bundet.", who=who)
    if own.state is S.WATCHING:
        return _("%(who)s følger med uten å delta.", who=who)
    return _("%(who)s har takket nei. Dere kan ombestemme dere til listen låses.", who=who)


def _too_late(pool: Pool, now: datetime) -> bool:
    return not queries.is_open(pool, now)


def _closed(pool: Pool, own: Participation, form: Form, now: datetime) -> ResponseReturnValue:
    """Answer somebody who came too late: when it closed, when they came, what was typed, what to do."""
    audit.note(
        db.session(),
        current_actor(),
        "participation.late",
        pool=pool.id,
        organisation=own.organisation.short_name,
    )
    return render_template("pools/closed.html", typed=typed(form), **about(pool, own, now)), 409


@bp.route("/<int:pool_id>/commitment", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_COMMIT, find_pool)
def commit(pool: Pool) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    own = place(seen(pool, now))
    form = CommitForm(data={"version": own.version})
    if form.accepted():
        try:
            service.commit(session, actor, pool, **form.answers(), now=now)
            flash(_("%(who)s er forpliktet.", who=own.organisation.short_name))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            if _too_late(pool, now):
                return _closed(pool, own, form, now)
            form.reject(reason)
    return render_form(
        "pools/commit.html",
        form,
        totals=queries.totals(pool, actor),
        effect=effects.of_committing(pool, own),
        effects=act_words.effects_of_committing(pool, own),
        **about(pool, own, now),
    )


@bp.route("/<int:pool_id>/ceiling", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_COMMIT, find_pool)
def ceiling(pool: Pool) -> ResponseReturnValue:
    """Change what one's own body may be bound to, until the tender is sent."""
    now = clock.now()
    own = place(pool.participation_of(current_actor().organisation_id))
    form = CeilingForm(obj=own)
    if form.accepted():
        try:
            service.set_ceiling(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("Rammen og saksnummeret er lagret."))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/ceiling.html", form, **about(pool, own, now))


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
    own = place(pool.participation_of(current_actor().organisation_id))
    typed = own.figures._asdict() | {"version": own.version}
    form = VolumesForm(data=typed)
    if form.accepted():
        try:
            service.set_volumes(db.session(), current_actor(), pool, **form.answers(), now=now)
            flash(_("Tallene er lagret."))
            return redirect(url_for("pools.show", pool_id=pool.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("pools/volumes.html", form, **about(pool, own, now))


@bp.route("/<int:pool_id>/withdrawal", methods=["GET", "POST"])
@requires(Action.PARTICIPATION_LEAVE, find_pool)
def withdraw(pool: Pool) -> ResponseReturnValue:
    now = clock.now()
    own = place(pool.participation_of(current_actor().organisation_id))
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
        **about(pool, own, now),
    )
