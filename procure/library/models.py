"""Standard agreements with their annexes, and requirements to pick from."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base
from procure.domain.policy import Actor, Standing

STANDING: Final = text("ended_at IS NULL")
ONE_AT_A_TIME: Final[dict[str, Any]] = {"sqlite_where": STANDING, "postgresql_where": STANDING}


class Shared:
    """Everybody's: nobody stands closer to it than others."""

    def standings(self, _actor: Actor) -> Set[Standing]:
        return frozenset()


class Agreement(Shared, Base):
    """One edition of a standard agreement (avtale, SSA): its annexes, never its general text."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("code", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))  # "SSA-L"
    edition: Mapped[str] = mapped_column(String(20))  # "2018"
    name_nb: Mapped[str] = mapped_column(String(200))
    name_nn: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), server_default="")
    languages: Mapped[list[str]] = mapped_column(server_default="[]")  # that the official text exists in
    offered: Mapped[bool] = mapped_column(server_default=false())  # a tender can be built on it
    source: Mapped[str] = mapped_column(String(300))
    verified: Mapped[bool]
    annex_clause: Mapped[str] = mapped_column(String(20), server_default="")  # has the table of annexes
    use_nb: Mapped[str] = mapped_column(Text, server_default="")
    use_nn: Mapped[str] = mapped_column(Text, server_default="")
    change_note_nb: Mapped[str] = mapped_column(Text, server_default="")
    change_note_nn: Mapped[str] = mapped_column(Text, server_default="")
    precedence_nb: Mapped[list[str]] = mapped_column(server_default="[]")  # empty: not read
    precedence_nn: Mapped[list[str]] = mapped_column(server_default="[]")
    hints_nb: Mapped[list[str]] = mapped_column(server_default="[]")  # what the text says unless changed
    hints_nn: Mapped[list[str]] = mapped_column(server_default="[]")

    annexes: Mapped[list[Annex]] = relationship(back_populates="agreement", order_by="Annex.number")

    def number_of(self, *roles: AnnexRole) -> int | None:
        """Return the number of the first annex with one of these roles."""
        return next((annex.number for annex in self.annexes if annex.role in roles), None)

    @property
    def requirements_annex(self) -> int | None:
        """The annex where the customer says what is wanted."""
        return self.number_of(*ASKING)

    @property
    def change_annex(self) -> int | None:
        """The annex where changes to the general text go."""
        return self.number_of(AnnexRole.CHANGES)

    @property
    def price_annex(self) -> int | None:
        """The annex with the prices."""
        return self.number_of(AnnexRole.PRICE)

    @property
    def ready(self) -> bool:
        """Whether a tender can be built on it now: it is offered, and its annexes are known."""
        return self.offered and None not in (self.requirements_annex, self.price_annex, self.change_annex)


class AnnexRole(StrEnum):
    """What an annex is for; the same role has different numbers in different agreements."""

    REQUIREMENTS = "requirements"
    ASSIGNMENT = "assignment"
    ASSISTANCE = "assistance"
    SOLUTION = "solution"
    PLATFORM = "platform"
    OPERATED = "operated"
    MAINTAINED = "maintained"
    PLAN = "plan"
    TESTING = "testing"
    SERVICE_LEVEL = "service_level"
    ADMINISTRATIVE = "administrative"
    PRICE = "price"
    CHANGES = "changes"
    LATER_CHANGES = "later_changes"
    THIRD_PARTY = "third_party"
    LICENCES = "licences"
    CALL_OFF = "call_off"
    CALL_OFF_TEMPLATES = "call_off_templates"


ASKING = (AnnexRole.REQUIREMENTS, AnnexRole.ASSIGNMENT, AnnexRole.ASSISTANCE)  # what the customer wants


class FilledBy(StrEnum):
    """Who writes an annex."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    BOTH = "both"


class Due(StrEnum):
    """When an annex must be there."""

    PUBLICATION = "publication"
    OFFER = "offer"
    CONTRACT = "contract"


class Annex(Shared, Base):
    """One annex of an agreement (bilag): its number is the agreement's and never changes."""

    __tablename__ = "annex"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    role: Mapped[AnnexRole] = mapped_column(server_default=AnnexRole.REQUIREMENTS)
    title_nb: Mapped[str] = mapped_column(String(200))
    title_nn: Mapped[str] = mapped_column(String(200))
    filled_by: Mapped[FilledBy]
    due: Mapped[Due] = mapped_column(server_default=Due.PUBLICATION)
    presupposed: Mapped[bool]  # the general text does not work if the customer leaves it empty
    verified: Mapped[bool]
    guidance_nb: Mapped[str] = mapped_column(Text)
    guidance_nn: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[datetime | None]  # an adviser has checked the title against the official text
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": version}

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


class BankRequirement(Shared, Base):
    """One edition of a requirement to pick into a tender (krav i kravbanken): a change is the next edition.

    The key is given once and never used again; what has gone out of use stands in `BankRetirement`.
    """

    __tablename__ = "bank_requirement"
    __table_args__ = (
        UniqueConstraint("key", "edition"),
        CheckConstraint("edition >= 1", name="edition_counts"),
        CheckConstraint(
            "weight IS NULL OR (weight BETWEEN 1 AND 5 AND kind IN ('evaluated', 'both'))",
            name="only_scored_weigh",
        ),
        {"info": {"append_only": True}},
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
    source_nn: Mapped[str] = mapped_column(String(200), server_default="")
    categories: Mapped[list[str]] = mapped_column(server_default="[]")  # kinds of system; empty: all
    climate: Mapped[bool] = mapped_column(server_default=false())  # regards climate and environment
    weight: Mapped[int | None]  # 1–5, proposed where it is scored
    shipped: Mapped[int | None]  # the edition in our own files; None: written by an adviser here
    change: Mapped[str] = mapped_column(Text, server_default="")  # why this edition came
    made_at: Mapped[datetime | None]  # None: came with the platform
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it

    @property
    def source_nb(self) -> str:
        """What it rests on, in bokmål: as `source_nn` is in nynorsk."""
        return self.source


class BankRetirement(Base):
    """A requirement of the bank that has gone out of use (utgått): it cannot be picked any more."""

    __tablename__ = "bank_retirement"
    __table_args__ = (
        Index("uq_bank_retirement_standing", "key", unique=True, **ONE_AT_A_TIME),
        CheckConstraint("replaced_by <> key", name="replaced_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20))
    retired_at: Mapped[datetime]
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    why: Mapped[str] = mapped_column(Text)
    replaced_by: Mapped[str | None] = mapped_column(String(20))  # key of the one to use instead
    ended_at: Mapped[datetime | None]  # taken into use again
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
