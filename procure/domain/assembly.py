"""A tender document as data: chapters of blocks, numbers by order, references, merge fields, fingerprint.

A feature's `papers.py` turns its rows into `Document`s; `procure.documents` prints them. No number is typed:

* a `Document` is one file: its `name` is the first heading, its `number` is put before its chapters' numbers
  ("1" for bilag 1 gives 1.1, 1.2 …), its `cover` (when it has one) also brings a list of contents;
* a `Chapter` has an id that is unique in its document, blocks, and children (at most two levels of them);
* blocks:
    `Prose`         Markdown text; `numbered=True` makes it a clause with its own number
    `Facts`         label and value, two columns; `key=True` stands out
    `Table`         caption, columns (title, width in mm or None for the rest, numeric or not), rows, foot
    `Requirements`  the requirements of one area, in fixed columns
    `Prices`        price lines, in groups or not, with empty, tinted cells for the supplier to fill in
    `Note`          a tinted box with Markdown text
* all text in blocks is Markdown (CommonMark and tables, no raw HTML), except titles, captions and labels.

References in Markdown: `[[krav:SIK-001]]`, `[[kap:submission]]`, `[[kap:submission#format]]` (a clause of a
section) and `[[bilag:price]]` become links with the right words; one that leads nowhere is printed as it was
typed and listed by `dangling`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from procure.domain.canonical import canonical as canonical  # its form, and the hash of that
from procure.domain.canonical import fingerprint as fingerprint

DEEPEST = 3  # levels of chapters in one document
REFERENCE = re.compile(r"\[\[(krav|kap|bilag):([^\[\]\s]{1,120})\]\]")
MERGE_FIELD = re.compile(r"\{([a-zæøå][a-zæøå0-9_]{0,59})\}")
MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>&#|~!+\-.()])")
BREAKS = re.compile(r"[^\S\u00a0\u202f]+")  # space that may break a line; hard spaces stay in their figures


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text in Markdown; a numbered one is a clause."""

    text: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One label and its value; a key fact is set larger."""

    label: str
    value: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values in two columns."""

    rows: tuple[Fact, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; the columns without a width share what is left.

    fill: left empty for the supplier to write in.
    """

    title: str
    width_mm: int | None = None
    numeric: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first cell of a row names the row.

    foot: cells of a closing row, as many as there are columns; empty for no such row.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement (krav) as it is printed; labels are already words in the document's language.

    scored: the criterion it gives points under, with its weight; empty where it gives none.
    """

    id: str
    text: str
    kind: str
    when: str
    answer: str
    local_note: str = ""
    scored: str = ""


@dataclass(frozen=True, slots=True)
class Requirements:
    """The requirements of one area."""

    caption: str
    rows: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line for the supplier to price."""

    id: str
    what: str
    unit: str
    quantity: str


@dataclass(frozen=True, slots=True)
class PriceGroup:
    """Price lines under a heading of their own; total labels the row of their subtotal, if any."""

    title: str
    lines: tuple[PriceLine, ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Prices:
    """A price form: unit price and sum are left empty; total labels the closing row, if any.

    lines: those in no group, which come first.
    """

    caption: str
    lines: tuple[PriceLine, ...] = ()
    total: str = ""
    sum_label: str = ""
    groups: tuple[PriceGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A tinted box."""

    text: str


Block = Prose | Facts | Table | Requirements | Prices | Note


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with what stands under it.

    id: unique in the document, used by `[[kap:id]]`.
    new_page: start on a new page (a municipality's own price form).
    numbered: False for a heading that is not counted.
    landscape: printed across, on pages of its own, with the chapters below it; only at the first level.
    """

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    children: tuple[Chapter, ...] = ()
    numbered: bool = True
    new_page: bool = False
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: what it is, what it is called, lines below, and facts with the deadline first."""

    kind: str
    title: str
    subtitle: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document that references name otherwise than by a chapter's id or a requirement's.

    name: "bilag:price"; label: the words of the reference; target: "top", or "kap:" and a chapter's id.
    """

    name: str
    label: str
    target: str = "top"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a tender.

    kind: a lasting machine word, unique among the documents of a version: "tender-documents", "annex-1".
    name: what people call it, its first heading: "Bilag 1 Kundens kravspesifikasjon".
    short: how other documents refer to it: "bilag 1".
    group: the heading it stands under in the combined contents: "Del II Kontrakt".
    number: stands before the chapters' numbers; empty for none.
    lead: one or two sentences below the first heading.
    places: what references may lead to by other names.
    """

    kind: str
    name: str
    language: str
    chapters: tuple[Chapter, ...]
    cover: Cover | None = None
    short: str = ""
    group: str = ""
    number: str = ""
    lead: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """All documents of a version bound together under one cover and one list of contents."""

    cover: Cover
    language: str
    documents: tuple[Document, ...]
    kind: str = "package"


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter with its place: level 1 is a document's chapter, 2 and 3 stand below it."""

    number: str
    level: int
    chapter: Chapter
    clauses: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return number and title, as printed."""
        return f"{self.number} {self.chapter.title}".strip()


def outline(document: Document) -> list[Heading]:
    """Return the document's chapters in reading order, with their numbers and their clauses' numbers.

    Clauses and children of one chapter share one count, so that no number stands twice.
    Raises ValueError when chapters lie too deep or an id is used twice.
    """
    found = list(_outline(document.chapters, document.number, 1))
    ids = [heading.chapter.id for heading in found]
    if len(set(ids)) != len(ids):
        raise ValueError(f"a chapter id is used twice in {document.kind}")
    return found


def _outline(chapters: Sequence[Chapter], parent: str, level: int, start: int = 0) -> Iterator[Heading]:
    if level > DEEPEST and chapters:
        raise ValueError(f"chapters lie deeper than {DEEPEST} levels")
    count = start
    for chapter in chapters:
        count += chapter.numbered
        number = _below(parent, count) if chapter.numbered else ""
        clauses = _clause_numbers(chapter, number)
        yield Heading(number, level, chapter, clauses)
        yield from _outline(chapter.children, number, level + 1, len(clauses))


def _below(parent: str, count: int) -> str:
    return f"{parent}.{count}" if parent else str(count)


def _clause_numbers(chapter: Chapter, number: str) -> tuple[str, ...]:
    clauses = [block for block in chapter.blocks if isinstance(block, Prose) and block.numbered]
    return tuple(_below(number, index) for index in range(1, len(clauses) + 1)) if number else ()


def anchors(document: Document) -> dict[str, str]:
    """Return what can be referred to ("kap:scope", "krav:SIK-001") and its printed number or id."""
    found = {}
    for heading in outline(document):
        found[f"kap:{heading.chapter.id}"] = heading.number or heading.chapter.title
        for block in heading.chapter.blocks:
            if isinstance(block, Requirements):
                found.update({f"krav:{row.id}": row.id for row in block.rows})
    return found


def dangling(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Return, for each document kind, the references that lead to nothing in any of the documents."""
    known: set[str] = {target for document in documents for target in anchors(document)}
    known |= {place.name for document in documents for place in document.places}
    found = {}
    for document in documents:
        wanted = {name for text in texts(document) for name in references(text)}
        if lost := sorted(wanted - known):
            found[document.kind] = lost
    return found


def references(text: str) -> list[str]:
    """Return what a text refers to, each once, in order.

    >>> references("Se [[kap:award]] og [[krav:SIK-001]], jf. [[kap:award]].")
    ['kap:award', 'krav:SIK-001']
    """
    return list(dict.fromkeys(f"{kind}:{name}" for kind, name in REFERENCE.findall(text)))


def texts(content: object) -> Iterator[str]:
    """Yield every text in a document (or in any part of one), in order."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, (tuple, list)):
        for item in content:
            yield from texts(item)
    elif is_dataclass(content):
        for field in fields(content):
            yield from texts(getattr(content, field.name))


def merge(text: str, values: Mapping[str, str], *, markdown: bool = True) -> tuple[str, list[str]]:
    """Put values into the text's merge fields; return the text and the names that had no value.

    A field without value stays as it was typed. In Markdown a value is text, never markup.

    >>> merge("Leder er {leder}. Frist: {frist}", {"leder": "Os_kommune"})
    ('Leder er Os\\\\_kommune. Frist: {frist}', ['frist'])
    """
    missing: dict[str, None] = {}

    def fill(field: re.Match[str]) -> str:
        value = values.get(field[1], "").strip()
        if not value:
            missing[field[1]] = None
            return field[0]
        return literal(value) if markdown else value

    return MERGE_FIELD.sub(fill, text), list(missing)


def merge_fields(text: str) -> list[str]:
    """Return the names of the merge fields in a text, each once, in order.

    >>> merge_fields("{leder} og {frist} og {leder}")
    ['leder', 'frist']
    """
    return list(dict.fromkeys(MERGE_FIELD.findall(text)))


def literal(text: str) -> str:
    r"""Return Markdown that prints exactly this text, on one line.

    >>> literal("a*b")
    'a\\*b'
    """
    return MARKDOWN_MARKS.sub(r"\\\1", BREAKS.sub(" ", text.strip()))
