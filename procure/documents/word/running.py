"""What runs along the pages of a Word file: sections, and the header and footer of each kind of page."""

from __future__ import annotations

import re
from enum import Enum

from lxml import etree

from procure.documents.html import ENVIRONMENT
from procure.documents.letters import stamp_font
from procure.documents.stamps import SHORT, SIZE, Stamp, heading_line
from procure.documents.word.elements import (
    NS,
    SUN,
    Element,
    Letters,
    R,
    Shape,
    field,
    mm,
    paragraph,
    run,
    w,
)
from procure.documents.words import in_fours, words
from procure.domain.assembly import Document

LEFT, RIGHT, FOOT = 26, 22, 24  # margins in millimetres; the head's is as wide as the left one
POINTS_IN_MM = 72 / 25.4
LONGEST = 300  # letters of a name that are tried for room
COUNT = re.compile(r"(\{pages?\})")


class Page(Enum):
    """The kinds of pages, each with its own header and footer; the value names them in the file."""

    COVER = "cover"
    UPRIGHT = "upright"
    WIDE = "wide"

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in millimetres."""
        return (297, 210) if self is Page.WIDE else (210, 297)

    @property
    def room(self) -> int:
        """Return the width between the margins."""
        return mm(self.size[0] - LEFT - RIGHT)


def section(page: Page, top: int = LEFT) -> Element:
    """Return what makes the pages before it of one kind; top: the upper margin in millimetres."""
    width, height = page.size
    margins = {"top": mm(top), "right": mm(RIGHT), "bottom": mm(FOOT), "left": mm(LEFT)}
    turned = {"orient": "landscape"} if page is Page.WIDE else {}
    return w(
        "sectPr",
        reference("headerReference", f"header-{page.value}"),
        reference("footerReference", f"footer-{page.value}"),
        w("pgSz", w=mm(width), h=mm(height), **turned),
        w("pgMar", **margins, header=mm(12.5), footer=mm(12), gutter=0),
    )


def reference(tag: str, name: str) -> Element:
    """Return which header or footer the pages have."""
    made = w(tag, type="default")
    made.set(R + "id", name)
    return made


def header(page: Page, document: Document, stamp: Stamp) -> Element:
    """Return the head of a page: demo mark, watermark, and what the file is."""
    made = w("hdr")
    if stamp.demo:
        mark = run(f"  {words(document.language)['demo']}  ", Letters(shade=SUN))
        made.append(paragraph([mark], Shape("DemoMark")))
    runs = [] if page is Page.COVER else title_line(page, document, stamp)
    if stamp.draft:
        runs.insert(0, w("r", watermark(words(document.language)["draft"])))
    made.append(paragraph(runs, Shape("Header", tab=page.room)))
    return made


def title_line(page: Page, document: Document, stamp: Stamp) -> list[Element]:
    """Return the tender's title and the document's name, and the version to the right."""
    free = (page.size[0] - LEFT - RIGHT - 6) * POINTS_IN_MM - stamp_font().width(stamp.version_label, SIZE)
    line = heading_line(stamp.heading[:LONGEST], document.name[:LONGEST], free)
    return [run(f"{line}\t{stamp.version_label}")]


def watermark(word: str) -> Element:
    """Return a large, pale word across the page, as Word makes them itself."""
    return etree.fromstring(ENVIRONMENT.get_template("word/watermark.xml").render(word=word, ns=NS))


def footer(page: Page, document: Document, stamp: Stamp) -> Element:
    """Return the foot of a page: fingerprint and page number, on the cover the whole fingerprint."""
    said = words(document.language)
    if page is Page.COVER:
        lines = (stamp.version_label, said["fingerprint"], in_fours(stamp.fingerprint))
        return w("ftr", *(paragraph([run(line)], Shape("Footer")) for line in lines))
    digits = said["content"].format(digits=in_fours(stamp.fingerprint[:SHORT]))
    runs = [run(f"{digits}\t")]
    for part in COUNT.split(said["page"]):
        code = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(part)
        runs += field(code, [run("1")]) if code else [run(part)]
    return w("ftr", paragraph(runs, Shape("Footer", tab=page.room)))
