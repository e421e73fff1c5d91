"""Pieces: runs of whole chapters that are laid out by themselves, kept by what they hold, and used again.

Where a document is cut follows from its content alone, so that an edit moves no cut but those close to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from procure.documents import html
from procure.documents.assets import layout_digest
from procure.domain.assembly import Document, Heading, Prices, Requirements, Table, outline, texts

SMALLEST, LARGEST = 6.0, 14.0  # pages of a piece, as guessed
LETTERS = 3400  # on a page of running text
HEADING, NEW_PAGE, TABLE_ROW, ROW, FIRST = 0.02, 0.2, 0.03, 0.02, 0.3  # pages, on top of the text


@dataclass(frozen=True)
class Piece:
    """Pages that are laid out by themselves; they begin on a new page.

    document: the kind of the document, or of the file whose cover and contents they are.
    name: for people, «Bilag 1 Kundens kravspesifikasjon: Sikkerhet».
    chapters: the ids of the chapters it holds; none for a cover.
    pages: how many it will be, as guessed.
    """

    html: str
    document: str
    name: str
    chapters: tuple[str, ...] = ()
    pages: int = 1

    @cached_property
    def key(self) -> str:
        """The SHA-256 of all that decides how the pages look, as 64 hexadecimal digits."""
        return sha256(layout_digest() + self.html.encode()).hexdigest()


def cut(document: Document, siblings: Sequence[Document] = ()) -> list[Piece]:
    """Return the document's own pages as pieces, in order.

    siblings: the other documents of the version, which references may lead to.
    """
    parts = runs(document)
    return as_pieces(document, siblings, parts, alone=len(parts) == 1)


def one_by_one(document: Document, siblings: Sequence[Document], chapters: Collection[str]) -> list[Piece]:
    """Return chapters each by itself, by their ids: to find out which of them cannot be laid out."""
    parts = [[heading] for heading in outline(document) if heading.chapter.id in chapters]
    return as_pieces(document, siblings, parts, alone=False)


def as_pieces(
    document: Document, siblings: Sequence[Document], parts: Sequence[Sequence[Heading]], *, alone: bool
) -> list[Piece]:
    """Return runs of a document's headings as pieces. alone: there is but one, which is all of it."""
    return [
        Piece(
            page,
            document.kind,
            piece_name(document, part, alone=alone),
            tuple(heading.chapter.id for heading in part),
            max(1, round(sum(map(guessed, part)))),
        )
        for page, part in zip(html.bodies(document, siblings, parts), parts, strict=True)
    ]


def piece_name(document: Document, part: Sequence[Heading], *, alone: bool) -> str:
    """Return what people call a piece: by its document, and by its first chapter when there are several."""
    return document.name if alone else f"{document.name}: {part[0].chapter.title}"


def runs(document: Document) -> list[list[Heading]]:
    """Return the document's headings in runs of about ten pages; a document without chapters is one run."""
    headings = outline(document)
    sizes = [guessed(heading) for heading in headings]
    found, start = list[list[Heading]](), 0
    while start < len(headings) or not found:
        end = next_cut(headings, sizes, start)
        found.append(headings[start:end])
        start = end
    return found


def next_cut(headings: Sequence[Heading], sizes: Sequence[float], start: int) -> int:
    """Return where the run that starts here ends: at the best place among those about ten pages away.

    sizes: the pages of each heading's chapter, as guessed.
    """
    if sum(sizes[start:]) <= LARGEST:
        return len(headings)
    places, size = list[int](), 0.0
    for index in range(start + 1, len(headings)):
        size += sizes[index - 1]
        if size >= SMALLEST and headings[index - 1].chapter.blocks:
            if size > LARGEST and places:
                break
            places.append(index)
            if size > LARGEST:
                break
    return min(places, key=lambda index: badness(headings[index]), default=len(headings))


def badness(heading: Heading) -> tuple[bool, int, bytes]:
    """Rank a place to cut before a heading: best at a new page, then high up; else by chance, but lasting."""
    chapter = heading.chapter
    return (not (chapter.new_page or chapter.landscape), heading.level, sha256(chapter.id.encode()).digest())


def guessed(heading: Heading) -> float:
    """Guess the pages of a chapter from the amount of text and the number of rows."""
    chapter = heading.chapter
    size = HEADING + NEW_PAGE * chapter.new_page
    size += sum(len(text) for text in texts((chapter.title, chapter.blocks))) / LETTERS
    for block in chapter.blocks:
        rows = getattr(block, "rows", getattr(block, "lines", ()))
        size += len(rows) * (TABLE_ROW if isinstance(block, (Requirements, Table, Prices)) else ROW)
    return size


def estimated_pages(documents: Sequence[Document]) -> int:
    """Guess the number of pages to lay out, for a progress bar."""
    return sum(estimated_pages_of(document) for document in documents)


def estimated_pages_of(document: Document) -> int:
    """Guess the pages of one document without its cover."""
    return max(1, round(FIRST + sum(map(guessed, outline(document)))))
