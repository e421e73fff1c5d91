"""Prints documents: each alone, all bound together, or a whole version in one go.

Nothing here knows a feature, a database or a clock: the same documents and stamp give the same bytes. What is
made goes on a shelf, piece by piece and file by file, and what is there already is not made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256

from procure.documents import html
from procure.documents.archive import Inside
from procure.documents.assemble import Part, pages_of
from procure.documents.assets import builder_digest
from procure.documents.html import CONTENTS_DEPTH, Entry, has_contents
from procure.documents.pieces import Piece, cut, one_by_one
from procure.documents.pieces import estimated_pages as estimated_pages  # part of what callers need
from procure.documents.pieces import estimated_pages_of as estimated_pages_of
from procure.documents.press import InProcess, Press, Task, reason_of
from procure.documents.press import PrintFailed as PrintFailed
from procure.documents.progress import Progress, Step, Watch
from procure.documents.shelf import Forgetful, Shelf
from procure.documents.stamps import Stamp as Stamp
from procure.documents.words import in_fours, words
from procure.domain.assembly import Cover, Document, Package, canonical

ONE_CHAPTER = 2  # entries: a chapter that is alone says no more than the name of its document
FRONT = "front:"  # before the kind of a file, its cover and contents


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file."""

    kind: str
    name: str
    pages: int
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to print: one document alone, or all bound together behind one cover.

    inside: files that travel within it.
    """

    kind: str
    name: str
    language: str
    documents: tuple[Document, ...]
    cover: Cover | None
    entries: tuple[Entry, ...]
    bookmarks: tuple[Entry, ...]
    inside: tuple[Inside, ...] = ()


def print_version(
    package: Package,
    stamp: Stamp,
    press: Press | None = None,
    shelf: Shelf | None = None,
    *,
    turn: str = "",
    watch: Watch | None = None,
    inside: Sequence[Inside] = (),
) -> list[Printed]:
    """Return every document alone and, last, the package; each piece is laid out once.

    inside: files that travel within the package.
    press: where it is made.     shelf: where what is made is kept and found.
    turn: whose work it is, for a press that is shared.     watch: told how far each file has come.
    """
    files = [*map(alone, package.documents), replace(bound(package), inside=tuple(inside))]
    return print_files(files, package.documents, stamp, press, shelf, turn=turn, watch=watch)


def prepare(package: Package, press: Press, shelf: Shelf, *, turn: str) -> None:
    """Lay out the pieces that are not on the shelf, after all others' work, so that printing is quick."""
    pieces = [piece for document in package.documents for piece in pieces_of(document, package.documents)]
    missing = [piece for piece in {piece.key: piece for piece in pieces}.values() if not shelf.has(piece.key)]
    press.lay_out(
        missing, turn=turn, later=True, on_done=lambda index, pdf: shelf.put(missing[index].key, pdf)
    )


def alone(document: Document) -> Wanted:
    """Return the file of one document; with a cover and enough chapters it also has a list of contents."""
    with naming(document):
        listed = shallow(html.contents(document))
        first = (contents_entry(document.language),) if has_contents(document) else ()
        below = tuple(replace(entry, level=entry.level - 1) for entry in listed[1:]) if first else ()
    return Wanted(
        document.kind, document.name, document.language, (document,), document.cover,
        below, (*first, *listed),
    )  # fmt: skip


def bound(package: Package) -> Wanted:
    """Return the combined file."""
    entries: list[Entry] = []
    bookmarks = [contents_entry(package.language)]
    group = ""
    for document in package.documents:
        if document.group not in ("", group):
            group = document.group
            entries.append(Entry(-1, "", group))
            bookmarks.append(entries[-1])
        listed = shallow(html.contents(document))
        entries += listed if len(listed) > ONE_CHAPTER else listed[:1]
        bookmarks += listed
    name, language = package.cover.kind, package.language
    return Wanted(
        package.kind, name, language, package.documents, package.cover, tuple(entries), tuple(bookmarks)
    )


def contents_entry(language: str) -> Entry:
    """Return the bookmark of the list of contents."""
    return Entry(0, "", words(language)["contents"], "contents")


def shallow(entries: Sequence[Entry]) -> list[Entry]:
    """Leave the deepest chapters out of the list."""
    return [entry for entry in entries if entry.level <= CONTENTS_DEPTH]


def print_files(
    files: Sequence[Wanted],
    documents: Sequence[Document],
    stamp: Stamp,
    press: Press | None = None,
    shelf: Shelf | None = None,
    *,
    turn: str = "",
    watch: Watch | None = None,
) -> list[Printed]:
    """Return the files, in order; documents are all that references may lead to.

    Raises ValueError when two documents share a kind: their places could not be told apart.
    """
    if len({document.kind for document in documents}) != len(documents):
        raise ValueError("two documents share a kind")
    progress = Progress(map(step_of, files), watch)
    printing = Printing(stamp, press or InProcess(), shelf or Forgetful(), turn, progress)
    return printing.print(files, documents)


def step_of(file: Wanted) -> Step:
    """Return a file as a step on the way, with the pages it will take, as guessed."""
    own = estimated_pages(file.documents) if len(file.documents) == 1 else 0
    return Step(file.kind, file.name, own + front_pages(file))


def front_pages(file: Wanted) -> int:
    """Guess the pages of a file's cover and contents."""
    return bool(file.cover) + bool(file.entries)


def pieces_of(document: Document, siblings: Sequence[Document]) -> list[Piece]:
    """Return a document's pieces; PrintFailed names it when that cannot be done."""
    with naming(document):
        return cut(document, siblings)


