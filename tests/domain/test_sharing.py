"""What each pays of what is shared, by any key or a mix, and how a common start suits each."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.money import Ore, split_cost
from procure.domain.pooling import FITS, Fit, Suits, Window, best_start, common_start, fit, mixed_keys

INHABITANTS = {"Tynset": 5_600, "Alvdal": 2_400, "Os": 1_900, "Folldal": 1_500, "Tolga": 1_600}
keys = st.dictionaries(st.integers(), st.integers(0, 10**6), min_size=1, max_size=40).filter(
    lambda found: sum(found.values()) > 0
)
percents = st.integers(0, 100)
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.row("B8")
@pytest.mark.parametrize(
    "shared_by",
    [
        dict.fromkeys(INHABITANTS, 1),
        INHABITANTS,
        {"Tynset": 84, "Alvdal": 41, "Os": 29, "Folldal": 24, "Tolga": 28},
        mixed_keys(INHABITANTS, 30),
    ],
    ids=["equal", "inhabitants", "users", "mix"],
)
def test_a_hundred_thousand_kroner_is_shared_to_the_krone(shared_by):
    shares = split_cost(Ore(100_000_00), shared_by)
    assert sum(shares.values()) == 100_000_00
    assert all(share % 100 == 0 for share in shares.values())


@pytest.mark.row("B8")
def test_half_equally_and_half_by_inhabitants():
    shares = split_cost(Ore(100_000_00), mixed_keys({"Os": 3_000, "Tolga": 1_000}, 50))
    assert shares == {"Os": 62_500_00, "Tolga": 37_500_00}


@given(keys, percents, st.integers(0, 10**11).map(Ore))
def test_a_mix_lies_between_its_two_parts_and_loses_no_ore(found, percent, total):
    mixed = mixed_keys(found, percent)
    whole, count = sum(found.values()), len(found)
    for payer, key in found.items():
        part = Fraction(mixed[payer], sum(mixed.values()))
        assert part == Fraction(percent, 100) / count + Fraction(100 - percent, 100) * Fraction(key, whole)
    assert sum(split_cost(total, mixed).values()) == total


@given(keys)
def test_the_ends_of_a_mix_are_its_parts(found):
    all_equal, none_equal = mixed_keys(found, 100), mixed_keys(found, 0)
    assert len(set(all_equal.values())) == 1
    assert {payer: Fraction(key, sum(none_equal.values())) for payer, key in none_equal.items()} == {
        payer: Fraction(key, sum(found.values())) for payer, key in found.items()
    }


@pytest.mark.parametrize(
    ("found", "percent"), [({"Os": 1}, -1), ({"Os": 1}, 101), ({"Os": 0}, 50), ({"Os": 2, "Tolga": -1}, 50)]
)
def test_a_mix_that_cannot_be_is_a_mistake(found, percent):
    with pytest.raises(ValueError, match="a mix needs"):
        mixed_keys(found, percent)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (Window(date(2027, 12, 31), date(2027, 12, 31)), Fit(Suits.FITS)),
        (Window(date(2027, 7, 31), date(2028, 1, 31)), Fit(Suits.FITS)),
        (Window(date(2027, 7, 31), None), Fit(Suits.FITS)),
        (Window(date(2027, 7, 31), date(2027, 7, 31)), Fit(Suits.EXTEND, 5)),
        (Window(date(2027, 6, 30), date(2027, 12, 30)), Fit(Suits.EXTEND, 1)),
        (Window(date(2028, 3, 31), None), Fit(Suits.PAY_TWICE, 3)),
        (Window(None, None), None),
    ],
)
def test_a_start_suits_or_costs_months(seen, found):
    assert fit(seen, date(2028, 1, 1)) == found


@given(days, st.none() | st.integers(0, 2000), days)
def test_a_start_within_the_window_always_fits(earliest, length, start):
    latest = None if length is None else earliest + timedelta(length)
    found = fit(Window(earliest, latest), start)
    assert found
    inside = earliest <= start and (latest is None or start <= latest + timedelta(1))
    assert (found.suits is Suits.FITS) == inside == (found.months == 0)


@given(st.lists(days, max_size=9))
def test_nobody_pays_twice_from_the_common_start(exits):
    start = common_start(Window(day, None) for day in exits)
    assert (start is None) == (not exits)
    assert start is None or all(fit(Window(day, None), start) == Fit(Suits.FITS) for day in exits)


windows = st.builds(
    lambda day, length: Window(day, None if length is None else day + timedelta(length)),
    days,
    st.none() | st.integers(0, 1500),
)


@given(windows, st.lists(windows | st.just(Window(None, None)), max_size=8))
def test_the_best_start_suits_oneself_and_no_other_day_suits_more(mine, others):
    best = best_start(mine, others)
    assert best
    assert fit(mine, best) == FITS
    suited = sum(fit(each, best) == FITS for each in others)
    for each in others:
        if each.earliest and fit(mine, each.earliest) == FITS:
            assert sum(fit(other, each.earliest) == FITS for other in others) <= suited


def test_there_is_no_best_start_for_one_who_does_not_know():
    assert best_start(Window(None, None), [Window(date(2027, 1, 1), None)]) is None
