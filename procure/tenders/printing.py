"""Prints a version in the background: documents, package, manifest and ZIP, all kept at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from procure import clock, db
from procure.documents.isolated import render_isolated
from procure.documents.manifest import NAME as MANIFEST_NAME
from procure.documents.manifest import File, bundle, manifest
from procure.documents.printer import Printed, PrintFailed
from procure.domain.assembly import Package
from procure.domain.errors import N_
from procure.files import store
from procure.files.contents import media_type_of
from procure.jobs import queue
from procure.jobs.models import Job
from procure.notifications.service import tell
from procure.tenders import papers
from procure.tenders.models import Version, VersionFile
from procure.tenders.versions import ARCHIVE, KIND, MANIFEST

PDF, JSON, ZIP = "application/pdf", "application/json", "application/zip"
ATTACHMENT: Final = "attachment"  # the kind of the buyers' own files, and the folder they lie in
FOLDER: Final = "vedlegg"
ARCHIVE_NAME: Final = "alle-dokumenter.zip"
REASONS: Final = {
    "time": N_("Dokumentet tok for lang tid å lage. Del opp den lengste teksten, og frys en ny versjon."),
    "memory": N_("Dokumentet er for stort til å lages. Del opp den lengste teksten, og frys en ny versjon."),
    "stopped": N_("Utskriften stoppet underveis."),
}
UNKNOWN: Final = N_("Dokumentet lot seg ikke lage. Feilen er skrevet ned.")


@queue.handles(KIND, N_("Lager dokumentpakken"))
def print_files(job_id: int, report: queue.Report) -> None:
    """Print a version and keep its files; done again, it changes nothing."""
    with db.reading() as session:
        job = session.get_one(Job, job_id)
        version = session.get_one(Version, int(job.about.partition(":")[2]))
        version_id, content, total = version.id, version.content, job.total
        done = _has_files(session, version_id)
    if done:
        return
    printed = print_content(content, total, report)
    with db.kept() as session:
        if not _has_files(session, version_id):
            keep(session, version_id, content, printed, clock.now())
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


def print_content(content: Mapping[str, Any], total: int, report: queue.Report) -> list[Printed]:
    """Print in a process of its own, and tell how far it has come."""
    package = papers.package(content)
    progress = Progress(package, total, report)
    try:
        return render_isolated(
            package, papers.stamp(content), on_page=progress.page, on_document=progress.document
        )
    except PrintFailed as failure:
        name = progress.names.get(failure.kind, papers.PACKAGE)
        raise queue.JobFailed(name, REASONS.get(failure.reason, UNKNOWN)) from failure


class Progress:
    """Tells pages as they come, with the name of the document they belong to."""

    def __init__(self, package: Package, total: int, report: queue.Report) -> None:
        self.names = {document.kind: document.name for document in package.documents}
        self.total, self.report = total, report
        self.done, self.part = 0, ""

    def page(self, done: int) -> None:
        """Tell how many pages are laid out."""
        self.done = done
        self.report(done, self.total, self.part)

    def document(self, kind: str) -> None:
        """Tell which document's turn it is."""
        self.part = self.names.get(kind, kind)
        self.report(self.done, self.total, self.part)


def keep(
    session: Session, version_id: int, content: Mapping[str, Any], printed: list[Printed], now: datetime
) -> None:
    """Put the files away and write their rows, all in one transaction."""
    stamp = papers.stamp(content)
    files = [File(papers.file_name(one.kind, one.name), one.pdf, one.pages) for one in printed]
    rows = [(one.kind, one.name, file, PDF) for one, file in zip(printed, files, strict=True)]
    for attached in content.get("attachments", []):
        files.append(File(attached["name"], store.read(attached["sha256"]), folder=FOLDER))
        rows.append((ATTACHMENT, attached["title"], files[-1], media_type_of(attached["name"])))
    rows.append((MANIFEST, MANIFEST_NAME, File(MANIFEST_NAME, manifest(files, stamp)), JSON))
    rows.append((ARCHIVE, ARCHIVE_NAME, File(ARCHIVE_NAME, bundle(files, stamp)), ZIP))
    for position, (kind, title, file, media_type) in enumerate(rows):
        stored = store.put(session, file.content, media_type, now)
        session.add(
            VersionFile(
                version_id=version_id,
                position=position,
                kind=kind,
                title=title,
                name=file.path.replace("/", "-"),
                sha256=stored.sha256,
                size=stored.size,
                pages=file.pages,
            )
        )


def _page_of(about: str) -> str:
    """Return the version's page, for the job's page to lead to."""
    session = db.session()
    version_id = int(about.partition(":")[2])
    version = session.scalar(
        select(Version).where(Version.id == version_id).options(joinedload(Version.tender))
    )
    if version is None:
        return ""
    return url_for("tenders.version", tender_id=version.tender_id, number=version.number)


queue.leads_to(KIND, _page_of)
