"""What is stamped on finished pages, as artifacts outside the reading order.

Header and footer, page numbers in the boxes that were left for them, the mark of a draft and of demo data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import atan2, cos, radians, sin

from pikepdf import Dictionary, Name, Page, Pdf, Stream

from procure.documents.letters import embed, stamp_font
from procure.documents.words import in_fours, words

MM = 72 / 25.4
LEFT, RIGHT, TOP, FOOT = 26 * MM, 22 * MM, 15.5 * MM, 15 * MM  # from the edges of the sheet, upright or wide
SIZE = 7.5
SOFT, DARK, SUN, PALE = "0.29 0.345 0.357", "0.024 0.2 0.231", "0.949 0.71 0.235", "0.93 0.94 0.94"
INK = "0.078 0.149 0.165"
FONT = "/SamkjopStamp"
SHORT = 12  # digits of the fingerprint on each page
EDGES, BEHIND = "/Attached [/Top /Bottom]", "/Subtype /Watermark"  # kinds of artifacts
LONGEST = 400  # letters: more than the narrowest that a line can hold
NARROWEST, WIDEST = 0.8, 1.05  # how letters may be drawn together, or apart, to fill their room


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every page of a version carries, and what the file says of itself.

    heading: the tender's title.     version_label: «Versjon 8 · 2. desember 2026».
    fingerprint: SHA-256 of the version's content, 64 digits.
    moment: when the version was frozen; the files' only date.
    author: who publishes.           demo: mark every page as demo data.
    draft: mark every page as a draft; never in a frozen version.
    """

    heading: str
    version_label: str
    fingerprint: str
    moment: datetime
    author: str = ""
    demo: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """What stands at the top and the foot of one page; a cover has no such lines."""

    name: str
    language: str
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a page in points."""

    width: float
    height: float

    @property
    def right(self) -> float:
        """Where the column ends."""
        return self.width - RIGHT

    @property
    def middle(self) -> float:
        """The middle of the column."""
        return (LEFT + self.right) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A text and where it stands on the page.

    squeeze: how wide its letters are drawn, of their own width.
    """

    text: str
    x: float
    y: float
    colour: str = SOFT
    size: float = SIZE
    squeeze: float = 1.0


class Stamper:
    """Writes the stamps of one file."""

    def __init__(
        self, pdf: Pdf, stamp: Stamp, running: Sequence[Running], filled: Mapping[int, Sequence[Line]]
    ) -> None:
        """Take what runs along each page, and what stands in the boxes of pages that have any."""
        self.pdf, self.stamp, self.running = pdf, stamp, running
        sheets = [sheet_of(page) for page in pdf.pages]
        self.lines = [
            [*self.lines_of(number, sheet), *filled.get(number, ())]
            for number, sheet in enumerate(sheets, start=1)
        ]
        letters = {letter for lines in self.lines for line in lines for letter in line.text}
        self.font = embed(
            pdf, letters | {letter for page in running for letter in words(page.language)["draft"]}
        )
        self.begins: dict[tuple[Sheet, str, bool], Stream] = {}
        self.resources: set[tuple[int, int]] = set()

    def lines_of(self, number: int, sheet: Sheet) -> list[Line]:
        """Return what stands at the edges of a page."""
        page, stamp = self.running[number - 1], self.stamp
        said = words(page.language)
        demo = [centred(said["demo"], sheet)] if stamp.demo else []
        if page.cover:
            return demo
        foot = said["content"].format(digits=in_fours(stamp.fingerprint[:SHORT]))
        count = said["page"].format(page=number, pages=len(self.running))
        room = sheet.right - LEFT - stamp_font().width(stamp.version_label, SIZE) - 6 * MM
        top = sheet.height - TOP
        return [
            *demo,
            Line(heading_line(stamp.heading, page.name, room), LEFT, top),
            flush_right(stamp.version_label, sheet, top),
            Line(foot, LEFT, FOOT),
            flush_right(count, sheet, FOOT),
        ]

    def put(self, page: Page, number: int) -> None:
        """Stamp one page: the mark of a draft below what is there, all else above."""
        running, sheet = self.running[number - 1], sheet_of(page)
        drawn = "".join(map(show, self.lines[number - 1]))
        if self.stamp.demo:
            drawn = band(words(running.language)["demo"], sheet) + drawn
        page.contents_add(self.beginning(sheet, running.language, cover=running.cover), prepend=True)
        page.contents_add(Stream(self.pdf, f"\nQ\n{artifact(EDGES, drawn)}".encode()))
        self.lend_font(page)

    def beginning(self, sheet: Sheet, language: str, *, cover: bool) -> Stream:
        """Return what a page's drawing begins with; pages that begin alike share it."""
        key = (sheet, language, cover)
        if key not in self.begins:
            mark = draft_mark(words(language)["draft"], sheet, cover=cover) if self.stamp.draft else ""
            self.begins[key] = self.pdf.make_indirect(Stream(self.pdf, f"{mark}q\n".encode()))
        return self.begins[key]

    def lend_font(self, page: Page) -> None:
        """Let a page use the font; pages laid out together share their resources."""
        resources = page.obj.Resources
        if not resources.is_indirect or resources.objgen not in self.resources:
            self.resources.add(resources.objgen)
            if "/Font" not in resources:
                resources.Font = Dictionary()
            resources.Font[Name(FONT)] = self.font


