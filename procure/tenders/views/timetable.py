"""When things happen: the whole timeline, a proposal for all of it, and another day for one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain import timeline
from procure.domain.errors import RuleBroken
from procure.domain.law import Law, first_day, law_on
from procure.domain.policy import Action, Actor
from procure.domain.timeline import FOLLOWS, Step
from procure.domain.timeline_moves import Move, moved
from procure.tenders import merging, planning, queries, service, tasks, timeline_drawing
from procure.tenders.forms.timetable import FORWARDS, ProposalForm, StepForm, TimetableForm
from procure.tenders.models import Tender
from procure.tenders.planning import Plan
from procure.tenders.views import bp
from procure.tenders.views.overview import told
from procure.web.access import current_actor, requires, sees
from procure.web.drawings import DRAWN, WIDE, wanted_width
from procure.web.forms import Form, render_form
from procure.web.language import day as written_day

OPEN_FORM: Mapping[str, Any] = {"csrf": False}  # asked by address: nothing is changed by it


@bp.route("/<int:tender_id>/timetable", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def timetable(tender: Tender) -> ResponseReturnValue:
    plan = _plan(tender)
    form = TimetableForm(tender, two_stages=plan.course.two_stages)
    if form.accepted():
        try:
            service.answer(db.session(), current_actor(), tender, **form.answers(), now=clock.now())
            flash(_("Svarene er lagret."))
            return redirect(url_for("tenders.show", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    found = [told(each, tender) for each in queries.findings(db.session(), tender, clock.today())]
    steps = planning.shown(plan)
    return render_form(
        "tenders/timetable.html",
        form,
        tender=tender,
        title=tasks.QUESTIONS["timetable"],
        number=tasks.NUMBERS["timetable"],
        found=[each for each in found if each["task"] == "timetable"],
        steps=steps,
        proposal=ProposalForm(plan.course, meta=OPEN_FORM),
        procedure=plan.course.procedure,
        drawn=timeline_drawing.picture(steps, WIDE),
        drawn_text=timeline_drawing.told(steps),
    )


def _plan(tender: Tender) -> Plan:
    return planning.plan_of(tender, merging.law_of(tender, clock.today()))


@bp.get("/<int:tender_id>/timetable/drawing.svg")
@sees(queries.find_tender)
def draw_timeline(tender: Tender) -> ResponseReturnValue:
    drawn = timeline_drawing.picture(planning.shown(_plan(tender)), wanted_width())
    if not drawn.marks:
        abort(404)
    return render_template("tenders/timeline.svg", drawn=drawn), 200, DRAWN


# --- A proposal for all of it ---------------------------------------------------------------------


class Changed(NamedTuple):
    """A step before and after, as pages compare them."""

    name: str
    before: date | None
    after: date | None
    why: str
    source: str
    poor: Sequence[str] = ()
    forced: bool = False


@bp.route("/<int:tender_id>/timetable/proposal", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, queries.find_tender)
def propose_dates(tender: Tender) -> ResponseReturnValue:
    now_plan = _plan(tender)
    form = _asked(ProposalForm, now_plan.course)
    proposed = _proposed(tender, form) if _is_whole(form) else None
    if proposed and request.method == "POST":
        try:
            _keep(tender, _whole(now_plan, proposed))
            flash(_("Datoene i forslaget er lagret."))
            return redirect(url_for("tenders.timetable", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "tenders/timetable_proposal.html",
        form,
        tender=tender,
        changes=_compared(now_plan, proposed) if proposed else [],
        passed=_passed(proposed) if proposed else "",
    )


def _passed(proposed: Plan) -> str:
    """Say that a proposal asks for a dispatch in the past, and when the start would be from today."""
    today, dispatch = clock.today(), proposed.days[Step.DISPATCH]
    if dispatch >= today:
        return ""
    start = timeline.propose_forwards(proposed.course, today)[Step.START]
    return _(
        "Kunngjøringen måtte vært sendt %(dispatch)s, og den dagen er passert. "
        "Sendes den i dag, er tjenesten vanligvis i bruk %(start)s.",
        dispatch=written_day(dispatch),
        start=written_day(start),
    )


def _asked(kind: Any, *about: Any, **kwargs: Any) -> Any:
    """Make a form that is asked for by address, and sent when its answer is to be kept."""
    if request.method == "POST":
        return kind(*about)
    return kind(*about, formdata=request.args or None, meta=OPEN_FORM, **kwargs)


def _is_whole(form: Form) -> bool:
    """Answer whether everything is asked that an answer needs; an empty address asks for nothing."""
    return bool(request.form or request.args) and bool(form.validate())


def _proposed(tender: Tender, form: ProposalForm) -> Plan | None:
    """Propose the days; the law is that of the day of dispatch."""
    forwards, day = form.way.data == FORWARDS, form.day.data
    law = _law_on(day) if forwards else merging.law_of(tender, clock.today())
    if law is None:
        form.reject(RuleBroken(service.UNKNOWN_LAW, field="day", day=first_day()))
        return None
    course = planning.course(tender, law, form.wanted)
    propose = timeline.propose_forwards if forwards else timeline.propose_backwards
    return Plan(course, propose(course, day))


def _law_on(day: date) -> Law | None:
    return law_on(day) if day >= first_day() else None


def _whole(before: Plan, after: Plan) -> dict[Step, date | None]:
    """Return the days of a proposal, and which steps it does not have any longer."""
    gone = dict.fromkeys(before.days)
    return {step: day for step, day in (gone | dict(after.days)).items() if step not in FOLLOWS}


def _compared(before: Plan, after: Plan) -> list[Changed]:
    gone = [
        Changed(each.name, each.when, None, "", "")
        for each in planning.shown(before)
        if each.step not in after.days
    ]
    there = [
        Changed(each.name, before.when(each.step), each.when, each.why, each.source, each.poor)
        for each in planning.shown(after)
        if each.when
    ]
    return there + [each for each in gone if each.before]


def _keep(tender: Tender, days: Mapping[Step, date | None]) -> None:
    typed = request.form.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    service.set_days(db.session(), current_actor(), tender, days=days, version=version, now=clock.now())


# --- Another day for one step ---------------------------------------------------------------------


def find_step(session: Session, actor: Actor, tender_id: int, step: str) -> Tender | None:
    """Find a tender with a step that somebody sets."""
    known = step in {each.value for each in Step} and Step(step) not in FOLLOWS
    return queries.find_tender(session, actor, tender_id) if known else None


@bp.route("/<int:tender_id>/timetable/<step>", methods=["GET", "POST"])
@requires(Action.TENDER_EDIT, find_step)
def move_step(tender: Tender) -> ResponseReturnValue:
    step, plan = Step((request.view_args or {})["step"]), _plan(tender)
    form = _asked(StepForm, data={"day": plan.days.get(step), "follow": True})
    moves = _moves(plan, step, form) if _is_whole(form) else []
    if moves and request.method == "POST":
        try:
            _keep(tender, {move.step: move.after for move in moves})
            flash(_what_moved(moves))
            return redirect(url_for("tenders.timetable", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "tenders/timetable_step.html",
        form,
        tender=tender,
        step=step,
        name=planning.name_of(step),
        title=_("Flytt: %(step)s", step=planning.name_of(step)),
        changes=_moved(plan, moves),
        asked=bool(request.form or request.args),
    )


def _moves(plan: Plan, step: Step, form: StepForm) -> list[Move]:
    day: date = form.day.data
    if form.follow.data:
        return moved(plan.course, plan.days, step, day)
    before = plan.days.get(step)
    return [] if before == day else [Move(step, before, day)]


def _moved(plan: Plan, moves: list[Move]) -> list[Changed]:
    """Put the moves into words, with why each day is what it becomes."""
    after = Plan(plan.course, {**plan.days, **{move.step: move.after for move in moves}})
    reasons = {each.step: each for each in planning.shown(after)}
    return [
        Changed(
            reasons[move.step].name,
            move.before,
            move.after,
            reasons[move.step].why,
            reasons[move.step].source,
            reasons[move.step].poor,
            move.forced,
        )
        for move in moves
    ]


def _what_moved(moves: list[Move]) -> str:
    told_days = [f"{planning.name_of(move.step)}: {written_day(move.after)}" for move in moves]
    return _("Lagret. %(days)s.", days="; ".join(told_days))
