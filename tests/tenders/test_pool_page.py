"""The page of a pool, once its tender stands."""

from __future__ import annotations

import pytest

from procure.domain.money import Ore
from procure.domain.states import PoolState
from procure.domain.value import CostKind
from procure.pools.models import CostKey
from procure.tenders import service
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


def line(draft, kind, amount, **facts):
    with draft.open() as (session, tender):
        usual = {
            "text": "Linje",
            "organisation_id": None,
            "quantity": 1,
            "option": False,
            "source": "Erfaring",
        }
        service.add_estimate_line(
            session, draft.actor(), tender, kind=kind, amount=Ore(amount), **(usual | facts), now=NOW
        )


@pytest.mark.row("A3")
def test_the_tenders_own_estimate_takes_over_from_what_is_paid_today(draft):
    line(draft, CostKind.MONTHLY, 50_000_00)
    line(draft, CostKind.ONE_OFF, 100_000_00, option=True)
    for place in ("Tynset", "Tolga"):
        page = text(draft.browser(place).get(f"/pools/{draft.pool_id}"))
        assert "Anslått verdi 2 500 000 kr" in page
        assert "Anslaget er regnet linje for linje i konkurransen." in page
        assert "Del III: kunngjøres i Doffin og TED." in page
        assert ("Se linjene i anslaget" in page) == (place == "Tynset")
    found = draft.browser("Tolga").get(f"/pools/{draft.pool_id}/totals.json").get_json()
    assert (found["estimate_ore"]["together"], found["estimate_from"]) == (2_500_000_00, "tender")


@pytest.mark.row("B8")
@pytest.mark.parametrize(
    ("key", "shares"),
    [
        (CostKey.EQUAL, {"Alvdal": 33_334_00, "Tolga": 33_333_00, "Tynset": 33_333_00}),
        (CostKey.INHABITANTS, {"Alvdal": 25_715_00, "Tolga": 17_142_00, "Tynset": 57_143_00}),
        (CostKey.USERS, {"Alvdal": 30_000_00, "Tolga": 20_000_00, "Tynset": 50_000_00}),
    ],
)
def test_the_joint_part_is_shared_to_the_krone_by_every_key(draft, key, shares):
    line(draft, CostKind.ONE_OFF, 100_000_00)
    volumes = {"Tynset": (50, 4_000), "Alvdal": (30, 1_800), "Tolga": (20, 1_200)}
    with draft.open() as (_session, tender):
        tender.pool.cost_key = key
        for place in tender.pool.participations:
            place.users, place.inhabitants = volumes[place.organisation.short_name]
    found = draft.browser("Tolga").get(f"/pools/{draft.pool_id}/totals.json").get_json()["joint_shares_ore"]
    assert sum(found.values()) == 100_000_00
    assert {name: abs(found[name] - shares[name]) <= 1_00 for name in shares} == dict.fromkeys(shares, True)
    page = text(draft.browser("Tolga").get(f"/pools/{draft.pool_id}"))
    assert "Den felles delen av anslaget er 100 000 kr." in page
    assert f"20 % {found['Tolga'] // 100:,} kr".replace(",", " ") in page or key is not CostKey.USERS
