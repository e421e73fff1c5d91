"""Organisations, the people in them, and how they come in."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    false,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procure.db import Base
from procure.domain.policy import Actor, Role, Standing
from procure.reference.models import Municipality


class Kind(StrEnum):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality"
    COMPANY = "inter_municipal_company"  # IKS
    COOPERATION = "purchasing_cooperation"
    ADVISERS = "advisers"  # DFØ
    COORDINATORS = "coordinators"  # KS
    SUPPLIER = "supplier"
    OPERATOR = "operator"


BUYING = (Kind.MUNICIPALITY, Kind.COMPANY, Kind.COOPERATION)

# The roles that can be held in each kind of organisation; no other may be given there.
ROLES: Mapping[Kind, tuple[Role, ...]] = {
    **dict.fromkeys(BUYING, (Role.BUYER, Role.SIGNATORY, Role.LOCAL_ADMIN)),
    Kind.ADVISERS: (Role.ADVISER, Role.LOCAL_ADMIN),
    Kind.COORDINATORS: (Role.COORDINATOR, Role.LOCAL_ADMIN),
    Kind.SUPPLIER: (Role.SUPPLIER, Role.LOCAL_ADMIN),
    Kind.OPERATOR: (Role.ADMIN,),
}


class Organisation(Base):
    """A body that people act for (virksomhet)."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'municipality') = (municipality_number IS NOT NULL)", name="municipality_has_number"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    name: Mapped[str] = mapped_column(String(200))  # "Tolga kommune"
    short_name: Mapped[str] = mapped_column(
        String(120)
    )  # "Tolga"; "Våler (Innlandet)" where two share a name
    organisation_number: Mapped[str | None] = mapped_column(String(9), unique=True)
    municipality_number: Mapped[str | None] = mapped_column(ForeignKey("municipality.number"), unique=True)
    language_form: Mapped[str] = mapped_column(String(10))  # nb, nn or neutral
    once: Mapped[str | None] = mapped_column(
        String(40), unique=True
    )  # the form it came from: sent twice, kept once

    municipality: Mapped[Municipality | None] = relationship(lazy="joined")
    members: Mapped[list[Membership]] = relationship(back_populates="organisation")
    domains: Mapped[list[MailDomain]] = relationship(back_populates="organisation")

    @property
    def inhabitants(self) -> int | None:
        """Inhabitants, for a municipality."""
        return self.municipality.inhabitants if self.municipality else None

    @property
    def parallel_names(self) -> str | None:
        """The names of a municipality that has them in several languages: «Guovdageaidnu – Kautokeino»."""
        place = self.municipality
        return place.official_name if place and place.official_name != place.name else None

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Everyone signed in: they are public bodies, or have asked to be here."""
        return true() if actor.user_id is not None else false()

    def standings(self, actor: Actor) -> Set[Standing]:
        return {Standing.OWNER} if actor.organisation_id == self.id else frozenset()


class MailDomain(Base):
    """An e-mail domain known to belong to an organisation (e-postdomene)."""

    __tablename__ = "mail_domain"

    domain: Mapped[str] = mapped_column(String(200), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="domains")

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.organisation.standings(actor)


class User(Base):
    """A person who can sign in (bruker)."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))  # nb, nn or en
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    memberships: Mapped[list[Membership]] = relationship(back_populates="user")


class Membership(Base):
    """One role that a person holds in one organisation (rolle)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role]
    granted_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="members")


class SignIn(Base):
    """One sign-in of one person on one machine (økt): deleting the row signs out."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id")
    )  # whom they act for now
    machine: Mapped[str] = mapped_column(String(200))  # browser and system in short, for the list of sessions
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """A person sees their own."""
        return cls.user_id == actor.user_id

    @classmethod
    def is_alive(cls, now: datetime, idle: timedelta) -> ColumnElement[bool]:
        """Answer whether it has neither run out nor lain unused for too long."""
        return and_(cls.expires_at > now, cls.seen_at > now - idle)


class Purpose(StrEnum):
    """What a link with a right is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105


class Link(Base):
    """A right sent by e-mail as a random token (lenke): kept as its hash, used once."""

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class AccessState(StrEnum):
    """How far a request for access has come."""

    UNCONFIRMED = "unconfirmed"  # the address is not proved yet
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class AccessRequest(Base):
    """Somebody at a municipal mail domain asks to come in (forespørsel om tilgang)."""

    __tablename__ = "access_request"
    __table_args__ = (
        Index(
            "uq_access_request_open",
            "email",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    domain: Mapped[str] = mapped_column(
        String(200)
    )  # the part of the address that speaks for the organisation
    reason: Mapped[str] = mapped_column(String(1000))
    language: Mapped[str] = mapped_column(String(2))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # proves the address
    state: Mapped[AccessState]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str | None] = mapped_column(String(1000))  # why not

    organisation: Mapped[Organisation] = relationship()

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """The operator sees all; an administrator those to the own organisation, from a domain tied to it."""
        if Role.ADMIN in actor.roles:
            return true()
        if Role.LOCAL_ADMIN in actor.roles:
            tied = select(MailDomain.domain).where(MailDomain.organisation_id == cls.organisation_id)
            return (cls.organisation_id == actor.organisation_id) & cls.domain.in_(tied)
        return false()

    def standings(self, actor: Actor) -> Set[Standing]:
        return {Standing.OWNER} if actor.organisation_id == self.organisation_id else frozenset()
