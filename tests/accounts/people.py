"""People with passwords, and the letters they get, for the tests of accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import db
from procure.accounts import passwords
from procure.accounts.models import Kind, Organisation
from procure.audit.models import AuditEvent
from procure.domain.policy import Role
from procure.notifications.models import Mail, Notification
from tests.factories import make_organisation, make_user, municipality

PASSWORD = "gul fiolin under trappa"


@cache
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@dataclass(frozen=True)
class Person:
    """What a test needs to know of somebody."""

    id: int
    email: str
    organisation_id: int


def person(app: Flask, place: str, *roles: Role, **changes) -> Person:
    """Make somebody with roles in a municipality, who can sign in."""
    with app.app_context(), db.kept() as session:
        return _made(session, municipality(session, place), *roles, **changes)


def operator(app: Flask) -> Person:
    """Make somebody who runs the platform."""
    with app.app_context(), db.kept() as session:
        own = session.scalars(select(Organisation).where(Organisation.kind == Kind.OPERATOR)).one()
        return _made(session, own, Role.ADMIN, email="drift@samkjop.example", name="Odd Drift")


def _made(session: Session, organisation: Organisation, *roles: Role, **changes) -> Person:
    user = make_user(session, organisation, *roles, **{"password_hash": password_hash(), **changes})
    return Person(user.id, user.email, organisation.id)


def company(app: Flask, kind: Kind = Kind.COMPANY, **changes) -> int:
    with app.app_context(), db.kept() as session:
        return make_organisation(session, kind, **changes).id


def place_id(app: Flask, place: str) -> int:
    with app.app_context():
        return municipality(db.session(), place).id


def letters_to(app: Flask, email: str) -> list[Mail]:
    with app.app_context():
        return list(db.session().scalars(select(Mail).where(Mail.recipient == email).order_by(Mail.id)))


def link_in(letter: Mail) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"^http://127\.0\.0\.1:5000(/\S+)$", letter.body, re.MULTILINE)
    assert found, letter.body
    return found[1]


def told(app: Flask, user_id: int) -> list[Notification]:
    with app.app_context():
        return list(db.session().scalars(select(Notification).where(Notification.user_id == user_id)))


def actions(app: Flask) -> list[str]:
    """Return what the audit log says was done, in order."""
    with app.app_context():
        return list(db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def everything_written(app: Flask) -> str:
    """Return all details of the audit log, to look for what must not be there."""
    with app.app_context():
        return " ".join(
            str(event.detail.details) for event in db.session().scalars(select(AuditEvent)) if event.detail
        )
