"""The estimate: every kind of amount, open and long terms, options, shares that add up, the next limit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.law import Part, law_on, part_of
from procure.domain.money import Ore
from procure.domain.value import (
    FRAMEWORK,
    NO_TOTAL_PRICE,
    TOTAL,
    CostKind,
    EstimateLine,
    counted_months,
    estimate,
    next_limit,
    reached_limit,
    shares,
)

LAW = law_on(date(2026, 11, 24))
BODIES = ("Tolga", "Tynset", "Os", "Røros")
HOLDERS = frozenset({"Røros"})

amounts = st.integers(0, 10**11).map(Ore)
lines = st.builds(
    EstimateLine,
    text=st.just("Linje"),
    kind=st.sampled_from(CostKind),
    body=st.sampled_from((None, *BODIES)),
    amount=amounts,
    quantity=st.integers(0, 10_000),
    option=st.booleans(),
    source=st.just("Dagens avtale"),
)
terms = st.none() | st.integers(0, 600)
cost_keys = st.fixed_dictionaries({body: st.integers(0, 10**6) for body in BODIES[:3]}).filter(
    lambda keys: sum(keys.values()) > 0
)


def line(kind: CostKind, kroner: int, quantity: int = 1, body: str | None = "Tolga", option: bool = False):
    return EstimateLine("Linje", kind, body, Ore(kroner * 100), quantity, option, "Dagens avtale")


def counted(one: EstimateLine, months: int | None, *, framework: bool = False):
    (row,) = estimate([one], months, LAW, framework=framework).rows
    return row.months, row.sum, row.source


@pytest.mark.parametrize(
    ("one", "months", "expected"),
    [
        (line(CostKind.ONE_OFF, 250_000), 36, (None, 250_000_00, TOTAL)),
        (line(CostKind.ONE_OFF, 50_000, 3), None, (None, 150_000_00, TOTAL)),
        (line(CostKind.HOURLY, 1_450, 40), 48, (None, 58_000_00, TOTAL)),
        (line(CostKind.MONTHLY, 10_000), 36, (36, 360_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.MONTHLY, 10_000), 47, (47, 470_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.MONTHLY, 10_000), 48, (48, 480_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.MONTHLY, 10_000), 49, (48, 480_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.MONTHLY, 10_000), None, (48, 480_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.YEARLY, 120_000), 18, (18, 180_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.YEARLY, 120_000, 2), None, (48, 960_000_00, NO_TOTAL_PRICE)),
        (line(CostKind.YEARLY, 1), 7, (7, 59, NO_TOTAL_PRICE)),  # 58⅓ øre, rounded up
        (line(CostKind.MONTHLY, 10_000), 0, (0, 0, NO_TOTAL_PRICE)),
    ],
)
def test_each_kind_is_counted_as_the_paragraph_says(one, months, expected):
    assert counted(one, months) == expected


def test_a_framework_is_counted_for_as_long_as_it_may_last():
    assert counted(line(CostKind.MONTHLY, 10_000), 72, framework=True) == (72, 720_000_00, FRAMEWORK)
    assert counted(line(CostKind.MONTHLY, 10_000), None, framework=True) == (48, 480_000_00, FRAMEWORK)


def test_nothing_is_negative():
    with pytest.raises(ValueError, match="negative"):
        line(CostKind.ONE_OFF, -1)
    with pytest.raises(ValueError, match="negative"):
        line(CostKind.ONE_OFF, 1, -1)
    with pytest.raises(ValueError, match="negative"):
        counted_months(-1, LAW)


def test_the_total_is_participants_option_holders_joint_part_and_options():
    found = estimate(
        [
            line(CostKind.MONTHLY, 10_000, body="Tolga"),
            line(CostKind.YEARLY, 60_000, body="Røros"),
            line(CostKind.ONE_OFF, 200_000, body=None),
            line(CostKind.ONE_OFF, 70_000, body="Tolga", option=True),
            line(CostKind.ONE_OFF, 30_000, body=None, option=True),
        ],
        None,
        LAW,
    )
    parts = found.parts(HOLDERS)
    assert (parts.participants, parts.option_holders) == (480_000_00, 240_000_00)
    assert (parts.joint, parts.options) == (200_000_00, 100_000_00)
    assert found.total == 1_020_000_00
    assert found.by_body == {"Tolga": 550_000_00, "Røros": 240_000_00}
    assert (found.joint, found.months) == (230_000_00, 48)


def test_an_option_holder_pays_no_part_of_the_joint_one():
    found = estimate(
        [line(CostKind.ONE_OFF, 100, body=None), line(CostKind.ONE_OFF, 7, body="Røros")], 48, LAW
    )
    assert shares(found, {"Tolga": 1, "Os": 3}) == {"Tolga": 25_00, "Os": 75_00, "Røros": 7_00}


def test_a_joint_part_needs_somebody_to_pay_it():
    with pytest.raises(ValueError, match="somebody must pay"):
        shares(estimate([line(CostKind.ONE_OFF, 100, body=None)], 48, LAW), {})
    assert shares(estimate([], 48, LAW), {}) == {}


@pytest.mark.parametrize(
    ("kroner", "part", "left", "reached"),
    [
        (0, Part.I, 500_000_00, None),
        (499_999, Part.I, 1_00, None),
        (500_000, Part.II, 800_000_00, "lower_limit"),
        (1_299_999, Part.II, 1_00, "lower_limit"),
        (1_300_000, Part.III, 1_200_000_00, "national_threshold"),
        (2_499_999, Part.III, 1_00, "national_threshold"),
    ],
)
def test_the_next_limit_tells_what_is_left(kroner, part, left, reached):
    above, below = next_limit(Ore(kroner * 100), LAW), reached_limit(Ore(kroner * 100), LAW)
    assert above is not None
    assert (above.part, above.left, below and below.id) == (part, left, reached)


def test_above_the_last_limit_nothing_changes():
    assert next_limit(LAW.eea_threshold, LAW) is None
    reached = reached_limit(LAW.eea_threshold, LAW)
    assert reached is not None
    assert reached.id == "eea_threshold"


@given(amounts)
def test_the_next_limit_is_where_the_next_part_begins(total):
    above = next_limit(total, LAW)
    if above is None:
        assert part_of(total, LAW) is Part.III
        return
    assert part_of(Ore(total + above.left), LAW) is above.part
    assert part_of(Ore(total + above.left - 1), LAW) is part_of(total, LAW)


@given(st.lists(lines, max_size=8), terms, cost_keys, st.booleans())
def test_every_ore_is_somebodys_share(rows, months, keys, framework):
    found = estimate(rows, months, LAW, framework=framework)
    mine = shares(found, keys)
    assert sum(mine.values()) == found.total
    assert all(mine.get(body, 0) >= own for body, own in found.by_body.items())


@given(st.lists(lines, max_size=8), terms)
def test_the_four_parts_make_the_total(rows, months):
    found = estimate(rows, months, LAW)
    parts = found.parts(HOLDERS)
    assert found.total == parts.participants + parts.option_holders + parts.joint + parts.options
    assert found.total == found.joint + sum(found.by_body.values())


@given(st.lists(lines, max_size=8), lines, terms)
def test_one_more_line_never_makes_it_less(rows, more, months):
    before, after = estimate(rows, months, LAW), estimate([*rows, more], months, LAW)
    assert after.total >= before.total
    assert after.options >= before.options


@given(st.lists(lines, max_size=8), st.integers(0, 599))
def test_a_longer_term_is_never_worth_less_and_an_open_one_is_the_most(rows, months):
    shorter, longer = estimate(rows, months, LAW), estimate(rows, months + 1, LAW)
    assert shorter.total <= longer.total <= estimate(rows, None, LAW).total
    framework = estimate(rows, months, LAW, framework=True)
    assert framework.total >= shorter.total


@given(amounts, st.integers(0, 600))
def test_twelve_months_of_a_twelfth_is_the_year(amount, months):
    monthly = estimate([EstimateLine("L", CostKind.MONTHLY, None, amount)], months, LAW)
    yearly = estimate([EstimateLine("L", CostKind.YEARLY, None, Ore(amount * 12))], months, LAW)
    assert monthly.total == yearly.total
