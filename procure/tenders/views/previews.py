"""The working draft: the documents as the draft is now, asked for and fetched."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.policy import Action
from procure.files import store
from procure.jobs.models import Job, JobState
from procure.tenders import preparing as preparing  # so that the worker knows how
from procure.tenders import previews, queries, service, tasks
from procure.tenders.models import PreviewFile, Tender
from procure.tenders.shelved import Shelved
from procure.tenders.views import bp
from procure.web.access import current_actor, requires, sees


@bp.get("/<int:tender_id>/preview")
@sees(queries.find_tender)
def preview(tender: Tender) -> ResponseReturnValue:
    session = db.session()
    made, job = previews.newest(session, tender), previews.latest_job(session, tender)
    places = []
    if made is not None:
        places = previews.changed(made.content, previews.contents(session, tender, made.made_at))
    return render_template(
        "tenders/preview.html",
        tender=tender,
        preview=made,
        shelved=Shelved(made.files) if made else None,
        file_of=lambda name: url_for("tenders.preview_file", tender_id=tender.id, name=name),
        changes=[_link(tender, place) for place in places],
        job=job if job and job.state is not JobState.DONE else None,
        own_job=job is not None and job.organisation_id == current_actor().organisation_id,
        is_open=tender.state in service.OPEN,
    )


def _link(tender: Tender, place: str) -> tuple[str, str]:
    """Return the name of what has changed, and where it stands."""
    kind, _colon, key = place.partition(":")
    words, href = tasks.way_to(place, tender, current_actor())
    section = next((each for each in tender.sections if kind == "section" and each.key == key), None)
    if section is not None:
        return section.title, href
    return (tasks.name_of(key) if key in tasks.TITLES else words), href


@bp.post("/<int:tender_id>/preview")
@requires(Action.PREVIEW_MAKE, queries.find_tender)
def make_preview(tender: Tender) -> ResponseReturnValue:
    job = previews.make(db.session(), current_actor(), tender, clock.now())
    if job is None:
        flash(_("Ingenting er endret siden dette arbeidsutkastet ble laget."))
    elif _follows(job):
        return redirect(url_for("jobs.show", job_id=job.id))
    return redirect(url_for("tenders.preview", tender_id=tender.id))


def _follows(job: Job) -> bool:
    return job.organisation_id == current_actor().organisation_id


@bp.get("/<int:tender_id>/preview/files/<name>")
@sees(previews.find_file)
def preview_file(file: PreviewFile) -> ResponseReturnValue:
    return store.answer(file, file.name, public=False, folder=previews.folder(file.preview.tender_id))
