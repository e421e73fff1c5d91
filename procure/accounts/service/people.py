"""People and the roles they hold: invited, changed, and let go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from procure import audit
from procure.accounts import letters, passwords, queries
from procure.accounts.models import ROLES, Membership, Organisation, Purpose, User
from procure.accounts.queries import Colleague
from procure.accounts.service.identity import confirm_identity
from procure.accounts.service.links import open_link, spend_links
from procure.accounts.sessions import end_sessions
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor, Role
from procure.notifications import service as notifications
from procure.notifications.service import send, tell

# What a feature does with the tasks of a person who leaves an organisation: hands them on, and says how many.
on_leaving: list[Callable[[Session, User, Organisation, datetime], int]] = []

FIRST_LANGUAGE = "nb"


def create_user(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    password: str | None = None,
    now: datetime,
) -> User:
    """Make a person with roles in an organisation; without a password they must be invited to choose one.

    Raises RuleBroken when the address is taken, a role is not for the organisation, the password is easy.
    """
    held = _allowed(organisation, roles)
    if queries.find_user_by_email(session, email) is not None:
        raise RuleBroken(N_("Adressen hører til en bruker som finnes"), field="email")
    if password is not None:
        passwords.check(password, [name, email, organisation.short_name])
    user = User(
        name=name,
        email=email.strip().lower(),
        password_hash=passwords.hashed(password) if password else None,
        language=FIRST_LANGUAGE,
        created_at=now,
    )
    session.add(user)
    session.flush()
    audit.record(session, actor, "user.created", user=user.id)
    _give(session, actor, user, organisation, held, now)
    return user


def invite(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    roles: Iterable[str],
    password: str,
    now: datetime,
) -> User:
    """Bring a person into an organisation, and write to them.

    password: the actor's own, asked for again since roles are given.
    Raises RuleBroken when the person is in the organisation already, or a role is not for it.
    """
    confirm_identity(session, actor, password, now)
    return bring_in(session, actor, organisation, name=name, email=email, roles=_read(roles), now=now)


def bring_in(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    now: datetime,
) -> User:
    """Give a person, known or new, roles in an organisation, and write to them."""
    held, user = _allowed(organisation, roles), queries.find_user_by_email(session, email)
    if user is None:
        user = create_user(session, actor, organisation, name=name, email=email, roles=held, now=now)
        _send_invitation(session, user, organisation, now)
        return user
    if any(one.organisation_id == organisation.id for one in user.memberships):
        raise RuleBroken(
            N_("%(name)s er med allerede. Endre rollene på siden til %(name)s"), field="email", name=user.name
        )
    if user.deactivated_at is not None:
        _reactivate(session, actor, user)
    _give(session, actor, user, organisation, held, now)
    _welcome(session, user, organisation, now)
    return user


def _reactivate(session: Session, actor: Actor, user: User) -> None:
    """Let a person back in; the old password is gone."""
    user.deactivated_at, user.password_hash = None, None
    audit.record(session, actor, "user.reactivated", user=user.id)


def _welcome(session: Session, user: User, organisation: Organisation, now: datetime) -> None:
    if user.password_hash is None:
        _send_invitation(session, user, organisation, now)
        return
    with force_locale(user.language):
        send(session, user.email, *letters.welcome(organisation.name), now)


def _send_invitation(session: Session, user: User, organisation: Organisation, now: datetime) -> None:
    token = open_link(session, user, Purpose.INVITATION, now)
    with force_locale(user.language):
        send(session, user.email, *letters.invitation(token, organisation.name), now)


def invite_again(session: Session, actor: Actor, colleague: Colleague, now: datetime) -> None:
    """Send a new invitation to one who has not chosen a password; the old one stops working."""
    if not colleague.is_invited:
        raise RuleBroken(N_("%(name)s har valgt passord alt"), name=colleague.user.name)
    _send_invitation(session, colleague.user, colleague.organisation, now)
    audit.record(session, actor, "user.invited_again", user=colleague.user.id)


def set_roles(
    session: Session,
    actor: Actor,
    colleague: Colleague,
    *,
    roles: Iterable[str],
    password: str,
    version: int,
    now: datetime,
) -> None:
    """Change which roles a person holds in an organisation; their sessions end.

    password: the actor's own, asked for again.
    Raises RuleBroken when no role is left, a role is not for the organisation, or actors shut themselves out.
    """
    user, organisation = colleague.user, colleague.organisation
    check_fresh(user, version)
    wanted = _allowed(organisation, _read(roles))
    if user.id == actor.user_id and wanted != colleague.roles:
        raise RuleBroken(
            N_("Du kan ikke endre dine egne roller. Be en annen administrator om det"), field="roles"
        )
    confirm_identity(session, actor, password, now)
    _take(session, user, organisation, colleague.roles - wanted)
    flag_modified(user, "name")  # so that the person's version counts this change too
    _give(session, actor, user, organisation, wanted - colleague.roles, now, before=colleague.roles)
    end_sessions(session, user.id)
    tell(
        session,
        [user],
        N_("Rollene dine i %(organisation)s er endret"),
        path="/acting",
        organisation_id=organisation.id,
        now=now,
        organisation=organisation.name,
    )


def deactivate(session: Session, actor: Actor, colleague: Colleague, *, password: str, now: datetime) -> int:
    """Let a person go from an organisation: sessions end at once, what they held is handed on.

    One who acts for no other organisation cannot sign in any more. Returns how many tasks were handed on.
    Raises RuleBroken when actors would let themselves go.
    """
    user, organisation = colleague.user, colleague.organisation
    if user.id == actor.user_id:
        raise RuleBroken(N_("Du kan ikke ta ut deg selv. Be en annen administrator om det"))
    confirm_identity(session, actor, password, now)
    leaving = queries.departure(session, colleague)
    handed_on = (
        notifications.hand_on(session, user.id, organisation.id, leaving.heirs) if leaving.heirs else 0
    )
    handed_on += sum(hand_on(session, user, organisation, now) for hand_on in on_leaving)
    _take(session, user, organisation, colleague.roles)
    notifications.forget(session, user.id, organisation.id)
    end_sessions(session, user.id)
    flag_modified(user, "name")
    if not leaving.is_elsewhere:
        _shut_out(session, user, now)
    audit.record(session, actor, "user.left", user=user.id, of=organisation.id, handed_on=handed_on)
    _tell_who_stays(session, actor, colleague, handed_on, now)
    return handed_on


def _shut_out(session: Session, user: User, now: datetime) -> None:
    user.deactivated_at, user.password_hash = now, None
    for purpose in Purpose:
        spend_links(session, user, purpose, now)


def _tell_who_stays(
    session: Session, actor: Actor, colleague: Colleague, handed_on: int, now: datetime
) -> None:
    """Tell the organisation's administrators that somebody left, and how many tasks were handed on."""
    stay = queries.find_members(session, colleague.organisation.id, Role.LOCAL_ADMIN)
    tell(
        session,
        [user for user in stay if user.id != actor.user_id],
        N_("%(name)s er tatt ut av %(organisation)s. Gitt videre til andre: %(count)s"),
        path="/people",
        organisation_id=colleague.organisation.id,
        now=now,
        name=colleague.user.name,
        organisation=colleague.organisation.name,
        count=handed_on,
    )


