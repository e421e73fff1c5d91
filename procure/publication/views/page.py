"""The public page of a tender, for everybody: its documents to read and to fetch, and its days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from procure import clock, db
from procure.documents.prose import render_cell
from procure.documents.words import in_fours
from procure.domain.policy import ANYONE, Actor
from procure.files import store
from procure.publication import queries
from procure.publication.calendar import calendar_of
from procure.publication.models import Notice
from procure.publication.page import Wanted, of
from procure.publication.views import bp
from procure.tenders import papers
from procure.tenders.models import VersionFile
from procure.tenders.reading import Reading, reading_of
from procure.tenders.shelved import Shelved
from procure.web.access import current_actor, public
from procure.web.paging import wanted_page

PAGE: Final = "/publications/<int:tender_id>-<slug>"


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
