"""The files of a tender's content: every document in its formats, attachments, manifest and archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final

from procure.documents import manifest as manifests
from procure.documents.archive import Inside
from procure.documents.assets import builder_digest
from procure.documents.press import PrintFailed, Task
from procure.documents.printer import Printed, Stamp, pieces_of, print_version
from procure.documents.progress import Step, StepState
from procure.domain.assembly import Document, Package, canonical
from procure.domain.errors import N_
from procure.files import store
from procure.files.contents import media_type_of
from procure.jobs import queue
from procure.jobs.progress import Part, PartState, Progress
from procure.tenders import papers
from procure.tenders.papers.public import public_part
from procure.tenders.pressroom import press, shelf
from procure.tenders.shelved import ARCHIVE, ATTACHMENT, MANIFEST

PRICE_FORM: Final = "price_form"  # the document that is a spreadsheet as well
DATA: Final = "konkurranse.json"
MEDIA_TYPES: Final = {"zip": "application/zip", "json": "application/json"}
PLACES: Final = {PRICE_FORM: "task:prices", "participants": "task:participants"}  # where no text is to blame
FORMATS: Final = N_("Word og regneark")  # the last part of the work
REASONS: Final = {
    "time": N_("Det tok for lang tid å lage. Del opp den lengste teksten eller tabellen, og prøv igjen."),
    "memory": N_("Det ble for stort til å lages. Del opp den lengste teksten eller tabellen, og prøv igjen."),
    "stopped": N_("Utskriften stoppet underveis."),
}
UNKNOWN: Final = N_("Det lot seg ikke lage. Feilen er skrevet ned.")


@dataclass(frozen=True, slots=True)
class Ready:
    """A finished file: what it is, what it is downloaded by, and where it lies in the archive."""

    kind: str
    title: str
    name: str
    path: str
    content: bytes
    pages: int | None = None
    language: str = ""

    @property
    def format(self) -> str:
        """The ending of its name."""
        return PurePath(self.name).suffix.removeprefix(".").lower()

    @property
    def media_type(self) -> str:
        """What it is handed out as."""
        return MEDIA_TYPES.get(self.format) or media_type_of(self.name)


def made(content: Mapping[str, Any], stamp: Stamp, report: queue.Report, turn: str) -> list[Ready]:
    """Make every document in its formats: the combined file first, then in reading order.

    Raises JobFailed, which names what could not be made and where it is mended.
    """
    package, at = papers.package(content), press()
    report.when_stopped(lambda: at.cancel(turn))
    try:
        watch = Told(package, report, _lying(package))
        printed = print_version(
            package, stamp, at, shelf(), turn=turn, watch=watch, inside=inside(content, stamp)
        )
        watch.rest()
        common = sha256(builder_digest() + canonical((package, stamp))).digest()
        others = _made(_tasks(package, content, stamp), common, turn)
    except PrintFailed as failure:
        raise _job_failed(content, failure) from failure
    watch.rest(PartState.DONE)
    return [*_pdfs(printed, package), *_others(others, package)]


def bundled(
    content: Mapping[str, Any], stamp: Stamp, files: Sequence[Ready], pieces: Sequence[str]
) -> list[Ready]:
    """Return the files with attachments, manifest and archive: all that a version has.

    pieces: the keys of what the PDFs were put together from.
    """
    language = content["tender"]["language"]
    whole = [*files, *_attached(content)]
    entries = [
        manifests.File(each.path, each.content, each.format, each.pages, each.language) for each in whole
    ]
    told = manifests.manifest(entries, stamp, pieces)
    archive, name = manifests.bundle(entries, told, stamp), papers.archive_name(language)
    whole.append(Ready(MANIFEST, manifests.NAME, manifests.NAME, manifests.NAME, told))
    return [*whole, Ready(ARCHIVE, name, name, name, archive)]


def piece_keys(content: Mapping[str, Any]) -> list[str]:
    """Return the keys of the pieces that the documents are put together from, in order."""
    documents = papers.documents(content)
    return [piece.key for document in documents for piece in pieces_of(document, documents)]


def _lying(package: Package) -> set[str]:
    """Return the kinds of the documents whose pages all lie on the shelf."""
    kept, documents = shelf(), package.documents
    return {
        document.kind
        for document in documents
        if all(kept.has(piece.key) for piece in pieces_of(document, documents))
    }


# --- What is made --------------------------------------------------------------------------------


def inside(content: Mapping[str, Any], stamp: Stamp) -> list[Inside]:
    """Return what travels inside the combined PDF: the version as data; a working draft has none."""
    if stamp.draft:
        return []
    return [Inside(DATA, MEDIA_TYPES["json"], "Konkurransen som data", "Source", public_part(content))]


def _pdfs(printed: Sequence[Printed], package: Package) -> Iterator[Ready]:
    """Yield the PDFs by their place: 00 is the combined file."""
    languages = {document.kind: document.language for document in package.documents}
    width = len(str(len(printed)))
    for number, one in enumerate([printed[-1], *printed[:-1]]):
        language = languages.get(one.kind, package.language)
        name = papers.file_name(one.kind, one.name, package.language)
        yield Ready(one.kind, one.name, name, numbered(number, name, width), one.pdf, one.pages, language)


def _others(made: Sequence[tuple[Task, bytes]], package: Package) -> Iterator[Ready]:
    """Yield the documents in other formats, in folders of their own."""
    folders = papers.folders(package.language)
    places = {document.kind: place for place, document in enumerate(package.documents, start=1)}
    width = len(str(len(places) + 1))
    for task, data in made:
        sheet = task.work == "workbook"
        name = papers.file_name(task.document, task.name, package.language, "xlsx" if sheet else "docx")
        placed = name if sheet else numbered(places[task.document], name, width)
        path = f"{folders.sheets if sheet else folders.word}/{placed}"
        yield Ready(task.document, task.name, name, path, data, language=package.language)


def _attached(content: Mapping[str, Any]) -> Iterator[Ready]:
    """Yield the buyers' own files."""
    folder = papers.folders(content["tender"]["language"]).attachments
    for each in content.get("attachments", []):
        name, data = each["name"], store.read(each["sha256"])
        yield Ready(ATTACHMENT, each["title"], f"{folder}-{name}", f"{folder}/{name}", data)


