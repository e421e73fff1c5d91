"""A Document as HTML: the body of each, and the front pages of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from procure.documents.assets import TEMPLATES, content
from procure.documents.boxes import ROW, Box, Boxes
from procure.documents.columns import measured
from procure.documents.prose import INTERNAL, Link, render, render_cell
from procure.documents.words import words
from procure.domain.assembly import Block, Cover, Document, Heading, Prose, anchors, outline

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)*")
CONTENTS_DEPTH = 2  # levels of chapters in a list of contents
LEAST_LISTED = 4  # chapters: fewer are found without a list
ENVIRONMENT = Environment(
    loader=FunctionLoader(lambda name: content(TEMPLATES / name).decode()),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


Address = Callable[[Document, str, str], str]  # of a place in a document; last come the words of the link


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents; level 0 is a document, -1 a heading over several documents."""

    level: int
    number: str
    title: str
    target: str = ""
    page: int = 0

    @property
    def text(self) -> str:
        """Return number and title, as the heading is printed."""
        return f"{self.number} {self.title}".strip()


def body(document: Document, siblings: Sequence[Document] = ()) -> str:
    """Return a document's own pages: first heading, chapters, blocks.

    siblings: the other documents of the version, which references may lead to.
    """
    return bodies(document, siblings, [outline(document)])[0]


def bodies(document: Document, siblings: Sequence[Document], runs: Sequence[Sequence[Heading]]) -> list[str]:
    """Return a document's own pages in runs of whole chapters; the first run has the document's heading."""
    links = links_of(document, siblings)
    shorts = {other.kind: other.short or other.name for other in siblings}
    clauses: dict[str, count[int]] = {}
    wide = set(chapters_across(document))
    template = ENVIRONMENT.get_template("document.html")
    return [
        template.render(
            document=document,
            sheets=sheets(run, wide),
            first=number == 0,
            words=words(document.language),
            anchor=partial(target, document.kind),
            macro_of=macro_of,
            clause_number=partial(clause_number, clauses),
            **printers(links, Boxes(document.kind, shorts)),
        )
        for number, run in enumerate(runs)
    ]


def sheets(run: Sequence[Heading], wide: Set[str]) -> list[tuple[bool, list[Heading]]]:
    """Return headings in groups on the same kind of sheet, each with whether that is a wide one."""
    groups = groupby(run, lambda heading: heading.chapter.id in wide)
    return [(across, list(group)) for across, group in groups] or [(False, [])]


def chapters_across(document: Document) -> Iterator[str]:
    """Yield the ids of the chapters on wide sheets: some of the first level, and all below those."""
    across = False
    for heading in outline(document):
        across = heading.chapter.landscape if heading.level == 1 else across
        if across:
            yield heading.chapter.id


def printers(links: Mapping[str, Link], boxes: Boxes) -> dict[str, Callable[[str], Markup]]:
    """Return what prints Markdown on one run of pages: as paragraphs, and in a cell."""
    return {
        "prose": lambda text: Markup(boxes.add(measured(render(text, links)))),  # noqa: S704 - cleaned before
        "cell": lambda text: Markup(boxes.add(render_cell(text, links))),  # noqa: S704
    }


def front(cover: Cover, entries: Sequence[Entry], language: str, version: str, fingerprint: str) -> str:
    """Return the cover and the list of contents."""
    return ENVIRONMENT.get_template("front.html").render(
        cover=cover,
        entries=entries,
        language=language,
        words=words(language),
        version=version,
        fingerprint=fingerprint,
        href=internal,
        box=lambda number, place: Box(ROW, place).name(number),
    )


def contents(document: Document) -> list[Entry]:
    """Return the lines that the document has in a list of contents."""
    first = Entry(0, "", document.name, target(document.kind, "top"))
    return [first] + [
        Entry(
            heading.level,
            heading.number,
            heading.chapter.title,
            target(document.kind, f"kap:{heading.chapter.id}"),
        )
        for heading in outline(document)
    ]


def has_contents(document: Document) -> bool:
    """Answer whether a document alone has a list of contents: with a cover, and chapters worth listing."""
    listed = [heading for heading in outline(document) if heading.level <= CONTENTS_DEPTH]
    return document.cover is not None and len(listed) >= LEAST_LISTED


def links_of(
    document: Document, siblings: Sequence[Document], address: Address | None = None
) -> dict[str, Link]:
    """Return every reference the document can make; what it holds itself comes before what others hold.

    address: where each leads; inside the files themselves, unless told.
    """
    address = address or partial(inside, document.language)
    found: dict[str, Link] = {}
    for other in (document, *(sibling for sibling in siblings if sibling.kind != document.kind)):
        for name, printed in anchors(other).items():
            label = reference_label(name, printed, other, document)
            found.setdefault(name, Link(label, address(other, name, label)))
        for place in other.places:
            found.setdefault(place.name, Link(place.label, address(other, place.target, place.label)))
    return found


def inside(language: str, other: Document, name: str, label: str) -> str:
    """Return a link to a place in a document, spoken in the language of the one it stands in."""
    return internal(target(other.kind, name), label, language)


def reference_label(name: str, printed: str, other: Document, here: Document) -> str:
    """Return the words of a reference: the requirement's id, «bilag 1 punkt 1.2», or the name of a form."""
    if name.startswith("krav:"):
        return printed
    if not NUMBER.fullmatch(printed):  # a chapter without a number is all there is of its document
        return printed if other.kind == here.kind else other.short or other.name
    section = f"{words(here.language)['section']} {printed}"
    return section if other.kind == here.kind else f"{other.short or other.name} {section}"


def target(kind: str, name: str) -> str:
    """Return the lasting name of a place in a document, in ASCII, since it names a place in the PDF."""
    return quote(f"{kind}/{name}", safe="/:")


def internal(place: str, label: str, language: str) -> str:
    """Return a link to a place and the words it is spoken with; the assembler makes it a real one."""
    spoken = words(language)["go_to"].format(label=label)
    return f"{INTERNAL}:{quote(place, safe='')}/{quote(spoken, safe='')}"


def macro_of(block: Block) -> str:
    """Return the name of the macro that prints a block."""
    return f"{type(block).__name__.lower()}_block"


def clause_number(counters: dict[str, count[int]], heading: Heading, block: Block) -> str:
    """Return the number of a clause, counted as the template meets them."""
    if not (isinstance(block, Prose) and block.numbered and heading.clauses):
        return ""
    counter = counters.setdefault(heading.number, count())
    return heading.clauses[next(counter)]
