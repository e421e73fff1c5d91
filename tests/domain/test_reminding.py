"""When one who has not answered is told again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.reminding import EVERY, LAST_CALL, is_due

CLOSES = datetime(2026, 12, 18, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
moments = st.integers(-60 * 24, 60 * 24).map(lambda hours: CLOSES + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("told", "now", "due"),
    [
        (CLOSES - timedelta(days=20), CLOSES - timedelta(days=13), True),  # a week to the second
        (CLOSES - timedelta(days=20), CLOSES - timedelta(days=13) - SECOND, False),
        (CLOSES - timedelta(days=5), CLOSES - LAST_CALL, True),  # three days are left
        (CLOSES - timedelta(days=5), CLOSES - LAST_CALL - SECOND, False),
        (CLOSES - LAST_CALL, CLOSES - timedelta(days=1), False),  # the last call has been made
        (CLOSES - timedelta(days=30), CLOSES, True),  # the last second still counts
        (CLOSES - timedelta(days=30), CLOSES + SECOND, False),
    ],
)
def test_a_week_of_silence_and_three_days_left(told, now, due):
    assert is_due(told, CLOSES, now) is due


@given(moments, moments)
def test_one_that_was_told_now_is_not_told_again_now(closes, now):
    assert not is_due(now, closes, now)


@given(moments, moments)
def test_the_first_reminder_comes_after_a_week_or_at_the_last_call(closes, told):
    hours = (told + timedelta(hours=hour) for hour in range(8 * 24))
    first = next((now for now in hours if is_due(told, closes, now)), None)
    if first is not None:
        assert first <= closes
        assert first - told == EVERY or told < closes - LAST_CALL <= first
