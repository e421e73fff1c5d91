"""Finding organisations, people, sessions, links and requests."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from procure.accounts.models import (
    BUYING,
    AccessRequest,
    AccessState,
    Kind,
    Link,
    MailDomain,
    Membership,
    Organisation,
    Purpose,
    SignIn,
    User,
)
from procure.accounts.sessions import hashed
from procure.domain.policy import Actor, Role, Standing
from procure.notifications.service import unread_by
from procure.web.todo import Todo

CONTENT = frozenset({Role.BUYER, Role.SIGNATORY, Role.ADVISER, Role.COORDINATOR, Role.SUPPLIER})
NORWEGIAN = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})  # after z, in this order


@lru_cache(maxsize=2000)  # the same few hundred names, many times on every page
def alphabetical(name: str) -> str:
    """Return what names are sorted by: æ, ø, å last, other marks left out.

    >>> sorted(["Åsnes", "Ål", "Os", "Ørsta", "Kárášjohka", "Karmøy"], key=alphabetical)
    ['Kárášjohka', 'Karmøy', 'Os', 'Ørsta', 'Ål', 'Åsnes']
    """
    spaced = name.casefold().translate(NORWEGIAN)
    return "".join(c for c in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(c))


# --- Organisations -----------------------------------------------------------------------------------


def find_organisation(session: Session, actor: Actor, organisation_id: int) -> Organisation | None:
    """Find an organisation that the actor may see."""
    return session.scalar(
        select(Organisation).where(Organisation.id == organisation_id, Organisation.visible_to(actor))
    )


def find_own_organisation(session: Session, actor: Actor) -> Organisation | None:
    """Find the organisation that the actor acts for."""
    return find_organisation(session, actor, actor.organisation_id) if actor.organisation_id else None


def buying_organisations(session: Session, *kinds: Kind) -> list[tuple[int, str]]:
    """Return id and short name of those that buy, in alphabetical order, for a list to pick from."""
    chosen = select(Organisation.id, Organisation.short_name).where(Organisation.kind.in_(kinds or BUYING))
    return sorted(
        ((id_, name) for id_, name in session.execute(chosen)), key=lambda one: alphabetical(one[1])
    )


@dataclass(frozen=True)
class Listed:
    """An organisation in the operator's list."""

    id: int
    name: str
    kind: Kind
    number: str | None
    people: int


def search_organisations(session: Session, typed: str = "", kind: Kind | None = None) -> list[Listed]:
    """Return the organisations whose name or number holds what was typed, in alphabetical order."""
    people = (
        select(Membership.organisation_id, func.count(Membership.user_id.distinct()).label("people"))
        .group_by(Membership.organisation_id)
        .subquery()
    )
    rows = select(
        Organisation.id,
        Organisation.name,
        Organisation.kind,
        Organisation.organisation_number,
        func.coalesce(people.c.people, 0),
    ).outerjoin(people, people.c.organisation_id == Organisation.id)
    if kind is not None:
        rows = rows.where(Organisation.kind == kind)
    wanted = typed.strip().casefold()
    found = (Listed(*row) for row in session.execute(rows))
    return sorted(
        (one for one in found if wanted in one.name.casefold() or wanted in (one.number or "")),
        key=lambda one: alphabetical(one.name),
    )


def find_domain(session: Session, actor: Actor, organisation_id: int, domain: str) -> MailDomain | None:
    """Find a mail domain that is tied to an organisation."""
    if find_staffed(session, actor, organisation_id) is None:
        return None
    tied = MailDomain.domain == domain, MailDomain.organisation_id == organisation_id
    return session.scalar(select(MailDomain).where(*tied))


def organisation_of(session: Session, domain: str) -> tuple[str, Organisation | None]:
    """Return whose mail domain it is, or a domain above it; and the domain that is tied, if any."""
    parts = domain.split(".")
    above = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    tied = session.scalars(select(MailDomain).where(MailDomain.domain.in_(above))).all()
    closest = max(tied, key=lambda one: len(one.domain), default=None)
    return (closest.domain, closest.organisation) if closest else (domain, None)


