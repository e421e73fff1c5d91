"""The pages of one need: the questions about it, who fits it, and who may see it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.demand import queries, service, words
from procure.demand.forms import BeginForm, ShareForm, WithdrawForm
from procure.demand.models import Need, NeedState
from procure.demand.queries import find_need
from procure.demand.questions import QUESTIONS, Question, steps
from procure.demand.views import bp
from procure.domain.errors import RuleBroken
from procure.domain.policy import Action
from procure.web.access import View, current_actor, requires, sees
from procure.web.forms import Form, render_form


@bp.route("/needs/new", methods=["GET", "POST"])
@requires(Action.NEED_CREATE)
def create() -> ResponseReturnValue:
    form = BeginForm()
    if form.accepted():
        try:
            need = service.begin(db.session(), current_actor(), **form.answers(), now=clock.now())
            return _go_on(need, QUESTIONS[0])
        except RuleBroken as reason:
            form.reject(reason)
    return _question_page(QUESTIONS[0], form, None)


@bp.route("/needs/<int:need_id>")
@sees(find_need)
def show(need: Need) -> ResponseReturnValue:
    session, today = db.session(), clock.today()
    return render_template(
        "demand/show.html",
        need=need,
        contract=queries.contract(need, today),
        matches=queries.matches(session, current_actor(), need, today),
        history=queries.history(session, need),
        new_pool=url_for("pools.create", need=need.id),
        words=words,
        now=clock.now(),
    )


@bp.route("/needs/<int:need_id>/check", methods=["GET", "POST"])
@requires(Action.NEED_EDIT, find_need)
def check(need: Need) -> ResponseReturnValue:
    session, actor, today = db.session(), current_actor(), clock.today()
    form = ShareForm(obj=need)
    if form.accepted():
        try:
            service.share(session, actor, need, **form.answers(), now=clock.now())
            flash(_("Behovet er delt slik dere valgte."))
            return redirect(url_for("demand.show", need_id=need.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form(
        "demand/check.html",
        form,
        need=need,
        steps=steps(need, "check"),
        contract=queries.contract(need, today),
        matches=queries.matches(session, actor, need, today),
        words=words,
    )


@bp.route("/needs/<int:need_id>/withdrawal", methods=["GET", "POST"])
@requires(Action.NEED_EDIT, find_need)
def withdrawal(need: Need) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    form = WithdrawForm(obj=need)
    if form.accepted():
        try:
            service.withdraw(session, actor, need, **form.answers(), now=clock.now())
            flash(_("Behovet er trukket. Svarene er tatt vare på, og dere kan dele det på nytt."))
            return redirect(url_for("demand.needs"))
        except RuleBroken as reason:
            form.reject(reason)
    matches = queries.matches(session, actor, need, clock.today())
    return render_form("demand/withdrawal.html", form, need=need, matches=matches, words=words)


# --- The questions: the same page for each group --------------------------------------------------------


def _ask(question: Question, need: Need) -> ResponseReturnValue:
    form = question.form(obj=need)
    if form.accepted():
        try:
            _save(question, need, **form.answers())
            return _go_on(need, question)
        except RuleBroken as reason:
            form.reject(reason)
    return _question_page(question, form, need)


def _question_page(question: Question, form: Form, need: Need | None) -> ResponseReturnValue:
    categories = queries.categories(db.session()) if question.slug == "category" else ()
    return render_form(
        "demand/question.html",
        form,
        question=question,
        place=QUESTIONS.index(question) + 1,
        need=need,
        categories=categories,
        steps=steps(need, question.slug),
        words=words,
    )


def _save(question: Question, need: Need, **answers: object) -> None:
    session, actor = db.session(), current_actor()
    if question.slug == "organisation":
        service.concern(session, actor, need, **answers)  # type: ignore[arg-type]
    else:
        service.answer(session, actor, need, today=clock.today(), **answers)  # type: ignore[arg-type]


def _go_on(need: Need, question: Question) -> ResponseReturnValue:
    """Lead to the next question, or back to where the person came from."""
    if "later" in request.form:
        flash(_("Utkastet er lagret. Dere finner det her."))
        return redirect(url_for("start.show"))
    if request.args.get("back") == "check":
        return redirect(url_for("demand.check", need_id=need.id))
    if need.state is not NeedState.DRAFT:
        flash(_("Svarene er lagret."))
        return redirect(url_for("demand.show", need_id=need.id))
    place = QUESTIONS.index(question) + 1
    if place == len(QUESTIONS):
        return redirect(url_for("demand.check", need_id=need.id))
    return redirect(url_for(f"demand.{QUESTIONS[place].slug}", need_id=need.id))


def _page_of(question: Question) -> View:
    def page(need: Need) -> ResponseReturnValue:
        return _ask(question, need)

    return requires(Action.NEED_EDIT, find_need)(page)


for each in QUESTIONS:
    bp.add_url_rule(f"/needs/<int:need_id>/{each.slug}", each.slug, _page_of(each), methods=["GET", "POST"])
