"""The joint draft, as rows: a fact is written once and flows into every document."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation, User
from procure.db import Base
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role, Standing
from procure.domain.scoring import CriteriaMode
from procure.domain.states import BEFORE_LOCK, TAKES_PART, ParticipationState, TenderState
from procure.files.models import StoredFile
from procure.library.models import Agreement, AnswerMode, MetWhen, RequirementKind
from procure.pools.models import Participation, Pool


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"), unique=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    agreement_reason: Mapped[str] = mapped_column(Text)
    state: Mapped[TenderState]
    language: Mapped[str] = mapped_column(String(2))  # of the documents: nb or nn
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)  # short, for the notice and the cover
    case_number: Mapped[str | None] = mapped_column(String(40))

    estimate: Mapped[Ore | None]
    estimated_on: Mapped[date | None]
    estimate_method: Mapped[str | None] = mapped_column(Text)

    procedure: Mapped[str | None] = mapped_column(String(40))  # a code in `law.toml`
    procedure_ground: Mapped[str | None] = mapped_column(String(1))  # letter of FOA § 13-2
    procedure_reason: Mapped[str | None] = mapped_column(Text)
    dialogue: Mapped[str | None] = mapped_column(Text)  # part II: what is planned, or that none is
    contract_model: Mapped[ContractModel | None]
    responsibility: Mapped[Responsibility | None]
    responsibility_parts: Mapped[str | None] = mapped_column(Text)  # which parts are joint
    no_lots_reason: Mapped[str | None] = mapped_column(Text)
    duration_months: Mapped[int | None]
    extension_months: Mapped[int | None]
    duration_reason: Mapped[str | None] = mapped_column(Text)  # of a framework above four years
    validity_months: Mapped[int | None]
    variants: Mapped[bool | None]

    dispatch_on: Mapped[date | None]  # planned
    questions_until: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    start_on: Mapped[date | None]

    channel_name: Mapped[str | None] = mapped_column(String(200))
    channel_url: Mapped[str | None] = mapped_column(String(500))

    criteria_mode: Mapped[CriteriaMode] = mapped_column(default=CriteriaMode.WEIGHTED)
    ranked_reason: Mapped[str | None] = mapped_column(Text)
    climate: Mapped[Climate | None]
    climate_reason: Mapped[str | None] = mapped_column(Text)

    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    pool: Mapped[Pool] = relationship()
    agreement: Mapped[Agreement] = relationship()
    sections: Mapped[list[Section]] = relationship(back_populates="tender", order_by="Section.position")
    requirements: Mapped[list[Requirement]] = relationship(
        back_populates="tender", order_by="Requirement.position"
    )
    criteria: Mapped[list[Criterion]] = relationship(back_populates="tender", order_by="Criterion.position")
    price_lines: Mapped[list[PriceLine]] = relationship(
        back_populates="tender", order_by="PriceLine.position"
    )
    versions: Mapped[list[Version]] = relationship(back_populates="tender", order_by="Version.number")

    @classmethod
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


class _OfTender:
    """Seen and judged as the tender that it belongs to."""

    tender: Mapped[Tender]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        return cls.tender.has(Tender.visible_to(actor))

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.tender.standings(actor)


class SectionState(StrEnum):
    """How far the writing of a section has come."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"


class Section(_OfTender, Base):
    """A piece of text with a heading, in the tender rules or in an annex (avsnitt)."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("tender_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    annex: Mapped[int | None]  # None: konkurransegrunnlaget, part I
    key: Mapped[str] = mapped_column(String(60))  # names its guidance and its first text
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)  # Markdown with merge fields in braces
    state: Mapped[SectionState]
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="sections")
    edited_by: Mapped[User | None] = relationship()
    revisions: Mapped[list[Revision]] = relationship(back_populates="section", order_by="Revision.number")


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


class CriterionKind(StrEnum):
    """What a criterion measures."""

    PRICE = "price"
    QUALITY = "quality"
    CLIMATE = "climate"


class Criterion(_OfTender, Base):
    """An award criterion (tildelingskriterium)."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight BETWEEN 0 AND 100", name="weight_is_percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    position: Mapped[int]
    kind: Mapped[CriterionKind]
    name: Mapped[str] = mapped_column(String(200))
    weight: Mapped[int | None]  # percent; none where criteria are ranked
    documentation: Mapped[str] = mapped_column(Text)  # what the bid must show
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="criteria")


class Requirement(_OfTender, Base):
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
    removed_at: Mapped[datetime | None]  # taken out; the id stays used
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="requirements")
    criterion: Mapped[Criterion | None] = relationship()

    @property
    def identifier(self) -> str:
        """The id that everybody uses, such as SIK-004."""
        return f"{self.area}-{self.number:03d}"


class PriceKind(StrEnum):
    """How a price line is counted."""

    ONE_OFF = "one_off"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    HOURLY = "hourly"
    OPTION = "option"


class PriceLine(_OfTender, Base):
    """A line of the price form (linje i prisskjemaet)."""

    __tablename__ = "price_line"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"), index=True)
    number: Mapped[int]  # printed P1, P2; given once
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[PriceKind]
    unit: Mapped[str] = mapped_column(String(40))
    removed_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(String(32), unique=True)  # the form that made it
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    tender: Mapped[Tender] = relationship(back_populates="price_lines")
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


class Version(_OfTender, Base):
    """A frozen, numbered state of the whole tender (versjon): inserted once, never changed."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("tender_id", "number"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tender.id"))
    number: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))  # SHA-256 of the canonical content
    content: Mapped[dict[str, Any]]  # everything that the documents are made from
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    tender: Mapped[Tender] = relationship(back_populates="versions")
    frozen_by: Mapped[User] = relationship()
    files: Mapped[list[VersionFile]] = relationship(back_populates="version", order_by="VersionFile.position")
    approvals: Mapped[list[Approval]] = relationship(back_populates="version")


class VersionFile(Base):
    """One file of a version (dokument), by the hash of its bytes."""

    __tablename__ = "version_file"
    __table_args__ = (UniqueConstraint("version_id", "name"), {"info": {"append_only": True}})

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(
        String(40)
    )  # tender_rules, participants, annex_1, price_form, package, zip, manifest
    title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))  # as downloaded
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    size: Mapped[int]
    pages: Mapped[int | None]

    version: Mapped[Version] = relationship(back_populates="files")
    stored: Mapped[StoredFile] = relationship()


class Approval(Base):
    """One body's yes to exactly one version (godkjenning), naming fingerprint and manifest."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    approved_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_because: Mapped[str | None] = mapped_column(String(400))

    version: Mapped[Version] = relationship(back_populates="approvals")
    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