# --- People ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Colleague:
    """A person as one organisation knows them."""

    user: User
    organisation: Organisation
    roles: frozenset[Role]

    @property
    def is_invited(self) -> bool:
        """Answer whether the person has not chosen a password yet."""
        return self.user.password_hash is None

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.organisation.standings(actor)


def _memberships(organisation_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation_id, User.deactivated_at.is_(None))
        .options(contains_eager(Membership.user))
    )


def colleagues(session: Session, organisation: Organisation) -> list[Colleague]:
    """Return the active people of an organisation with their roles, in alphabetical order."""
    held: dict[User, set[Role]] = {}
    for one in session.scalars(_memberships(organisation.id)):
        held.setdefault(one.user, set()).add(one.role)
    people = [Colleague(user, organisation, frozenset(roles)) for user, roles in held.items()]
    return sorted(people, key=lambda one: alphabetical(one.user.name))


def find_staffed(session: Session, actor: Actor, organisation_id: int) -> Organisation | None:
    """Find an organisation as those who belong to it and the operator see it: with its people."""
    organisation = find_organisation(session, actor, organisation_id)
    within = organisation is not None and Standing.OWNER in organisation.standings(actor)
    return organisation if within or Role.ADMIN in actor.roles else None


def find_colleague(session: Session, actor: Actor, organisation_id: int, user_id: int) -> Colleague | None:
    """Find a person in an organisation whose people the actor may see."""
    organisation = find_staffed(session, actor, organisation_id)
    if organisation is None:
        return None
    mine = _memberships(organisation_id).where(Membership.user_id == user_id)
    held = session.scalars(mine).all()
    return Colleague(held[0].user, organisation, frozenset(one.role for one in held)) if held else None


def find_members(session: Session, organisation_id: int, *roles: Role) -> list[User]:
    """Return the active people of an organisation, those with one of the roles when any is named."""
    found = _memberships(organisation_id)
    if roles:
        found = found.where(Membership.role.in_(roles))
    return list(dict.fromkeys(one.user for one in session.scalars(found.order_by(Membership.id))))


def people(session: Session, organisation_ids: Collection[int], *roles: Role) -> Mapping[int, Sequence[User]]:
    """List the active people who hold one of the roles, by organisation and name, with one query."""
    rows = session.execute(
        select(Membership.organisation_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organisation_id.in_(organisation_ids),
            Membership.role.in_(roles),
            User.deactivated_at.is_(None),
        )
        .order_by(User.name, User.id)
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for organisation_id, user in rows:
        found[organisation_id][user.id] = user
    return {organisation_id: list(users.values()) for organisation_id, users in found.items()}


@dataclass(frozen=True)
class Departure:
    """What it leads to that a person leaves an organisation."""

    notices: int  # unread, to be handed on
    heirs: list[User]  # to whom
    vacant: list[Role]  # held by nobody afterwards
    is_elsewhere: bool  # acts for others too, and can go on signing in


def departure(session: Session, colleague: Colleague) -> Departure:
    """Say what it would lead to that the person leaves now."""
    user, organisation = colleague.user, colleague.organisation
    stay = [one for one in colleagues(session, organisation) if one.user.id != user.id]
    left = session.scalars(unread_by(user.id, organisation.id)).all()
    return Departure(
        notices=len(left),
        heirs=[one.user for one in stay if one.roles & colleague.roles & CONTENT],
        vacant=[
            role for role in Role if role in colleague.roles and not any(role in one.roles for one in stay)
        ],
        is_elsewhere=len(acts_for(session, user.id)) > 1,
    )


def operators(session: Session) -> list[User]:
    """Return the people who run the platform."""
    found = (
        select(User)
        .join(User.memberships)
        .where(Membership.role == Role.ADMIN, User.deactivated_at.is_(None))
        .order_by(User.id)
        .distinct()
    )
    return list(session.scalars(found))


def find_user_by_email(session: Session, email: str) -> User | None:
    """Find the person with this address, active or not."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


@dataclass(frozen=True)
class ActsFor:
    """An organisation that a person can act for, with the roles held there."""

    organisation: Organisation
    roles: frozenset[Role]


def acts_for(session: Session, user_id: int | None) -> list[ActsFor]:
    """Return whom a person can act for, in alphabetical order."""
    held: dict[Organisation, set[Role]] = {}
    for one in session.scalars(_held(), {"user": user_id}):
        held.setdefault(one.organisation, set()).add(one.role)
    answers = [ActsFor(organisation, frozenset(roles)) for organisation, roles in held.items()]
    return sorted(answers, key=lambda one: alphabetical(one.organisation.name))


@cache
def _held() -> Select[Membership]:
    mine = select(Membership).where(Membership.user_id == bindparam("user"))
    return mine.options(joinedload(Membership.organisation))


# --- Sessions, links and requests ----------------------------------------------------------------------


def sessions_of(session: Session, actor: Actor, now: datetime, idle: timedelta) -> Sequence[SignIn]:
    """Return where the person is signed in, last used first."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.visible_to(actor), SignIn.is_alive(now, idle))
        .order_by(SignIn.seen_at.desc())
    ).all()


