"""The list of tenders, a new one, its task list, who takes part, and every answer in one place."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.checks import blockers
from procure.domain.errors import RuleBroken
from procure.domain.findings import Finding
from procure.domain.law import part_of
from procure.domain.policy import Action, Actor
from procure.domain.states import TenderState
from procure.pools.models import Pool
from procure.tenders import (
    estimating,
    facts,
    hands,
    history,
    listing,
    merging,
    planning,
    queries,
    service,
    tasks,
    versions,
    words,
)
from procure.tenders.clauses import clauses_of
from procure.tenders.forms.answers import NewTenderForm
from procure.tenders.guides import agreement
from procure.tenders.models import Tender
from procure.tenders.phases import PARTS, PHASES
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees
from procure.web.addresses import asked_id
from procure.web.errors import explain
from procure.web.forms import render_form
from procure.web.paging import any_asked, wanted_page

SHOWN = 5  # findings that stand open; the rest fold
STEPS = {TenderState.DRAFT: 4, TenderState.APPROVED: 6, TenderState.DISPATCHED: 7, TenderState.PUBLISHED: 7}
LAST_STEP = 8


@bp.app_template_global()
def tender_of(pool: Pool) -> Tender | None:
    """Give the page of a pool, which knows nothing of tenders, the one that was made from it."""
    return queries.tender_of(db.session(), current_actor(), pool)


@bp.app_template_global()
def tender_progress(tender: Tender) -> words.Progress | None:
    """Say how far a tender has come; None of one that was cancelled."""
    return words.PROGRESS.get(tender.state)


@bp.get("")
@sees()
def index() -> ResponseReturnValue:
    session, actor, asked = db.session(), current_actor(), listing.asked(request.args)
    return render_template(
        "tenders/index.html",
        page=listing.listed(session, actor, asked, wanted_page(request.args)),
        leads=listing.leads(session, actor),
        asked=asked,
        narrowed=any_asked(request.args),
        words=words,
    )


def asked_pool(session: Session, actor: Actor) -> Pool | None:
    """Find the pool that the address asks for."""
    return queries.find_pool_to_buy_for(session, actor, asked_id("pool"))


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.TENDER_CREATE, asked_pool)
def create(pool: Pool) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    if made := queries.tender_of(session, actor, pool):
        return redirect(url_for("tenders.show", tender_id=made.id))
    begun = {"title": pool.name, "description": pool.purpose, "language": _language(pool)}
    form = NewTenderForm(data=begun | agreement.begun(session, request.args))
    form.offer(queries.agreements(session))
    if form.accepted():
        try:
            tender = service.create(session, actor, pool, **form.answers(), now=clock.now())
            flash(_("Konkurransen er laget. Begynn med det som haster mest på oppgavelisten."))
            return redirect(url_for("tenders.show", tender_id=tender.id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("tenders/new.html", form, pool=pool, people=merging.counted_in(pool))


def _language(pool: Pool) -> str:
    return "nn" if pool.lead.language_form == "nn" else "nb"


@bp.get("/<int:tender_id>")
@sees(queries.find_tender)
def show(tender: Tender) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    frozen = queries.count_versions(session, tender)
    checked = queries.findings(session, tender, clock.today())
    checked += versions.not_made(session, tender) if frozen else []
    found = tasks.told_once(checked, tender) if tender.state in service.OPEN else []
    law = merging.law_of(tender, clock.today())
    stopping = len(blockers(found))
    return render_template(
        "tenders/show.html",
        tender=tender,
        groups=tasks.groups(tender, found, law, actor, frozen),
        told=[told(each, tender) for each in found],
        shown=SHOWN,
        stopping=stopping,
        advice=len(found) - stopping,
        law=law,
        step=STEPS.get(tender.state, LAST_STEP),
        words=words,
        people=merging.participants(tender),
        waiting=hands.waiting(tender, actor),
        hands=hands.hands(tender),
        procedure=law.procedures.get(tender.procedure or ""),
        page=tasks.page,
        now=clock.now(),
    )


def told(finding: Finding, tender: Tender) -> dict[str, str]:
    """Put a finding into words, with a link to where it is mended."""
    place, href = tasks.place_of(finding, tender, current_actor())
    return {
        "kind": finding.level.value,
        "sentence": sentence_of(finding),
        "place": place,
        "href": href,
        "rule": source_of(finding),
        "task": tasks.task_of(finding, tender),
    }


def sentence_of(finding: Finding) -> str:
    """Say what a check found, in the reader's language."""
    reason = RuleBroken(finding.sentence)
    reason.facts = dict(finding.facts)
    return explain(reason)


def source_of(finding: Finding) -> str:
    """Say what a check stands on: paragraphs, or what is good practice and no law."""
    return finding.source or _("Praksis, ikke lov")


@bp.get("/<int:tender_id>/phases")
@sees(queries.find_tender)
def phases(tender: Tender) -> ResponseReturnValue:
    step = STEPS.get(tender.state, LAST_STEP)
    return render_template("tenders/phases.html", tender=tender, phases=PHASES, parts=PARTS, step=step)


@bp.get("/<int:tender_id>/answers")
@sees(queries.find_tender)
def answers(tender: Tender) -> ResponseReturnValue:
    law = merging.law_of(tender, clock.today())
    return render_template(
        "tenders/answers.html",
        tender=tender,
        steps=planning.shown(planning.plan_of(tender, law)),
        law=law,
        part=None if tender.estimate is None else part_of(tender.estimate, law),
        procedure=law.procedures.get(tender.procedure or ""),
        ground=law.grounds.get(tender.procedure_ground or ""),
        titles=tasks.names(),
        lots=facts.lots(tender),
        clauses=clauses_of(tender, law),
        words=words,
    )


@bp.get("/<int:tender_id>/history", endpoint="history")
@sees(queries.find_tender)
def past(tender: Tender) -> ResponseReturnValue:
    return render_template("tenders/history.html", tender=tender, events=history.told(db.session(), tender))


@bp.get("/<int:tender_id>/participants")
@sees(queries.find_tender)
def participants(tender: Tender) -> ResponseReturnValue:
    people = merging.participants(tender)
    return render_template(
        "tenders/participants.html",
        tender=tender,
        people=people,
        holders=estimating.option_holders(tender),
        users=sum(each.figures.users or 0 for each in people),
        inhabitants=sum(each.figures.inhabitants or 0 for each in people),
        title=tasks.name_of("participants"),
    )
