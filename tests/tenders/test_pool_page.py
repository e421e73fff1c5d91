"""The page of a pool, once its tender stands."""

from __future__ import annotations

from procure.domain.states import PoolState
from tests.demand.registering import text
from tests.factories import NOW


def test_it_leads_to_the_tender_and_offers_no_second(draft):
    page = draft.browser().get(f"/pools/{draft.pool_id}").text
    assert f'href="/tenders/{draft.tender_id}"' in page
    assert "Lag konkurransen" not in page


def test_after_the_lock_it_says_how_far_the_tender_is(draft):
    with draft.open() as (_session, tender):
        tender.pool.state, tender.pool.locked_at = PoolState.LOCKED, NOW
    page = text(draft.browser().get(f"/pools/{draft.pool_id}"))
    assert "Nå Konkurransen skrives Neste Gjøre utkastet ferdig" in page
