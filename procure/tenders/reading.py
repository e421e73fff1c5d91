"""One document of a frozen version, to be read on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, undefer

from procure.documents.edition import Edition, read
from procure.domain.assembly import Document
from procure.domain.policy import Actor
from procure.tenders import papers
from procure.tenders.models import Version
from procure.tenders.shelved import Shelved


@dataclass(frozen=True)
class Reading:
    """A document among the others of its version."""

    version: Version
    documents: tuple[Document, ...]
    place: int

    @property
    def document(self) -> Document:
        """The one that is read."""
        return self.documents[self.place]

    @property
    def before(self) -> Document | None:
        """The one to read before it."""
        return self.documents[self.place - 1] if self.place else None

    @property
    def after(self) -> Document | None:
        """The one to read next."""
        return self.documents[self.place + 1] if self.place + 1 < len(self.documents) else None

    @cached_property
    def shelved(self) -> Shelved:
        """The version's files."""
        return Shelved(self.version.files)

    def edition(self, href: Callable[[str], str]) -> Edition:
        """Return the document as a page; `href` is the page of the document of a kind."""
        return read(self.document, self.documents, href)


def reading_of(version: Version, kind: str) -> Reading | None:
    """Open a version at the document of a kind; None when it has none."""
    documents = tuple(papers.documents(version.content))
    place = next((n for n, document in enumerate(documents) if document.kind == kind), None)
    return None if place is None else Reading(version, documents, place)


def find_document(session: Session, actor: Actor, tender_id: int, number: int, kind: str) -> Reading | None:
    """Find a document of a version, for those who see the tender."""
    mine = Version.visible_to(actor)
    version = session.scalar(
        select(Version)
        .where(Version.tender_id == tender_id, Version.number == number, mine)
        .options(undefer(Version.content), selectinload(Version.files))
    )
    return reading_of(version, kind) if version else None
