"""The pages of jobs: how far long work has come."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure import clock, db
from procure.domain.policy import Action
from procure.jobs import queue, service
from procure.jobs.models import Job, JobState
from procure.jobs.progress import PartState, seconds_left
from procure.jobs.queries import find_job
from procure.web.access import current_actor, requires, sees

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("/<int:job_id>")
@sees(find_job)
def show(job: Job) -> ResponseReturnValue:
    leads = queue.destinations.get(job.kind)
    trail = leads.trail(job.about) if leads else ()
    return render_template("jobs/show.html", trail=trail, **_context(job))


@bp.get("/<int:job_id>/progress")
@sees(find_job)
def progress(job: Job) -> ResponseReturnValue:
    return render_template("jobs/progress.html", **_context(job))


@bp.post("/<int:job_id>/attempts")
@requires(Action.JOB_RETRY, find_job)
def retry(job: Job) -> ResponseReturnValue:
    service.retry(db.session(), current_actor(), job, clock.now())
    return redirect(url_for("jobs.show", job_id=job.id))


@bp.post("/<int:job_id>/stop")
@requires(Action.JOB_CANCEL, find_job)
def cancel(job: Job) -> ResponseReturnValue:
    service.cancel(db.session(), current_actor(), job, clock.now())
    return redirect(url_for("jobs.show", job_id=job.id))


def _state(job: Job, state: str) -> str:
    """Return where a part is: what was being made when the work ended, is not being made any more."""
    if state != PartState.WORKING or job.state in service.AT_WORK:
        return state
    return PartState.FAILED if job.state is JobState.FAILED else PartState.WAITING


def _context(job: Job) -> dict[str, object]:
    kind, leads = queue.kinds.get(job.kind), queue.destinations.get(job.kind)
    found = sum(part.get("found", 0) for part in job.parts)
    return {
        "job": job,
        "name": _(kind.title) if kind else job.kind,
        "href": leads.page(job.about) if leads else "",
        "mended": leads.mended(job.about, job.place) if leads and job.place else None,
        "at_work": job.state in service.AT_WORK,
        "attempts": service.MOST_ATTEMPTS,
        # Said here, not in the page: there, what is said counts as HTML, and names are anybody's text
        "part": _(job.part) if job.part else "",
        "parts": [
            part | {"name": _(part["name"]), "state": _state(job, part["state"])} for part in job.parts
        ],
        "left": seconds_left(job.done, job.total, job.started_at, clock.now(), found),
    }
