"""Prices become points, quality becomes kroner, and bids end in an order (the models are practice: DFØ)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.money import Ore
from procure.domain.points import (
    EXAMPLE_PRICES,
    HIGHEST,
    LEAST_BREAK,
    MOST_BREAK,
    Result,
    all_price_points,
    compared_example,
    comparison_price,
    hundredths,
    price_points,
    ranking,
    scored_example,
    total_points,
)
from procure.domain.scoring import PriceModel, TieRule

LINEAR, FLOOR, PROPORTIONAL, HYBRID, PRICED = (
    PriceModel.LINEAR,
    PriceModel.LINEAR_WITH_FLOOR,
    PriceModel.PROPORTIONAL,
    PriceModel.HYBRID,
    PriceModel.PRICED_QUALITY,
)
GIVES_POINTS = [LINEAR, FLOOR, PROPORTIONAL, HYBRID]
amounts = st.integers(1, 10**13).map(Ore)
breaks = st.integers(LEAST_BREAK, MOST_BREAK)
points_of = st.fractions(0, HIGHEST, max_denominator=100)


@pytest.mark.parametrize(
    ("model", "price", "expected"),
    [
        (LINEAR, 100, Fraction(10)),
        (LINEAR, 120, Fraction(8)),
        (LINEAR, 200, Fraction(0)),
        (LINEAR, 250, Fraction(-5)),
        (FLOOR, 120, Fraction(8)),
        (FLOOR, 250, Fraction(0)),
        (PROPORTIONAL, 120, Fraction(25, 3)),
        (PROPORTIONAL, 250, Fraction(4)),
        (HYBRID, 120, Fraction(8)),
        (HYBRID, 150, Fraction(5)),
        (HYBRID, 250, Fraction(3)),  # 5 points at the bend, times 1.5 / 2.5
    ],
)
def test_a_price_gets_its_points(model, price, expected):
    assert price_points(model, Ore(price), Ore(100), price_break=150) == expected


@given(model=st.sampled_from(GIVES_POINTS), lowest=amounts, bend=breaks)
def test_the_lowest_price_gets_ten(model, lowest, bend):
    assert price_points(model, lowest, lowest, price_break=bend) == HIGHEST


@given(model=st.sampled_from(GIVES_POINTS), prices=st.lists(amounts, min_size=2, max_size=6), bend=breaks)
def test_a_higher_price_never_gets_more(model, prices, bend):
    found = all_price_points(model, {str(n): each for n, each in enumerate(prices)}, price_break=bend)
    ordered = [points for _price, points in sorted(zip(prices, found.values(), strict=True))]
    by_price = [found[str(n)] for n in sorted(range(len(prices)), key=lambda n: prices[n])]
    assert by_price == sorted(by_price, reverse=True)
    assert max(ordered) == HIGHEST


@given(price=amounts, more=amounts, bend=breaks)
def test_only_the_plain_straight_line_goes_below_zero(price, more, bend):
    dear = Ore(price + more)
    for model in (FLOOR, PROPORTIONAL, HYBRID):
        assert price_points(model, dear, price, price_break=bend) >= 0
    assert price_points(FLOOR, dear, price) == max(price_points(LINEAR, dear, price), 0)
    assert (price_points(LINEAR, dear, price) < 0) == (more > price)


@given(bend=breaks, lowest=st.integers(1, 10**9))
def test_a_hybrid_is_one_unbroken_curve(bend, lowest):
    at = Ore(lowest * bend)
    here = price_points(HYBRID, at, Ore(lowest * 100), price_break=bend)
    assert here == price_points(LINEAR, at, Ore(lowest * 100))
    after = price_points(HYBRID, Ore(at + 1), Ore(lowest * 100), price_break=bend)
    assert 0 < here - after < Fraction(HIGHEST, lowest * 100) + Fraction(1, lowest)


@given(model=st.sampled_from(GIVES_POINTS), prices=st.lists(amounts, min_size=1, max_size=6), data=st.data())
def test_the_order_of_the_bids_does_not_matter(model, prices, data):
    named = {str(n): each for n, each in enumerate(prices)}
    turned = {key: named[key] for key in data.draw(st.permutations(list(named)))}
    assert all_price_points(model, named, price_break=130) == all_price_points(model, turned, price_break=130)


def test_what_cannot_be_scored_is_refused():
    for price, lowest in ((0, 0), (100, 0), (99, 100), (-1, -1)):
        with pytest.raises(ValueError, match="above zero"):
            price_points(LINEAR, Ore(price), Ore(lowest))
    for bend in (None, LEAST_BREAK - 1, MOST_BREAK + 1):
        with pytest.raises(ValueError, match="bends"):
            price_points(HYBRID, Ore(110), Ore(100), price_break=bend)
    with pytest.raises(ValueError, match="no points"):
        price_points(PRICED, Ore(110), Ore(100))
    assert all_price_points(LINEAR, {}) == {}


def test_totals_are_weighted():
    points = {"price": Fraction(10), "quality": Fraction(15, 2), "climate": Fraction(4)}
    assert total_points({"price": 40, "quality": 30, "climate": 30}, points) == Fraction(149, 20)
    with pytest.raises(KeyError):
        total_points({"beauty": 100}, points)


@given(points=st.dictionaries(st.sampled_from("abc"), points_of, min_size=1))
def test_a_total_lies_among_its_points(points):
    weights = dict.fromkeys(points, 0) | {next(iter(points)): 100}
    assert total_points(weights, points) == next(iter(points.values()))
    even = {key: 100 // len(points) for key in points}
    assert min(points.values()) * sum(even.values()) <= 100 * total_points(even, points)


@given(price=amounts, worth=st.integers(0, 10**12).map(Ore), points=points_of)
def test_quality_is_taken_off_the_price_and_no_more_than_it_is_worth(price, worth, points):
    compared = comparison_price(price, {"quality": worth}, {"quality": points})
    assert price - worth <= compared <= price
    assert price - compared == Fraction(worth) * points / HIGHEST


# --- Which bid is best ---------------------------------------------------------------------------

A = Result(key="a", total=Fraction(8), price=Ore(120), quality=Fraction(9), climate=Fraction(2))
B = Result(key="b", total=Fraction(8), price=Ore(100), quality=Fraction(5), climate=Fraction(3))
C = Result(key="c", total=Fraction(9), price=Ore(300))


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        (TieRule.LOWEST_PRICE, [("c",), ("b",), ("a",)]),
        (TieRule.BEST_QUALITY, [("c",), ("a",), ("b",)]),
        (TieRule.BEST_CLIMATE, [("c",), ("b",), ("a",)]),
        (TieRule.LOTS_DRAWN, [("c",), ("a", "b")]),
        (None, [("c",), ("a", "b")]),
    ],
)
def test_the_tie_rule_decides_between_equals(rule, order):
    assert ranking([A, B, C], rule) == ranking([C, B, A], rule) == order


def test_the_lowest_price_wins_where_quality_is_priced():
    assert ranking([A, B, C], TieRule.LOWEST_PRICE, lowest_wins=True) == [("b",), ("a",), ("c",)]
    assert ranking([], None) == []


@given(
    totals=st.lists(st.tuples(st.fractions(0, 10, max_denominator=2), amounts), min_size=1, max_size=6),
    rule=st.sampled_from([*TieRule, None]),
    data=st.data(),
)
def test_every_bid_gets_one_place_in_whatever_order_they_are_listed(totals, rule, data):
    bids = [Result(key=str(n), total=total, price=price) for n, (total, price) in enumerate(totals)]
    places = ranking(bids, rule)
    assert sorted(key for place in places for key in place) == sorted(each.key for each in bids)
    assert ranking(data.draw(st.permutations(bids)), rule) == places


# --- As they are shown ---------------------------------------------------------------------------


@given(st.fractions(-20, 20, max_denominator=10_000))
def test_points_are_shown_to_the_nearest_hundredth(points):
    assert abs(points - Fraction(hundredths(points), 100)) <= Fraction(1, 200)
    assert hundredths(-points) == -hundredths(points)


def test_what_lies_in_the_middle_goes_away_from_zero():
    assert [hundredths(Fraction(n, 1000)) for n in (4, 5, 15, -5, -4)] == [0, 1, 2, -1, 0]


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        (LINEAR, [1000, 800, -500]),
        (FLOOR, [1000, 800, 0]),
        (PROPORTIONAL, [1000, 833, 400]),
        (HYBRID, [1000, 800, 336]),
    ],
)
def test_the_worked_example_uses_the_functions_that_bids_are_judged_by(model, shown):
    found = scored_example(model)
    assert [hundredths(each.points) for each in found] == shown
    assert [each.price for each in found] == list(EXAMPLE_PRICES)


def test_the_worked_example_takes_what_the_tender_has_chosen():
    assert scored_example(HYBRID, price_break=180)[2].points == Fraction(2) * 180 / 250
    default = [each.compared for each in compared_example()]
    assert default == [350_000_000, 400_000_000, 900_000_000]
    dear = [each.compared for each in compared_example(Ore(10_000_000_00))]
    assert dear == [-100_000_000, -320_000_000, 0]
