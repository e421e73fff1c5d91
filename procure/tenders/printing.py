"""Prints a version in the background: documents in every format, manifest and ZIP, all kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from procure import clock, db
from procure.domain.errors import N_
from procure.files import store
from procure.jobs import queue
from procure.jobs.models import Job, id_in
from procure.notifications.service import tell
from procure.tenders import files, mending, papers
from procure.tenders.files import Ready
from procure.tenders.models import Version, VersionFile
from procure.tenders.versions import KIND


@queue.handles(KIND, N_("Lager dokumentpakken"))
def print_files(job_id: int, report: queue.Report) -> None:
    """Print a version and keep its files; done again, it changes nothing."""
    with db.reading() as session:
        job = session.get_one(Job, job_id)
        version = session.get_one(Version, id_in(job.about))
        version_id, content, turn = version.id, version.content, f"job:{job.id}"
        done = _has_files(session, version_id)
    if done:
        return
    stamp = papers.stamp(content)
    made = files.made(content, stamp, report, turn)
    laid = lay(files.bundled(content, stamp, made, files.piece_keys(content)))
    with db.kept() as session:
        report.hold(session)
        if not _has_files(session, version_id):
            keep(session, version_id, laid, clock.now())
            _tell(session, version_id)


def _tell(session: Session, version_id: int) -> None:
    """Tell the one who froze the version that its documents are there."""
    version = session.get_one(Version, version_id)
    tell(
        session,
        [version.frozen_by],
        N_("Dokumentene i versjon %(number)s av «%(title)s» er ferdige."),
        path=f"/tenders/{version.tender_id}/versions/{version.number}",
        organisation_id=version.tender.pool.lead_id,
        now=clock.now(),
        number=version.number,
        title=version.tender.title,
    )


def _has_files(session: Session, version_id: int) -> bool:
    return (
        session.scalar(select(VersionFile.id).where(VersionFile.version_id == version_id).limit(1))
        is not None
    )


def lay(made: Sequence[Ready]) -> list[tuple[Ready, str]]:
    """Put the bytes in the store, outside every transaction; return the files with their SHA-256."""
    return [(file, store.lay(file.content)) for file in made]


def keep(session: Session, version_id: int, laid: Sequence[tuple[Ready, str]], now: datetime) -> None:
    """Write the rows of the files, all in one transaction."""
    for position, (file, sha256) in enumerate(laid):
        store.enter(session, sha256, len(file.content), file.media_type, now)
        session.add(
            VersionFile(
                version_id=version_id,
                position=position,
                kind=file.kind,
                title=file.title,
                name=file.name,
                sha256=sha256,
                size=len(file.content),
                pages=file.pages,
            )
        )


def _version_about(about: str) -> Version | None:
    version_id = id_in(about)
    return db.session().scalar(
        select(Version).where(Version.id == version_id).options(joinedload(Version.tender))
    )


def _page_of(about: str) -> str:
    """Return the version's page, for the job's page to lead to."""
    version = _version_about(about)
    if version is None:
        return ""
    return url_for("tenders.version", tender_id=version.tender_id, number=version.number)


def _mended(about: str, place: str) -> queue.Link | None:
    version = _version_about(about)
    return mending.link(version.tender_id, place) if version else None


def _trail(about: str) -> list[queue.Link]:
    version = _version_about(about)
    if version is None:
        return []
    name = gettext("Versjon %(number)s", number=version.number)
    versions = queue.Link(gettext("Versjoner"), url_for("tenders.versions", tender_id=version.tender_id))
    return [*mending.trail(version.tender), versions, queue.Link(name, _page_of(about))]


queue.leads_to(KIND, _page_of, _mended, _trail)
