"""Working drafts (arbeidsutkast): the documents of a draft as it is now, replaced by the next ones made.

A working draft is never a version: nothing can be approved in it, and no fingerprint speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from flask import current_app, url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from procure import clock, db
from procure.accounts.models import User
from procure.documents.printer import Stamp
from procure.domain.errors import N_
from procure.domain.policy import Actor
from procure.files import leftovers, store
from procure.jobs import queue
from procure.jobs import service as jobs
from procure.jobs.models import Job, id_in
from procure.jobs.queries import latest_about
from procure.notifications.service import tell
from procure.tenders import files, mending, papers
from procure.tenders.groups import GROUPS
from procure.tenders.models import Preview, PreviewFile, Tender
from procure.tenders.service.state import check_open, lock
from procure.web.language import moment

KIND: Final = "print_preview"
FOLDER: Final = "previews"  # in the store
NO_VERSION: Final = 0  # the number in a draft's content; versions begin at 1
LABELS: Final[Mapping[str, str]] = {"nb": "Arbeidsutkast, {when}", "nn": "Arbeidsutkast, {when}"}


# --- Finding -------------------------------------------------------------------------------------


def newest(session: Session, tender: Tender) -> Preview | None:
    """Return the tender's working draft with its files."""
    return session.scalar(
        select(Preview)
        .where(Preview.tender_id == tender.id)
        .options(joinedload(Preview.made_by), selectinload(Preview.files))
    )


def find_file(session: Session, actor: Actor, tender_id: int, name: str) -> PreviewFile | None:
    """Find one file of the working draft, for those who see the tender."""
    return session.scalar(
        select(PreviewFile)
        .join(PreviewFile.preview)
        .where(Preview.tender_id == tender_id, PreviewFile.name == name, Preview.visible_to(actor))
        .options(joinedload(PreviewFile.preview))
    )


def latest_job(session: Session, tender: Tender) -> Job | None:
    """Return the newest job that makes, or made, a working draft of the tender."""
    return latest_about(session, about(tender.id))


def about(tender_id: int) -> str:
    """Return what the job is about."""
    return f"preview:{tender_id}"


def folder(tender_id: int) -> str:
    """Return the folder that the files lie in."""
    return f"{FOLDER}/{tender_id}"


def _is_named(session: Session, sha256: str) -> bool:
    """Answer whether a working draft has this file."""
    return session.scalar(select(PreviewFile.id).where(PreviewFile.sha256 == sha256).limit(1)) is not None


leftovers.rows[FOLDER] = _is_named


# --- Making --------------------------------------------------------------------------------------


def make(session: Session, actor: Actor, tender: Tender, now: datetime) -> Job | None:
    """Have a working draft made; the job that is under way already is returned, and None when nothing is new.

    Raises RuleBroken when the tender has been sent: its versions are what holds.
    """
    check_open(tender)
    lock(session, tender)
    job, preview = latest_job(session, tender), newest(session, tender)
    if job is not None and job.state in jobs.AT_WORK:
        return job
    if preview is not None and papers.unchanged(session, tender, preview.content):
        return None
    return jobs.start(session, actor, KIND, about(tender.id), total=0, now=now)


@queue.handles(KIND, N_("Lager arbeidsutkast"))
def print_preview(job_id: int, report: queue.Report) -> None:
    """Print the draft as it is when the work begins, and let it take the place of the one before."""
    with db.reading() as session:
        job = session.get_one(Job, job_id)
        tender_id, turn, newer = id_in(job.about), f"job:{job_id}", _newer(session, job)
        content = contents(session, session.get_one(Tender, tender_id), clock.now())
    if newer:
        return
    made = files.made(content, stamp(content), report, turn)
    laid = [(file, store.lay(file.content, folder(tender_id))) for file in made]
    with db.kept() as session:
        report.hold(session)
        keep(session, tender_id, content, laid, session.get_one(Job, job_id).user_id)
    store.clear(folder(tender_id), but={sha256 for _file, sha256 in laid})


