"""What is paid: the lines behind the estimate, and the lines of the price form."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation
from procure.db import Base
from procure.domain.money import Ore
from procure.domain.prices import Payer, PriceKind
from procure.domain.value import CostKind
from procure.tenders.models.tender import OfTender, Tender
from procure.tenders.models.terms import Lot


class EstimateLine(OfTender, Base):
    """One amount of the estimate (linje i anslaget): for one body, or for the joint part."""

    __tablename__ = "estimate_line"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CostKind]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # None: the joint part
    amount: Mapped[Ore]  # of one
    quantity: Mapped[int] = mapped_column(default=1, server_default="1")
    option: Mapped[bool]
    source: Mapped[str] = mapped_column(String(300))  # where the figure comes from
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="estimate_lines")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")


class Driver(StrEnum):
    """What a quantity follows."""

    FIXED = "fixed"
    INHABITANTS = "inhabitants"
    USERS = "users"
    PUPILS = "pupils"
    CHILDREN = "children"
    BEDS = "beds"
    LICENCES = "licences"
    DATABASES = "databases"
    HOURS = "hours"


class PriceLine(OfTender, Base):
    """A line of the price form (linje i prisskjemaet)."""

    __tablename__ = "price_line"
    __table_args__ = (
        UniqueConstraint("tender_id", "number"),
        CheckConstraint("joint_amount >= 0", name="joint_not_negative"),
        CheckConstraint("months >= 1", name="months_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]  # printed P1, P2; given once
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[PriceKind]
    unit: Mapped[str] = mapped_column(String(40))
    payer: Mapped[Payer] = mapped_column(default=Payer.EACH, server_default=Payer.EACH)
    driver: Mapped[Driver | None]  # what the quantity follows
    months: Mapped[int | None]  # of a running price; None: all that are evaluated
    evaluated: Mapped[bool] = mapped_column(default=True, server_default=true())  # counts in the comparison
    heading: Mapped[str | None] = mapped_column(String(120))  # the subtotal it stands in
    joint_amount: Mapped[int | None]  # how much is paid jointly
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    removed_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="price_lines")
    lot: Mapped[Lot | None] = relationship()
    quantities: Mapped[list[Quantity]] = relationship(back_populates="line", cascade="all, delete-orphan")


class Quantity(Base):
    """How much of a price line one participant counts with (antall)."""

    __tablename__ = "quantity"
    __table_args__ = (
        UniqueConstraint("price_line_id", "organisation_id"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    price_line_id: Mapped[int] = mapped_column(ForeignKey("price_line.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    amount: Mapped[int]

    line: Mapped[PriceLine] = relationship(back_populates="quantities")
    organisation: Mapped[Organisation] = relationship()
