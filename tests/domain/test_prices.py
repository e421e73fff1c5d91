"""The price form: every line in one subtotal, every subtotal once in the total."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.money import Ore
from procure.domain.prices import (
    JOINT,
    Payer,
    Place,
    PricedLine,
    PriceKind,
    evaluated_total,
    groups,
    to_ore,
)
from tests.domain.checking import COMPLETE, found

BUYERS = ("os", "tolga", "tynset")
SHEETS = (*BUYERS, JOINT)
LINES = (
    PricedLine(number=1, kind=PriceKind.MONTHLY, heading="Drift", quantities={"os": 1, "tolga": 1}),
    PricedLine(number=2, kind=PriceKind.ONE_OFF, heading="Etablering", payer=Payer.JOINT, joint_amount=1),
    PricedLine(number=3, kind=PriceKind.YEARLY, heading="Drift", quantities={"os": 12, "tolga": 30}),
    PricedLine(number=4, kind=PriceKind.HOURLY, quantities={"os": 50, "tolga": 100}),
    PricedLine(number=5, kind=PriceKind.OPTION, months=24, quantities={"os": 1}),
    PricedLine(number=6, kind=PriceKind.HOURLY, evaluated=False, quantities={"os": 7}),
)


def test_a_sheet_has_its_groups_in_order_and_what_is_outside_last():
    sheet = [
        (group.place, group.heading, [line.number for line in group.lines]) for group in groups(LINES, "os")
    ]
    assert sheet == [
        (Place.ORDINARY, "Drift", [1, 3]),
        (Place.ORDINARY, "", [4]),
        (Place.OPTIONS, "", [5]),
        (Place.OUTSIDE, "", [6]),
    ]
    assert [group.heading for group in groups(LINES, JOINT)] == ["Etablering"]


def test_a_total_counted_by_hand():
    """Os: 1·1000·48 + 12·20·4 + 50·1200 + 1·500·24 = 120 960. Tolga: 48 000 + 2 400 + 120 000."""
    own = {1: Ore(1000_00), 3: Ore(20_00), 4: Ore(1200_00), 5: Ore(500_00)}
    prices = {"os": own, "tolga": own, JOINT: {2: Ore(80_000_00)}}
    sums = evaluated_total(LINES, prices, ["os", "tolga", JOINT], months=48)
    assert sums.sheets == {"os": 120_960_00, "tolga": 170_400_00, JOINT: 80_000_00}
    assert sums.total == 371_360_00
    assert sums.groups["os"][Place.ORDINARY, None, "Drift"] == 48_960_00


def test_what_stands_in_a_lot_is_added_over_all_sheets():
    lotted = [replace(LINES[0], lot=1), replace(LINES[2], lot=2), LINES[3]]
    prices = {sheet: {1: Ore(1_00), 3: Ore(10), 4: Ore(1)} for sheet in BUYERS}
    sums = evaluated_total(lotted, prices, BUYERS, months=12)
    found = (sums.of_lot(1), sums.of_lot(2), sums.of_lot(None))
    assert found == (Fraction(24_00), Fraction(4_20), Fraction(1_50))


@given(st.fractions(min_value=0))
def test_rounding_moves_an_amount_by_half_an_oere_at_most(amount):
    assert Fraction(-1, 2) < to_ore(amount) - amount <= Fraction(1, 2)


def test_half_a_year_is_exact():
    line = PricedLine(number=1, kind=PriceKind.YEARLY, months=7, quantities={"os": 1})
    assert evaluated_total([line], {"os": {1: Ore(100)}}, ["os"], months=None).total == Fraction(700, 12)


@pytest.mark.parametrize("prices", [{}, {1: Ore(-1)}])
def test_a_price_that_is_missing_or_negative_is_refused(prices):
    with pytest.raises(ValueError, match="P1"):
        evaluated_total(LINES[:1], {"os": prices}, ["os"], months=48)


def test_a_running_price_needs_its_months():
    with pytest.raises(ValueError, match="how long"):
        evaluated_total(LINES[:1], {"os": {1: Ore(1)}}, ["os"], months=None)


kinds = st.sampled_from(PriceKind)
lines = st.builds(
    PricedLine,
    number=st.just(0),
    kind=kinds,
    payer=st.sampled_from(Payer),
    months=st.none() | st.integers(1, 120),
    evaluated=st.booleans(),
    heading=st.sampled_from(["", "Drift", "Etablering"]),
    lot=st.sampled_from([None, 1, 2]),
    quantities=st.dictionaries(st.sampled_from(BUYERS), st.integers(0, 10_000)),
    joint_amount=st.integers(0, 100),
)
forms = st.lists(lines, max_size=12).map(
    lambda found: [PricedLine(**(vars(line) | {"number": n})) for n, line in enumerate(found, start=1)]
)
amounts = st.integers(0, 10**11).map(Ore)


@given(forms, st.integers(1, 120), st.data())
def test_subtotals_tie_to_the_total_and_each_line_counts_once(form, months, data):
    prices = {sheet: {line.number: data.draw(amounts) for line in form} for sheet in SHEETS}
    sums = evaluated_total(form, prices, SHEETS, months=months)
    assert sum(sums.sheets.values()) == sums.total
    assert sum(sums.of_lot(lot) for lot in (None, 1, 2)) == sums.total
    assert all(sum(subtotals.values()) == sums.sheets[sheet] for sheet, subtotals in sums.groups.items())
    alone = Fraction()
    for line in form:
        for sheet in SHEETS:
            if line.evaluated and line.stands_in(sheet):
                alone += line.quantity(sheet) * prices[sheet][line.number] * line.times(months)
    assert alone == sums.total


@given(forms)
def test_every_line_stands_in_exactly_one_group_of_each_of_its_sheets(form):
    for sheet in SHEETS:
        found = [line.number for group in groups(form, sheet) for line in group.lines]
        assert sorted(found) == [line.number for line in form if line.stands_in(sheet)]


@given(forms, st.integers(1, 120), amounts)
def test_a_higher_price_never_lowers_the_total(form, months, more):
    def total(price):
        prices = {sheet: dict.fromkeys((line.number for line in form), Ore(price)) for sheet in SHEETS}
        return evaluated_total(form, prices, SHEETS, months=months).total

    assert total(more) <= total(more + 1)


# --- What the checks say of lines ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"joint": True, "joint_amount": 1, "quantities": {}},  # paid together: nobody has an own quantity
        {"evaluated": False, "quantities": {}},  # asked for, but not compared
    ],
)
def test_some_lines_need_no_quantity_of_each(change):
    line = replace(COMPLETE.price_lines[0], **change)
    assert found(replace(COMPLETE, price_lines=(line,))) == {}
