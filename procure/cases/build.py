"""The whole package of a case: frozen at the moment in the file, printed, laid in a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from procure import db
from procure.documents.manifest import digest
from procure.documents.printer import estimated_pages
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.files import store
from procure.jobs.queue import Report
from procure.tenders import notice, papers, printing, versions
from procure.tenders.models import Tender, Version

READABLE: Final = 0o644
NOTICE: Final = "kunngjoringstekster.txt"  # what is copied into the notice


@dataclass(frozen=True)
class Built:
    """One file of a package, with its pages when it has any."""

    name: str
    data: bytes
    pages: int | None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return digest(self.data)


def build(tender_id: int, actor: Actor, frozen_at: datetime, report: Report) -> list[Built]:
    """Freeze a tender as a version, print it, and return its files: the same code as for the app's own.

    To be used on a database of its own: the version is kept in it.
    """
    with db.kept() as session:
        version = versions.freeze(session, actor, session.get_one(Tender, tender_id), frozen_at)
        version_id, content = version.id, version.content
    pages = estimated_pages(papers.documents(content))
    printed = printing.print_content(content, pages, report)
    with db.kept() as session:
        printing.keep(session, version_id, content, printed, frozen_at)
        session.flush()
        files = session.get_one(Version, version_id).files
        made = [Built(file.name, store.read(file.sha256), file.pages) for file in files]
    return [*made, Built(NOTICE, notice.as_text(content).encode(), None)]


def check_folder(folder: str, *, force: bool) -> Path:
    """Make the folder, or see that it can be used; raises RuleBroken when it cannot."""
    path = Path(folder)
    if path.exists() and not path.is_dir():
        raise RuleBroken(N_("%(folder)s er ikke en mappe."), folder=folder)
    path.mkdir(parents=True, exist_ok=True)
    if any(path.iterdir()) and not force:
        raise RuleBroken(
            N_("Mappen %(folder)s er ikke tom. Velg en annen, eller bruk --force."), folder=folder
        )
    return path


def lay(files: Sequence[Built], folder: Path) -> None:
    """Write the files into the folder, each whole or not at all; names are ours, so none leads out of it."""
    for file in files:
        target = folder / file.name
        target.parent.mkdir(exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(file.data)
        Path(waiting).chmod(READABLE)
        Path(waiting).replace(target)  # also where a link stands
