"""The list of tenders: searched, narrowed, and one page at a time."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from procure import db
from procure.domain.states import PoolState, TenderState
from procure.pools.models import Pool
from procure.tenders.models import Tender
from procure.web.paging import SIZE
from tests.factories import sign_in
from tests.pools.making import commit, interest, make_place, make_pool
from tests.tenders.making import make_tender

TITLE = re.compile(r'<a href="/tenders/\d+">([^<]+)</a>')


def make_tenders(app: Flask) -> int:
    """Make three tenders that Tolga takes part in, led by two; return who buys for Tolga."""
    with app.app_context(), db.kept() as session:
        tolga, os_ = make_place(session, "Tolga"), make_place(session, "Os")
        for lead, title, number in (
            (tolga, "Barnehage", "26/1"),
            (tolga, "Kvalitet", "26/2"),
            (os_, "Arkiv", ""),
        ):
            pool = make_pool(session, lead, os_ if lead is tolga else tolga, name=f"Fellesskap om {title}")
            interest(session, pool, [os_ if lead is tolga else tolga])
            tender = make_tender(session, pool, lead.buyer, title=title)
            tender.case_number = number or None
            if title == "Kvalitet":
                tender.state = TenderState.CANCELLED
        return tolga.buyer.user_id or 0


def titles(app: Flask, user_id: int, query: str = "") -> list[str]:
    return TITLE.findall(sign_in(app, user_id).get(f"/tenders{query}").get_data(as_text=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Arkiv", "Kvalitet", "Barnehage"]),
        ("?q=arki", ["Arkiv"]),
        ("?q=om+fellesskap+kval", ["Kvalitet"]),
        ("?q=26/1", ["Barnehage"]),
        ("?q=%25", []),
        ("?state=cancelled", ["Kvalitet"]),
        ("?state=nonsense&lead=x&page=7", ["Arkiv", "Kvalitet", "Barnehage"]),
    ],
)
def test_the_list_is_searched_and_narrowed(app, query, found):
    assert titles(app, make_tenders(app), query) == found


def test_the_list_is_narrowed_to_one_who_leads(app):
    user_id = make_tenders(app)
    page = sign_in(app, user_id).get("/tenders").get_data(as_text=True)
    (os_,) = re.findall(r'<option value="(\d+)"[^>]*>Os</option>', page)
    assert titles(app, user_id, f"?lead={os_}") == ["Arkiv"]


def test_a_search_that_finds_nothing_offers_everything(app):
    page = sign_in(app, make_tenders(app)).get("/tenders?q=finnes-ikke").get_data(as_text=True)
    assert "Ingen konkurranser passer" in page
    assert "Nullstill" in page


def test_a_long_list_comes_in_pages_and_keeps_the_search(app):
    user_id = make_tenders(app)
    with app.app_context(), db.kept() as session:
        lead = make_place(session, "Tolga")
        for number in range(SIZE):
            make_tender(
                session, make_pool(session, lead, name=f"Nr {number}"), lead.buyer, title=f"Nr {number}"
            )
    assert len(titles(app, user_id)) == SIZE
    assert titles(app, user_id, "?page=2") == ["Arkiv", "Kvalitet", "Barnehage"]
    page = sign_in(app, user_id).get("/tenders?q=n").get_data(as_text=True)
    assert 'href="/tenders?q=n&amp;page=2"' in page


def test_what_others_buy_is_not_listed(app):
    make_tenders(app)
    with app.app_context(), db.kept() as session:
        outsider = make_place(session, "Alvdal").buyer.user_id or 0
        assert session.query(Tender).count() == 3
    assert titles(app, outsider) == []


def test_a_locked_pool_without_a_tender_waits_for_its_lead_alone(app):
    with app.app_context(), db.kept() as session:
        tolga, os_ = make_place(session, "Tolga"), make_place(session, "Os")
        pool = make_pool(session, tolga, os_, name="Arkiv")
        interest(session, pool, [tolga, os_])
        commit(session, pool, [tolga, os_])
        pool.state, pool.locked_at = PoolState.LOCKED, pool.created_at
        address = f"/tenders/new?pool={pool.id}"
        lead, other = tolga.buyer.user_id or 0, os_.buyer.user_id or 0
    waits = f'<a href="{address}">Lag konkurransen for Arkiv</a>'
    assert waits in sign_in(app, lead).get("/start").get_data(as_text=True)
    assert waits not in sign_in(app, other).get("/start").get_data(as_text=True)
    with app.app_context(), db.kept() as session:
        make_tender(session, session.get_one(Pool, int(address.partition("=")[2])))
    page = sign_in(app, lead).get("/start").get_data(as_text=True)
    assert waits not in page
    assert "Gjør ferdig konkurransen" in page
