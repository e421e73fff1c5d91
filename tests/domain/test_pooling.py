"""Windows of contract ends, who meets whom, and what may be shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.errors import RuleBroken
from procure.domain.pooling import (
    Closeness,
    EndsOn,
    Meeting,
    NoSystem,
    NotKnown,
    PoolFigure,
    RunsUntilTerminated,
    Spread,
    Window,
    add_months,
    check_may_join,
    held_back,
    meets,
    months_until,
    spread,
    whole_months,
    window,
)

TODAY = date(2026, 11, 22)
days = st.dates(date(2020, 1, 1), date(2050, 12, 31))
windows = st.just(Window(None, None)) | st.builds(
    lambda start, length: Window(start, None if length is None else start + timedelta(length)),
    days,
    st.none() | st.integers(0, 3000),
)


@pytest.mark.parametrize(
    ("end", "earliest", "latest"),
    [
        (EndsOn(date(2027, 12, 31)), date(2027, 12, 31), date(2027, 12, 31)),
        (EndsOn(date(2027, 12, 31), extension_months=24), date(2027, 12, 31), date(2029, 12, 31)),
        # Renews itself: notice can still be given for the running term, or it is too late
        (EndsOn(date(2027, 12, 31), renews_months=12, notice_months=6), date(2027, 12, 31), None),
        (EndsOn(date(2027, 1, 31), renews_months=12, notice_months=6), date(2028, 1, 31), None),
        (EndsOn(date(2020, 6, 30), renews_months=12, notice_months=3), date(2027, 6, 30), None),
        (EndsOn(date(2026, 11, 21), renews_months=1), date(2026, 12, 21), None),
        (RunsUntilTerminated(3), date(2027, 2, 22), None),
        (RunsUntilTerminated(0), TODAY, None),
        (RunsUntilTerminated(), None, None),
        (NoSystem(), TODAY, None),
        (NotKnown(), None, None),
    ],
)
def test_each_answer_leaves_its_window(end, earliest, latest):
    assert window(end, TODAY) == Window(earliest, latest)


@given(days, st.integers(1, 60), st.integers(0, 36), days)
def test_a_renewed_contract_ends_a_term_that_notice_can_still_reach(day, term, notice, today):
    earliest = window(EndsOn(day, term, notice), today).earliest
    assert earliest
    assert earliest >= max(day, add_months(today, notice))
    assert earliest <= max(day, add_months(add_months(today, notice), term) + timedelta(3))


@pytest.mark.parametrize(
    "make",
    [
        lambda: EndsOn(TODAY, renews_months=0),
        lambda: EndsOn(TODAY, notice_months=-1),
        lambda: EndsOn(TODAY, extension_months=601),
        lambda: RunsUntilTerminated(-1),
    ],
)
def test_months_that_cannot_be_are_a_mistake(make):
    with pytest.raises(ValueError, match="month"):
        make()


@given(days, st.integers(0, 200))
def test_months_are_counted_as_they_are_added(day, months):
    assert months_until(day, add_months(day, months)) == months
    assert whole_months(day, add_months(day, months)) == months


@given(days, days)
def test_whole_months_have_passed_and_one_more_has_not(one, other):
    day, later = sorted((one, other))
    assert add_months(day, whole_months(day, later)) <= later
    assert add_months(day, whole_months(day, later) + 1) > later


@pytest.mark.row("A2")
@pytest.mark.parametrize(
    ("other", "meeting"),
    [
        (Window(date(2027, 3, 1), None), Meeting(Closeness.MEET, date(2027, 3, 1), date(2027, 6, 30))),
        (
            Window(date(2026, 12, 1), date(2027, 1, 1)),
            Meeting(Closeness.MEET, date(2027, 1, 1), date(2027, 1, 1)),
        ),
        (Window(date(2028, 6, 30), None), Meeting(Closeness.APART, date(2028, 6, 30), months_apart=12)),
        (Window(date(2028, 7, 1), None), None),
        (Window(None, None), Meeting(Closeness.CATEGORY_ONLY)),
    ],
)
def test_windows_meet_or_lie_at_most_twelve_months_apart(other, meeting):
    mine = Window(date(2027, 1, 1), date(2027, 6, 30))
    assert meets(mine, other) == meets(other, mine) == meeting


def test_two_open_windows_always_meet():
    assert meets(Window(date(2027, 1, 1), None), Window(date(2035, 1, 1), None)) == Meeting(
        Closeness.MEET, date(2035, 1, 1)
    )


@given(windows, windows)
def test_meeting_is_mutual_and_slack_only_adds(one, other):
    assert meets(one, other) == meets(other, one)
    if meets(one, other, slack_months=0):
        assert meets(one, other) == meets(one, other, slack_months=0)


@pytest.mark.row("A1")
def test_a_need_says_which_figures_it_holds_back():
    full = {"users": 1, "inhabitants": 2, "cases": 3, "yearly_cost": 4, "contract_end": NoSystem()}
    assert held_back(full) == []
    assert held_back({**full, "contract_end": NotKnown()}) == [PoolFigure.WINDOW]
    assert held_back({**full, "users": None}) == [PoolFigure.USERS, PoolFigure.COST_PER_USER]
    assert held_back({**full, "users": 0}) == []
    assert held_back({}) == list(PoolFigure)


@pytest.mark.row("A9")
def test_a_comparison_needs_five_municipalities():
    assert spread([1, 2, 3, 4]) is None
    assert spread([5, 1, 4, 2, 3, 60]) == Spread(lowest=1, middle=4, highest=60, count=6)


@given(st.lists(st.integers(0, 10**12), min_size=5))
def test_the_middle_lies_between_the_ends(values):
    found = spread(values)
    assert found
    assert found.lowest <= found.middle <= found.highest


def test_the_joining_deadline_closes_by_itself():
    closes_at = datetime(2026, 10, 31, 14, 0, tzinfo=UTC)
    check_may_join(closes_at, closes_at)
    with pytest.raises(RuleBroken, match="ble lukket"):
        check_may_join(closes_at, closes_at + timedelta(seconds=1))
