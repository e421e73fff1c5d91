"""Amounts are read and written as people do, and shares add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.money import MOST, NO_BREAK, Ore, kroner_text, parse_kroner, split_cost

amounts = st.integers(0, MOST).map(Ore)
share_keys = st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), min_size=1).filter(
    lambda keys: sum(keys.values()) > 0
)


@pytest.mark.parametrize(
    ("typed", "ore"),
    [
        ("99 000,-", 99_000_00),
        ("99.000,50", 99_000_50),
        ("99000", 99_000_00),
        (f"99{NO_BREAK}000", 99_000_00),
        ("99\N{NARROW NO-BREAK SPACE}000 kr", 99_000_00),
        ("kr 99 000,00", 99_000_00),
        ("Kr. 1.250.000", 1_250_000_00),
        ("12,5", 12_50),
        ("12.50", 12_50),
        ("1.500", 1_500_00),
        ("  0  ", 0),
        ("-0", 0),
        ("007", 7_00),
        ("1 000 000 000", MOST),
        ("99 000,–", 99_000_00),
    ],
)
def test_kroner_are_read_as_people_type_them(typed, ore):
    assert parse_kroner(typed) == ore


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("abc", "not_an_amount"),
        ("12 34", "not_an_amount"),
        ("1 000.000", "too_precise"),
        ("1e9", "not_an_amount"),
        ("١٢", "not_an_amount"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("-" + "9" * 5000, "negative"),
        ("12,345", "too_precise"),
        ("1 000 000 000,01", "too_much"),
        ("9" * 1_000_000, "too_much"),
    ],
)
def test_what_is_no_amount_says_why(typed, code):
    with pytest.raises(ValueError, match=f"^{code}$"):
        parse_kroner(typed)


@given(amounts)
def test_what_is_written_can_be_read_back(ore):
    assert parse_kroner(kroner_text(ore)) == ore


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_known_code(text):
    try:
        said = "an amount" if 0 <= parse_kroner(text) <= MOST else "out of bounds"
    except ValueError as reason:
        said = str(reason)
    assert said in {"an amount", "empty", "not_an_amount", "negative", "too_precise", "too_much"}


def test_a_difference_may_be_below_zero():
    assert kroner_text(Ore(-1_234_05)) == f"−1{NO_BREAK}234,05"


@given(total=st.integers(0, 10**13).map(Ore), keys=share_keys)
def test_every_ore_lands_and_no_share_is_off_by_a_krone(total, keys):
    shares = split_cost(total, keys)
    whole = sum(keys.values())
    assert sum(shares.values()) == total
    assert all(abs(shares[p] * whole - total * key) < 100 * whole for p, key in keys.items())


@given(kroner=st.integers(0, 10**9), keys=share_keys)
def test_whole_kroner_are_shared_in_whole_kroner(kroner, keys):
    assert all(share % 100 == 0 for share in split_cost(Ore(kroner * 100), keys).values())


def test_three_keys_add_up_to_the_krone():
    for keys in ({"a": 1, "b": 1, "c": 1}, {"a": 1893, "b": 7339, "c": 544}, {"a": 100, "b": 250, "c": 400}):
        assert sum(split_cost(Ore(100_000_00), keys).values()) == 100_000_00


@pytest.mark.parametrize(("total", "keys"), [(-1, {"a": 1}), (1, {}), (1, {"a": 0}), (1, {"a": -1, "b": 5})])
def test_a_cost_nobody_can_pay_is_a_mistake(total, keys):
    with pytest.raises(ValueError, match="somebody must pay"):
        split_cost(Ore(total), keys)
