"""Municipalities that gather their needs."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    false,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from procure.accounts.models import Organisation, User
from procure.db import Base
from procure.demand.models import Need, NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role, Standing
from procure.domain.states import TAKES_PART, ParticipationState, PoolState, counted
from procure.reference.models import Category


class CostKey(StrEnum):
    """How the joint cost of the work is shared."""

    EQUAL = "equal"
    INHABITANTS = "inhabitants"
    USERS = "users"
    PUPILS = "pupils"
    MIX = "mix"  # a part of it equally, the rest by one of the others


MIXED_WITH = (CostKey.INHABITANTS, CostKey.USERS, CostKey.PUPILS)  # what a mix shares the rest by


class ApprovalRule(StrEnum):
    """Whose approval a version needs; chosen per pool."""

    ALL = "all"
    STEERING_GROUP = "steering_group"
    LEAD = "lead"


class Figures(NamedTuple):
    """What one body brings into a pool, as far as it has chosen to show it; None: not shown, or not known."""

    users: int | None = None
    inhabitants: int | None = None
    yearly_cost: Ore | None = None
    pupils: int | None = None


class Pool(Base):
    """Municipalities that mean to buy one kind of system together (innkjøpsfellesskap)."""

    __tablename__ = "pool"
    __table_args__ = (
        CheckConstraint("state <> 'locked' OR locked_at IS NOT NULL", name="locked_has_moment"),
        CheckConstraint("state <> 'dissolved' OR dissolved_at IS NOT NULL", name="dissolved_has_moment"),
        CheckConstraint("(offered_to_id IS NULL) = (offered_at IS NULL)", name="offer_has_moment"),
        CheckConstraint(
            "cost_key <> 'mix' OR (equal_percent IS NOT NULL AND equal_percent BETWEEN 1 AND 99"
            " AND mixed_with IS NOT NULL AND mixed_with IN ('inhabitants', 'users', 'pupils'))",
            name="mix_has_parts",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    category_key: Mapped[str] = mapped_column(ForeignKey("category.key"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[PoolState]
    closes_at: Mapped[datetime]  # joining deadline
    wanted_start_on: Mapped[date | None]
    cost_key: Mapped[CostKey]
    equal_percent: Mapped[int | None]  # of a mix: how much is shared equally
    mixed_with: Mapped[CostKey | None]  # of a mix: what the rest is shared by
    approval_rule: Mapped[ApprovalRule]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    dissolved_at: Mapped[datetime | None]
    dissolved_reason: Mapped[str | None] = mapped_column(String(1000))  # read by all who are or were asked
    offered_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id")
    )  # the body that has been asked to take over as lead, and has not answered
    offered_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(
        String(40), unique=True
    )  # the form it came from: sent twice, kept once
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    category: Mapped[Category] = relationship()
    lead: Mapped[Organisation] = relationship(foreign_keys=[lead_id])
    offered_to: Mapped[Organisation | None] = relationship(foreign_keys=[offered_to_id])
    participations: Mapped[list[Participation]] = relationship(
        back_populates="pool", order_by="Participation.id", cascade="all, delete-orphan"
    )
    option_holders: Mapped[list[OptionHolder]] = relationship(
        back_populates="pool", order_by="OptionHolder.id", cascade="all, delete-orphan"
    )

    @classmethod
    @lru_cache(maxsize=1000)  # every page asks, most of them about the same people
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Those who buy or sign for the lead, for who is asked to lead, or for a body that is or was in it.

        While it is being prepared, those on the list have not been asked yet, and see nothing.
        """
        if not actor.roles & {Role.BUYER, Role.SIGNATORY}:
            return false()
        own = actor.organisation_id
        mine = cls.participations.any(Participation.organisation_id == own)
        asked = mine & (cls.state != PoolState.FORMING)
        return or_(cls.lead_id == own, cls.offered_to_id == own, asked)

    @property
    def remaining(self) -> list[Participation]:
        """Those whose figures count: interested and committed, after lock the committed alone."""
        return [each for each in self.participations if each.state in counted(self.state)]

    @property
    def ranked(self) -> list[Participation]:
        """Everybody in it: the lead, then by how far they have come and by name."""
        far = list(ParticipationState)
        return sorted(
            self.participations,
            key=lambda each: (
                each.organisation_id != self.lead_id,
                each.state in GONE,
                -far.index(each.state),
                each.organisation.short_name,
            ),
        )

    def participation_of(self, organisation_id: int | None) -> Participation | None:
        """Return the place of one body, if it has or has had one."""
        return next((each for each in self.participations if each.organisation_id == organisation_id), None)

    def holder_of(self, organisation_id: int | None) -> OptionHolder | None:
        """Return the option that one body holds, if it does."""
        return next((each for each in self.option_holders if each.organisation_id == organisation_id), None)

    def standings(self, actor: Actor) -> Set[Standing]:
        return _standings(actor, self)


# Those who have said no or left still see the pool: the way back is there until it locks, and one that was
# released must find again what it cost. They see it as one from outside does, and its tender no more.
GONE = frozenset({ParticipationState.DECLINED, ParticipationState.WITHDRAWN, ParticipationState.RELEASED})


