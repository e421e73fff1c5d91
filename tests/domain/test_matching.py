"""Numbers of days find the same needs as the rule that compares two windows."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from procure.domain.matching import LAST_DAY, Market, Span, span
from procure.domain.pooling import Window, add_months, meets

DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
WAITS = st.none() | st.integers(0, 60)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    earliest = draw(st.none() | DAYS)
    months = draw(WAITS)
    return Window(earliest, None if earliest is None or months is None else add_months(earliest, months))


@given(mine=windows(), others=st.lists(windows(), max_size=12))
def test_a_market_finds_those_whose_windows_meet_and_no_others(mine, others):
    market = Market()
    for body, window in enumerate(others, start=2):
        market.add(body, span(window))
    market.add(1, span(mine))
    met = {body for body, window in enumerate(others, start=2) if meets(mine, window) is not None}
    assert market.bodies(1, span(mine)) == met


def test_several_needs_of_one_body_are_one_who_fits():
    market = Market()
    for _ in range(3):
        market.add(2, span(Window(date(2027, 1, 1), None)))
    mine = span(Window(date(2027, 5, 1), None))
    assert (market.bodies(1, mine), market.bodies(2, mine)) == ({2}, set())


def test_a_wait_until_the_end_of_the_calendar_has_no_end():
    assert span(Window(date(2027, 1, 1), date(9999, 6, 30))).last == LAST_DAY
    assert span(Window(None, None)) == Span(0, LAST_DAY)
