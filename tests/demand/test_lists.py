"""The lists of needs and contracts: found, sorted, paged, drawn and handed out; others' figures nowhere."""

from __future__ import annotations

import re
from datetime import date

import pytest

from procure import db
from procure.accounts.models import Membership
from procure.demand.models import ContractEnd, NeedState, Visibility
from procure.domain.money import Ore
from procure.domain.policy import Role
from tests.demand.registering import make_need, queries, somebody, text
from tests.factories import NOW, make_user, municipality, sign_in
from tests.sheets import files


def linked(page: str) -> list[int]:
    """Return the needs that a list leads to, in its order."""
    return [int(found) for found in re.findall(r'<th role="rowheader"[^>]*>\s*<a href="/needs/(\d+)"', page)]


@pytest.fixture
def three(app):
    """Three needs of Tolga's: one that ends soon, one that runs on, and a draft that says nothing."""
    with app.app_context(), db.kept() as session:
        return {
            "soon": make_need(
                session, "Tolga", system="Ørnejournal", vendor="Ås Data", yearly_cost=Ore(500_00)
            ).id,
            "open": make_need(
                *(session, "Tolga", "bibliotek"),
                contract_end=ContractEnd.UNTIL_TERMINATED,
                ends_on=None,
                notice_months=36,
                system="Bokhylla",
                yearly_cost=Ore(99_000_00),
            ).id,
            "draft": make_need(
                *(session, "Tolga", "barnehage"),
                contract_end=ContractEnd.NOT_KNOWN,
                ends_on=None,
                state=NeedState.DRAFT,
                shared_at=None,
            ).id,
        }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["draft", "open", "soon"]),
        ("q=ørne", ["soon"]),
        ("q=ÅS+data", ["soon"]),
        ("q=barnehage", ["draft"]),
        ("q=tolga+bok", ["open"]),
        ("state=draft", ["draft"]),
        ("category=bibliotek", ["open"]),
        ("ends=12", ["soon"]),
        ("ends=36", ["open", "soon"]),
        ("ends=unknown", ["draft"]),
        ("missing=1", ["draft", "open", "soon"]),
        ("sort=exit", ["soon", "open", "draft"]),
        ("sort=-exit", ["draft", "open", "soon"]),
        ("sort=category", ["draft", "open", "soon"]),
        ("sort=nonsense&state=nonsense&ends=x&organisation=y&page=-1", ["draft", "open", "soon"]),
        ("organisation=999999999999999999999", []),
    ],
)
def test_needs_are_searched_narrowed_and_sorted(app, three, query, found):
    page = somebody(app).browser.get(f"/needs?{query}").get_data(as_text=True)
    assert linked(page) == [three[name] for name in found]


def test_a_sorted_column_says_so_and_the_other_way_is_offered(app, three):
    page = somebody(app).browser.get("/needs?sort=exit&q=o").get_data(as_text=True)
    assert 'aria-sort="ascending"' in page
    assert "/needs?q=o&amp;sort=-exit" in page
    assert 'aria-sort="descending"' in somebody(app).browser.get("/needs?sort=-exit").get_data(as_text=True)


def test_nothing_that_fits_is_another_thing_than_nothing_at_all(app, three):
    person = somebody(app)
    assert "Ingen behov passer" in person.reads("/needs?q=finnesikke")
    assert "Ingen avtaler passer" in person.reads("/contracts?q=finnesikke")
    other = somebody(app, "Os")
    assert "Dere har ikke meldt noe behov ennå" in other.reads("/needs")
    assert "Vi vet ikke hva dere har i dag" in other.reads("/contracts")


def test_a_long_list_has_pages_and_keeps_what_was_asked_for(app):
    with app.app_context(), db.kept() as session:
        for n in range(30):
            make_need(session, "Tolga", system=f"System {n}")
    page = somebody(app).browser.get("/needs?q=system&page=2").get_data(as_text=True)
    assert len(linked(page)) == 5
    assert "/needs?q=system" in page
    assert "30 behov" in page


@pytest.mark.row("A1")
def test_contracts_tell_what_they_cost_and_are_drawn_with_the_same_days(app, three):
    person = somebody(app)
    page = person.reads("/contracts?sort=-cost")
    assert "99 500 kr i året for de 2" in page
    assert page.index("Bokhylla") < page.index("Ørnejournal")
    html = person.browser.get("/contracts").get_data(as_text=True)
    assert "Først ut er Ørnejournal, lørdag 31. juli 2027" in html
    drawn = person.browser.get("/contracts/timeline.svg?narrow=1")
    assert drawn.mimetype == "image/svg+xml"
    assert "default-src 'none'" in drawn.headers["Content-Security-Policy"]
    picture = drawn.get_data(as_text=True)
    assert "Ørnejournal" in picture
    assert "31. juli 2027" in picture or "31.7.2027" in picture or "2027" in picture
    assert 'width="340"' in picture


