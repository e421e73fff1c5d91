"""Empty boxes on laid-out pages: the assembler writes page numbers there, once it knows them.

A box is a named place like any other. Its name says what is to stand in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote, unquote

from procure.documents.prose import INTERNAL

ROW, REFERENCE = "row", "ref"
WIDTH, ROW_WIDTH, HEIGHT = 34.0, 22.0, 7.0  # in points, as in print.css
SIZE, ROW_SIZE = 8.5, 9.75
PREFIX = "box"  # no document is of this kind
FOLLOWED = re.compile(
    rf'(<a href="{INTERNAL}:([^"/]+)/[^"]*"[^>]*>[^<]*</a>)([.,;:)!?»]*)'  # a link, and what clings to it
)


@dataclass(frozen=True, slots=True)
class Box:
    """What is to stand in a box.

    use: the end of a row in the contents, or what follows a reference.
    place: whose page it tells.     otherwise: what is said in a file that lacks the place.
    """

    use: str
    place: str
    otherwise: str = ""

    def name(self, number: int) -> str:
        """Return the name of the box, which no other on these pages has."""
        return "/".join((PREFIX, self.use, str(number), quoted(self.place), quoted(self.otherwise)))


def quoted(text: str) -> str:
    """Return a text as one step of a name."""
    return quote(text, safe="")


def read(name: str) -> Box | None:
    """Return the box of a name; None for the name of a place."""
    prefix, *rest = name.split("/")
    if prefix != PREFIX:
        return None
    use, _, place, otherwise = rest
    return Box(use, unquote(place), unquote(otherwise))


class Boxes:
    """Puts boxes into the HTML of one document's pages."""

    def __init__(self, kind: str, shorts: dict[str, str]) -> None:
        """Take the document's kind, and what the documents are called in running text."""
        self.kind, self.shorts, self.numbers = kind, shorts, count(1)

    def add(self, html: str) -> str:
        """Put a box after each reference to a place in this document or to a requirement in any."""
        return FOLLOWED.sub(self.boxed, html)

    def boxed(self, found: re.Match[str]) -> str:
        """Return a reference and its box, which keeps what clings to it on its line."""
        place = unquote(found[2])
        kind, _, name = place.partition("/")
        if kind != self.kind and not name.startswith("krav:"):
            return found[0]
        otherwise = f"({self.shorts[kind]})" if kind != self.kind else ""
        box = Box(REFERENCE, place, otherwise).name(next(self.numbers))
        return f'{found[1]} <span class="held"><span class="at" id="{box}"></span>{found[3]}</span>'
