"""The list of pools: search, filters, pages, and what an empty one says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from procure import db
from procure.domain.states import ParticipationState, PoolState
from tests.factories import NOW, sign_in
from tests.pools.making import CLOSES, make_need, make_place, make_pool, text


@pytest.fixture
def many(app):
    """Tynset leads thirty pools, and is invited to one of Os and one of Alvdal that is locked."""
    with app.app_context(), db.kept() as session:
        places = {name: make_place(session, name) for name in ("Tynset", "Os", "Alvdal")}
        need = make_need(session, places["Tynset"])
        for number in range(30):
            closes = CLOSES + timedelta(days=number)
            make_pool(session, places["Tynset"], need=need, name=f"Samling {number:02}", closes_at=closes)
        system = make_need(session, places["Os"], category_key="kvalitet")
        make_pool(session, places["Os"], places["Tynset"], need=system, name="Kvalitet på Østlandet")
        locked = make_pool(session, places["Alvdal"], places["Tynset"], name="Det låste")
        locked.state, locked.locked_at = PoolState.LOCKED, NOW
        own = locked.participation_of(places["Tynset"].organisation_id)
        assert own is not None
        own.state = ParticipationState.DECLINED
    return sign_in(app, places["Tynset"].buyer.user_id or 0)


def names(answer):
    shown = text(answer)
    known = [f"Samling {number:02}" for number in range(30)] + ["Kvalitet på Østlandet", "Det låste"]
    return [name for name in known if f" {name} " in shown]


def test_what_still_moves_comes_first_by_deadline_in_pages(many):
    first, last = many.get("/pools"), many.get("/pools?page=2")
    assert "Viser 1–25 av 32" in text(first)
    assert "Samling 00" in names(first)
    assert names(last) == [*(f"Samling {number:02}" for number in range(24, 30)), "Det låste"]
    assert names(many.get("/pools?page=99")) == names(last)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=østlandet", ["Kvalitet på Østlandet"]),
        ("q=ØSTLANDET", ["Kvalitet på Østlandet"]),
        ("q=alvdal", ["Det låste"]),
        ("q=samling+07", ["Samling 07"]),
        ("state=locked", ["Det låste"]),
        ("ours=invited", ["Kvalitet på Østlandet"]),
        ("ours=out", ["Det låste"]),
        ("category=kvalitet", ["Kvalitet på Østlandet"]),
        ("ours=leads&q=samling+1&state=open", [f"Samling {number}" for number in range(10, 20)]),
        ("q=%25", []),
        ("q=%00&state=x&ours=y&category=%00", None),
    ],
)
def test_the_list_is_searched_and_filtered(many, asked, found):
    answer = many.get(f"/pools?{asked}")
    assert answer.status_code == 200
    assert found is None or names(answer) == found
    assert "Nullstill" in text(answer)


def test_an_empty_answer_says_so_and_leads_back(many):
    shown = text(many.get("/pools?q=finnes+ikke"))
    assert "Ingen fellesskap passer med det dere leter etter" in shown
    assert "Vis alle fellesskapene" in shown
