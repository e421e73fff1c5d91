"""The smallest valid rows, for tests: `make_…(session, **changes)`; and people who sign in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import clock, db
from procure.accounts.models import Kind, Membership, Organisation, User
from procure.accounts.sessions import open_session
from procure.domain.policy import Actor, Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday morning
numbers = count(1)


def municipality(session: Session, name: str) -> Organisation:
    """Return the municipality of that name, as loaded from the list ("Tolga")."""
    return session.scalars(select(Organisation).where(Organisation.short_name == name)).one()


def make_organisation(session: Session, kind: Kind = Kind.COMPANY, **changes: Any) -> Organisation:
    """Make a body that is no municipality."""
    number = next(numbers)
    facts = {"name": f"Samarbeid {number} IKS", "short_name": f"Samarbeid {number}", "language_form": "nb"}
    organisation = Organisation(kind=kind, **(facts | changes))
    session.add(organisation)
    session.flush()
    return organisation


def make_user(session: Session, organisation: Organisation | None, *roles: Role, **changes: Any) -> User:
    """Make a person with roles in an organisation; the password is not set."""
    number = next(numbers)
    facts = {"name": f"Person {number}", "email": f"person{number}@tolga.kommune.no", "language": "nb"}
    user = User(created_at=NOW, **(facts | changes))
    session.add(user)
    session.flush()
    if organisation is not None:
        for role in roles:
            session.add(
                Membership(user_id=user.id, organisation_id=organisation.id, role=role, granted_at=NOW)
            )
    session.flush()
    return user


def actor(user: User, organisation: Organisation, *roles: Role) -> Actor:
    """Return the person acting for the organisation."""
    return Actor(user.id, organisation.id, frozenset(roles))


def make_buyer(session: Session, place: str = "Tolga", *more: Role) -> tuple[User, Actor]:
    """Make a buyer in a municipality, and how they act."""
    organisation = municipality(session, place)
    user = make_user(session, organisation, Role.BUYER, *more)
    return user, actor(user, organisation, Role.BUYER, *more)


def sign_in(app: Flask, user_id: int, organisation_id: int | None = None) -> FlaskClient:
    """Return a browser where the person is signed in, acting for the organisation (or their first)."""
    with app.app_context(), db.kept() as session:
        user = session.get_one(User, user_id)
        signed_in = open_session(session, user, machine="test", lasts=timedelta(hours=12), now=clock.now())
        if organisation_id is not None:
            signed_in.row.organisation_id = organisation_id
        token = signed_in.get_id()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client
