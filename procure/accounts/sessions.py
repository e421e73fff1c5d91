"""Sign-in as a row of our own: the cookie carries a random token, the row its hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flask import Flask, current_app
from flask_login import LoginManager, UserMixin
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from procure import clock, db
from procure.accounts.models import Membership, Organisation, SignIn, User
from procure.domain.policy import Actor, Role

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
SEEN_EVERY = timedelta(minutes=5)  # how often a row notes that it was used
manager = LoginManager()


@dataclass
class SignedIn(UserMixin):
    """A person on one machine, acting for one organisation: `current_user` on every page."""

    row: SignIn
    token: str
    actor: Actor

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return self.token

    @property
    def user(self) -> User:
        return self.row.user

    @property
    def organisation(self) -> Organisation | None:
        return self.row.organisation


def hashed(token: str) -> str:
    """Return what is stored of a token: never the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def machine_name(user_agent: str) -> str:
    """Return browser and system in short, so that people know their own machines; "" when it does not tell.

    >>> machine_name("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    """
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def open_session(session: Session, user: User, *, machine: str, lasts: timedelta, now: datetime) -> SignedIn:
    """Sign the person in on one machine, acting for the organisation that they joined first."""
    session.execute(delete(SignIn).where(SignIn.user_id == user.id, SignIn.expires_at <= now))
    token = secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=hashed(token),
        user=user,
        organisation_id=_first_organisation(session, user),
        machine=machine[:200],
        created_at=now,
        seen_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    session.flush()
    return SignedIn(row, token, _actor(session, row))


def end_sessions(session: Session, user_id: int, *, but: int | None = None) -> None:
    """Sign a person out everywhere, or everywhere but in one session."""
    session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.id != (but or 0)))


@manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """Find the session that the cookie's token opens."""
    session, now = db.session(), clock.now()
    idle = current_app.config["SETTINGS"].session_idle
    row = session.scalar(select(SignIn).where(SignIn.token_hash == hashed(token), SignIn.is_alive(now, idle)))
    if row is None or row.user.deactivated_at is not None:
        return None
    if row.seen_at < now - SEEN_EVERY:
        db.alone(session, partial(_touch, row_id=row.id, now=now))
    return SignedIn(row, token, _actor(session, row))


def _actor(session: Session, row: SignIn) -> Actor:
    held = select(Membership.role).where(
        Membership.user_id == row.user_id, Membership.organisation_id == row.organisation_id
    )
    roles: frozenset[Role] = frozenset(session.scalars(held))
    return Actor(row.user_id, row.organisation_id, roles)


def _first_organisation(session: Session, user: User) -> int | None:
    return session.scalar(
        select(Membership.organisation_id)
        .where(Membership.user_id == user.id)
        .order_by(Membership.id)
        .limit(1)
    )


def _touch(session: Session, row_id: int, now: datetime) -> None:
    row = session.get(SignIn, row_id)
    if row is not None:
        row.seen_at = now


def init_app(app: Flask) -> None:
    """Tell Flask-Login how a person is found."""
    manager.init_app(app)
