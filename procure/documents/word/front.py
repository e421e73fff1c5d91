"""The first pages of a Word file: the cover, and the contents as a field that Word keeps."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from procure.documents.html import CONTENTS_DEPTH, ENVIRONMENT
from procure.documents.word.blocks import Blocks
from procure.documents.word.elements import (
    DARK,
    NS,
    Element,
    Letters,
    Shape,
    field,
    mm,
    paragraph,
    run,
    w,
    words_of,
    writable,
)
from procure.documents.word.ledger import Ledger
from procure.domain.assembly import Cover, Fact, Heading, literal

EMU = 36_000  # the drawing vocabulary's units in a millimetre
BAND, SHORT_BAND, LEAST_BAND = 150, 118, 90  # heights of the dark band, in millimetres
ROOM, LINE_HEIGHT, ROW_HEIGHT = 246, 5.3, 3.6  # what band and facts share; a line and the space of a fact
PICTURE = "band"  # the relationship of its drawing
LONG_TITLE, LINE = 90, 64  # letters: in a long title, in a line of facts
TITLE_SIZE, LONG_TITLE_SIZE = 54, 40  # half points
NUMBERS = mm(162)  # where page numbers end
CONTENTS_FIELD = r' TOC \o "2-3" \h \z '
FRAME = (
    ("w", str(mm(162))),
    ("wrap", "around"),
    ("vAnchor", "page"),
    ("hAnchor", "page"),
    ("x", str(mm(26))),
    ("y", str(mm(18))),
)


def band_of(cover: Cover) -> int:
    """Return the height of the cover's dark band: lower where title or facts need the room."""
    lines = sum(1 + len(fact.value) // LINE for fact in cover.facts)
    facts = round(lines * LINE_HEIGHT + len(cover.facts) * ROW_HEIGHT)
    tallest = SHORT_BAND if len(cover.title) > LONG_TITLE else BAND
    return max(LEAST_BAND, min(tallest, ROOM - facts))


def cover_page(cover: Cover, blocks: Blocks) -> list[Element]:
    """Return the cover: words in a dark band with its drawing behind, and the facts below."""
    band = band_of(cover)
    size = LONG_TITLE_SIZE if band <= SHORT_BAND else TITLE_SIZE
    facts = [Fact(fact.label, literal(fact.value), fact.key) for fact in cover.facts]
    return [
        in_band("CoverKind", cover.kind),
        in_band("Title", cover.title, size),
        *([in_band("Subtitle", "\n".join(cover.subtitle))] if cover.subtitle else []),
        paragraph([w("r", drawing(band))], Shape("TableEnd")),
        *([blocks.facts(facts)] if facts else []),
    ]


def in_band(style: str, text: str, size: int = 0) -> Element:
    """Return words in the dark band; they have its colour behind them, should the drawing be missing."""
    return paragraph([run(text, Letters(color="FFFFFF", size=size))], Shape(style, shade=DARK, frame=FRAME))


def drawing(band: int) -> Element:
    """Return the drawing behind the words, as wide as the page; the lower the band, the flatter it is."""
    told = {
        "width": 210 * EMU,
        "height": band * EMU,
        "picture": PICTURE,
    }
    return etree.fromstring(ENVIRONMENT.get_template("word/drawing.xml").render(told, ns=NS))


def contents(headings: Sequence[Heading], ledger: Ledger) -> list[Element]:
    """Return the list of contents; every line leads to its chapter.

    Only what lays the pages out knows where they end, so the page numbers are fields that say nothing yet.
    """
    listed = [heading for heading in headings if heading.level <= CONTENTS_DEPTH]
    lines = [
        paragraph([line(heading, ledger)], Shape(f"TOC{heading.level + 1}", tab=NUMBERS))
        for heading in listed
    ]
    if lines:
        lines[0][1:1] = [
            w("r", w("fldChar", fldCharType="begin")),
            w("r", words_of(CONTENTS_FIELD, "instrText")),
            w("r", w("fldChar", fldCharType="separate")),
        ]
        lines[-1].append(w("r", w("fldChar", fldCharType="end")))
    name = paragraph([run(ledger.words["contents"])], Shape("Heading1"))
    return [name, kept_by_word(lines)] if lines else [name]


def kept_by_word(lines: Sequence[Element]) -> Element:
    """Return the lines as Word keeps its own lists of contents, with a button above that updates them."""
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w("sdt", w("sdtPr", gallery), w("sdtContent", *lines))


def line(heading: Heading, ledger: Ledger) -> Element:
    """Return one line of the contents as a link, with the field of its page number."""
    spoken = writable(ledger.words["go_to"].format(label=heading.text))[:250]
    place = ledger.places[f"kap:{heading.chapter.id}"]
    number = [w("r", w("tab")), *field(rf"PAGEREF {place} \h", ())]
    return w("hyperlink", run(heading.text), *number, anchor=place, tooltip=spoken, history=1)
