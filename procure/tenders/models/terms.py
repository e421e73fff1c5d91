"""What is settled about the purchase: lots, days, clauses, changes to the standard text, attachments."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.files.models import StoredFile
from procure.tenders.models.tender import OfTender, Tender


class Lot(OfTender, Base):
    """A part that can be bid for alone (delkontrakt)."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("estimate >= 0", name="estimate_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]  # given once
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str | None] = mapped_column(String(200))  # for the notice above the EEA threshold
    description_en: Mapped[str | None] = mapped_column(Text)
    estimate: Mapped[Ore | None]
    climate: Mapped[Climate | None]  # None: as the tender
    climate_reason: Mapped[str | None] = mapped_column(Text)
    removed_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="lots")


class Milestone(Base):
    """The day set for a step of the timeline that has no column of its own (milepæl)."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("tender_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    step: Mapped[str] = mapped_column(String(40))  # a key of `domain/timeline.py`
    on: Mapped[date]

    tender: Mapped[Tender] = relationship(back_populates="milestones")


class OmittedClause(Base):
    """A clause that the law sets and this contract leaves out, with the reason (utelatt vilkår)."""

    __tablename__ = "omitted_clause"
    __table_args__ = (UniqueConstraint("tender_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    key: Mapped[str] = mapped_column(String(40))  # of a clause in `law.toml`
    reason: Mapped[str] = mapped_column(Text)

    tender: Mapped[Tender] = relationship(back_populates="omitted_clauses")


class ChangeKind(StrEnum):
    """What a change does to a clause of the standard text."""

    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


class ContractChange(OfTender, Base):
    """A change to the agreement's general text, as it stands in the change annex (endring)."""

    __tablename__ = "contract_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    contract: Mapped[int] = mapped_column(default=1, server_default="1")  # 2: the companion's
    position: Mapped[int]
    clause: Mapped[str] = mapped_column(String(40))  # of the general text: "4.5"
    kind: Mapped[ChangeKind]
    text: Mapped[str] = mapped_column(Text)  # the wording that applies; empty where a clause is removed
    reason: Mapped[str] = mapped_column(Text)
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="contract_changes")


class Attachment(OfTender, Base):
    """A file of the buyers' own that goes with the documents (vedlegg)."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("tender_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    annex: Mapped[int | None]  # the annex it belongs to; None: the tender documents
    contract: Mapped[int] = mapped_column(default=1, server_default="1")
    official_text: Mapped[bool] = mapped_column(default=False, server_default=false())  # DFØ's own file
    name: Mapped[str] = mapped_column(String(120))  # as downloaded
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    added_at: Mapped[datetime]
    scanned_at: Mapped[datetime | None]  # for viruses; None where no scanner is set up
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="attachments")
    stored: Mapped[StoredFile] = relationship()
