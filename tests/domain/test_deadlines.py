"""Time limits against a table made by hand, and the moment the public page may open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.deadlines import (
    Caution,
    cautions,
    days_before,
    earliest_offer_deadline,
    easter_sunday,
    holidays,
    is_working_day,
    last_answer_day,
    page_opens_at,
    period_end,
)
from procure.domain.law import Part, law_on

LAW = law_on(date(2026, 11, 22))
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
        date(2285, 3, 22),
    ],
)
def test_easter_is_computed(sunday):
    assert easter_sunday(sunday.year) == sunday


def test_the_year_has_its_holidays_and_christmas_eve_is_not_one():
    assert len(holidays(2026)) == 12
    assert not is_working_day(date(2027, 5, 17))
    assert is_working_day(date(2026, 12, 24))


def test_where_two_holidays_meet_the_year_has_one_day_fewer():
    assert holidays(2008)[date(2008, 5, 1)] == "labour_day"  # and Ascension Day
    assert len(holidays(2008)) == 11


@pytest.mark.row("I3")
@pytest.mark.parametrize(
    ("dispatched", "end"),
    [
        (date(2026, 11, 30), date(2026, 12, 30)),  # an ordinary Wednesday
        (date(2026, 11, 26), date(2026, 12, 28)),  # Saturday 26 December
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas Day, a Friday
        (date(2026, 12, 2), date(2027, 1, 4)),  # New Year's Day, a Friday
        (date(2026, 11, 6), date(2026, 12, 7)),  # a Sunday
        (date(2026, 3, 3), date(2026, 4, 7)),  # Maundy Thursday, to the Tuesday after Easter
        (date(2026, 3, 6), date(2026, 4, 7)),  # Easter Sunday
        (date(2026, 3, 7), date(2026, 4, 7)),  # Easter Monday
        (date(2026, 4, 1), date(2026, 5, 4)),  # 1 May, a Friday
        (date(2027, 4, 17), date(2027, 5, 18)),  # 17 May, which is Whit Monday too
        (date(2026, 4, 17), date(2026, 5, 18)),  # 17 May, a Sunday
        (date(2026, 4, 14), date(2026, 5, 15)),  # Ascension Day
    ],
)
def test_thirty_days_from_dispatch_end_on_a_working_day(dispatched, end):
    assert earliest_offer_deadline(dispatched, LAW.procedures["open"]) == end


def test_no_number_of_days_is_set_below_the_eea_threshold():
    assert earliest_offer_deadline(date(2026, 11, 30), LAW.procedures["national_open"]) is None


def test_two_stages_are_counted_one_after_the_other():
    requests = period_end(date(2026, 11, 30), 30)
    assert earliest_offer_deadline(date(2026, 11, 30), LAW.procedures["negotiated"]) == period_end(
        requests, 25
    )


def test_a_short_period_holds_two_working_days():
    assert period_end(date(2027, 3, 24), 2) == date(
        2027, 3, 31
    )  # Wednesday before Easter: Tuesday, Wednesday
    assert period_end(date(2027, 3, 24), 1) == date(2027, 3, 30)


def test_a_period_without_days_is_a_mistake():
    with pytest.raises(ValueError, match="at least one day"):
        period_end(date(2026, 1, 1), 0)


@given(days, st.integers(1, 90))
def test_a_period_is_never_short_and_ends_on_a_working_day(start, length):
    end = period_end(start, length)
    assert is_working_day(end)
    assert length <= (end - start).days <= length + 7
    if length > 1:
        assert sum(is_working_day(start + timedelta(n)) for n in range(1, (end - start).days + 1)) >= 2


@given(days, st.integers(1, 90))
def test_a_period_counted_backwards_is_not_moved(day, length):
    assert (day - days_before(day, length)).days == length


def test_answers_are_due_six_days_before_the_deadline():
    assert last_answer_day(date(2027, 5, 23), LAW) == date(2027, 5, 17)


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def test_below_the_duty_to_publish_no_notice_is_asked_for():
    assert page_opens_at(Part.I, LAW, dispatched_at=at(1, 10)) == at(1, 10)
    assert page_opens_at(Part.OUTSIDE, LAW, dispatched_at=None) is None


def test_below_the_eea_threshold_the_doffin_number_opens_the_page():
    assert page_opens_at(Part.II, LAW, dispatched_at=at(1, 10)) is None
    assert page_opens_at(Part.II, LAW, dispatched_at=at(1, 10), doffin_id="2026-1") == at(1, 10)
    assert page_opens_at(Part.II, LAW, dispatched_at=None, doffin_id="2026-1") is None


def test_above_it_the_page_waits_for_ted():
    assert page_opens_at(Part.III, LAW, dispatched_at=at(1, 10), doffin_id="2026-1") is None
    assert page_opens_at(Part.III, LAW, dispatched_at=at(1, 10), ted_published_at=at(3, 8)) == at(3, 8)


def test_the_hour_of_the_confirmation_is_not_counted():
    opens = page_opens_at(Part.III, LAW, dispatched_at=at(1, 10), ted_confirmed_at=at(1, 10, 20))
    assert opens == at(3, 11)


def test_what_comes_first_opens_the_page():
    def opens(published):
        return page_opens_at(
            Part.III, LAW, dispatched_at=at(1, 10), ted_confirmed_at=at(1, 10), ted_published_at=published
        )

    assert opens(at(2, 8)) == at(2, 8)
    assert opens(at(5, 8)) == at(3, 11)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2027, 1, 14), []),
        (date(2027, 3, 20), [Caution.WEEKEND, Caution.EASTER]),
        (date(2027, 3, 29), [Caution.HOLIDAY, Caution.EASTER]),
        (date(2027, 1, 1), [Caution.HOLIDAY, Caution.CHRISTMAS]),
        (date(2026, 12, 23), [Caution.CHRISTMAS]),
        (date(2027, 7, 6), [Caution.JULY]),
    ],
)
def test_poor_days_for_a_deadline_are_told(day, found):
    assert cautions(day) == found
