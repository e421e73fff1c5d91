"""Prints documents: each alone, all bound together, or a whole version in one go.

Nothing here knows a feature, a database or a clock: the same documents and stamp give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from procure.documents import html
from procure.documents.assemble import Part, assemble, pages_of
from procure.documents.html import Entry
from procure.documents.pdf import OnPage, lay_out
from procure.documents.stamps import Stamp as Stamp  # part of what callers need
from procure.documents.words import in_fours, words
from procure.domain.assembly import Cover, Document, Package, Prices, Requirements, Table, outline, texts

CONTENTS_DEPTH = 2  # levels of chapters in a list of contents
UNKNOWN_PAGE = 888  # as wide as a real one, until the pages are known


class PrintFailed(Exception):
    """A document could not be printed.

    kind: the document's.     reason: "time", "memory", "stopped" or what the printer said.
    """

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind, self.reason = kind, reason


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file."""

    kind: str
    name: str
    pages: int
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """A document with its own pages laid out; used alone and in the package."""

    document: Document
    pdf: bytes
    pages: int
    places: dict[str, int]


def print_document(
    document: Document, stamp: Stamp, siblings: Sequence[Document] = (), on_page: OnPage | None = None
) -> bytes:
    """Return one document as a PDF; siblings are the version's others, which references may name."""
    return bind_one(lay_out_body(document, siblings, on_page), stamp).pdf


def print_package(package: Package, stamp: Stamp, on_page: OnPage | None = None) -> bytes:
    """Return all documents bound together: one cover, one list of contents, pages counted through."""
    return bind_all(package, lay_out_bodies(package.documents, on_page), stamp).pdf


def print_version(
    package: Package,
    stamp: Stamp,
    on_page: OnPage | None = None,
    on_document: Callable[[str], object] | None = None,
) -> list[Printed]:
    """Return every document alone and, last, the package; each document is laid out once.

    on_page: told the number of pages laid out so far.  on_document: told each kind when its turn comes.
    """
    bodies = lay_out_bodies(package.documents, on_page, on_document)
    return [bind_one(body, stamp) for body in bodies] + [bind_all(package, bodies, stamp)]


def estimated_pages(documents: Sequence[Document]) -> int:
    """Guess the number of pages to lay out, for a progress bar."""
    return sum(estimated_pages_of(document) for document in documents)


def estimated_pages_of(document: Document) -> int:
    """Guess from the amount of text and the number of rows."""
    size = 0.3 + sum(len(text) for text in texts(document)) / 3400
    for heading in outline(document):
        size += 0.02 + 0.2 * heading.chapter.new_page
        for block in heading.chapter.blocks:
            rows = getattr(block, "rows", getattr(block, "lines", ()))
            size += len(rows) * (0.03 if isinstance(block, (Requirements, Table, Prices)) else 0.02)
    return max(1, round(size))


def lay_out_bodies(
    documents: Sequence[Document], on_page: OnPage | None, on_document: Callable[[str], object] | None = None
) -> list[Body]:
    """Lay out the documents one after another, counting pages through.

    Raises ValueError when two share a kind: their places could not be told apart.
    """
    if len({document.kind for document in documents}) != len(documents):
        raise ValueError("two documents share a kind")
    bodies: list[Body] = []
    for document in documents:
        if on_document:
            on_document(document.kind)
        done = sum(body.pages for body in bodies)
        bodies.append(lay_out_body(document, documents, counted_from(done, on_page)))
    return bodies


def counted_from(done: int, on_page: OnPage | None) -> OnPage | None:
    """Let pages be counted from the ones that are done."""
    return (lambda page: on_page(done + page)) if on_page else None


def lay_out_body(document: Document, siblings: Sequence[Document], on_page: OnPage | None) -> Body:
    """Lay out a document's own pages; PrintFailed names it when that cannot be done."""
    try:
        pdf = lay_out(html.body(document, siblings), on_page)
    except MemoryError as reason:
        raise PrintFailed(document.kind, "memory") from reason
    except Exception as reason:
        raise PrintFailed(document.kind, f"{type(reason).__name__}: {reason}"[:300]) from reason
    return Body(document, pdf, *pages_of(pdf))


def bind_one(body: Body, stamp: Stamp) -> Printed:
    """Make one document's file; with a cover it also has a list of contents."""
    document = body.document
    entries = shallow(html.contents(document))
    parts = [Part(document.name, document.language, (body.pdf,))]
    if document.cover:
        listed = [replace(entry, level=entry.level - 1) for entry in entries[1:]]
        front = lay_out_front(document.cover, document.name, document.language, listed, [body], stamp)
        parts.insert(0, front)
        entries = [contents_entry(document.language), *entries]
    return finish(document.kind, document.name, parts, entries, stamp)


def bind_all(package: Package, bodies: Sequence[Body], stamp: Stamp) -> Printed:
    """Make the combined file."""
    entries: list[Entry] = []
    group = ""
    for body in bodies:
        if body.document.group not in ("", group):
            group = body.document.group
            entries.append(Entry(-1, "", group))
        entries += shallow(html.contents(body.document))
    parts = [lay_out_front(package.cover, package.cover.kind, package.language, entries, bodies, stamp)]
    parts += [Part(body.document.name, body.document.language, (body.pdf,)) for body in bodies]
    return finish(
        package.kind, package.cover.kind, parts, [contents_entry(package.language), *entries], stamp
    )


def contents_entry(language: str) -> Entry:
    """Return the bookmark of the list of contents."""
    return Entry(0, "", words(language)["contents"], "contents")


def shallow(entries: Sequence[Entry]) -> list[Entry]:
    """Leave the deepest chapters out of the list."""
    return [entry for entry in entries if entry.level <= CONTENTS_DEPTH]


def finish(kind: str, name: str, parts: Sequence[Part], entries: Sequence[Entry], stamp: Stamp) -> Printed:
    """Put the parts together and count the pages."""
    pdf = assemble(parts, entries, f"{stamp.heading}: {name}", stamp)
    return Printed(kind, name, pages_of(pdf)[0], pdf)


def lay_out_front(
    cover: Cover, name: str, language: str, entries: Sequence[Entry], bodies: Sequence[Body], stamp: Stamp
) -> Part:
    """Lay out cover and contents; again when they take other pages than was thought.

    It ends, since the numbers in the list take no room of their own.
    """
    own, counted, covers, pdf, places = 0, 2, 1, b"", page_numbers(bodies)
    while counted != own:
        own = counted
        numbered = [replace(entry, page=own + places.get(entry.target, UNKNOWN_PAGE)) for entry in entries]
        page = html.front(cover, numbered, language, stamp.version_label, in_fours(stamp.fingerprint))
        pdf = lay_out(page)
        counted, found = pages_of(pdf)
        covers = found["contents"]
    return Part(name, language, (pdf,), covers)


def page_numbers(bodies: Sequence[Body]) -> dict[str, int]:
    """Return the page of every place, counted from 1 over all bodies."""
    found, before = {}, 0
    for body in bodies:
        found.update({place: before + page + 1 for place, page in body.places.items()})
        before += body.pages
    return found
