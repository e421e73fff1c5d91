"""A Document as a page to read on the web: the words, numbers, tables and references of the printed one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from procure.documents.html import ENVIRONMENT, clause_number, links_of, macro_of
from procure.documents.prose import render, render_cell
from procure.documents.words import words
from procure.domain.assembly import Document, outline

Address = Callable[[str], str]  # the page of the document of a kind
LINK_HERE: Final = {"nb": "Lenke til kravet", "nn": "Lenkje til kravet"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the contents: level 1 is a chapter, 2 and 3 stand below it."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A document ready to be shown: its contents, and all but its first heading as safe HTML."""

    contents: tuple[Line, ...]
    body: Markup


def read(document: Document, siblings: Sequence[Document], href: Address) -> Edition:
    """Return the web edition of a document; its headings begin at the second level.

    siblings: the other documents of the version, which references may lead to.
    """
    headings = outline(document)
    contents = tuple(
        Line(each.level, each.text, anchor(f"kap:{each.chapter.id}")) for each in headings if each.text
    )
    pages = {other.kind: href(other.kind) for other in siblings} | {document.kind: ""}
    links = links_of(document, siblings, lambda other, name, _: f"{pages[other.kind]}#{quote(anchor(name))}")
    clauses: dict[str, count[int]] = {}
    body = ENVIRONMENT.get_template("edition.html").render(
        document=document,
        headings=headings,
        words=words(document.language),
        link_here=LINK_HERE[document.language],
        anchor=anchor,
        macro_of=macro_of,
        clause_number=partial(clause_number, clauses),
        prose=lambda text: Markup(render(text, links)),  # noqa: S704 - cleaned by the renderer
        cell=lambda text: Markup(render_cell(text, links)),  # noqa: S704
    )
    return Edition(contents, Markup(body))  # noqa: S704 - escaped by the template


def anchor(name: str) -> str:
    """Return the lasting id of a place on the page.

    >>> anchor("krav:SIK-017"), anchor("kap:scope")
    ('krav-SIK-017', 'kap-scope')
    """
    return name.replace(":", "-", 1)
