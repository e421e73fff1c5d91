"""Who one is: sign-in, passwords, sessions, and whom one acts for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts import letters, passwords, queries
from procure.accounts.models import Link, Membership, Purpose, SignIn, User
from procure.accounts.service.links import open_link, spend_links, use_link
from procure.accounts.sessions import SignedIn, end_sessions, open_session
from procure.audit.models import AuditEvent
from procure.db import check_fresh
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import ANYONE, Actor
from procure.notifications.service import send

REFUSED: Final = "identity.refused"
MOST_REFUSED: Final = 10  # wrong passwords by a signed-in person within the window
WINDOW: Final = timedelta(minutes=15)


def sign_in(
    session: Session,
    *,
    email: str,
    password: str,
    machine: str,
    address: str,
    lasts: timedelta,
    now: datetime,
) -> SignedIn:
    """Let a person in, with a new session; the answer and its time are the same for unknown people.

    Raises RuleBroken when address and password do not belong together.
    """
    user = queries.find_user_by_email(session, email)
    usable = user if user is not None and user.deactivated_at is None else None
    right = passwords.matches(password, usable.password_hash if usable else None)
    if usable is None or usable.password_hash is None or not right:
        audit.note(session, ANYONE, "sign_in.failed", user=user.id if user else None, address=address)
        raise RuleBroken(
            N_("E-postadressen og passordet hører ikke sammen. Prøv igjen, eller lag et nytt passord")
        )
    if passwords.is_outdated(usable.password_hash):
        usable.password_hash = passwords.hashed(password)
    signed_in = open_session(session, usable, machine=machine, lasts=lasts, now=now)
    audit.record(session, signed_in.actor, "user.signed_in", user=usable.id, address=address)
    return signed_in


def sign_out(session: Session, actor: Actor, row: SignIn) -> None:
    """End the session that the person uses."""
    session.delete(row)
    audit.record(session, actor, "user.signed_out", user=row.user_id)


def end_session(session: Session, actor: Actor, row: SignIn) -> None:
    """End one of the person's own sessions."""
    session.delete(row)
    audit.record(session, actor, "session.ended", user=row.user_id, machine=row.machine)


def end_every_session(session: Session, actor: Actor) -> None:
    """Sign the person out everywhere, here too."""
    if actor.user_id is not None:
        end_sessions(session, actor.user_id)
        audit.record(session, actor, "session.all_ended", user=actor.user_id)


def confirm_identity(session: Session, actor: Actor, password: str, now: datetime) -> None:
    """Ask again who it is, before an act that binds.

    Raises RuleBroken at the field `password`, and notes it; too many wrong ones are told to wait.
    """
    if _refused_lately(session, actor, now) >= MOST_REFUSED:
        raise RuleBroken(N_("For mange feil passord. Vent et kvarter, og prøv igjen"), field="password")
    user = session.get_one(User, actor.user_id)
    if not passwords.matches(password, user.password_hash):
        audit.note(session, actor, REFUSED, user=user.id)
        raise RuleBroken(N_("Passordet stemmer ikke. Skriv det du logger inn med"), field="password")


def _refused_lately(session: Session, actor: Actor, now: datetime) -> int:
    lately = select(func.count()).where(
        AuditEvent.user_id == actor.user_id, AuditEvent.action == REFUSED, AuditEvent.at > now - WINDOW
    )
    return session.scalar(lately) or 0


def change_password(
    session: Session, actor: Actor, *, present_password: str, new_password: str, row: SignIn, now: datetime
) -> None:
    """Give the person a new password; every other session than `row` ends."""
    try:
        confirm_identity(session, actor, present_password, now)
    except RuleBroken as reason:
        raise RuleBroken(reason.sentence, field="present_password") from reason
    _set_password(session, row.user, new_password, now)
    end_sessions(session, row.user_id, but=row.id)
    audit.record(session, actor, "password.changed", user=row.user_id)


def ask_for_reset(session: Session, *, email: str, now: datetime) -> None:
    """Send the person a link to choose a new password; whoever asks is told the same in any case."""
    user = queries.find_user_by_email(session, email)
    if user is None or user.deactivated_at is not None:
        audit.note(session, ANYONE, "password.reset_refused", user=user.id if user else None)
        return
    with force_locale(user.language):
        send(session, user.email, *letters.reset(open_link(session, user, Purpose.PASSWORD_RESET, now)), now)
    audit.record(session, ANYONE, "password.reset_asked", user=user.id)


def choose_password(session: Session, link: Link, *, new_password: str, now: datetime) -> User:
    """Spend an invitation or a reset: the person gets a password, and every session ends."""
    user = link.user
    use_link(session, link, now)
    _set_password(session, user, new_password, now, tell=link.purpose == Purpose.PASSWORD_RESET)
    end_sessions(session, user.id)
    audit.record(session, Actor(user.id, None), "password.chosen", user=user.id, by=link.purpose)
    return user


def _set_password(session: Session, user: User, password: str, now: datetime, *, tell: bool = True) -> None:
    workplaces = [one.organisation.short_name for one in user.memberships]
    passwords.check(password, [user.name, user.email, *workplaces])
    user.password_hash = passwords.hashed(password)
    for purpose in Purpose:
        spend_links(session, user, purpose, now)
    if tell:
        with force_locale(user.language):
            send(session, user.email, *letters.password_changed(), now)


def edit_account(
    session: Session, actor: Actor, user: User, *, name: str, language: str, version: int
) -> None:
    """Change what a person is called, and the language they read."""
    check_fresh(user, version)
    before = {"name_before": user.name, "language_before": user.language}
    user.name, user.language = name, language
    audit.record(session, actor, "account.edited", user=user.id, name=name, language=language, **before)


def act_for(session: Session, actor: Actor, row: SignIn, *, organisation_id: int) -> None:
    """Switch whom the person acts for, from the next page on.

    Raises RuleBroken when the person holds no role there.
    """
    held = select(Membership.id).where(
        Membership.user_id == row.user_id, Membership.organisation_id == organisation_id
    )
    if session.scalar(held.limit(1)) is None:
        raise RuleBroken(N_("Du har ingen rolle i den virksomheten"), field="organisation_id")
    row.organisation_id = organisation_id
    audit.record(session, actor, "acting.switched", organisation=organisation_id)
