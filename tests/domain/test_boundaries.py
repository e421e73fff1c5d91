"""At, just below and just above every limit, in every period; and days on both sides of every change."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.deadlines import (
    Circumstances,
    days_before,
    earliest_invited_deadline,
    earliest_offer_deadline,
    earliest_request_deadline,
    earliest_signing,
    holidays,
    is_working_day,
    last_answer_day,
    least_offer_days,
    period_end,
)
from procure.domain.law import Part, all_figures, first_day, history, law_on, part_of
from procure.domain.money import Ore
from procure.domain.scoring import CriteriaMode, climate_gaps

DAY = timedelta(days=1)
LAST = date(2035, 12, 31)  # as far ahead as the tests look
LAW = law_on(date(2026, 11, 22))
RESTRICTED, OPEN = LAW.procedures["restricted"], LAW.procedures["open"]

# First and last day, then the lower limit, the national threshold and the EEA threshold, in kroner.
PERIODS = [
    (date(2018, 4, 6), date(2020, 2, 11), 100_000, 1_300_000, 2_000_000),
    (date(2020, 2, 12), date(2022, 3, 17), 100_000, 1_300_000, 2_050_000),
    (date(2022, 3, 18), date(2024, 3, 13), 100_000, 1_300_000, 2_200_000),
    (date(2024, 3, 14), date(2026, 4, 20), 100_000, 1_300_000, 2_300_000),
    (date(2026, 4, 21), date(2026, 6, 30), 100_000, 1_300_000, 2_500_000),
    (date(2026, 7, 1), LAST, 500_000, 1_300_000, 2_500_000),
]
days = st.dates(first_day(), LAST)
amounts = st.integers(0, 10_000_000_00).map(Ore)


def limits_of_periods():
    """Return every limit on the first and the last day of its period, and the parts below and from it."""
    parts = list(Part)
    for first, last, *limits in PERIODS:
        for day in (first, last):
            for number, limit in enumerate(limits):
                yield day, limit * 100, parts[number], parts[number + 1]


# --- Amounts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "limit", "below", "from_it"), list(limits_of_periods()))
def test_a_limit_divides_two_parts_to_the_ore(day, limit, below, from_it):
    law = law_on(day)
    assert part_of(Ore(limit - 1), law) is below
    assert part_of(Ore(limit), law) is from_it
    assert part_of(Ore(limit + 1), law) is from_it


@pytest.mark.parametrize(
    ("day", "kroner", "part"),
    [
        (date(2026, 4, 20), 2_299_999, Part.II),
        (date(2026, 4, 20), 2_300_000, Part.III),
        (date(2026, 4, 21), 2_300_000, Part.II),
        (date(2026, 4, 20), 2_499_999, Part.III),
        (date(2026, 4, 21), 2_499_999, Part.II),
        (date(2026, 4, 21), 2_500_000, Part.III),
        (date(2026, 6, 30), 99_999, Part.OUTSIDE),
        (date(2026, 6, 30), 100_000, Part.I),
        (date(2026, 6, 30), 499_999, Part.I),
        (date(2026, 7, 1), 499_999, Part.OUTSIDE),
        (date(2026, 7, 1), 500_000, Part.I),
        (date(2026, 7, 1), 1_299_999, Part.I),
        (date(2026, 7, 1), 1_300_000, Part.II),
    ],
)
def test_the_day_of_dispatch_decides(day, kroner, part):
    assert part_of(Ore(kroner * 100), law_on(day)) is part


def test_the_periods_are_all_there_are():
    """No limit changes inside a period, and they follow each other from the first day."""
    assert PERIODS[0][0] == first_day()
    assert [last + DAY for _first, last, *_limits in PERIODS[:-1]] == [each[0] for each in PERIODS[1:]]
    starts = {first for first, *_rest in PERIODS[1:]}
    deciding = {"lower_limit", "national_threshold", "eea_threshold"}
    changed = {
        each.after.valid_from for day in history() for each in day.changes if each.after.id in deciding
    }
    assert changed == starts


@pytest.mark.parametrize(
    ("figure", "kroner"),
    [
        ("eea_threshold_works", [51_000_000, 51_500_000, 56_000_000, 57_900_000, 62_900_000]),
        ("eea_threshold_special_services", [None, None, 7_700_000, 7_800_000, 8_700_000]),
        ("eea_threshold_state", [None, None, 1_400_000, 1_490_000, 1_630_000]),
        ("small_lot_limit", [None, None, None, None, 932_000]),
        ("small_lot_percent", [None, None, None, None, 20 / 100]),
    ],
)
def test_other_limits_are_known_where_a_source_tells_them(figure, kroner):
    for (first, last, *_limits), value in zip(PERIODS[:5], kroner, strict=True):
        for day in (first, last):
            row = law_on(day).figures.get(figure)
            assert (row.value / 100 if row else None) == value


def test_what_is_not_known_of_old_days_is_none():
    before, after = law_on(date(2026, 4, 20)), law_on(date(2026, 4, 21))
    assert (before.small_lot_limit, before.small_lot_percent) == (None, None)
    assert (after.small_lot_limit, after.small_lot_percent) == (932_000_00, 20)


def test_climate_came_in_2024_and_got_six_answers_in_the_middle_of_2026():
    counts = {
        date(2023, 12, 31): (0, 0),
        date(2024, 1, 1): (3, 30),
        date(2026, 6, 30): (3, 30),
        date(2026, 7, 1): (6, 30),
    }
    for day, (choices, percent) in counts.items():
        law = law_on(day)
        assert (len(law.climate), law.climate_percent) == (choices, percent)
        gaps = climate_gaps((), CriteriaMode.WEIGHTED, None, reason="", requirements=0, law=law)
        assert bool(gaps) is bool(choices)


@given(days, amounts, amounts)
def test_more_money_never_makes_the_rules_laxer(day, one, other):
    order = list(Part)
    less, more = sorted((one, other))
    law = law_on(day)
    assert order.index(part_of(Ore(less), law)) <= order.index(part_of(Ore(more), law))


@given(days)
def test_every_day_has_one_row_of_each_figure_at_most(day):
    found = [figure.id for figure in all_figures() if figure.in_force(day)]
    assert len(found) == len(set(found)) == len(law_on(day).figures)


# --- Days ------------------------------------------------------------------------------------------------


@pytest.mark.row("I3")
@pytest.mark.parametrize(
    ("dispatched", "requests", "offers"),
    [
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 1, 25)),  # the 25 days end on a Sunday
        (date(2026, 11, 25), date(2026, 12, 28), date(2027, 1, 22)),  # Christmas Day, a Friday
        (date(2026, 12, 2), date(2027, 1, 4), date(2027, 1, 29)),  # New Year's Day, a Friday
        (date(2026, 12, 7), date(2027, 1, 6), date(2027, 2, 1)),  # a Sunday in January
        (date(2026, 3, 3), date(2026, 4, 7), date(2026, 5, 4)),  # Maundy Thursday; then Saturday after 1 May
        (date(2026, 3, 10), date(2026, 4, 9), date(2026, 5, 4)),  # after Easter
        (date(2026, 3, 23), date(2026, 4, 22), date(2026, 5, 18)),  # across 20/21 April; 17 May, a Sunday
        (date(2026, 4, 14), date(2026, 5, 15), date(2026, 6, 9)),  # Ascension Day
        (date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 27)),  # across 30 June; a Sunday in July
        (date(2027, 2, 23), date(2027, 3, 30), date(2027, 4, 26)),  # Maundy Thursday; a Saturday
        (date(2027, 4, 1), date(2027, 5, 3), date(2027, 5, 28)),  # 1 May, a Saturday
        (date(2027, 4, 17), date(2027, 5, 18), date(2027, 6, 14)),  # 17 May, which is Whit Monday too
    ],
)
def test_requests_and_bids_of_two_stages_end_on_working_days(dispatched, requests, offers):
    """30 days from dispatch, then 25 from the invitation, counted by hand in a calendar."""
    assert earliest_request_deadline(dispatched, RESTRICTED) == requests
    assert earliest_invited_deadline(requests, RESTRICTED) == offers
    assert earliest_offer_deadline(dispatched, RESTRICTED) == offers


@pytest.mark.parametrize(
    ("notified", "signed"),
    [
        (date(2026, 11, 23), date(2026, 12, 4)),  # ten days, the day of sending not counted
        (date(2026, 12, 15), date(2026, 12, 29)),  # Christmas Day, a Friday
        (date(2026, 12, 21), date(2027, 1, 1)),  # New Year's Eve is a working day
        (date(2026, 3, 27), date(2026, 4, 8)),  # Easter Monday
        (date(2026, 5, 7), date(2026, 5, 19)),  # 17 May, a Sunday
        (date(2026, 5, 4), date(2026, 5, 16)),  # Ascension Day
    ],
)
def test_the_standstill_does_not_count_the_day_of_sending(notified, signed):
    assert earliest_signing(notified, LAW.standstill_days) == signed


@pytest.mark.parametrize(
    ("deadline", "answers", "urgent"),
    [
        (date(2026, 5, 23), date(2026, 5, 17), date(2026, 5, 19)),  # 17 May stays
        (date(2026, 4, 8), date(2026, 4, 2), date(2026, 4, 4)),  # Maundy Thursday and Easter Eve stay
        (date(2026, 12, 31), date(2026, 12, 25), date(2026, 12, 27)),
        (date(2027, 1, 7), date(2027, 1, 1), date(2027, 1, 3)),
    ],
)
def test_what_is_counted_backwards_is_not_moved(deadline, answers, urgent):
    assert last_answer_day(deadline, LAW) == answers
    assert last_answer_day(deadline, LAW, urgent=True) == urgent


@pytest.mark.parametrize(
    ("code", "how", "count"),
    [
        ("open", Circumstances(), 30),
        ("open", Circumstances(on_paper=True), 35),
        ("open", Circumstances(urgent=True), 15),
        ("open", Circumstances(prior_notice=True), 15),
        ("open", Circumstances(prior_notice=True, on_paper=True), 15),
        ("open", Circumstances(extra_days=LAW.restricted_access_days), 35),
        ("restricted", Circumstances(), 25),
        ("restricted", Circumstances(on_paper=True), 30),
        ("negotiated", Circumstances(urgent=True), 10),
        ("negotiated", Circumstances(prior_notice=True, urgent=True), 10),
        ("competitive_dialogue", Circumstances(urgent=True), None),
        ("national_open", Circumstances(extra_days=5), None),
    ],
)
def test_circumstances_change_the_days_for_bids(code, how, count):
    assert least_offer_days(LAW.procedures[code], how) == count


def test_urgency_halves_the_days_for_requests_where_the_law_says_so():
    urgent = Circumstances(urgent=True)
    day = date(2026, 11, 9)
    assert earliest_request_deadline(day, RESTRICTED, urgent) == date(2026, 11, 24)
    dialogue = LAW.procedures["competitive_dialogue"]
    assert earliest_request_deadline(day, dialogue, urgent) == date(2026, 12, 9)
    assert earliest_offer_deadline(day, dialogue) is None
    for code in ("open", "national_restricted"):
        assert earliest_request_deadline(day, LAW.procedures[code]) is None


@pytest.mark.parametrize("year", range(2018, 2036))
def test_no_deadline_falls_on_the_great_holidays(year):
    free = [
        date(year, 1, 1),
        date(year, 5, 1),
        date(year, 5, 17),
        date(year, 12, 25),
        date(year, 12, 26),
    ]
    assert not any(is_working_day(day) for day in (*free, *holidays(year)))
    ends = {period_end(day - timedelta(days=30), 30) for day in holidays(year)}
    assert all(is_working_day(end) for end in ends)


def test_twenty_nine_days_are_too_few():
    dispatched = date(2026, 11, 30)
    earliest = earliest_offer_deadline(dispatched, OPEN)
    assert earliest is not None
    assert dispatched + timedelta(days=29) < earliest == dispatched + timedelta(days=30)


@given(days, st.integers(1, 60), st.integers(1, 60))
def test_a_longer_period_never_ends_earlier(start, one, other):
    less, more = sorted((one, other))
    assert period_end(start, less) <= period_end(start, more)


@given(days, st.integers(2, 60))
def test_a_later_start_never_gives_an_earlier_end(start, length):
    ends = [period_end(start + n * DAY, length) for n in range(15)]
    assert all(one <= next_ for one, next_ in pairwise(ends))


@given(days, st.sampled_from(["open", "restricted", "negotiated"]), st.integers(0, 10))
def test_urgency_shortens_and_missing_documents_lengthen(day, code, extra):
    procedure = LAW.procedures[code]
    usual = earliest_offer_deadline(day, procedure)
    urgent = earliest_offer_deadline(day, procedure, Circumstances(urgent=True))
    longer = earliest_offer_deadline(day, procedure, Circumstances(extra_days=extra))
    assert usual is not None
    assert urgent is not None
    assert longer is not None
    assert day < urgent <= usual <= longer


@given(days, st.integers(1, 30))
def test_the_contract_waits_for_the_whole_standstill(day, length):
    signed = earliest_signing(day, length)
    assert (signed - day).days > length
    assert days_before(signed, length) > day
