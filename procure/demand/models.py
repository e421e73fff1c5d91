"""What a municipality needs."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation
from procure.db import Base
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role, Standing
from procure.reference.models import Category


class NeedState(StrEnum):
    """A need is a draft until it is shared, and can be withdrawn."""

    DRAFT = "draft"
    SHARED = "shared"
    WITHDRAWN = "withdrawn"


class Visibility(StrEnum):
    """What others see of a need."""

    MINE = "mine"  # nothing
    LOOKING = "looking"  # category, region and window; no figures
    POOL = "pool"  # figures too, to those in the same pool


class ContractEnd(StrEnum):
    """How today's contract ends: one of four answers."""

    DATE = "date"
    UNTIL_TERMINATED = "until_terminated"
    NO_SYSTEM = "no_system"
    NOT_KNOWN = "not_known"


class Need(Base):
    """One municipality's need of one kind of system (behov). A missing figure is an answer: not known yet."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("users >= 0", name="users_not_negative"),
        CheckConstraint("cases >= 0", name="cases_not_negative"),
        CheckConstraint("yearly_cost >= 0", name="cost_not_negative"),
        CheckConstraint(
            "state <> 'shared' OR (category_key IS NOT NULL AND shared_at IS NOT NULL)", name="shared"
        ),
        Index("ix_need_category_state", "category_key", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[NeedState] = mapped_column(default=NeedState.DRAFT)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.LOOKING)
    category_key: Mapped[str | None] = mapped_column(ForeignKey("category.key"))

    system: Mapped[str | None] = mapped_column(String(200))
    vendor: Mapped[str | None] = mapped_column(String(200))
    contract_end: Mapped[ContractEnd | None]
    ends_on: Mapped[date | None]
    renewal_months: Mapped[int | None]  # length of the term it renews itself by; None: it does not
    notice_months: Mapped[int | None]
    extension_months: Mapped[int | None]  # options to extend that are not used yet
    yearly_cost: Mapped[Ore | None]

    users: Mapped[int | None]  # employees who sign in
    inhabitants: Mapped[int | None]  # inhabitants served; the whole municipality unless typed
    cases: Mapped[int | None]  # cases a year

    start_from: Mapped[date | None]
    start_to: Mapped[date | None]
    integrations: Mapped[str | None] = mapped_column(Text)
    data_formats: Mapped[str | None] = mapped_column(Text)
    wishes: Mapped[str | None] = mapped_column(Text)  # options and reservations

    created_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organisation: Mapped[Organisation] = relationship()
    category: Mapped[Category | None] = relationship()

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The own organisation's needs, for those who buy or sign; others' needs have no page."""
        if not actor.roles & {Role.BUYER, Role.SIGNATORY}:
            return false()
        return cls.organisation_id == actor.organisation_id

    @classmethod
    def known_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Needs that may be mentioned to the actor: shared, and not kept for the owner alone."""
        if Role.BUYER not in actor.roles:
            return false()
        theirs = and_(cls.state == NeedState.SHARED, cls.visibility != Visibility.MINE)
        return or_(and_(cls.organisation_id == actor.organisation_id, cls.state == NeedState.SHARED), theirs)

    def standings(self, actor: Actor) -> Set[Standing]:
        return {Standing.OWNER} if actor.organisation_id == self.organisation_id else frozenset()
