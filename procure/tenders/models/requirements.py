"""What is asked for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation
from procure.db import Base
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.tenders.models.criteria import Criterion
from procure.tenders.models.tender import OfTender, Tender
from procure.tenders.models.terms import Lot


class Requirement(OfTender, Base):
    """A requirement (krav). Its id `AREA-NNN` is given once and never used again in the tender."""

    __tablename__ = "requirement"
    __table_args__ = (
        UniqueConstraint("tender_id", "area", "number"),
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("met_when <> 'by_date' OR met_by IS NOT NULL", name="date_is_given"),
        CheckConstraint(
            "weight IS NULL OR (weight BETWEEN 1 AND 5 AND kind IN ('evaluated', 'both'))",
            name="only_scored_weigh",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))  # None: all of them
    area: Mapped[str] = mapped_column(String(3))
    area_name: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[RequirementKind]
    met_when: Mapped[MetWhen]
    met_by: Mapped[date | None]
    answer_mode: Mapped[AnswerMode]
    answer: Mapped[str] = mapped_column(Text)  # what the answer must contain
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    weight: Mapped[int | None]  # 1–5, only where it is scored
    climate: Mapped[bool] = mapped_column(default=False)  # regards climate and environment (LOA § 5b)
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    brand_reason: Mapped[str | None] = mapped_column(Text)  # why a make is named (FOA §§ 8-5(3), 15-1(4))
    bank_key: Mapped[str | None] = mapped_column(String(20))  # provenance
    bank_edition: Mapped[int | None]
    adapted: Mapped[bool] = mapped_column(default=False, server_default=false())  # since it was picked
    own_id: Mapped[str | None] = mapped_column(String(40))  # what the list it was imported from called it
    removed_at: Mapped[datetime | None]  # taken out; the id stays used
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="requirements")
    criterion: Mapped[Criterion | None] = relationship()
    lot: Mapped[Lot | None] = relationship()
    deviations: Mapped[list[Deviation]] = relationship(
        back_populates="requirement", cascade="all, delete-orphan", order_by="Deviation.organisation_id"
    )

    @property
    def identifier(self) -> str:
        """The id that everybody uses, such as SIK-004."""
        return f"{self.area}-{self.number:03d}"


class Deviation(Base):
    """Where a requirement is another for one body, or does not apply to it (lokalt avvik)."""

    __tablename__ = "deviation"
    __table_args__ = (UniqueConstraint("requirement_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    applies: Mapped[bool]  # False: the requirement is not for this body
    text: Mapped[str] = mapped_column(Text)  # what applies instead; empty where nothing does
    reason: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": version}

    requirement: Mapped[Requirement] = relationship(back_populates="deviations")
    organisation: Mapped[Organisation] = relationship()
