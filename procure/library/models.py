"""Standard agreements with their annexes, and requirements to pick from."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base


class Agreement(Base):
    """One edition of a standard agreement (avtale, SSA): its annexes, never its general text."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("code", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))  # "SSA-L"
    edition: Mapped[str] = mapped_column(String(20))  # "2018"
    name_nb: Mapped[str] = mapped_column(String(200))
    name_nn: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    verified: Mapped[bool]
    change_annex: Mapped[int]  # the annex where changes to the general text go

    annexes: Mapped[list[Annex]] = relationship(back_populates="agreement", order_by="Annex.number")


class FilledBy(StrEnum):
    """Who writes an annex."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    BOTH = "both"


class Annex(Base):
    """One annex of an agreement (bilag): its number is the agreement's and never changes."""

    __tablename__ = "annex"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    title_nb: Mapped[str] = mapped_column(String(200))
    title_nn: Mapped[str] = mapped_column(String(200))
    filled_by: Mapped[FilledBy]
    presupposed: Mapped[bool]  # the general text does not work if the customer leaves it empty
    verified: Mapped[bool]
    guidance_nb: Mapped[str] = mapped_column(Text)
    guidance_nn: Mapped[str] = mapped_column(Text)

    agreement: Mapped[Agreement] = relationship(back_populates="annexes")


class RequirementKind(StrEnum):
    """What a requirement does to a bid."""

    ABSOLUTE = "absolute"
    EVALUATED = "evaluated"
    BOTH = "both"
    INFORMATION = "information"


class MetWhen(StrEnum):
    """When a requirement must be met."""

    AT_OFFER = "at_offer"
    AT_DELIVERY = "at_delivery"
    BY_DATE = "by_date"


class AnswerMode(StrEnum):
    """How a requirement is answered."""

    CONFIRM = "confirm"
    DESCRIBE = "describe"
    DOCUMENT = "document"
    DEMONSTRATE = "demonstrate"


class BankRequirement(Base):
    """A requirement of our own writing to pick into a tender (krav i banken)."""

    __tablename__ = "bank_requirement"
    __table_args__ = (
        UniqueConstraint("key", "edition"),
        CheckConstraint("edition >= 1", name="edition_counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20))  # "SIK-004", the bank's own
    edition: Mapped[int]
    area: Mapped[str] = mapped_column(String(3))  # "SIK"
    area_name_nb: Mapped[str] = mapped_column(String(80))
    area_name_nn: Mapped[str] = mapped_column(String(80))
    text_nb: Mapped[str] = mapped_column(Text)
    text_nn: Mapped[str] = mapped_column(Text)
    kind: Mapped[RequirementKind]
    met_when: Mapped[MetWhen]
    answer_mode: Mapped[AnswerMode]
    answer_nb: Mapped[str] = mapped_column(Text)  # what the answer must contain
    answer_nn: Mapped[str] = mapped_column(Text)
    reason_nb: Mapped[str] = mapped_column(Text)
    reason_nn: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
