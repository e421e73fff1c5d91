"""What happens in pools, and what they say waits: services and queries."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from procure.accounts.models import Kind
from procure.demand.models import Visibility
from procure.domain.errors import RuleBroken
from procure.domain.policy import Role
from procure.pools import asked, queries, service, sums
from procure.pools.models import CostKey
from tests.factories import NOW, actor, make_organisation, make_user
from tests.pools.making import CLOSES, Place, commit, interest, make_need, make_place, make_pool


@pytest.fixture
def places(session):
    return {name: make_place(session, name) for name in ("Tynset", "Os", "Tolga")}


def waits(session, person, now=NOW):
    return [(todo.title, todo.url, todo.when) for todo in asked.waiting_for(session, person, now)]


def test_what_waits_is_an_answer_a_commitment_and_the_lock(app, session, places):
    tynset, os_ = places["Tynset"], places["Os"]
    pool = make_pool(session, tynset, os_)
    url = f"/pools/{pool.id}"
    with app.test_request_context():
        asked = [
            ("Svar på invitasjonen til Barnehagesystem for Nord-Østerdalen", f"{url}/participation", CLOSES)
        ]
        assert waits(session, os_.buyer) == asked
        assert waits(session, os_.signatory) == []
        assert waits(session, tynset.buyer) == [("Barnehagesystem for Nord-Østerdalen lukkes", url, CLOSES)]
        interest(session, pool, [os_])
        to_sign = ("Ta stilling til om Os skal forplikte seg", f"{url}/commitment", CLOSES)
        assert waits(session, os_.buyer) == []
        assert waits(session, os_.signatory) == [to_sign]
        commit(session, pool, [tynset, os_])
        assert waits(session, os_.signatory) == []
        late = CLOSES + timedelta(seconds=1)
        assert waits(session, tynset.buyer, late) == [
            ("Lås Barnehagesystem for Nord-Østerdalen", f"{url}/lock", CLOSES)
        ]
        service.lock(session, tynset.buyer, pool, now=late)
        assert waits(session, tynset.buyer, late) == []


def test_after_the_lock_only_the_committed_take_part(session, places):
    pool = make_pool(session, *places.values())
    interest(session, pool, [places["Os"], places["Tolga"]])
    commit(session, pool, [places["Tynset"], places["Os"]])
    service.lock(session, places["Tynset"].buyer, pool, now=NOW)
    assert [each.organisation.short_name for each in queries.participants(session, pool)] == ["Os", "Tynset"]
    assert sums.totals(pool, places["Os"].buyer).together.count == 2


def test_a_co_operation_leads_without_taking_part(session, places):
    body = make_organisation(session, Kind.COOPERATION)
    buyer = make_user(session, body, Role.BUYER)
    lead = Place("Samarbeidet", body.id, actor(buyer, body, Role.BUYER), actor(buyer, body))
    pool = make_pool(session, lead, places["Os"])
    assert [each.organisation.short_name for each in pool.participations] == ["Os"]
    with pytest.raises(RuleBroken, match="Minst én kommune"):
        service.lock(session, lead.buyer, pool, now=NOW)
    interest(session, pool, [places["Os"]])
    commit(session, pool, [places["Os"]])
    service.lock(session, lead.buyer, pool, now=NOW)
    assert sums.is_inside(pool, lead.buyer)


@pytest.mark.parametrize(
    ("key", "part"),
    [
        (CostKey.EQUAL, Fraction(1, 2)),
        (CostKey.USERS, Fraction(30, 50)),
        (CostKey.INHABITANTS, Fraction(4000, 5600)),
    ],
)
def test_the_share_follows_the_key(session, places, key, part):
    make_need(session, places["Os"], users=30, inhabitants=4000)
    pool = make_pool(session, places["Tynset"], places["Os"], cost_key=key)
    interest(session, pool, [places["Os"]])
    own = pool.participation_of(places["Os"].organisation_id)
    assert own is not None
    assert sums.share(pool, own) == part


def test_a_share_by_users_waits_until_all_have_said_how_many(session, places):
    make_need(session, places["Os"], visibility=Visibility.LOOKING)
    pool = make_pool(session, places["Tynset"], places["Os"], cost_key=CostKey.USERS)
    interest(session, pool, [places["Os"]])
    own = pool.participation_of(places["Os"].organisation_id)
    assert own is not None
    assert sums.share(pool, own) is None


def test_the_tender_hears_of_volumes_changed_after_the_lock(session, places):
    heard: list[int] = []
    service.on_changed_volumes.append(lambda _session, _actor, pool, _now: heard.append(pool.id))
    try:
        tynset = places["Tynset"]
        pool = make_pool(session, tynset)
        service.set_volumes(session, tynset.buyer, pool, users=1, inhabitants=2, now=NOW)
        assert heard == []
        commit(session, pool, [tynset])
        service.lock(session, tynset.buyer, pool, now=NOW)
        service.set_volumes(session, tynset.buyer, pool, users=3, inhabitants=2, now=NOW)
        service.set_volumes(session, tynset.buyer, pool, users=3, inhabitants=2, now=NOW)
        assert heard == [pool.id]
    finally:
        service.on_changed_volumes.pop()


def test_a_pool_takes_nobody_after_its_last_second(session, places):
    pool = make_pool(session, places["Tynset"], places["Os"])
    late = CLOSES + timedelta(seconds=1)
    with pytest.raises(RuleBroken, match="ble lukket"):
        interest(session, pool, [places["Os"]], now=late)
    with pytest.raises(RuleBroken, match="ble lukket"):
        service.invite(
            session,
            places["Tynset"].buyer,
            pool,
            organisation_ids=[places["Tolga"].organisation_id],
            now=late,
        )
    with pytest.raises(RuleBroken, match="ble lukket"):
        commit(session, pool, [places["Tynset"]], now=late)
