"""What the parts of one Word file share: where links lead, places by name, lists that count by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from procure.documents.html import links_of
from procure.documents.prose import INTERNAL, Link, Links
from procure.documents.words import words
from procure.domain.assembly import Document, anchors

LONGEST = 36  # letters in a bookmark's name, of the 40 that the format has room for
BULLETS, FIRST_NUMBER = 1, 3  # the one list of bullets; 2 is that of the style, the texts' own come after it


@dataclass
class Ledger:
    """The names and numbers that are given out while a file is written.

    places: a document's places ("kap:award", "krav:SIK-001") and their bookmarks.
    addresses: addresses outside the file, each once, in the order they were met.
    starts: the first figure of every numbered list, and its level.
    words: the fixed words of the document's language.
    """

    places: dict[str, str]
    links: Links
    words: dict[str, str]
    addresses: dict[str, str] = field(default_factory=dict)
    starts: list[tuple[int, int]] = field(default_factory=list)
    given: int = 0

    def address(self, url: str) -> str:
        """Return the id by which the file knows an address outside it."""
        return self.addresses.setdefault(url, f"link{len(self.addresses) + 1}")

    def list_from(self, start: int, level: int) -> int:
        """Return the number of a new list that counts from a figure."""
        self.starts.append((start, level))
        return FIRST_NUMBER + len(self.starts) - 1

    def next_id(self) -> int:
        """Return a number that no other bookmark of the file has."""
        self.given += 1
        return self.given


def open_ledger(document: Document, siblings: Sequence[Document]) -> Ledger:
    """Return the ledger of a document: references inside it are links, others are words."""
    places = bookmarks(["top", *anchors(document)])
    targets = {place.name: place.target for place in document.places}
    links = {}
    for name, link in links_of(document, siblings).items():
        inside = places.get(targets.get(name, name), "")
        links[name] = Link(link.label, f"{INTERNAL}:{inside}" if inside else "")
    return Ledger(places, links, words(document.language))


def bookmarks(names: Sequence[str]) -> dict[str, str]:
    """Return a bookmark for every name, in letters that bookmarks may have.

    >>> bookmarks(["kap:award", "krav:SIK-001", "krav:SIK_001"])
    {'kap:award': 'kap_award', 'krav:SIK-001': 'krav_SIK_001', 'krav:SIK_001': 'krav_SIK_001_2'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9]", "_", name)[:LONGEST]
        free = plain if plain not in taken else f"{plain[: LONGEST - 6]}_{len(found)}"
        taken.add(free)
        found[name] = free
    return found
