"""The lists that other tables point to."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from procure.db import Base


class Municipality(Base):
    """A Norwegian municipality as in the official list (kommune)."""

    __tablename__ = "municipality"

    number: Mapped[str] = mapped_column(String(4), primary_key=True)  # "3426", text: a leading zero counts
    name: Mapped[str] = mapped_column(String(80))
    display_name: Mapped[str] = mapped_column(
        String(120), unique=True
    )  # "Våler (Innlandet)" where two share a name
    official_name: Mapped[str] = mapped_column(String(120))  # in all its languages
    county_number: Mapped[str] = mapped_column(String(2))
    county: Mapped[str] = mapped_column(String(80))
    inhabitants: Mapped[int]
    language_form: Mapped[str] = mapped_column(String(10))  # nb, nn or neutral
    organisation_number: Mapped[str | None] = mapped_column(String(9), unique=True)


class Category(Base):
    """A kind of line-of-business software (type fagprogram)."""

    __tablename__ = "category"
    __table_args__ = (CheckConstraint("NOT buyable OR main_cpv IS NOT NULL", name="buyable_has_cpv"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    name_nb: Mapped[str] = mapped_column(String(120))
    name_nn: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), server_default="")
    description_nb: Mapped[str] = mapped_column(String(400))
    description_nn: Mapped[str] = mapped_column(String(400))
    description_en: Mapped[str] = mapped_column(String(400), server_default="")
    buyable: Mapped[bool]
    main_cpv: Mapped[str | None] = mapped_column(String(10))
    more_cpv: Mapped[list[str]]