def find_session(session: Session, actor: Actor, session_id: int) -> SignIn | None:
    """Find one of the person's own sessions."""
    return session.scalar(select(SignIn).where(SignIn.id == session_id, SignIn.visible_to(actor)))


def _find_link(session: Session, token: str, purpose: Purpose) -> Link | None:
    return session.scalar(select(Link).where(Link.token_hash == hashed(token), Link.purpose == purpose))


def find_invitation(session: Session, actor: Actor, token: str) -> Link | None:
    """Find the invitation that a link carries, spent or not."""
    return _find_link(session, token, Purpose.INVITATION)


def find_reset(session: Session, actor: Actor, token: str) -> Link | None:
    """Find the right to choose a new password that a link carries, spent or not."""
    return _find_link(session, token, Purpose.PASSWORD_RESET)


def find_proof(session: Session, actor: Actor, token: str) -> AccessRequest | None:
    """Find the request for access whose address a link proves."""
    return session.scalar(select(AccessRequest).where(AccessRequest.token_hash == hashed(token)))


def find_access_request(session: Session, actor: Actor, request_id: int) -> AccessRequest | None:
    """Find a request for access that the actor may see."""
    return session.scalar(
        select(AccessRequest).where(
            AccessRequest.id == request_id,
            AccessRequest.visible_to(actor),
            AccessRequest.state != AccessState.UNCONFIRMED,
        )
    )


def waiting_requests(
    session: Session, actor: Actor, organisation_id: int | None = None
) -> Sequence[AccessRequest]:
    """Return the requests that wait for an answer from the actor, oldest first."""
    return session.scalars(_waiting(actor, organisation_id)).all()


@lru_cache(maxsize=256)  # made of who asks alone
def _waiting(actor: Actor, organisation_id: int | None) -> Select[AccessRequest]:
    found = select(AccessRequest).where(
        AccessRequest.visible_to(actor), AccessRequest.state == AccessState.WAITING
    )
    if organisation_id is not None:
        found = found.where(AccessRequest.organisation_id == organisation_id)
    return found.order_by(AccessRequest.created_at).options(joinedload(AccessRequest.organisation))


def waiting_for(session: Session, actor: Actor, now: datetime) -> list[Todo]:
    """List the requests for access that wait for an answer, for the start page."""
    if not actor.roles & {Role.ADMIN, Role.LOCAL_ADMIN}:
        return []
    return [
        Todo(
            when=None,
            title=_("Svar %(name)s, som ber om tilgang", name=one.name),
            url=f"/access-requests/{one.id}",
            text=_(
                "%(organisation)s. Uten svar kommer ikke personen inn.", organisation=one.organisation.name
            ),
            kind="waiting",
            tag=_("Venter på svar"),
            since=one.created_at,
        )
        for one in waiting_requests(session, actor)
    ]


def names(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of people by id, for pages that tell who did what."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    found = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in found}