def numbered(place: int, name: str, width: int = 2) -> str:
    """Put a file's place before its name, so that folders list files in reading order.

    >>> numbered(3, "prisskjema.pdf")
    '03-prisskjema.pdf'
    """
    return f"{place:0{max(2, width)}}-{name}"


def _tasks(package: Package, content: Mapping[str, Any], stamp: Stamp) -> list[Task]:
    """List what is made beside the PDFs: each document in Word, the price form as a workbook."""
    texts = [_word(document, package.documents, stamp) for document in package.documents]
    form = next((each for each in package.documents if each.kind == PRICE_FORM), None)
    if form is None:
        return texts
    book = {"book": papers.price_book(content), "stamp": stamp}
    return [*texts, Task("workbook", book, form.kind, form.name)]


def _word(document: Document, siblings: Sequence[Document], stamp: Stamp) -> Task:
    arguments = {"document": document, "siblings": siblings, "stamp": stamp}
    return Task("word", arguments, document.kind, document.name)


def _made(tasks: Sequence[Task], common: bytes, turn: str) -> list[tuple[Task, bytes]]:
    """Do the tasks whose files are not on the shelf, and return them all in order.

    common: the digest of all that they are made from, and of what makes them.
    """
    kept = shelf()
    keys = [sha256(common + f"{task.work} {task.document}".encode()).hexdigest() for task in tasks]
    found = [kept.get(key) for key in keys]
    missing = [place for place, data in enumerate(found) if data is None]

    def keep(index: int, data: bytes) -> None:
        kept.put(keys[missing[index]], data)
        found[missing[index]] = data

    press().make([tasks[place] for place in missing], turn=turn, on_done=keep)
    return [(task, data or b"") for task, data in zip(tasks, found, strict=True)]


# --- How far it has come -------------------------------------------------------------------------


class Told:
    """Tells a job how far the documents have come; the combined file counts no pages of its own."""

    def __init__(self, package: Package, report: queue.Report, kept: Set[str]) -> None:
        """Take the kinds of the documents that have nothing new to lay out."""
        self.package, self.report, self.kept = package, report, kept
        self.steps: tuple[Step, ...] = ()
        self.last = Part(FORMATS)

    def __call__(self, steps: tuple[Step, ...]) -> None:
        """Hear what the printer tells."""
        self.steps = steps
        own = [step for step in steps if step.kind != self.package.kind]
        done, total = sum(step.done for step in own), sum(step.total for step in own)
        now = next((step.name for step in steps if step.state is StepState.WORKING), "")
        self.report(Progress(done, total, now, (*map(self.part, steps), self.last)))

    def part(self, step: Step) -> Part:
        """Return a file as a part of the work."""
        kept, found = step.kind in self.kept, step.found if step.kind != self.package.kind else 0
        return Part(step.name, PartState(step.state.value), step.done, step.total, kept=kept, found=found)

    def rest(self, state: PartState = PartState.WORKING) -> None:
        """Tell where the last part is."""
        self.last = Part(FORMATS, state)
        self(self.steps)


def _job_failed(content: Mapping[str, Any], failure: PrintFailed) -> queue.JobFailed:
    reason = REASONS.get(failure.reason, UNKNOWN)
    place = place_of(content, failure.kind, failure.chapters)
    return queue.JobFailed(failure.name, reason, place=place, again=failure.reason == "stopped")


def place_of(content: Mapping[str, Any], kind: str, chapters: Sequence[str]) -> str:
    """Return where the chapters of a piece are written, as findings name places; the first that is a text."""
    texts = {row["key"] for row in content["sections"]}
    found = [chapter.partition("#")[0] for chapter in chapters if chapter.partition("#")[0] in texts]
    if found:
        return f"section:{found[0]}"
    areas = any(chapter.startswith("area-") for chapter in chapters)
    return "task:requirements" if areas else PLACES.get(kind, "task:rules")
