"""How bids are judged, and who may bid."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base
from procure.domain.money import Ore
from procure.tenders.models.tender import OfTender, Tender


class CriterionKind(StrEnum):
    """What a criterion measures."""

    PRICE = "price"
    QUALITY = "quality"
    CLIMATE = "climate"


class Criterion(OfTender, Base):
    """An award criterion (tildelingskriterium)."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight BETWEEN 0 AND 100", name="weight_is_percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    position: Mapped[int]
    kind: Mapped[CriterionKind]
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))  # for the notice above the EEA threshold
    weight: Mapped[int | None]  # percent; none where criteria are ranked
    worth: Mapped[Ore | None]  # what full points are worth, where quality is priced
    documentation: Mapped[str] = mapped_column(Text)  # what the bid must show
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="criteria")


class QualificationKind(StrEnum):
    """What a qualification requirement may concern (FOA § 16-1)."""

    REGISTRATION = "registration"
    ECONOMIC = "economic"
    TECHNICAL = "technical"


class Qualification(OfTender, Base):
    """What a supplier must be to take part, and how it shows it (kvalifikasjonskrav)."""

    __tablename__ = "qualification"
    __table_args__ = (CheckConstraint("turnover >= 0", name="turnover_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QualificationKind]
    text: Mapped[str] = mapped_column(Text)
    documentation: Mapped[str] = mapped_column(Text)  # how it is shown
    turnover: Mapped[Ore | None]  # least yearly turnover, where that is what is asked
    turnover_reason: Mapped[str | None] = mapped_column(Text)  # above twice the value (FOA § 16-3)
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="qualifications")
