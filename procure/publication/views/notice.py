"""The notice, for those who take part: sent, and what Doffin and TED answered."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from procure import clock, db
from procure.domain.errors import RuleBroken
from procure.domain.law import Part
from procure.domain.policy import Action
from procure.domain.states import TenderState
from procure.publication import queries, service
from procure.publication.forms import BEFORE, NOW, DispatchForm, DoffinForm, TedForm
from procure.publication.models import Notice
from procure.publication.views import bp
from procure.tenders.models import Tender
from procure.tenders.queries import find_tender
from procure.web.access import current_actor, requires, sees
from procure.web.errors import explain
from procure.web.forms import render_form


@bp.route("/tenders/<int:tender_id>/dispatch", methods=["GET", "POST"])
@requires(Action.TENDER_DISPATCH, find_tender)
def dispatch(tender: Tender) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    notice = session.get(Notice, tender.id)
    form = DispatchForm(data={"when": BEFORE if notice else NOW})
    if notice is not None:
        del form.dispatched_at
    if form.accepted():
        try:
            kept = service.dispatch(session, current_actor(), tender, **_answers(form), now=now)
            flash(_("Avsendelsen er skrevet ned."))
            return redirect(url_for("publication.notice", tender_id=kept.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return render_form("publication/dispatch.html", form, **_dispatch_context(session, tender, notice))


def _answers(form: DispatchForm) -> dict[str, Any]:
    """Return what was typed, as the service asks for it; a moment that is recorded already stands."""
    typed = form.answers()
    return {
        "already_sent": typed["when"] == BEFORE,
        "dispatched_at": typed.get("dispatched_at"),
        "password": typed["password"],
    }


def _dispatch_context(session: Session, tender: Tender, notice: Notice | None) -> dict[str, Any]:
    """Tell the consequence, or what stands in the way."""
    now, stop, version, short = clock.now(), "", None, ""
    try:
        version = service.ready(session, tender)
        service.check_no_blockers(session, tender, now)
    except RuleBroken as reason:
        stop = explain(reason)
    sent = notice.dispatched_at if notice and notice.dispatched_at else now
    if not stop and service.too_late_for(tender, sent):
        short = explain(service.too_short(tender, sent))
    return {
        "tender": tender,
        "version": version,
        "notice": notice,
        "stop": stop,
        "short": short,
        "part": service.part(tender.estimate, sent).value,
        "ted_hours": service.law_and_procedure(tender, sent)[0].ted_hours,
    }


@bp.get("/tenders/<int:tender_id>/notice")
@sees(find_tender)
def notice(tender: Tender) -> ResponseReturnValue:
    return _notice_page(tender, queries.find_notice(db.session(), current_actor(), tender.id))


@bp.post("/tenders/<int:tender_id>/notice/doffin")
@requires(Action.TENDER_DISPATCH, queries.find_notice)
def doffin(notice: Notice) -> ResponseReturnValue:
    form = DoffinForm()
    if form.accepted():
        try:
            db.check_fresh(notice, form.changed.data)
            typed = form.doffin_id.data or ""
            service.record_doffin(db.session(), current_actor(), notice, doffin_id=typed, now=clock.now())
            flash(_("Nummeret fra Doffin er skrevet ned."))
            return redirect(url_for("publication.notice", tender_id=notice.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return _notice_page(notice.tender, notice, doffin_form=form)


@bp.post("/tenders/<int:tender_id>/notice/ted")
@requires(Action.TENDER_DISPATCH, queries.find_notice)
def ted(notice: Notice) -> ResponseReturnValue:
    form = TedForm()
    if form.accepted():
        try:
            db.check_fresh(notice, form.changed.data)
            told = {"confirmed_at": form.ted_confirmed_at.data, "published_at": form.ted_published_at.data}
            service.record_ted(db.session(), current_actor(), notice, **told, now=clock.now())
            flash(_("Opplysningene fra TED er skrevet ned."))
            return redirect(url_for("publication.notice", tender_id=notice.tender_id))
        except RuleBroken as reason:
            form.reject(reason)
    return _notice_page(notice.tender, notice, ted_form=form)


def _notice_page(
    tender: Tender,
    notice: Notice | None,
    doffin_form: DoffinForm | None = None,
    ted_form: TedForm | None = None,
) -> ResponseReturnValue:
    now, is_draft = clock.now(), tender.state in (TenderState.DRAFT, TenderState.APPROVED)
    day = notice.dispatched_at if notice and notice.dispatched_at else now
    part = service.part(tender.estimate, day)
    sent = doffin_form or ted_form or DoffinForm(obj=notice)
    return render_form(
        "publication/notice.html",
        sent,
        tender=tender,
        notice=notice,
        short=_shortness(tender, notice) if is_draft else "",
        is_draft=is_draft,
        part=part.value,
        ted_hours=service.law_and_procedure(tender, day)[0].ted_hours,
        needs_notice=part.needs_notice,
        needs_ted=part is Part.III,
        doffin_form=doffin_form or DoffinForm(obj=notice),
        ted_form=ted_form or TedForm(obj=notice),
        missing=queries.what_is_missing(notice) if notice else "",
        is_out=bool(notice and not is_draft and notice.opens_at and notice.opens_at <= now),
        now=now,
    )


def _shortness(tender: Tender, notice: Notice | None) -> str:
    """Say that the recorded dispatch makes the deadline too short, if it does."""
    sent = notice.dispatched_at if notice else None
    return explain(service.too_short(tender, sent)) if sent and service.too_late_for(tender, sent) else ""
