"""What a municipality needs."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.accounts.models import Organisation
from procure.db import Base
from procure.domain import pooling
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role, Standing
from procure.domain.states import PoolState
from procure.reference.models import Category

if TYPE_CHECKING:
    from procure.pools.models import Participation, Pool


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


def end_of(
    kind: ContractEnd | None,
    ends_on: date | None,
    renewal_months: int | None,
    notice_months: int | None,
    extension_months: int | None,
) -> pooling.ContractEnd:
    """Read the answers about how today's contract ends; half an answer is none."""
    if kind is ContractEnd.DATE and ends_on:
        return pooling.EndsOn(ends_on, renewal_months, notice_months, extension_months)
    if kind is ContractEnd.UNTIL_TERMINATED:
        return pooling.RunsUntilTerminated(notice_months)
    return pooling.NoSystem() if kind is ContractEnd.NO_SYSTEM else pooling.NotKnown()


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
        Index(
            "ix_need_matching",  # all that the matching reads of thousands of needs
            *("category_key", "state", "visibility", "organisation_id"),
            *("contract_end", "ends_on", "renewal_months", "notice_months", "extension_months"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # whom it concerns
    keeper_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # who registers it for them
    once: Mapped[str | None] = mapped_column(
        String(40), unique=True
    )  # of the form it came by: sent twice, it is one
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

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    category: Mapped[Category | None] = relationship()
    participations: Mapped[list[Participation]] = relationship(viewonly=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The own organisation's needs, for those who buy or sign; others' needs have no page."""
        if not actor.roles & {Role.BUYER, Role.SIGNATORY}:
            return false()
        return or_(cls.organisation_id == actor.organisation_id, cls.keeper_id == actor.organisation_id)

    @classmethod
    def known_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Needs that may be mentioned to the actor: shared, and not kept for the owner alone."""
        if not actor.roles & {Role.BUYER, Role.SIGNATORY}:
            return false()
        mine = cls.visible_to(actor)
        return and_(cls.state == NeedState.SHARED, or_(mine, cls.visibility != Visibility.MINE))

    @property
    def is_shown(self) -> bool:
        """Whether others see that this body looks for something."""
        return self.state is NeedState.SHARED and self.visibility is not Visibility.MINE

    @property
    def pools(self) -> list[Pool]:
        """The pools that this body takes part in with the need, while they last."""
        over = (PoolState.DONE, PoolState.DISSOLVED)
        mine = [one for one in self.participations if one.organisation_id == self.organisation_id]
        return [one.pool for one in mine if one.takes_part and one.pool.state not in over]

    @property
    def end(self) -> pooling.ContractEnd:
        """How today's contract ends, as the rules read it; half an answer is none."""
        return end_of(
            self.contract_end, self.ends_on, self.renewal_months, self.notice_months, self.extension_months
        )

    @property
    def inhabitants_served(self) -> int | None:
        """Inhabitants as typed, else those of the municipality."""
        return self.organisation.inhabitants if self.inhabitants is None else self.inhabitants

    @property
    def held_back(self) -> list[pooling.PoolFigure]:
        """The figures of a pool that this need cannot count in yet."""
        endless = self.end == pooling.RunsUntilTerminated(None)  # without the notice there is no window
        answers = {"users": self.users, "inhabitants": self.inhabitants_served, "cases": self.cases}
        end = None if endless else self.end
        return pooling.held_back({**answers, "yearly_cost": self.yearly_cost, "contract_end": end})

    def standings(self, actor: Actor) -> Set[Standing]:
        if actor.organisation_id is None:
            return frozenset()
        mine = actor.organisation_id in (self.organisation_id, self.keeper_id)
        return {Standing.OWNER} if mine else frozenset()
