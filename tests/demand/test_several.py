"""One kind of need for several bodies in one table: all of them or none, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from procure import db
from procure.accounts.models import Organisation
from procure.demand.models import ContractEnd, NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Role
from tests.demand.registering import Person, make_need, somebody, text
from tests.demand.test_import import cooperation, saved
from tests.factories import municipality

Rows = dict[str, dict[str, Any]]
ONCE = "fedcba9876543210fedc"


def body(app, place: str) -> int:
    with app.app_context(), db.reading() as session:
        found: Organisation = municipality(session, place)
        return found.id


def fills(app, person: Person, rows: Rows, status: int = 302, fate: str = "draft") -> str:
    fields: dict[str, Any] = {"once": ONCE, "category_key": "bibliotek", "fate": fate}
    fields |= {"integrations": "ID-porten"}
    for place, answers in rows.items():
        fields |= {f"body-{body(app, place)}-{name}": typed for name, typed in answers.items()}
    return text(person.sends("/needs/several", status, **fields))


@pytest.mark.row("A1")
def test_each_row_that_says_something_becomes_a_need_with_what_is_common(app):
    person = cooperation(app, "Tolga", "Os", "Alvdal")
    rows: Rows = {
        "Tolga": {"system": "Bokhylla", "ends_on": "31.07.2027", "yearly_cost": "99 000"},
        "Os": {"include": "y"},
    }
    fills(app, person, rows, fate="looking")
    fills(app, person, rows, fate="looking")  # sent twice
    os, tolga = sorted(saved(app), key=lambda need: need.system or "")
    assert (tolga.system, tolga.yearly_cost, tolga.integrations) == ("Bokhylla", Ore(99_000_00), "ID-porten")
    assert (os.contract_end, os.state, os.visibility) == (None, NeedState.SHARED, Visibility.LOOKING)
    assert tolga.keeper_id == os.keeper_id != None  # noqa: E711  both are kept by the co-operation
    page = person.reads("/needs")
    assert "Tolga kommune" in page
    assert "2 behov" in page
    history = person.reads(f"/needs/{os.id}").split("Dette har skjedd")[1]
    assert history.index("delte behovet") < history.index("startet utkastet")


def test_a_row_that_cannot_be_keeps_everything_and_saves_nothing(app):
    person = cooperation(app, "Tolga", "Os")
    rows: Rows = {
        "Tolga": {"system": "Bokhylla", "yearly_cost": "mye"},
        "Os": {"system": "Hyllebok", "contract_end": "date"},
    }
    page = fills(app, person, rows, 422)
    assert "Os: Skriv når avtalen slutter" in page or "Tolga: Kostnaden «mye»" in page
    assert saved(app) == []
    html = person.browser.post(
        "/needs/several",
        data={"once": ONCE, "category_key": "", f"body-{body(app, 'Tolga')}-system": "Bokhylla & co"},
    ).get_data(as_text=True)
    assert "Bokhylla &amp; co" in html
    assert "Velg hvilken type system det gjelder" in html


def test_a_date_without_its_mark_and_a_runner_without_notice_are_enough(app):
    person = cooperation(app, "Tolga", "Os")
    rows: Rows = {"Tolga": {"ends_on": "31.07.2027"}, "Os": {"contract_end": "until_terminated"}}
    fills(app, person, rows)
    assert {need.contract_end for need in saved(app)} == {ContractEnd.DATE, ContractEnd.UNTIL_TERMINATED}


def test_one_that_is_there_already_is_refused_and_an_empty_table_too(app):
    person = cooperation(app, "Tolga", "Os")
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", "bibliotek")
    assert "Tolga kommune har meldt dette behovet fra før" in fills(
        app, person, {"Tolga": {"include": "y"}}, 422
    )
    assert "Fyll ut en rad for minst én kommune" in fills(app, person, {}, 422)
    assert len(saved(app)) == 1


def test_nobody_registers_for_those_they_do_not_buy_for(app):
    person = somebody(app)
    assert "Du er bare innkjøper for Tolga kommune" in person.reads("/needs/several")
    fills(app, person, {"Os": {"include": "y"}}, 422)
    assert saved(app) == []
    assert somebody(app, "Tolga", Role.SIGNATORY).browser.get("/needs/several").status_code == 403


def test_what_is_registered_for_others_is_gathered_once_and_led_by_the_one_who_acts(app):
    person = cooperation(app, "Tolga", "Os")
    fills(app, person, {"Tolga": {"include": "y"}, "Os": {"include": "y"}}, fate="looking")
    mine, other = saved(app)
    assert person.reads("/start").count("Gå sammen med den andre") == 2
    page = person.reads(f"/pools/new?need={mine.id}")
    assert "Regionrådet leder fellesskapet" in page
    assert f"{'Os' if other.organisation_id != body(app, 'Os') else 'Tolga'} står som interessert" in page
    facts = {
        "name": "Bibliotek",
        "purpose": "Kjøpe sammen",
        "cost_key": "inhabitants",
        "approval_rule": "all",
    }
    chosen = {"organisation_ids": [other.organisation_id], "once": "0123456789abcdef0123"}
    closes = {"closes_at": ["18.12.2026", "15.00"]}
    person.sends(f"/pools/new?need={mine.id}", 302, **facts, **chosen, **closes)
    assert "Gå sammen med den andre" not in person.reads("/start")
