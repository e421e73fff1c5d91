"""The ladder of a participation, and the moves of pool and tender."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain import states
from procure.domain.errors import RuleBroken
from procure.domain.states import (
    ParticipationState,
    PoolState,
    TenderState,
    check_participation,
    check_pool,
    check_tender,
    counted,
)

P, Q, T = ParticipationState, PoolState, TenderState


def test_a_municipality_climbs_the_ladder_and_may_leave_before_lock():
    for now, wanted in [
        (P.INVITED, P.INTERESTED),
        (P.WATCHING, P.INTERESTED),
        (P.INTERESTED, P.COMMITTED),
        (P.COMMITTED, P.WITHDRAWN),
        (P.INVITED, P.DECLINED),
        (P.WITHDRAWN, P.INTERESTED),
    ]:
        check_participation(now, wanted, Q.OPEN)


def test_only_the_committed_are_released_and_only_after_lock():
    check_participation(P.COMMITTED, P.RELEASED, Q.LOCKED)
    with pytest.raises(RuleBroken, match="Først etter låsing"):
        check_participation(P.COMMITTED, P.RELEASED, Q.OPEN)
    with pytest.raises(RuleBroken, match="Bare en kommune som har forpliktet seg"):
        check_participation(P.INTERESTED, P.RELEASED, Q.LOCKED)


@pytest.mark.parametrize(
    ("now", "wanted", "pool", "reason"),
    [
        (P.INVITED, P.COMMITTED, Q.OPEN, "må ha meldt interesse"),
        (P.INTERESTED, P.COMMITTED, Q.FORMING, "ikke åpnet ennå"),
        (P.INTERESTED, P.INTERESTED, Q.OPEN, "allerede gitt"),
        (P.INVITED, P.WITHDRAWN, Q.OPEN, "kan ikke gå dit"),
        (P.COMMITTED, P.WITHDRAWN, Q.LOCKED, "be leder om å bli frigitt"),
        (P.INTERESTED, P.COMMITTED, Q.LOCKED, "tar ikke imot flere"),
        (P.INTERESTED, P.WITHDRAWN, Q.DISSOLVED, "avsluttet"),
    ],
)
def test_an_illegal_jump_is_refused_with_the_reason(now, wanted, pool, reason):
    with pytest.raises(RuleBroken, match=reason):
        check_participation(now, wanted, pool)


@given(st.sampled_from(P), st.sampled_from(P), st.sampled_from(Q))
def test_from_dispatch_the_list_is_frozen(now, wanted, pool):
    with pytest.raises(RuleBroken, match="deltakerlisten er frosset"):
        check_participation(now, wanted, pool, dispatched=True)


@given(st.sampled_from(P), st.sampled_from(P), st.sampled_from(Q))
def test_no_move_is_allowed_that_the_table_does_not_have(now, wanted, pool):
    try:
        check_participation(now, wanted, pool)
    except RuleBroken:
        return
    assert wanted in states.PARTICIPATION_MOVES[now]


def test_after_lock_only_the_committed_count():
    assert counted(Q.OPEN) == {P.INTERESTED, P.COMMITTED}
    assert counted(Q.LOCKED) == {P.COMMITTED}


@pytest.mark.parametrize(
    "check", [(Q, check_pool, states.POOL_MOVES), (T, check_tender, states.TENDER_MOVES)]
)
def test_pool_and_tender_move_only_as_the_tables_say(check):
    kind, rule, moves = check
    for now, wanted in product(kind, kind):
        if wanted in moves[now]:
            rule(now, wanted)
        else:
            with pytest.raises(RuleBroken, match="kan ikke gå dit"):
                rule(now, wanted)


def test_a_tender_can_be_cancelled_from_anywhere():
    for now in set(T) - {T.CANCELLED}:
        check_tender(now, T.CANCELLED)
