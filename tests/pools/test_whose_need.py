"""Whose need stands behind a body's place in a pool."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from procure.domain.states import ParticipationState
from procure.pools import service
from tests.factories import NOW
from tests.pools.making import make_need, make_place, make_pool


@pytest.mark.row("A9")
def test_a_need_kept_for_another_does_not_count_as_ones_own(session: Session) -> None:
    lead, tolga, os = (make_place(session, name) for name in ("Tynset", "Tolga", "Os"))
    make_need(session, os, keeper_id=tolga.organisation_id, users=999)
    pool = make_pool(session, lead, tolga)
    own = service.answer(session, tolga.buyer, pool, state=ParticipationState.INTERESTED, now=NOW)
    assert own.need is None
    mine = make_need(session, tolga)
    service.set_volumes(session, tolga.buyer, pool, users=None, inhabitants=None, now=NOW)
    assert own.need is mine
