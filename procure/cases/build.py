"""The whole package of a case: frozen at the moment in the file, printed, laid in a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import current_app

from procure import db
from procure.documents.manifest import digest
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.jobs.queue import Report
from procure.tenders import files, notice, papers, pressroom, printing, versions
from procure.tenders.models import Tender

READABLE: Final = 0o644
NOTICES: Final = {  # what is copied into the notice
    "nb": "kunngjoringstekster.txt",
    "nn": "kunngjeringstekstar.txt",
}
BY_HAND: Final = "case"  # the turn of what is made for a person at a terminal


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

    To be used on a database of its own: the version is kept in it. It is printed in confined processes, since
    the file may be anybody's.
    """
    with db.kept() as session:
        version = versions.freeze(session, actor, session.get_one(Tender, tender_id), frozen_at)
        version_id, content = version.id, version.content
    stamp = papers.stamp(content)
    with pressroom.warm_press(current_app):
        printed = files.made(content, stamp, report, BY_HAND)
    made = files.bundled(content, stamp, printed, files.piece_keys(content))
    with db.kept() as session:
        printing.keep(session, version_id, printing.lay(made), frozen_at)
    built = [Built(file.name, file.content, file.pages) for file in made]
    name = NOTICES[content["tender"]["language"]]
    return [*built, Built(name, notice.as_text(content).encode(), None)]


@contextmanager
def target(folder: str, *, force: bool) -> Iterator[Path]:
    """Have a folder ready for the files; one that was made for them is gone again when there come none."""
    with writing(Path(folder)):
        there = Path(folder).exists()
    path = check_folder(folder, force=force)
    try:
        yield path
    except BaseException:
        if not there:
            with suppress(OSError):
                path.rmdir()
        raise


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