def _read(roles: Iterable[str]) -> set[Role]:
    return {Role(role) for role in roles}


def _allowed(organisation: Organisation, roles: Iterable[Role]) -> frozenset[Role]:
    wanted = frozenset(roles)
    if not wanted:
        raise RuleBroken(N_("Velg minst én rolle"), field="roles")
    if not wanted <= set(ROLES[organisation.kind]):
        raise RuleBroken(N_("Rollen finnes ikke i en slik virksomhet"), field="roles")
    return wanted


def _give(
    session: Session,
    actor: Actor,
    user: User,
    organisation: Organisation,
    roles: Iterable[Role],
    now: datetime,
    *,
    before: Iterable[Role] = (),
) -> None:
    for role in sorted(roles):
        session.add(Membership(user_id=user.id, organisation_id=organisation.id, role=role, granted_at=now))
    session.flush()
    session.expire(user, ["memberships"])
    held = sorted(one.role for one in user.memberships if one.organisation_id == organisation.id)
    audit.record(
        session, actor, "roles.set", user=user.id, of=organisation.id, before=sorted(before), after=held
    )


def _take(session: Session, user: User, organisation: Organisation, roles: Iterable[Role]) -> None:
    session.execute(
        delete(Membership).where(
            Membership.user_id == user.id,
            Membership.organisation_id == organisation.id,
            Membership.role.in_(list(roles)),
        )
    )
    session.expire(user, ["memberships"])
