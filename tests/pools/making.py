"""Pools for tests: needs, people and participations in the municipalities of Nord-Østerdalen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure import db
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Actor, Role
from procure.domain.states import ParticipationState
from procure.notifications.models import Notification
from procure.pools import service
from procure.pools.models import Participation, Pool
from tests.factories import NOW, actor, make_user, municipality, sign_in

CATEGORY = "barnehage"
CLOSES = NOW + timedelta(days=25, hours=5)  # a Friday at three in the afternoon, in Oslo
PASSWORD = "Furu-over-Femunden-1814"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # cheap to check


@dataclass(frozen=True)
class Place:
    """A municipality with a buyer and a signatory."""

    name: str
    organisation_id: int
    buyer: Actor
    signatory: Actor


def make_place(session: Session, name: str) -> Place:
    organisation = municipality(session, name)
    buyer = make_user(session, organisation, Role.BUYER, name=f"Innkjøper i {name}")
    signatory = make_user(
        session, organisation, Role.SIGNATORY, name=f"Kommunedirektør i {name}", password_hash=HASHED
    )
    return Place(
        name,
        organisation.id,
        actor(buyer, organisation, Role.BUYER),
        actor(signatory, organisation, Role.SIGNATORY),
    )


def make_need(session: Session, place: Place, **changes: Any) -> Need:
    facts: dict[str, Any] = {
        "state": NeedState.SHARED,
        "visibility": Visibility.POOL,
        "category_key": CATEGORY,
        "contract_end": ContractEnd.DATE,
        "ends_on": date(2027, 7, 31),
        "users": 20,
        "inhabitants": 1600,
        "yearly_cost": Ore(100_000_00),
        "created_at": NOW,
        "shared_at": NOW,
    }
    need = Need(organisation_id=place.organisation_id, created_by_id=place.buyer.user_id, **(facts | changes))
    session.add(need)
    session.flush()
    return need


def make_pool(
    session: Session, lead: Place, *others: Place, need: Need | None = None, **changes: Any
) -> Pool:
    """Make an open pool with its lead interested and the others invited."""
    facts: dict[str, Any] = {
        "name": "Barnehagesystem for Nord-Østerdalen",
        "purpose": "Ett system for opptak og betaling.",
        "closes_at": CLOSES,
        "organisation_ids": [each.organisation_id for each in others],
        "now": NOW - timedelta(days=21),
    }
    need = need or make_need(session, lead)
    return service.create(session, lead.buyer, need_id=need.id, **(facts | changes))


def interest(session: Session, pool: Pool, places: Iterable[Place], now: datetime = NOW) -> None:
    for each in places:
        service.answer(session, each.buyer, pool, state=ParticipationState.INTERESTED, now=now)


def commit(session: Session, pool: Pool, places: Iterable[Place], now: datetime = NOW) -> None:
    for each in places:
        service.commit(session, each.signatory, pool, password=PASSWORD, now=now)


# --- Through the door ----------------------------------------------------------------------------


@dataclass
class Story:
    """A pool that stands in the database, and the people around it."""

    app: Flask
    pool_id: int
    places: dict[str, Place]

    def buyer(self, name: str) -> FlaskClient:
        """A browser where the buyer is signed in."""
        return sign_in(self.app, self.places[name].buyer.user_id or 0)

    def signatory(self, name: str) -> FlaskClient:
        """A browser where the signatory is signed in."""
        return sign_in(self.app, self.places[name].signatory.user_id or 0)

    def url(self, page: str = "") -> str:
        """The address of a page of the pool."""
        return f"/pools/{self.pool_id}/{page}".rstrip("/")

    def version(self, name: str) -> int:
        """The version that a form of this municipality is filled from."""
        with self.app.app_context(), db.reading() as session:
            found = select(Participation.version).where(
                Participation.pool_id == self.pool_id,
                Participation.organisation_id == self.places[name].organisation_id,
            )
            return session.scalars(found).one()

    def state(self, name: str) -> str:
        """How far this municipality has gone into the pool."""
        with self.app.app_context(), db.reading() as session:
            found = select(Participation.state).where(
                Participation.pool_id == self.pool_id,
                Participation.organisation_id == self.places[name].organisation_id,
            )
            return session.scalars(found).one().value

    def pool_version(self) -> int:
        with self.app.app_context(), db.reading() as session:
            return session.scalars(select(Pool.version).where(Pool.id == self.pool_id)).one()


def tell_story(
    app: Flask,
    lead: str = "Tynset",
    *,
    invited: Iterable[str] = (),
    interested: Iterable[str] = (),
    committed: Iterable[str] = (),
    needs: dict[str, dict[str, Any]] | None = None,
    locked: bool = False,
    bystanders: Iterable[str] = (),
) -> Story:
    """Put a pool into the database through the services: who leads, and how far each other has gone."""
    names = [lead, *dict.fromkeys([*invited, *interested, *committed, *bystanders, *(needs or {})])]
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in dict.fromkeys(names)}
        made = {name: make_need(session, places[name], **facts) for name, facts in (needs or {}).items()}
        others = [places[n] for n in dict.fromkeys([*invited, *interested, *committed]) if n != lead]
        pool = make_pool(session, places[lead], *others, need=made.get(lead))
        interest(session, pool, [places[n] for n in dict.fromkeys([*interested, *committed]) if n != lead])
        commit(session, pool, [places[n] for n in dict.fromkeys(committed)])
        if locked:
            service.lock(session, places[lead].buyer, pool, now=NOW)
        return Story(app, pool.id, places)


def told(app: Flask, place: Place) -> list[str]:
    """Return the sentences that a municipality's buyer has been told."""
    with app.app_context(), db.reading() as session:
        found = select(Notification.sentence).where(Notification.user_id == place.buyer.user_id)
        return list(session.scalars(found.order_by(Notification.id)))


def text(answer: TestResponse) -> str:
    """Return a page as it is read: without tags, with plain spaces."""
    bare = unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).replace("\xa0", " ")
    return re.sub(r"\s+", " ", bare)


def count(app: Flask, asked: Select[Any]) -> int:
    with app.app_context(), db.reading() as session:
        return session.scalar(asked) or 0


def post_answer(story: Story, name: str, state: str, **changes: Any) -> TestResponse:
    """Answer for a municipality, from a fresh form unless a version is given."""
    data = {"state": state, "version": story.version(name)} | changes
    return story.buyer(name).post(story.url("participation"), data=data)