@contextmanager
def naming(document: Document) -> Iterator[None]:
    """Name the document that something went wrong with."""
    try:
        yield
    except Exception as reason:
        raise PrintFailed(document.kind, reason_of(reason), document.name) from reason


class Printing:
    """One print: pieces that are missing are laid out, files that are missing put together."""

    def __init__(self, stamp: Stamp, press: Press, shelf: Shelf, turn: str, progress: Progress) -> None:
        self.stamp, self.press, self.shelf, self.turn, self.progress = stamp, press, shelf, turn, progress

    def print(self, files: Sequence[Wanted], documents: Sequence[Document]) -> list[Printed]:
        """Return the files, from the shelf where they lie there."""
        keys = file_keys(files, documents, self.stamp)
        ready = {file.kind: self.kept(file, keys[file.kind]) for file in files}
        missing = [file for file in files if ready[file.kind] is None]

        def keep(index: int, pdf: bytes) -> None:
            file = missing[index]
            self.shelf.put(keys[file.kind], pdf)
            ready[file.kind] = self.finished(file, pdf)

        self.press.make(self.tasks(missing, documents), turn=self.turn, on_done=keep)
        return [printed for printed in ready.values() if printed]

    def kept(self, file: Wanted, key: str) -> Printed | None:
        """Return a file that lies on the shelf."""
        pdf = self.shelf.get(key)
        return self.finished(file, pdf) if pdf else None

    def finished(self, file: Wanted, pdf: bytes) -> Printed:
        """Tell that a file is ready, and count its pages."""
        self.progress.file(file.kind)
        return Printed(file.kind, file.name, pages_of(pdf)[0], pdf)

    def tasks(self, files: Sequence[Wanted], documents: Sequence[Document]) -> list[Task]:
        """Lay out what the files are made of, and return how each is put together."""
        wanted = {document.kind for file in files for document in file.documents}
        pieces = {one.kind: pieces_of(one, documents) for one in documents if one.kind in wanted}
        pieces |= {f"{FRONT}{file.kind}": [front_of(file, self.stamp)] for file in files if file.cover}
        try:
            laid_out = self.lay_out(pieces)
        except PrintFailed as failure:
            raise self.narrowed(failure, documents) from failure
        return [task_of(file, laid_out, self.stamp) for file in files]

    def narrowed(self, failure: PrintFailed, documents: Sequence[Document]) -> PrintFailed:
        """Return the failure of the one chapter that fails by itself too, if there is one in the piece."""
        document = next((one for one in documents if one.kind == failure.kind), None)
        if document is None or len(failure.chapters) <= 1 or failure.reason == "stopped":
            return failure
        try:
            self.press.lay_out(one_by_one(document, documents, failure.chapters), turn=self.turn)
        except PrintFailed as found:
            return found
        return failure

    def lay_out(self, wanted: Mapping[str, Sequence[Piece]]) -> dict[str, tuple[bytes, ...]]:
        """Return the pages of pieces, under the names they are wanted by; each is laid out once."""
        pieces = {piece.key: piece for named in wanted.values() for piece in named}
        found = {key: self.shelf.get(key) for key in pieces}
        missing = [pieces[key] for key, pdf in found.items() if pdf is None]
        for key in found.keys() - {piece.key for piece in missing}:
            self.progress.page(pieces[key].document, key, pieces[key].pages, found=True)

        def hear(index: int, page: int) -> None:
            self.progress.page(missing[index].document, missing[index].key, page)

        def keep(index: int, pdf: bytes) -> None:
            self.shelf.put(missing[index].key, pdf)
            found[missing[index].key] = pdf

        self.press.lay_out(missing, turn=self.turn, on_page=hear, on_done=keep)
        return {name: tuple(found[piece.key] or b"" for piece in named) for name, named in wanted.items()}


def front_of(file: Wanted, stamp: Stamp) -> Piece:
    """Return a file's cover and contents."""
    if file.cover is None:
        raise ValueError(f"{file.kind} has no cover")
    version, digits = stamp.version_label, in_fours(stamp.fingerprint)
    page = html.front(file.cover, file.entries, file.language, version, digits)
    return Piece(page, file.kind, file.name, pages=front_pages(file))


def task_of(file: Wanted, laid_out: Mapping[str, tuple[bytes, ...]], stamp: Stamp) -> Task:
    """Return how a file is put together."""
    parts = [Part(one.name, one.language, laid_out[one.kind]) for one in file.documents]
    if file.cover:
        parts.insert(0, Part(file.name, file.language, laid_out[f"{FRONT}{file.kind}"], front=True))
    title = f"{stamp.heading}: {file.name}"
    arguments = {"parts": parts, "entries": file.bookmarks, "title": title, "stamp": stamp}
    if file.inside:
        arguments["inside"] = file.inside
    return Task("assemble", arguments, file.kind, file.name, pages=estimated_pages(file.documents))


def file_keys(files: Sequence[Wanted], documents: Sequence[Document], stamp: Stamp) -> dict[str, str]:
    """Return the key of each finished file: the digest of all that decides its bytes."""
    whole = builder_digest() + canonical((tuple(documents), stamp))
    common = sha256(whole).digest()
    return {file.kind: sha256(common + canonical(identity(file))).hexdigest() for file in files}


def identity(file: Wanted) -> tuple[object, ...]:
    """Return what sets a file apart from others of the same documents."""
    inside = tuple(
        (one.name, one.media_type, one.description, one.relationship, sha256(one.data).hexdigest())
        for one in file.inside
    )
    return file.kind, file.name, file.cover, file.entries, inside