def sheet_of(page: Page) -> Sheet:
    """Return the size of a page."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return Sheet(right - left, top - bottom)


def artifact(kind: str, drawn: str) -> str:
    """Return drawing code marked as no part of the text."""
    return f"/Artifact << /Type /Pagination {kind} >> BDC\n{drawn}EMC\n"


def show(line: Line) -> str:
    """Return the drawing code of one text."""
    squeeze = f"{line.squeeze * 100:.1f} Tz " if line.squeeze != 1 else ""
    where = f"{FONT} {line.size:g} Tf {squeeze}{line.x:.2f} {line.y:.2f} Td"
    return f"q BT {line.colour} rg {where} {stamp_font().shown(line.text)} Tj ET Q\n"


def band(text: str, sheet: Sheet) -> str:
    """Return the drawing code of the bright band behind the demo mark."""
    width = stamp_font().width(text, SIZE) + 8 * MM
    left, bottom = sheet.middle - width / 2, sheet.height - 10 * MM
    return f"{SUN} rg {left:.2f} {bottom:.2f} {width:.2f} {5 * MM:.2f} re f\n"


def draft_mark(text: str, sheet: Sheet, *, cover: bool) -> str:
    """Return the drawing code of a large, pale word across the page; on a cover, across what is white."""
    angle = radians(20) if cover else atan2(sheet.height, sheet.width)
    x, y = sheet.width / 2, 68 * MM if cover else sheet.height / 2
    size = (140 if cover else 190) * MM / stamp_font().width(text, 1)
    along, up = stamp_font().width(text, size) / 2, size * 0.36  # half its width, half the height of capitals
    turned = f"{cos(angle):.4f} {sin(angle):.4f} {-sin(angle):.4f} {cos(angle):.4f} {x:.2f} {y:.2f}"
    word = f"{FONT} {size:.1f} Tf {-along:.2f} {-up:.2f} Td {stamp_font().shown(text)} Tj"
    return artifact(BEHIND, f"q {turned} cm BT {PALE} rg {word} ET Q\n")


def centred(text: str, sheet: Sheet) -> Line:
    """Return the demo mark, in the middle above the header."""
    return Line(text, sheet.middle - stamp_font().width(text, SIZE) / 2, sheet.height - 8.4 * MM, DARK)


def flush_right(text: str, sheet: Sheet, y: float) -> Line:
    """Return a text that ends at the right edge."""
    return Line(text, sheet.right - stamp_font().width(text, SIZE), y)


def ending_at(text: str, x: float, y: float, *, size: float) -> Line:
    """Return a number that ends at a place."""
    return Line(text, x - stamp_font().width(text, size), y, INK, size)


def within(text: str, x: float, y: float, room: float, *, size: float) -> Line:
    """Return a text that ends where its room does, with letters drawn together where it is scarce."""
    width = stamp_font().width(text, size)
    squeeze = max(NARROWEST, min(WIDEST, room / width))
    return Line(text, x + room - width * squeeze, y, SOFT, size, squeeze)


def heading_line(heading: str, name: str, room: float) -> str:
    """Return title and document name, the title shortened until both fit; then the name too."""
    heading, name = heading[:LONGEST], name[:LONGEST]
    line, kept = f"{heading} · {name}", heading
    while kept and stamp_font().width(line, SIZE) > room:
        kept = kept[:-1].rstrip()
        line = f"{kept}… · {name}"
    while not kept and len(line) > 1 and stamp_font().width(line, SIZE) > room:
        name = name[:-1]
        line = f"{name}…"
    return line
