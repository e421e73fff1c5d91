"""What is stamped on finished pages, as artifacts outside the reading order: header, footer, demo mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pikepdf import Dictionary, Name, Page, Pdf, Stream

from procure.documents.letters import embed, stamp_font
from procure.documents.words import in_fours, words

MM = 72 / 25.4
LEFT, RIGHT, HEADER, FOOTER = 26 * MM, 188 * MM, 281.5 * MM, 15 * MM  # where text stands on A4
SIZE = 7.5
SOFT, DARK, SUN = "0.29 0.345 0.357", "0.024 0.2 0.231", "0.949 0.71 0.235"
FONT = "/SamkjopStamp"
SHORT = 12  # digits of the fingerprint on each page


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every page of a version carries, and what the file says of itself.

    heading: the tender's title.     version_label: «Versjon 8 · 2. desember 2026».
    fingerprint: SHA-256 of the version's content, 64 digits.
    moment: when the version was frozen; the files' only date.
    author: who publishes.           demo: mark every page as demo data.
    draft: a working draft, and no version.
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


class Stamper:
    """Writes the stamps of one file."""

    def __init__(self, pdf: Pdf, stamp: Stamp, running: list[Running]) -> None:
        self.stamp, self.running, self.pdf = stamp, running, pdf
        lines = [self.lines(number) for number in range(1, len(running) + 1)]
        letters = {letter for line in lines for letter in line}
        self.font = embed(pdf, letters)
        self.save = pdf.make_indirect(Stream(pdf, b"q\n"))

    def lines(self, number: int) -> str:
        """Return all text stamped on a page, joined."""
        return "".join(text for text, *_ in self.texts(number))

    def texts(self, number: int) -> list[tuple[str, float, float, str]]:
        """Return the texts of a page, each with its place and colour."""
        page, stamp = self.running[number - 1], self.stamp
        said = words(page.language)
        found = []
        if stamp.demo:
            found.append((said["demo"], centred(said["demo"]), 288.6 * MM, DARK))
        if page.cover:
            return found
        foot = said["content"].format(digits=in_fours(stamp.fingerprint[:SHORT]))
        count = said["page"].format(page=number, pages=len(self.running))
        version = stamp.version_label
        room = RIGHT - LEFT - stamp_font().width(version, SIZE) - 6 * MM
        return [
            *found,
            (heading_line(stamp.heading, page.name, room), LEFT, HEADER, SOFT),
            (version, flush_right(version), HEADER, SOFT),
            (foot, LEFT, FOOTER, SOFT),
            (count, flush_right(count), FOOTER, SOFT),
        ]

    def put(self, page: Page, number: int) -> None:
        """Stamp one page."""
        drawn = [show(*text) for text in self.texts(number)]
        if self.stamp.demo:
            drawn.insert(0, band(words(self.running[number - 1].language)["demo"]))
        mark = "/Artifact << /Type /Pagination /Attached [/Top /Bottom] >> BDC\n" + "".join(drawn) + "EMC\n"
        page.contents_add(self.save, prepend=True)
        page.contents_add(Stream(self.pdf, f"\nQ\n{mark}".encode()))
        fonts = page.obj.Resources.get("/Font")
        if fonts is None:
            fonts = page.obj.Resources.Font = Dictionary()
        if FONT not in fonts:
            fonts[Name(FONT)] = self.font


def show(text: str, x: float, y: float, colour: str) -> str:
    """Return the drawing code of one text."""
    return f"BT {colour} rg {FONT} {SIZE} Tf {x:.2f} {y:.2f} Td {stamp_font().shown(text)} Tj ET\n"


def band(text: str) -> str:
    """Return the drawing code of the bright band behind the demo mark."""
    width = stamp_font().width(text, SIZE) + 8 * MM
    return f"{SUN} rg {(LEFT + RIGHT - width) / 2:.2f} {287 * MM:.2f} {width:.2f} {5 * MM:.2f} re f\n"


def centred(text: str) -> float:
    """Return where a text starts that stands in the middle of the column."""
    return (LEFT + RIGHT - stamp_font().width(text, SIZE)) / 2


def flush_right(text: str) -> float:
    """Return where a text starts that ends at the right edge."""
    return RIGHT - stamp_font().width(text, SIZE)


def heading_line(heading: str, name: str, room: float) -> str:
    """Return title and document name, the title shortened until both fit; then the name too."""
    line, kept = f"{heading} · {name}", heading
    while kept and stamp_font().width(line, SIZE) > room:
        kept = kept[:-1].rstrip()
        line = f"{kept}… · {name}"
    while not kept and len(line) > 1 and stamp_font().width(line, SIZE) > room:
        name = name[:-1]
        line = f"{name}…"
    return line
