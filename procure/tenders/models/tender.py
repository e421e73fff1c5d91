"""The tender itself."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import User
from procure.db import Base
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role, Standing
from procure.domain.scoring import CriteriaMode, PriceModel, TieRule
from procure.domain.states import BEFORE_LOCK, TAKES_PART, ParticipationState, TenderState
from procure.library.models import Agreement
from procure.pools.models import Participation, Pool

if TYPE_CHECKING:
    from procure.tenders.models.criteria import Criterion, Qualification
    from procure.tenders.models.prices import EstimateLine, PriceLine
    from procure.tenders.models.requirements import Requirement
    from procure.tenders.models.terms import Attachment, ContractChange, Lot, Milestone, OmittedClause
    from procure.tenders.models.texts import Section
    from procure.tenders.models.versions import Version


class ContractModel(StrEnum):
    """Who signs with the supplier."""

    JOINT_BODY = "joint_body"  # A: one contract, signed by a joint body
    PER_MUNICIPALITY = "per_municipality"  # B: identical contract per municipality
    FRAMEWORK = "framework"  # C: framework with call-offs


class Responsibility(StrEnum):
    """Who answers for the procurement (FOA § 29-1, § 7-8)."""

    JOINT = "joint"
    PARTLY_JOINT = "partly_joint"
    CENTRAL_BODY = "central_body"


class Tender(Base):
    """One joint competition (konkurranse). Null means: not answered yet."""

    __tablename__ = "tender"
    __table_args__ = (
        CheckConstraint("estimate >= 0", name="estimate_not_negative"),
        CheckConstraint("(estimate IS NULL) = (estimated_on IS NULL)", name="estimate_has_day"),
        CheckConstraint("framework_maximum >= 0", name="maximum_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"), unique=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    agreement_reason: Mapped[str] = mapped_column(Text)
    companion_id: Mapped[int | None] = mapped_column(
        ForeignKey("agreement.id")
    )  # a second contract beside it: SSA-D to SSA-T
    state: Mapped[TenderState]
    language: Mapped[str] = mapped_column(String(2))  # of the documents: nb or nn
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)  # short, for the notice and the cover
    title_en: Mapped[str | None] = mapped_column(String(200))  # for the notice above the EEA threshold
    description_en: Mapped[str | None] = mapped_column(Text)
    case_number: Mapped[str | None] = mapped_column(String(40))

    estimate: Mapped[Ore | None]
    estimated_on: Mapped[date | None]
    estimated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    estimate_method: Mapped[str | None] = mapped_column(Text)
    framework_maximum: Mapped[Ore | None]  # the most that may ever be called off; never below the estimate

    procedure: Mapped[str | None] = mapped_column(String(40))  # a code in `law.toml`
    procedure_ground: Mapped[str | None] = mapped_column(String(1))  # letter of FOA § 13-2
    procedure_reason: Mapped[str | None] = mapped_column(Text)
    dialogue: Mapped[str | None] = mapped_column(Text)  # what is planned, or that none is
    invited_least: Mapped[int | None]  # in two stages: how many are invited to bid
    invited_most: Mapped[int | None]
    selection: Mapped[str | None] = mapped_column(Text)  # how they are chosen when more ask to take part
    reduction: Mapped[bool | None]  # the right to reduce the number in phases is reserved (FOA § 23-11)
    award_without_negotiation: Mapped[bool | None]  # that right is reserved (FOA § 23-7)
    contract_model: Mapped[ContractModel | None]
    responsibility: Mapped[Responsibility | None]
    contract_reason: Mapped[str | None] = mapped_column(Text)
    responsibility_parts: Mapped[str | None] = mapped_column(Text)  # which parts are joint
    responsibility_reason: Mapped[str | None] = mapped_column(Text)
    no_lots_reason: Mapped[str | None] = mapped_column(Text)
    duration_months: Mapped[int | None]
    extension_months: Mapped[int | None]
    open_ended: Mapped[bool] = mapped_column(default=False, server_default=false())  # until it is terminated
    duration_reason: Mapped[str | None] = mapped_column(Text)  # of a framework above four years
    option_terms: Mapped[str | None] = mapped_column(Text)  # extent and conditions of every option
    validity_months: Mapped[int | None]
    variants: Mapped[bool | None]

    dispatch_on: Mapped[date | None]  # planned
    requests_until: Mapped[datetime | None]  # in two stages: the deadline for asking to take part
    questions_until: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    start_on: Mapped[date | None]

    channel_name: Mapped[str | None] = mapped_column(String(200))
    channel_url: Mapped[str | None] = mapped_column(String(500))
    espd: Mapped[bool | None]  # the ESPD is filled in there

    criteria_mode: Mapped[CriteriaMode] = mapped_column(default=CriteriaMode.WEIGHTED)
    ranked_reason: Mapped[str | None] = mapped_column(Text)
    climate: Mapped[Climate | None]
    climate_reason: Mapped[str | None] = mapped_column(Text)
    price_model: Mapped[PriceModel | None]  # how prices become points
    price_break: Mapped[int | None]  # percent of the lowest price where a hybrid bends
    tie_rule: Mapped[TieRule | None]
    evaluated_months: Mapped[int | None]  # of running prices in the evaluation; None: the whole term

    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    pool: Mapped[Pool] = relationship()
    agreement: Mapped[Agreement] = relationship(foreign_keys=[agreement_id])
    companion: Mapped[Agreement | None] = relationship(foreign_keys=[companion_id])
    estimated_by: Mapped[User | None] = relationship()
    estimate_lines: Mapped[list[EstimateLine]] = relationship(
        back_populates="tender", order_by="EstimateLine.position"
    )
    lots: Mapped[list[Lot]] = relationship(back_populates="tender", order_by="Lot.position")
    milestones: Mapped[list[Milestone]] = relationship(back_populates="tender", order_by="Milestone.on")
    qualifications: Mapped[list[Qualification]] = relationship(
        back_populates="tender", order_by="Qualification.position"
    )
    omitted_clauses: Mapped[list[OmittedClause]] = relationship(
        back_populates="tender", order_by="OmittedClause.key"
    )
    contract_changes: Mapped[list[ContractChange]] = relationship(
        back_populates="tender", order_by="ContractChange.position"
    )
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="tender", order_by="Attachment.position"
    )
    sections: Mapped[list[Section]] = relationship(  # those in use
        primaryjoin="and_(Section.tender_id == Tender.id, Section.removed_at.is_(None))",
        back_populates="tender",
        order_by="Section.position",
    )
    requirements: Mapped[list[Requirement]] = relationship(
        back_populates="tender", order_by="Requirement.position"
    )
    criteria: Mapped[list[Criterion]] = relationship(back_populates="tender", order_by="Criterion.position")
    price_lines: Mapped[list[PriceLine]] = relationship(
        back_populates="tender", order_by="PriceLine.position"
    )
    versions: Mapped[list[Version]] = relationship(back_populates="tender", order_by="Version.number")

    @classmethod
    @lru_cache(maxsize=1000)  # every page asks, most of them about the same people
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Those who buy or sign for the lead or for a body that counts; after lock only the committed do."""
        if not actor.roles & {Role.BUYER, Role.SIGNATORY}:
            return false()
        own = Participation.organisation_id == actor.organisation_id
        takes_part = Pool.participations.any(own & Participation.state.in_(TAKES_PART))
        committed = Pool.participations.any(own & (Participation.state == ParticipationState.COMMITTED))
        counts = committed | (Pool.state.in_(BEFORE_LOCK) & takes_part)
        return cls.pool.has((Pool.lead_id == actor.organisation_id) | counts)

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.pool.standings(actor)


class OfTender:
    """Seen and judged as the tender that it belongs to."""

    tender: Mapped[Tender]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return cls.tender.has(Tender.visible_to(actor))

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.tender.standings(actor)
