"""Who sees a tender, and whose figures flow into it."""

from __future__ import annotations

from procure.demand.models import Visibility
from procure.pools import service as pools
from procure.tenders import facts, merging
from procure.tenders.merging import law_of
from tests.factories import NOW
from tests.pools.making import commit, make_need
from tests.tenders.making import LEAD, PARTICIPANT, Draft

TODAY = NOW.date()


def test_who_did_not_commit_before_the_lock_sees_the_tender_no_more(draft: Draft) -> None:
    assert draft.browser(PARTICIPANT).get(draft.url()).status_code == 200
    with draft.open() as (session, tender):
        places = [draft.places[LEAD], draft.places["Alvdal"]]
        commit(session, tender.pool, places)
        pools.lock(session, draft.actor(), tender.pool, now=NOW)
    for page in ("", "/sections", "/prices", "/versions"):
        assert draft.browser(PARTICIPANT).get(draft.url(page)).status_code == 404
        assert draft.browser("Alvdal").get(draft.url(page)).status_code == 200
    assert "Barnehagesystem" not in draft.browser(PARTICIPANT).get("/tenders").text


def test_a_sum_counts_the_same_figures_as_the_table(draft: Draft) -> None:
    with draft.open() as (session, tender):
        alvdal = tender.pool.participation_of(draft.places["Alvdal"].organisation_id)
        assert alvdal is not None
        alvdal.need = make_need(session, draft.places["Alvdal"], users=41)
        session.flush()
        shown = sum(each.figures.users or 0 for each in merging.participants(tender))
        assert merging.values(tender, TODAY)["brukere_totalt"] == str(shown)
        assert shown >= 41
    assert f"<dd>{shown}</dd>" in draft.browser().get(draft.url("/participants")).text


def test_what_a_withdrawn_or_private_need_says_is_not_looked_for(draft: Draft) -> None:
    with draft.open() as (session, tender):
        alvdal = tender.pool.participation_of(draft.places["Alvdal"].organisation_id)
        assert alvdal is not None
        alvdal.need = make_need(session, draft.places["Alvdal"], system="Trollmor")
        session.flush()
        law = law_of(tender, TODAY)
        assert "Trollmor" in facts.of(tender, law).products
        alvdal.need.visibility = Visibility.LOOKING
        assert "Trollmor" not in facts.of(tender, law).products
