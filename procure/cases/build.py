"""The whole package of a case: frozen at the moment in the file, printed, laid in a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    with writing(path):
        if path.exists() and not path.is_dir():
            raise RuleBroken(N_("%(folder)s er ikke en mappe."), folder=folder)
        path.mkdir(parents=True, exist_ok=True)
        taken = any(path.iterdir())
        with tempfile.TemporaryFile(dir=path):
            pass  # what cannot be written is known before the work is done
    if taken and not force:
        raise RuleBroken(
            N_("Mappen %(folder)s er ikke tom. Velg en annen, eller bruk --force."), folder=folder
        )
    return path


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in words that a folder cannot be written in; raises RuleBroken."""
    try:
        yield
    except OSError as reason:
        raise RuleBroken(
            N_("Det kan ikke skrives i %(folder)s (%(reason)s). Velg en annen mappe."),
            folder=str(folder),
            reason=reason.strerror or type(reason).__name__,
        ) from reason


def lay(files: Sequence[Built], folder: Path) -> None:
    """Write the files into the folder, each whole or not at all; names are ours, so none leads out of it.

    Raises RuleBroken when one cannot be written.
    """
    with writing(folder):
        for file in files:
            _put(file.data, folder / file.name)


def _put(data: bytes, target: Path) -> None:
    """Write a file beside its place, then move it there, also where a link stands."""
    target.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        waiting.chmod(READABLE)
        waiting.replace(target)
    finally:
        waiting.unlink(missing_ok=True)
