"""A version's content as its documents: the rules, the contracts with their annexes, the forms, the lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from procure.documents.html import links_of
from procure.documents.letters import missing_characters
from procure.documents.printer import Stamp
from procure.documents.prose import Link
from procure.documents.troubles import troubles
from procure.domain.assembly import Document, Package, Place, fingerprint, texts
from procure.domain.tender import Troubled, Unprintable
from procure.tenders.papers.annexes import annexes, reference_of
from procure.tenders.papers.answers import answer_form
from procure.tenders.papers.attached import attachment_list
from procure.tenders.papers.contract import contract_document
from procure.tenders.papers.forms import forms
from procure.tenders.papers.labels import Paper
from procure.tenders.papers.names import PACKAGE
from procure.tenders.papers.prices import price_form
from procure.tenders.papers.rules import participant_list, rules

Row = Mapping[str, Any]


def documents(content: Mapping[str, Any]) -> list[Document]:
    """Return the documents of a version, in the order they are read."""
    paper = Paper(content)
    annexed = {contract: list(annexes(paper, contract)) for contract, _agreement in paper.contracts}
    supplier = list(_supplier(paper))
    rest = [participant_list(paper), *attachment_list(paper), *forms(paper)]
    there = {
        place.name for document in (*chain(*annexed.values()), *supplier, *rest) for place in document.places
    }
    there |= {f"kap:{chapter.id}" for document in rest for chapter in document.chapters}
    bound = chain.from_iterable(
        (contract_document(paper, contract, there), *annexed[contract]) for contract in annexed
    )
    own = rules(paper)
    return [replace(own, places=(*own.places, *_listed(paper, there))), *bound, *supplier, *rest]


def _supplier(paper: Paper) -> Iterator[Document]:
    """Make what the supplier answers and prices."""
    if paper.content["requirements"]:
        yield answer_form(paper)
    yield price_form(paper)


def _listed(paper: Paper, there: Collection[str]) -> Iterator[Place]:
    """Yield the annexes that are no documents of ours: references to them lead to the list of annexes."""
    for contract, agreement in paper.contracts:
        for annex in agreement["annexes"]:
            place = reference_of(paper, contract, annex, "kap:attachments")
            if place.name not in there:
                yield place


def references(content: Mapping[str, Any]) -> dict[str, Link]:
    """Return how each reference is written where the documents are told of and not printed: words alone."""
    made = documents(content)
    listed = next(document for document in made if document.kind == "participants")
    return {name: Link(link.label, "") for name, link in links_of(listed, made).items()}


def package(content: Mapping[str, Any]) -> Package:
    """Return the documents bound together."""
    paper = Paper(content)
    return Package(paper.cover(paper.word("package")), paper.language, tuple(documents(content)), PACKAGE)


def stamp(content: Mapping[str, Any]) -> Stamp:
    """Return what every page of the version carries."""
    paper = Paper(content)
    return Stamp(
        heading=paper.tender["title"],
        version_label=paper.version_label,
        fingerprint=fingerprint(content),
        moment=paper.frozen_at,
        author=paper.content["lead"]["name"],
        demo=content["demo"],
    )


def unprintable(content: Mapping[str, Any]) -> list[Unprintable]:
    """List the characters that the document fonts lack, with the place each stands in."""
    found = []
    for place, name, part in _places(content):
        lost = missing_characters("".join(texts(list(_strings(part)))))
        if lost:
            found.append(Unprintable(place=place, name=name, characters=" ".join(sorted(lost))))
    return found


def troubled(content: Mapping[str, Any]) -> list[Troubled]:
    """List the texts that are printed another way than they were meant, with the place each stands in."""
    return [
        Troubled(place=place, name=name, trouble=trouble, sample=sample)
        for place, name, part in _places(content)
        for text in _strings(part)
        for trouble, sample in troubles(text)
    ]


PLACES: Final[Mapping[str, Callable[[int, Row], tuple[str, str]]]] = {  # where a row is mended, and its name
    "sections": lambda _number, row: (f"section:{row['key']}", row["title"]),
    "lots": lambda _number, row: ("task:lots", row["title"]),
    "qualifications": lambda number, _row: ("task:qualifications", f"K{number}"),
    "criteria": lambda _number, row: ("task:criteria", row["name"]),
    "requirements": lambda _number, row: (f"requirement:{row['id']}", row["id"]),
    "price_lines": lambda _number, row: ("task:prices", f"P{row['number']}"),
    "contract_changes": lambda _number, row: ("task:changes", row["clause"]),
    "attachments": lambda _number, row: ("task:attachments", row["title"]),
    "participants": lambda _number, row: ("task:participants", row["name"]),
    "option_holders": lambda _number, row: ("task:participants", row["name"]),
}


def _places(content: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    yield "task:basics", content["tender"]["title"], content["tender"]
    for kind, place_of in PLACES.items():
        for number, row in enumerate(content.get(kind, ()), start=1):  # older versions lack some
            yield (*place_of(number, row), row)


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from _strings(list(part.values()))
    elif isinstance(part, list):
        for each in part:
            yield from _strings(each)
