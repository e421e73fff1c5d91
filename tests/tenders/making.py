"""A tender for tests: Tynset leads, Alvdal and Tolga are with it, Røros is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from procure import db
from procure.domain.policy import SYSTEM, Actor
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.pools.models import Pool
from procure.tenders import queries, service
from procure.tenders.models import Requirement, Section, Tender
from tests.factories import NOW, sign_in
from tests.pools.making import Place, interest, make_place, make_pool

LEAD, PARTICIPANT, OUTSIDER = "Tynset", "Tolga", "Røros"

REQUIREMENT: dict[str, Any] = {
    "text": "Ansatte skal kunne melde avvik fra mobil.",
    "kind": RequirementKind.ABSOLUTE,
    "met_when": MetWhen.AT_OFFER,
    "met_by": None,
    "answer_mode": AnswerMode.CONFIRM,
    "answer": "",
    "criterion_id": None,
    "weight": None,
    "climate": False,
    "reason": "",
    "source": "",
    "brand_reason": None,
}


@dataclass
class Draft:
    """A tender that stands in the database, and the people around it."""

    app: Flask
    tender_id: int
    pool_id: int
    places: dict[str, Place]

    def browser(self, place: str = LEAD) -> FlaskClient:
        """A browser where the buyer of a municipality is signed in."""
        return sign_in(self.app, self.places[place].buyer.user_id or 0)

    def actor(self, place: str = LEAD) -> Actor:
        return self.places[place].buyer

    def url(self, page: str = "") -> str:
        return f"/tenders/{self.tender_id}{page}"

    @contextmanager
    def open(self) -> Iterator[tuple[Session, Tender]]:
        """Look at the rows, and keep what is done to them."""
        with self.app.app_context(), db.kept() as session:
            tender = queries.find_tender(session, self.actor(), self.tender_id)
            assert tender is not None
            yield session, tender

    def section(self, key: str) -> Section:
        """Return a section as it is now, apart from any session."""
        with self.open() as (session, tender):
            section = next(each for each in tender.sections if each.key == key)
            session.expunge(section)
            return section

    def requirement(self, identifier: str) -> Requirement:
        """Return a requirement as it is now, apart from any session."""
        with self.open() as (session, tender):
            row = next(each for each in tender.requirements if each.identifier == identifier)
            session.expunge(row)
            return row

    def version(self) -> int:
        """The version of the tender that a form would be filled from."""
        with self.open() as (_session, tender):
            return tender.version


def make_draft(app: Flask, **changes: Any) -> Draft:
    """Make a pool of three and its tender."""
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in (LEAD, "Alvdal", PARTICIPANT, OUTSIDER)}
        pool = make_pool(session, places[LEAD], places["Alvdal"], places[PARTICIPANT])
        interest(session, pool, [places["Alvdal"], places[PARTICIPANT]])
        tender = make_tender(session, pool, places[LEAD].buyer, **changes)
        return Draft(app, tender.id, pool.id, places)


def make_tender(session: Session, pool: Pool, lead: Actor = SYSTEM, **changes: Any) -> Tender:
    """Make a pool's tender, with nothing answered that can be left open."""
    facts: dict[str, Any] = {
        "title": "Barnehagesystem",
        "description": "Ett system for opptak og betaling.",
        "language": "nb",
        "agreement_reason": "Kjøpes som tjeneste.",
        "now": NOW,
    }
    return service.create(session, lead, pool, **(facts | changes))


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.sqla.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