class Participation(Base):
    """One body's place in a pool (deltakelse)."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("pool_id", "organisation_id"),
        CheckConstraint("users >= 0", name="users_not_negative"),
        CheckConstraint("pupils >= 0", name="pupils_not_negative"),
        CheckConstraint(
            "state <> 'committed' OR (committed_at IS NOT NULL"
            " AND (committed_by_id IS NOT NULL OR signatory_name IS NOT NULL))",
            name="committed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(
        ForeignKey("need.id")
    )  # whose figures stand, when they are shared
    state: Mapped[ParticipationState]
    users: Mapped[int | None]  # volumes that go into the tender; from the need until typed
    inhabitants: Mapped[int | None]
    pupils: Mapped[int | None]  # in the municipality's schools; only where the joint cost is shared by them
    message: Mapped[str | None] = mapped_column(String(1000))  # the lead's words in the invitation
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # when the signatory was last asked to commit it
    committed_at: Mapped[datetime | None]
    committed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signatory_name: Mapped[str | None] = mapped_column(
        String(200)
    )  # who committed it, where that was done elsewhere
    case_number: Mapped[str | None] = mapped_column(String(40))  # in its own archive
    ceiling: Mapped[Ore | None]  # internal: in no file or page that a vendor can reach
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str | None] = mapped_column(String(1000))  # read by the lead alone
    release_asked_at: Mapped[datetime | None]  # it wants out after the lock; the lead has not let it go yet
    released_on: Mapped[date | None]  # the day from which it is out
    release_cost: Mapped[str | None] = mapped_column(Text)  # what that costs by its mandate
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    pool: Mapped[Pool] = relationship(back_populates="participations")
    organisation: Mapped[Organisation] = relationship()
    need: Mapped[Need | None] = relationship()

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Who is in a pool is seen by all who see the pool."""
        return cls.pool.has(Pool.visible_to(actor))

    @property
    def takes_part(self) -> bool:
        """Whether it counts in the pool's totals."""
        return self.state in TAKES_PART

    @property
    def figures(self) -> Figures:
        """What it shows the pool: volumes typed for the tender, else those of a need shared with the pool."""
        need = self.shared_need
        if need is None:
            return Figures(self.users, self.inhabitants, pupils=self.pupils)
        served = self.organisation.inhabitants if need.inhabitants is None else need.inhabitants
        return Figures(
            need.users if self.users is None else self.users,
            served if self.inhabitants is None else self.inhabitants,
            need.yearly_cost,
            self.pupils,
        )

    @property
    def shared_need(self) -> Need | None:
        """The need behind it, when its owner shares the figures with the pool."""
        need = self.need
        if need is None or need.state is not NeedState.SHARED or need.visibility is not Visibility.POOL:
            return None
        return need

    def standings(self, actor: Actor) -> Set[Standing]:
        """The lead of the pool, and the body whose participation it is."""
        found = {Standing.LEAD} if actor.organisation_id == self.pool.lead_id else set()
        if actor.organisation_id == self.organisation_id:
            found |= {Standing.OWNER, Standing.PARTICIPANT}
            if Role.SIGNATORY in actor.roles:
                found.add(Standing.SIGNATORY)
        return found


class OptionHolder(Base):
    """A named body that may join later on the published terms (opsjonstaker)."""

    __tablename__ = "option_holder"
    __table_args__ = (
        UniqueConstraint("pool_id", "organisation_id"),
        CheckConstraint("users >= 0", name="users_not_negative"),
        CheckConstraint("inhabitants >= 0", name="inhabitants_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    users: Mapped[int | None]  # the highest volume that it may call off
    inhabitants: Mapped[int | None]
    added_at: Mapped[datetime]

    pool: Mapped[Pool] = relationship(back_populates="option_holders")
    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Who holds an option is seen by all who see the pool."""
        return cls.pool.has(Pool.visible_to(actor))

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.pool.standings(actor)


class PoolComment(Base):
    """What somebody in a pool has written to the others (innlegg i samtalen)."""

    __tablename__ = "pool_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # on whose behalf
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)  # emptied when it is taken back
    written_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(
        String(40), unique=True
    )  # the form it came from: sent twice, kept once

    pool: Mapped[Pool] = relationship()
    organisation: Mapped[Organisation] = relationship()
    author: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Those who see the pool; for a body that is out of it, what was written while it was in."""
        place = aliased(Participation)
        missed = (
            select(place.id)
            .join(Pool, Pool.id == place.pool_id)
            .where(
                place.pool_id == cls.pool_id,
                place.organisation_id == actor.organisation_id,
                Pool.lead_id != actor.organisation_id,
                cls.written_at > _out_since(place),
            )
        )
        return and_(cls.pool.has(Pool.visible_to(actor)), not_(missed.exists()))

    def standings(self, actor: Actor) -> Set[Standing]:
        """The person who wrote it, while acting for the same body."""
        mine = (self.author_id, self.organisation_id) == (actor.user_id, actor.organisation_id)
        return {Standing.OWNER} if mine else frozenset()


def _out_since(place: type[Participation]) -> ColumnElement[Any]:
    """Return since when a body has been out of its pool: it left, or the list was locked without it."""
    return case(
        (place.state.in_(GONE), place.left_at),
        (place.state != ParticipationState.COMMITTED, Pool.locked_at),
    )


def _standings(actor: Actor, pool: Pool) -> Set[Standing]:
    found = {Standing.LEAD} if actor.organisation_id == pool.lead_id else set()
    if actor.organisation_id == pool.offered_to_id:
        found.add(Standing.HEIR)
    if pool.participation_of(actor.organisation_id) is not None:
        found.add(Standing.PARTICIPANT)
        if Role.SIGNATORY in actor.roles:
            found.add(Standing.SIGNATORY)
    return found
