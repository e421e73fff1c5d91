"""Needs for tests: as rows, and as a person types them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from procure import db
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain.policy import Role
from tests.factories import NOW, make_user, municipality, sign_in

ONCE = "0123456789abcdef"


def make_need(session: Session, place: str, category: str = "epj_plo", **changes: Any) -> Need:
    """Make a shared need in a municipality, with a buyer who has registered it."""
    organisation = municipality(session, place)
    facts: dict[str, Any] = {
        "state": NeedState.SHARED,
        "visibility": Visibility.LOOKING,
        "category_key": category,
        "contract_end": ContractEnd.DATE,
        "ends_on": date(2027, 7, 31),
        "created_at": NOW,
        "shared_at": NOW,
    }
    buyer = make_user(session, organisation, Role.BUYER)
    need = Need(organisation_id=organisation.id, created_by_id=buyer.id, **(facts | changes))
    session.add(need)
    session.flush()
    return need


@dataclass
class Person:
    """Somebody at a browser."""

    app: Flask
    browser: FlaskClient

    def reads(self, path: str, status: int = 200) -> str:
        return text(self._checked(self.browser.get(path), status))

    def sends(self, path: str, status: int = 302, **fields: Any) -> TestResponse:
        return self._checked(self.browser.post(path, data=fields), status)

    def answers(self, need_id: int, group: str, status: int = 302, **fields: Any) -> TestResponse:
        return self.sends(f"/needs/{need_id}/{group}", status, version=self.need(need_id).version, **fields)

    def begins(self, category: str = "epj_plo", once: str = ONCE) -> int:
        """Begin a need; return its number."""
        answer = self.sends("/needs/new", category_key=category, once=once)
        return int(re.findall(r"\d+", answer.location)[0])

    def need(self, need_id: int) -> Need:
        with self.app.app_context(), db.reading() as session:
            need = session.get_one(Need, need_id)
            session.expunge(need)
            return need

    @staticmethod
    def _checked(answer: TestResponse, status: int) -> TestResponse:
        assert answer.status_code == status, text(answer)[:600]
        return answer


def somebody(app: Flask, place: str = "Tolga", *roles: Role) -> Person:
    """Sign a person of a municipality in: its buyer, when no role is named."""
    with app.app_context(), db.kept() as session:
        organisation = municipality(session, place)
        user_id = make_user(session, organisation, *(roles or (Role.BUYER,))).id
    return Person(app, sign_in(app, user_id))


def text(answer: TestResponse) -> str:
    """Return a page as it is read: without tags, with plain spaces."""
    bare = unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).replace("\xa0", " ")
    return re.sub(r"\s+", " ", bare)


def queries(app: Flask, person: Person, path: str) -> int:
    """Count the statements that a page takes."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.sqla.engine
    event.listen(engine, "before_cursor_execute", listen)
    person.reads(path)
    event.remove(engine, "before_cursor_execute", listen)
    return len(asked)
