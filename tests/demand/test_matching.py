"""However many there are, the counts in lists are of those that the page of one need names."""

from __future__ import annotations

from datetime import date

from procure.demand import matching, queries
from procure.demand.models import ContractEnd, NeedState, Visibility
from procure.domain.policy import Role
from tests.demand.registering import make_need
from tests.factories import NOW, make_buyer

TODAY = NOW.date()


def test_counts_are_of_those_that_a_page_names(session):
    _user, tolga = make_buyer(session, "Tolga", Role.SIGNATORY)
    own = [
        make_need(session, "Tolga", "barnehage", ends_on=date(2027, 7, 31)),
        make_need(session, "Tolga", "barnehage", contract_end=ContractEnd.NOT_KNOWN, ends_on=None),
        make_need(session, "Tolga", "kvalitet", state=NeedState.DRAFT, shared_at=None),
        make_need(session, "Tolga", "barnehage", visibility=Visibility.MINE),
        make_need(session, "Tolga", "barnehage", state=NeedState.WITHDRAWN),
    ]
    make_need(session, "Os", "barnehage", ends_on=date(2028, 7, 31))
    make_need(session, "Os", "barnehage", contract_end=ContractEnd.NO_SYSTEM, ends_on=None)
    make_need(session, "Alvdal", "barnehage", ends_on=date(2035, 1, 1))
    make_need(session, "Tynset", "barnehage", visibility=Visibility.MINE)
    make_need(session, "Folldal", "kvalitet")
    session.flush()
    named = {need.id: len(queries.matches(session, tolga, need, TODAY)) for need in own}
    assert matching.counts(session, own, TODAY) == named
    assert list(named.values()) == [1, 2, 1, 0, 0]


def test_all_categories_can_be_gathered_at_once(session):
    make_need(session, "Os", "barnehage")
    make_need(session, "Os", "kvalitet")
    session.flush()
    assert set(matching.markets(session, TODAY)) == {"barnehage", "kvalitet"}
