"""The elements of a Word file, made so that they stand in the order the format wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
W = f"{{{NS['w']}}}"
R = f"{{{NS['r']}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
UNWRITABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML has no way to say them
Element = etree._Element  # the library has no public name for its class
DARK, TEAL, PALE, TINT, LINE, SOFT, SUN = "06333B", "0B5A68", "F1F6F7", "EAF2F3", "CDD5D6", "4A585B", "F2B53C"


def mm(length: float) -> int:
    """Return a length in the format's twentieths of a point.

    >>> mm(25.4)
    1440
    """
    return round(length * 1440 / 25.4)


def w(tag: str, *inside: Element | None, **attributes: str | int) -> Element:
    """Return an element of the main vocabulary; None inside it is left out."""
    made = etree.Element(W + tag, {W + name: str(value) for name, value in attributes.items()}, nsmap=NS)
    made.extend(element for element in inside if element is not None)
    return made


def writable(text: str) -> str:
    """Return a text without the characters that XML cannot carry.

    >>> writable("a\\x0bb")
    'ab'
    """
    return UNWRITABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters are written; size in half points, 0 for the paragraph's own."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    link: bool = False
    color: str = ""
    size: int = 0
    shade: str = ""

    def properties(self) -> Element | None:
        """Return what says so, or None where nothing is out of the ordinary."""
        style = "Hyperlink" if self.link else "Code" if self.code else ""
        inside = (
            w("rStyle", val=style) if style else None,
            *((w("b"), w("bCs")) if self.bold else ()),
            *((w("i"), w("iCs")) if self.italic else ()),
            w("color", val=self.color) if self.color else None,
            *((w("sz", val=self.size), w("szCs", val=self.size)) if self.size else ()),
            w("shd", val="clear", color="auto", fill=self.shade) if self.shade else None,
        )
        return w("rPr", *inside) if any(one is not None for one in inside) else None


PLAIN = Letters()


def run(text: str, letters: Letters = PLAIN) -> Element:
    """Return a run of letters; a line feed breaks the line, a tab is a tab."""
    made = w("r", letters.properties())
    for part in re.split("([\n\t])", writable(text)):
        if part in ("\n", "\t"):
            made.append(w("br") if part == "\n" else w("tab"))
        elif part:
            made.append(words_of(part))
    return made


def words_of(text: str, tag: str = "t") -> Element:
    """Return the element that holds text, its spaces kept."""
    made = w(tag)
    made.set(SPACE, "preserve")
    made.text = text
    return made


def field(code: str, shown: Sequence[Element]) -> list[Element]:
    """Return a field: what it is, and what it shows until it is reckoned anew."""
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", words_of(f" {code} ", "instrText")),
        w("r", w("fldChar", fldCharType="separate")),
        *shown,
        w("r", w("fldChar", fldCharType="end")),
    ]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands; lengths in twips, None for the style's own.

    number: the list it is a point in, and its level.  edge, shade: a coloured line to the left, and a ground.
    tab: where a flush-right stop is.  frame: attributes of the frame that paragraphs in a row stand in.
    """

    style: str = ""
    keep: bool = False
    new_page: bool = False
    number: tuple[int, int] | None = None
    edge: tuple[str, int] | None = None
    shade: str = ""
    before: int | None = None
    after: int | None = None
    left: int | None = None
    hanging: int = 0
    right: bool = False
    tab: int = 0
    frame: tuple[tuple[str, str], ...] = ()

    def properties(self) -> Element:
        """Return the shape as an element, its parts in the order the format wants."""
        told = {"before": self.before, "after": self.after}
        spacing = {name: length for name, length in told.items() if length is not None}
        indent = {} if self.left is None else {"left": self.left, "hanging": self.hanging}
        return w(
            "pPr",
            w("pStyle", val=self.style) if self.style else None,
            w("keepNext") if self.keep else None,
            w("pageBreakBefore") if self.new_page else None,
            w("framePr", **dict(self.frame)) if self.frame else None,
            numbering(*self.number) if self.number else None,
            self.lines(),
            w("shd", val="clear", color="auto", fill=self.shade) if self.shade else None,
            w("tabs", w("tab", val="right", pos=self.tab)) if self.tab else None,
            w("spacing", **spacing) if spacing else None,
            w("ind", **indent) if indent else None,
            w("jc", val="right") if self.right else None,
        )

    def lines(self) -> Element | None:
        """Return the edge, and above and below a ground as much room as lines of its colour make."""
        if not self.edge:
            return None
        room: dict[str, str | int] = {"val": "single", "sz": 4, "space": 6, "color": self.shade}
        return w(
            "pBdr",
            w("top", **room) if self.shade else None,
            w("left", val="single", sz=self.edge[1], space=8, color=self.edge[0]),
            w("bottom", **room) if self.shade else None,
        )


def numbering(number: int, level: int) -> Element:
    """Return what makes a paragraph a point in a list."""
    return w("numPr", w("ilvl", val=level), w("numId", val=number))


def paragraph(runs: Iterable[Element], shape: Shape = Shape()) -> Element:
    """Return a paragraph of runs."""
    made = w("p", shape.properties())
    made.extend(runs)
    return made


def bookmarked(runs: Sequence[Element], name: str, number: int) -> list[Element]:
    """Return runs as a place that links lead to."""
    return [w("bookmarkStart", id=number, name=name), *runs, w("bookmarkEnd", id=number)]


def end_with(element: Element, after: int) -> None:
    """Let a paragraph have so much space below it; what is no paragraph is left alone."""
    properties = element.find("w:pPr", NS)
    if properties is None:
        return
    spacing = properties.find("w:spacing", NS)
    if spacing is None:
        spacing = w("spacing")
        later = properties.find("w:ind", NS)
        if later is None:
            later = properties.find("w:jc", NS)
        if later is None:
            properties.append(spacing)
        else:
            later.addprevious(spacing)
    spacing.set(W + "after", str(after))


def keep_with_next(element: Element) -> None:
    """Let every paragraph of an element stand on the page where the next thing begins."""
    for properties in element.iter(W + "pPr"):
        if properties.find("w:keepNext", NS) is None:
            style = properties.find("w:pStyle", NS)
            properties.insert(0 if style is None else 1, w("keepNext"))


def style_of(element: Element | None) -> str | None:
    """Return the style of a paragraph, None for what is no paragraph."""
    style = element.find("w:pPr/w:pStyle", NS) if element is not None else None
    return None if style is None else style.get(W + "val")
