"""Who gets in where: every address asked by every role, of every kind of body, as a table to read.

The door is the real one, asked over HTTP; only the room behind it is empty, so that nothing happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure import clock, db
from procure.accounts import service as accounts
from procure.accounts.models import Membership, Organisation
from procure.domain.policy import SYSTEM, Role
from procure.domain.states import TenderState
from procure.publication.models import Notice
from procure.tenders.models import Tender
from procure.web.access import declared
from tests.factories import sign_in
from tests.world import PASSWORD, World

BODIES: Final = {"own": "Tynset", "joint": "Tolga", "foreign": "Røros"}  # leads, takes part, is in nothing
IN, WHO, NO, ABSENT = 200, 401, 403, 404
WORDS: Final = {IN: "", WHO: "401", NO: "403", ABSENT: "404"}

Asked = tuple[str, str]  # method, address
Answers = dict[Asked, int]


@contextmanager
def empty_rooms(app: Flask) -> Iterator[None]:
    """Let every view say «in» and nothing else, and every refusal its number; the door is untouched.

    Forms need no token meanwhile: that is asked for before the door, and tested elsewhere.
    """
    told, app.error_handler_spec = app.error_handler_spec, defaultdict(lambda: defaultdict(dict))
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    cells = [_cell(app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    kept = {id(cell): (cell, cell.cell_contents) for cell in cells}
    for cell, _view in kept.values():
        cell.cell_contents = lambda *_subject, **_url: "in"
    try:
        yield
    finally:
        app.error_handler_spec = told
        app.config["WTF_CSRF_CHECK_DEFAULT"] = True
        for cell, view in kept.values():
            cell.cell_contents = view


def _cell(guarded: Callable[..., Any]) -> Any:
    """Return where the door keeps the view that it lets people in to."""
    assert guarded in declared
    names = guarded.__code__.co_freevars
    return (guarded.__closure__ or ())[names.index("view")]


def people(app: Flask) -> dict[tuple[str, Role], int]:
    """Bring in one person of each role in each body, who is nothing else, and return their ids.

    Some are roles that the platform gives nobody in such a body: the door must hold all the same.
    """
    found = {}
    with app.app_context(), db.kept() as session:
        for kind, name in BODIES.items():
            body = session.scalars(sa.select(Organisation).where(Organisation.short_name == name)).one()
            for role in Role:
                email = f"{role.value}@{kind}.example"
                told: dict[str, Any] = {"name": f"{role} {kind}", "email": email, "roles": [Role.BUYER]}
                made = accounts.create_user(session, SYSTEM, body, **told, password=PASSWORD, now=clock.now())
                session.flush()
                session.execute(sa.update(Membership).where(Membership.user_id == made.id).values(role=role))
                found[kind, role] = made.id
    return found


def published(session: Session, *, is_open: bool) -> None:
    """Let every tender be a draft whose page is closed, or published with the page open."""
    state, opens_at = (TenderState.PUBLISHED, clock.now()) if is_open else (TenderState.DRAFT, None)
    session.execute(sa.update(Tender).values(state=state))
    session.execute(sa.update(Notice).values(opens_at=opens_at))


def addresses(app: Flask, there: World) -> dict[Asked, str]:
    """Return what every address looks like, by each way that it can be asked for."""
    return {
        (method, rule.rule): there.address(app, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    }


def ask(browser: FlaskClient, asked: Mapping[Asked, str]) -> Answers:
    """Ask for every address."""
    return {known: browser.open(address, method=known[0]).status_code for known, address in asked.items()}


def measure(app: Flask, there: World) -> Mapping[str, Answers]:
    """Return what each asker is answered, by "before own buyer" or "after anyone" (publication)."""
    askers = {f"{kind} {role}": sign_in(app, user) for (kind, role), user in people(app).items()}
    askers["anyone"] = app.test_client()
    asked, found = addresses(app, there), {}
    with empty_rooms(app):
        for when in ("before", "after"):
            with app.app_context(), db.kept() as session:
                published(session, is_open=when == "after")
            for name, browser in askers.items():
                found[f"{when} {name}"] = ask(browser, asked)
    return found


# --- As a table ----------------------------------------------------------------------------------


def table(found: Mapping[str, Answers]) -> list[str]:
    """Write the rows: an address that publication changes has two."""
    rows = []
    for asked in found["before anyone"]:
        before, after = (_row(found, when, asked) for when in ("before", "after"))
        name = f"`{asked[0]} {asked[1]}`"
        if before == after:
            rows.append(f"| {name} | | {before} |")
        else:
            rows += [f"| {name} | before | {before} |", f"| {name} | after | {after} |"]
    return sorted(rows, key=_by_address)


def _by_address(row: str) -> tuple[str, ...]:
    name, when = row.split("|")[1:3]
    method, address = name.strip(" `").split(" ", 1)
    return address, method, "" if "before" in when else when


def _row(found: Mapping[str, Answers], when: str, asked: Asked) -> str:
    told = [_cell_of({role: found[f"{when} {kind} {role}"][asked] for role in Role}) for kind in BODIES]
    return " | ".join([*told, WORDS[found[f"{when} anyone"][asked]] or "in"])


def _cell_of(answers: Mapping[Role, int]) -> str:
    """Say who gets in, and what the others are told; the commonest refusal is theirs who are not named."""
    by_status: dict[int, list[str]] = {}
    for role, status in answers.items():
        by_status.setdefault(status, []).append(role.value)
    if len(by_status) == 1:
        return WORDS[next(iter(by_status))] or "everybody"
    refused = {status: roles for status, roles in by_status.items() if status != IN}
    rest = max(refused, key=lambda status: (len(refused[status]), status))
    named = [", ".join(by_status[IN])] if IN in by_status else []
    named += [f"{WORDS[status]} {', '.join(roles)}" for status, roles in refused.items() if status != rest]
    return "; ".join([*named, f"others {WORDS[rest]}"])
