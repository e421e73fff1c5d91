"""The notice for those who take part, and the public page for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from procure import clock, db
from procure.documents.prose import render_cell
from procure.documents.words import in_fours
from procure.domain.errors import RuleBroken
from procure.domain.law import Part
from procure.domain.policy import ANYONE, Action, Actor
from procure.domain.states import TenderState
from procure.files import store
from procure.jobs.queue import every
from procure.publication import queries, service
from procure.publication.calendar import calendar_of
from procure.publication.forms import (
    BEFORE,
    LARGEST_SHOWN,
    NOW,
    DispatchForm,
    DoffinForm,
    RecogniseForm,
    TedForm,
)
from procure.publication.models import Notice
from procure.publication.page import Wanted, of
from procure.publication.recognise import Known, look_up
from procure.tenders import papers
from procure.tenders.models import Tender, VersionFile
from procure.tenders.queries import find_tender
from procure.tenders.reading import Reading, reading_of
from procure.tenders.shelved import Shelved
from procure.web.access import current_actor, public, requires, sees
from procure.web.digests import Passing
from procure.web.errors import explain
from procure.web.forms import render_form
from procure.web.limits import lookups
from procure.web.paging import wanted_page
from procure.web.uploads import MEGABYTE, takes_files

bp = Blueprint("publication", __name__)
every(60)(service.tick)

MOST_SHOWN: Final = LARGEST_SHOWN + 10 * MEGABYTE  # what is a little too large is refused beside its field
PAGE = "/publications/<int:tender_id>-<slug>"


# --- For those who take part ---------------------------------------------------------------------


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


# --- For everybody -------------------------------------------------------------------------------


def find_page(session: Session, actor: Actor, tender_id: int, slug: str) -> Notice | None:
    """Find a public page that is open."""
    return queries.find_page(session, tender_id, clock.now())


def find_file(session: Session, actor: Actor, tender_id: int, slug: str, name: str) -> VersionFile | None:
    """Find a file of a public page that is open."""
    return queries.find_public_file(session, tender_id, name, clock.now())


class Opened(NamedTuple):
    """A document of a page that is open."""

    notice: Notice
    reading: Reading


def find_document(session: Session, actor: Actor, tender_id: int, slug: str, kind: str) -> Opened | None:
    """Find a document of a public page that is open."""
    notice = queries.find_page(session, tender_id, clock.now())
    reading = reading_of(notice.version, kind) if notice else None
    return Opened(notice, reading) if notice and reading else None


@bp.route("/verification", methods=["GET", "POST"])
@public()
@takes_files(MOST_SHOWN, into=Passing)
@lookups
def recognise() -> ResponseReturnValue:
    form = RecogniseForm()
    known = _known(form) if form.accepted() else None
    return render_form("publication/recognise.html", form, known=known, in_fours=in_fours)


def _known(form: RecogniseForm) -> Known | None:
    """Look up what was shown or typed; None when it cannot be read."""
    try:
        return look_up(db.session(), current_actor(), form.file.data, form.digits.data or "", clock.now())
    except RuleBroken as reason:
        form.reject(reason)
        return None


@bp.get("/publications")
@public()
def index() -> ResponseReturnValue:
    now = clock.now()
    page = queries.listed(db.session(), now, wanted_page(request.args))
    return for_all(render_template("publication/index.html", page=page, now=now))


@bp.get(PAGE)
@public(find_page)
def show(notice: Notice) -> ResponseReturnValue:
    if request.view_args and request.view_args["slug"] != notice.slug:
        return redirect(address(notice), 301)
    page = of(notice, Wanted.asked(request.args))
    refers = any("[[" in row["text"] + row["answer"] for row in page.requirements)
    links = papers.references(page.content) if refers else {}
    return for_all(
        render_template(
            "publication/show.html",
            page=page,
            notice=notice,
            written=lambda text: Markup(render_cell(text, links)),  # noqa: S704 - cleaned by the renderer
            shelved=Shelved(notice.version.files),
            in_fours=in_fours,
            now=clock.now(),
            **_ways(notice),
        )
    )


@bp.get(f"{PAGE}/documents/<kind>")
@public(find_document)
def document(opened: Opened) -> ResponseReturnValue:
    notice, reading = opened
    if request.view_args and request.view_args["slug"] != notice.slug:
        return redirect(_ways(notice)["page_of"](reading.document.kind), 301)
    trail = [
        (_("Kunngjorte konkurranser"), url_for("publication.index")),
        (notice.version.content["tender"]["title"], address(notice)),
        (reading.document.name, ""),
    ]
    return for_all(
        render_template(
            "tenders/document.html", reading=reading, trail=trail, in_fours=in_fours, **_ways(notice)
        )
    )


@bp.get(f"{PAGE}/files/<name>")
@public(find_file)
def file(file: VersionFile) -> ResponseReturnValue:
    return store.answer(file.stored, file.name, public=True)


@bp.get(f"{PAGE}/calendar.ics")
@public(find_page)
def calendar(notice: Notice) -> ResponseReturnValue:
    base = current_app.config["SETTINGS"].public_url.rstrip("/")
    answer = for_all(calendar_of(notice, f"{base}{address(notice)}"))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{notice.slug}.ics"'
    return answer


def _ways(notice: Notice) -> dict[str, Callable[[str], str]]:
    """Return where the documents of the open version are read, and where its files are fetched."""
    here: dict[str, Any] = {"tender_id": notice.tender_id, "slug": notice.slug}
    return {
        "page_of": lambda kind: url_for("publication.document", kind=kind, **here),
        "file_of": lambda name: url_for("publication.file", name=name, **here),
    }


def address(notice: Notice) -> str:
    """Return the lasting address of a public page."""
    return url_for("publication.show", tender_id=notice.tender_id, slug=notice.slug)


def for_all(body: str | bytes) -> Response:
    """Answer with what everybody may read and keep for a minute; who has it already, is told so."""
    answer = make_response(body)
    if current_actor() is ANYONE:
        answer.headers["Cache-Control"] = "public, max-age=60"
        answer.vary.add("Cookie")
        answer.add_etag()
        answer.make_conditional(request)
    return answer
