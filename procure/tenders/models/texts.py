"""What is written: sections with every save of them."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation, User
from procure.db import Base
from procure.domain.policy import Actor, Standing
from procure.tenders.models.tender import OfTender, Tender

OWN = "own_"  # begins the keys of the sections that the buyers have added


class SectionState(StrEnum):
    """How far the writing of a section has come."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"


class Section(OfTender, Base):
    """A piece of text with a heading, in the tender rules, in an annex or in a standard form (avsnitt)."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("tender_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    annex: Mapped[int | None]  # None: the tender rules, or a standard form
    contract: Mapped[int] = mapped_column(default=1, server_default="1")  # 2: the companion's annex
    form: Mapped[str | None] = mapped_column(String(40))  # the standard form it stands in
    key: Mapped[str] = mapped_column(String(60))  # names its guidance and its first text
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)  # Markdown with merge fields in braces
    state: Mapped[SectionState]
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None]  # taken out, or the agreement chosen later has no place for it
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)  # None: the lead
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # the person asked to write it
    due_on: Mapped[date | None]
    owner_note: Mapped[str | None] = mapped_column(Text)  # the lead's words to the owner
    left_out: Mapped[str | None] = mapped_column(Text)  # why a standard form does not go with the documents
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="sections")
    edited_by: Mapped[User | None] = relationship(foreign_keys=[edited_by_id])
    owner: Mapped[Organisation | None] = relationship()
    writer: Mapped[User | None] = relationship(foreign_keys=[writer_id])
    revisions: Mapped[list[Revision]] = relationship(back_populates="section", order_by="Revision.number")

    @property
    def is_own(self) -> bool:
        """Whether the buyers have added it themselves."""
        return self.key.startswith(OWN)

    def standings(self, actor: Actor) -> Set[Standing]:
        """As the tender, and more: those who are asked to write it."""
        own = {Standing.OWNER} if self.owner_id and self.owner_id == actor.organisation_id else set()
        return {*self.tender.standings(actor), *own}


class Revision(Base):
    """One save of a section (lagring)."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("section_id", "number"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    section: Mapped[Section] = relationship(back_populates="revisions")
    saved_by: Mapped[User | None] = relationship()

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Those who see the section."""
        return cls.section.has(Section.visible_to(actor))

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.section.standings(actor)
