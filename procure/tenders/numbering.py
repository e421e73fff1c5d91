"""Where everything that is written stands: the numbers of sections and clauses, and what references lead to.

The documents are outlined as `papers` makes them, with headings alone, so that pages show the PDF's numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.documents.html import reference_label
from procure.documents.prose import Link
from procure.domain.assembly import (
    Chapter,
    Document,
    Place,
    Requirement,
    Requirements,
    anchors,
    outline,
    references,
)
from procure.domain.clauses import split
from procure.domain.tender import Lost, annex_key, annex_reference
from procure.library.models import ASKING, Annex, AnnexRole
from procure.library.shelf import spoken
from procure.tenders.facts import in_force, printed_texts
from procure.tenders.models import Requirement as Row
from procure.tenders.models import Section, Tender
from procure.tenders.papers.annexes import LEGEND
from procure.tenders.papers.rules import HEADINGS
from procure.tenders.papers.words import WORDS

IN_A_CONTRACT: Final = {  # the chapters of a contract document, by the keys of their words
    "parties": "parties",
    "contract-scope": "contract_scope",
    "contract-text": "contract_text",
    "contract-annexes": "contract_annexes",
    "precedence": "precedence",
    "signatures": "signatures",
}
REFERENCES: Final = {"answer_form": "bilag:answers"}  # where it is not the document's own kind


@dataclass(frozen=True)
class Target:
    """Something that a text may refer to.

    code: what is typed; label: how it is printed; title: what it is called.
    """

    code: str
    label: str
    title: str


@dataclass(frozen=True)
class Numbering:
    """The outline of a tender's documents.

    identifiers: the ids of the requirements, in their order; those who only number need not say.
    typed: texts that are not saved yet, by the keys of their sections.
    """

    tender: Tender
    identifiers: Sequence[str] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def documents(self) -> list[Document]:
        """The documents that texts stand in."""
        return [self._rules(), *self._annexes(), *self._others()]

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The printed number of each section and clause, by what a reference calls it: "about#scope"."""
        return {
            heading.chapter.id: heading.number for document in self.documents for heading in outline(document)
        }

    @cached_property
    def known(self) -> frozenset[str]:
        """Everything that a reference may lead to."""
        chapters = (name for document in self.documents for name in anchors(document))
        places = (place.name for document in self.documents for place in document.places)
        return frozenset((*chapters, *places))

    def home(self, section: Section) -> Document:
        """Return the document that a section stands in."""
        kind = kind_of(section)
        return next(document for document in self.documents if document.kind == kind)

    def links(self, here: Document) -> dict[str, Link]:
        """Return what each reference in a document is written as, and the page it leads to."""
        found: dict[str, Link] = {}
        for other in (here, *(each for each in self.documents if each.kind != here.kind)):
            for name, printed in anchors(other).items():
                label = reference_label(name, printed, other, here)
                found.setdefault(name, Link(label, self._address(name, other)))
            for place in other.places:
                found.setdefault(place.name, Link(place.label, self._address(place.name, other)))
        return found

    def targets(self, here: Document) -> Iterator[Target]:
        """Yield what the writer of a document may refer to: annexes first, then texts with their clauses."""
        links = self.links(here)
        annexes = {place.name: document for document in reversed(self.documents) for place in document.places}
        for name, document in reversed(annexes.items()):
            yield Target(f"[[{name}]]", links[name].label, document.name)
        for document in self.documents:
            for heading in outline(document):
                name = f"kap:{heading.chapter.id}"
                yield Target(f"[[{name}]]", links[name].label, heading.chapter.title)

    def _address(self, name: str, document: Document) -> str:
        kind, _colon, key = name.partition(":")
        if kind == "krav":
            return url_for("tenders.requirements", tender_id=self.tender.id, q=key)
        section, _hash, label = key.partition("#")
        if kind == "kap" and section in self._ids:
            anchor = label or None
            return url_for(
                "tenders.section", tender_id=self.tender.id, section_id=self._ids[section], _anchor=anchor
            )
        anchor = document.kind if document.kind.startswith("annex_") else None
        return url_for("tenders.sections", tender_id=self.tender.id, _anchor=anchor)

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {section.key: section.id for section in self.tender.sections}

    # --- The outlines ----------------------------------------------------------------------------

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return WORDS[self.tender.language]

    def _rules(self) -> Document:
        sections = [each for each in self.tender.sections if kind_of(each) == "tender_rules"]
        homes = {each.key for each in sections}
        extra = (Chapter(key, self._words[word]) for key, word in HEADINGS.items() if key not in homes)
        name = self._words["rules"]
        chapters = (*map(self._chapter, sections), *extra)
        places = (Place("bilag:rules", self._words["rules_short"]),)
        return Document(
            "tender_rules", name, self.tender.language, chapters, short=name.lower(), places=places
        )

    def _annexes(self) -> Iterator[Document]:
        for contract, agreement in enumerate((self.tender.agreement, self.tender.companion), start=1):
            yield from (self._annex(contract, each) for each in (agreement.annexes if agreement else ()))

    def _annex(self, contract: int, annex: Annex) -> Document:
        word = self._words["annex" if contract == 1 else "annex_of"]
        called = word.format(number=annex.number, contract=contract)
        short = called[:1].lower() + called[1:]
        kind = f"annex_{annex_key(contract, annex.number)}"
        sections = [each for each in self.tender.sections if kind_of(each) == kind]
        return Document(
            kind=kind,
            name=f"{called} {spoken(annex, 'title', self.tender.language)}",
            language=self.tender.language,
            chapters=(*map(self._chapter, sections), *self._made(contract, annex, sections)),
            short=short,
            number=str(annex.number),
            places=(Place(annex_reference(contract, annex.role.value), short),),
        )

    def _chapter(self, section: Section, *, numbered: bool = True) -> Chapter:
        clauses = split(self.typed.get(section.key, section.body))[1]
        below = tuple(Chapter(f"{section.key}#{each.label}", each.title) for each in clauses)
        return Chapter(section.key, section.title, children=below, numbered=numbered)

    def _made(self, contract: int, annex: Annex, sections: Sequence[Section]) -> Iterator[Chapter]:
        """Yield the chapters that come after the texts, made from what is settled elsewhere."""
        if annex.role is AnnexRole.ADMINISTRATIVE:
            yield Chapter("statutory", self._words["statutory"])
        if annex.role is AnnexRole.CHANGES:
            yield Chapter("contract-changes", self._words["changes_in_text"])
        if contract == 1 and annex.role in ASKING:
            if not any(each.key == LEGEND for each in sections):
                yield Chapter(LEGEND, self._words["how_to_read"])
            yield from _areas(self.identifiers)

    def _others(self) -> Iterator[Document]:
        yield from self._contracts()
        yield self._paper("price_form", "price_form", "price_form_short", {"how": "price_form_how"})
        if self.identifiers:
            yield self._paper("answer_form", "answer_form", "answer_form_short", {"answer-how": "answer_how"})
        listed = {"participants-list": "buyers_and_volumes"}
        yield self._paper("participants", "participants_list", "participants_short", listed)
        if self.tender.attachments:
            listed = {"attachment-list": "attachments"}
            yield self._paper("attachments", "attachment_list", "attachment_list_short", listed)
        for each in self.tender.sections:
            if each.form and each.left_out is None:
                short = each.title[:1].lower() + each.title[1:]
                chapters = (self._chapter(each, numbered=False),)
                yield Document(kind_of(each), each.title, self.tender.language, chapters, short=short)

    def _contracts(self) -> Iterator[Document]:
        agreements = [each for each in (self.tender.agreement, self.tender.companion) if each]
        short = "contract_short" if len(agreements) == 1 else "contract_short_of"
        for contract, agreement in enumerate(agreements, start=1):
            yield Document(
                kind="contract" if contract == 1 else f"contract_{contract}",
                name=self._words["contract_document"].format(agreement=agreement.code),
                language=self.tender.language,
                chapters=tuple(Chapter(key, self._words[word]) for key, word in IN_A_CONTRACT.items()),
                short=(called := self._words[short].format(contract=contract)),
                places=(Place(annex_reference(contract, "contract"), called),),
            )

    def _paper(self, kind: str, name: str, short: str, chapters: Mapping[str, str]) -> Document:
        """Outline a document that is made from what is settled elsewhere, by the keys of its words."""
        made = tuple(Chapter(key, self._words[word]) for key, word in chapters.items())
        called = self._words[short]
        place = Place(REFERENCES.get(kind, f"bilag:{kind}"), called)
        return Document(kind, self._words[name], self.tender.language, made, short=called, places=(place,))