def _newer(session: Session, job: Job) -> bool:
    """Answer whether another was asked for later: then this one has nothing to do."""
    latest = latest_about(session, job.about)
    return latest is not None and latest.id > job.id


def contents(session: Session, tender: Tender, now: datetime) -> dict[str, Any]:
    """Return what a working draft is made from."""
    return papers.content(session, tender, NO_VERSION, now, demo=current_app.config["DEMO"])


def stamp(content: Mapping[str, Any]) -> Stamp:
    """Return what every page of a working draft carries: when it was made, and that it is no version."""
    whole = papers.stamp(content)
    language = content["tender"]["language"]
    label = LABELS[language].format(when=moment(whole.moment, language))
    return replace(whole, version_label=label, draft=True)


def keep(
    session: Session,
    tender_id: int,
    content: dict[str, Any],
    laid: Sequence[tuple[files.Ready, str]],
    user_id: int | None,
) -> None:
    """Let these files, which lie in the folder already, take the place of the working draft before."""
    before = session.scalar(select(Preview).where(Preview.tender_id == tender_id))
    if before is not None:
        session.delete(before)
        session.flush()
    made_at = datetime.fromisoformat(content["frozen_at"])
    preview = Preview(tender_id=tender_id, content=content, made_at=made_at, made_by_id=user_id)
    preview.files = list(_rows(laid))
    for _file, sha256 in laid:
        store.named(session, sha256, folder(tender_id))
    session.add(preview)
    session.flush()
    _tell(session, preview)


def _rows(laid: Sequence[tuple[files.Ready, str]]) -> Iterator[PreviewFile]:
    for position, (file, sha256) in enumerate(laid):
        yield PreviewFile(
            position=position,
            kind=file.kind,
            title=file.title,
            name=file.name,
            media_type=file.media_type,
            sha256=sha256,
            size=len(file.content),
            pages=file.pages,
        )


def _tell(session: Session, preview: Preview) -> None:
    """Tell the one who asked for it that it is there."""
    user = session.get(User, preview.made_by_id) if preview.made_by_id else None
    if user is not None:
        tell(
            session,
            [user],
            N_("Arbeidsutkastet av «%(title)s» er ferdig."),
            path=f"/tenders/{preview.tender_id}/preview",
            now=clock.now(),
            title=preview.tender.title,
        )


# --- What has changed since ----------------------------------------------------------------------

TOPICS: Final[Mapping[str, str]] = {  # the task that a part of the content is written in
    "procedure": "procedure",
    "lots": "lots",
    "participants": "participants",
    "option_holders": "participants",
    "agreement": "agreement",
    "companion": "agreement",
    "clauses": "clauses",
    "contract_changes": "changes",
    "attachments": "attachments",
    "scoring": "criteria",
    "criteria": "criteria",
    "qualifications": "qualifications",
    "requirements": "requirements",
    "price_lines": "prices",
    "timeline": "timetable",
}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """List the places that differ, as findings name them; the texts first, in the order they stand."""
    then, now = ({row["key"]: row for row in content["sections"]} for content in (before, after))
    texts = [f"section:{key}" for key in {**then, **now} if then.get(key) != now.get(key)]
    topics = [f"task:{task}" for key, task in TOPICS.items() if before.get(key) != after.get(key)]
    facts = [f"task:{key}" for key, group in GROUPS.items() if _differ(before, after, group.columns)]
    return list(dict.fromkeys([*texts, *facts, *topics]))


def _differ(before: Mapping[str, Any], after: Mapping[str, Any], columns: Iterable[str]) -> bool:
    return any(before["tender"].get(name) != after["tender"].get(name) for name in columns)


def _page_of(about: str) -> str:
    return url_for("tenders.preview", tender_id=id_in(about))


def _mended(about: str, place: str) -> queue.Link | None:
    return mending.link(id_in(about), place)


def _trail(about: str) -> list[queue.Link]:
    tender = db.session().get(Tender, id_in(about))
    if tender is None:
        return []
    return [*mending.trail(tender), queue.Link(gettext("Arbeidsutkast"), _page_of(about))]


queue.leads_to(KIND, _page_of, _mended, _trail)
