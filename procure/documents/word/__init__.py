"""A document as a Word file: the same words, numbers and headings as on paper, in true styles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from procure.documents.html import has_contents
from procure.documents.stamps import Stamp
from procure.documents.word.blocks import Blocks
from procure.documents.word.container import pack
from procure.documents.word.elements import Element, Shape, bookmarked, paragraph, run, style_of, w
from procure.documents.word.front import band_of, contents, cover_page
from procure.documents.word.ledger import Ledger, open_ledger
from procure.documents.word.running import Page, footer, header, section
from procure.domain.assembly import Document, Heading, outline

BELOW_BAND = 11  # millimetres from the cover's dark band to its facts


def docx(document: Document, siblings: Sequence[Document], stamp: Stamp) -> bytes:
    """Return a document as a Word file; siblings are the version's others, which references may name."""
    ledger = open_ledger(document, siblings)
    sections = list(sections_of(document, ledger))
    body = w("body")
    for number, (pages, elements) in enumerate(sections, start=1):
        body.extend(spread(elements))
        if number == len(sections):
            body.append(pages)
        else:
            end_section(body, pages)
    kinds = list(Page) if document.cover else [Page.UPRIGHT, Page.WIDE]
    running = {f"header-{page.value}": header(page, document, stamp) for page in kinds}
    running |= {f"footer-{page.value}": footer(page, document, stamp) for page in kinds}
    return pack(document, stamp, ledger, w("document", body), running)


def sections_of(document: Document, ledger: Ledger) -> Iterator[tuple[Element, list[Element]]]:
    """Yield runs of pages of one kind, and what stands on them: the cover, upright pages, wide ones."""
    if document.cover:
        top = band_of(document.cover) + BELOW_BAND
        yield section(Page.COVER, top), cover_page(document.cover, Blocks(ledger, Page.COVER.room))
    for page, pieces in groupby(pieces_of(document, ledger), key=lambda piece: piece[0]):
        yield section(page), [element for _, elements in pieces for element in elements]


def pieces_of(document: Document, ledger: Ledger) -> Iterator[tuple[Page, list[Element]]]:
    """Yield contents, first heading and chapters, each with the kind of page it stands on."""
    headings = outline(document)
    if has_contents(document):
        yield Page.UPRIGHT, contents(headings, ledger)
    blocks = {page: Blocks(ledger, page.room) for page in Page}
    page = page_of(headings[0], Page.UPRIGHT) if headings else Page.UPRIGHT
    yield page, opening(document, ledger)
    for heading in headings:
        before, page = page, page_of(heading, page)
        first = chapter_heading(heading, ledger, at_top=page is not before)
        yield page, [first, *blocks[page].under(heading)]


def page_of(heading: Heading, before: Page) -> Page:
    """Return the kind of page a chapter stands on; one that lies below another stands where that does."""
    if heading.level > 1:
        return before
    return Page.WIDE if heading.chapter.landscape else Page.UPRIGHT


def opening(document: Document, ledger: Ledger) -> list[Element]:
    """Return the document's first heading, and its lead."""
    name = bookmarked([run(document.name)], ledger.places["top"], ledger.next_id())
    lead = [paragraph([run(document.lead)], Shape("Lead"))] if document.lead else []
    return [paragraph(name, Shape("Heading1", new_page=has_contents(document))), *lead]


def chapter_heading(heading: Heading, ledger: Ledger, *, at_top: bool) -> Element:
    """Return the heading of a chapter, with its number as it is printed; at_top: pages turn before it."""
    place = ledger.places[f"kap:{heading.chapter.id}"]
    text = bookmarked([run(heading.text)], place, ledger.next_id())
    new_page = heading.chapter.new_page
    room = 0 if new_page or at_top else None
    return paragraph(text, Shape(f"Heading{heading.level + 1}", new_page=new_page, before=room))


def spread(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements with room below tables; without it, two in a row would become one."""
    for element, following in zip(elements, [*elements[1:], None], strict=True):
        yield element
        if style_of(element) is None and not (style_of(following) or "").startswith("Heading"):
            yield paragraph((), Shape("TableEnd"))


def end_section(body: Element, pages: Element) -> None:
    """Let the pages so far be of one kind: their last paragraph says so."""
    body[-1][0].append(pages)