def test_hostile_names_are_text_in_the_drawing(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", system="<script>alert(1)</script>")
    assert "<script>" not in somebody(app).browser.get("/contracts/timeline.svg").get_data(as_text=True)


def test_one_who_buys_for_two_sees_the_contracts_of_both_when_asked(app):
    with app.app_context(), db.kept() as session:
        mine = make_need(session, "Tolga", system="Hjemme").id
        theirs = make_need(session, "Os", system="Borte", visibility=Visibility.MINE).id
        make_need(session, "Alvdal", system="Fremmed")
        user = make_user(session, municipality(session, "Tolga"), Role.BUYER)
        other = municipality(session, "Os")
        session.add(
            Membership(user_id=user.id, organisation_id=other.id, role=Role.SIGNATORY, granted_at=NOW)
        )
        ids = user.id, municipality(session, "Tolga").id
    browser = sign_in(app, *ids)
    usual, everywhere = (text(browser.get(path)) for path in ("/contracts", "/contracts?everywhere=1"))
    assert "Hjemme" in usual
    assert "Borte" not in usual
    assert "Borte" in everywhere
    assert "Fremmed" not in everywhere
    page = browser.get("/contracts?everywhere=1").get_data(as_text=True)
    assert f"/needs/{mine}" in page
    assert f"/needs/{theirs}" not in page  # it is found once they act for Os


def test_one_who_only_administers_sees_nothing_of_either(app, three):
    person = somebody(app, "Tolga", Role.LOCAL_ADMIN)
    for path in ("/needs", "/contracts?everywhere=1", "/needs/export.csv", "/contracts/export.csv"):
        page = person.browser.get(path).get_data(as_text=True)
        assert "Ørnejournal" not in page


# --- Files ------------------------------------------------------------------------------------------


@pytest.mark.row("A9")
def test_needs_are_handed_out_with_typed_cells_and_what_is_the_reader_s_alone(app, three):
    with app.app_context(), db.kept() as session:
        make_need(session, "Os", system="Fremmed", yearly_cost=Ore(77_777_00), visibility=Visibility.POOL)
    answer = somebody(app).browser.get("/needs/export.xlsx?sort=exit")
    assert "Behov Tolga kommune 2026-11-23.xlsx" in answer.headers["Content-Disposition"]
    lines = files.grid(answer.data)
    assert "Hentet fra Samkjøp 23.11.2026" in lines[0][0]
    heading, first = lines[2], dict(zip(lines[2], lines[3], strict=True))
    assert heading[:3] == ("Kommune", "Type system", "System")
    assert first["System"] == "Ørnejournal"
    assert first["Sluttdato"].date() == date(2027, 7, 31)
    assert first["Kostnad i året"] == 500
    assert "Fremmed" not in str(lines)
    assert len(lines) == 6


def test_what_is_handed_out_can_be_brought_in_again(app, three):
    from tests.demand.test_import import uploads

    person = somebody(app)
    for kind in ("xlsx", "csv"):
        data = person.browser.get(f"/needs/export.{kind}").data
        address = uploads(person, data, f"behov.{kind}", once=f"{kind:x<20}")
        page = person.reads(address)
        assert page.count("fra før") == 3
        assert page.count("Rad ") >= 3


def test_text_that_begins_as_a_formula_is_no_formula_in_either_file(app):
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", system="=1+1", vendor="@SUM(A1)", wishes="-2\n+3")
    person = somebody(app)
    lines = person.browser.get("/needs/export.csv").get_data().decode("utf-8-sig")
    assert "'=1+1;'@SUM(A1)" in lines
    assert '"\'-2\n+3"' in lines
    cells = files.grid(person.browser.get("/needs/export.xlsx").data)[3]
    assert "=1+1" in cells
    lines = person.browser.get("/contracts/export.csv").get_data().decode("utf-8-sig")
    assert "'=1+1" in lines


def test_another_kind_of_file_is_nowhere(app):
    assert somebody(app).browser.get("/needs/export.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/needs?q=a&sort=exit", "/contracts?sort=cost", "/contracts/timeline.svg"])
def test_as_many_queries_however_long_the_list_is(app, path):
    person = somebody(app)
    with app.app_context(), db.kept() as session:
        make_need(session, "Tolga", "bibliotek")
    few = queries(app, person, path)
    with app.app_context(), db.kept() as session:
        for n in range(12):
            make_need(session, "Tolga", "barnehage" if n % 2 else "ppt", system=f"a{n}")
    assert queries(app, person, path) == few