def kind_of(section: Section) -> str:
    """Return the kind of the document that a section stands in."""
    if section.form:
        return f"form_{section.form}"
    return f"annex_{annex_key(section.contract, section.annex)}" if section.annex else "tender_rules"


def lost(tender: Tender) -> Iterator[Lost]:
    """Yield the references that lead nowhere; the tender's texts and requirements are loaded."""
    asked = [(place, name, references(text)) for place, name, text in printed_texts(tender) if "[[" in text]
    if any(names for _place, _name, names in asked):
        known = Numbering(tender, [each.identifier for each in in_force(tender)]).known
        for place, title, names in asked:
            yield from (Lost(place=place, name=title, reference=each) for each in names if each not in known)


def requirement_ids(session: Session, tender: Tender) -> list[str]:
    """List the ids of a tender's requirements, in their order, and nothing more of them."""
    asked = select(Row.area, Row.number).where(Row.tender_id == tender.id, Row.removed_at.is_(None))
    rows = session.execute(asked.order_by(Row.position, Row.id))
    return [f"{area}-{number:03}" for area, number in rows]


def _areas(identifiers: Iterable[str]) -> Iterator[Chapter]:
    """Yield the chapter of each area of requirements, in the order the areas first come."""
    areas: dict[str, list[str]] = {}
    for each in identifiers:
        areas.setdefault(each.partition("-")[0], []).append(each)
    for area, found in areas.items():
        rows = tuple(Requirement(each, "", "", "", "") for each in found)
        yield Chapter(f"area-{area}", area, (Requirements("", rows),))
