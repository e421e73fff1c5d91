"""Weights, order, and the place of climate and environment (LOA §§ 5b, 5c)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.law import Climate, law_on
from procure.domain.scoring import (
    ClimateGap,
    CriteriaMode,
    CriterionFacts,
    climate_gaps,
    climate_weight,
    missing_weight,
    order_is_complete,
)

LAW = law_on(date(2026, 11, 22))
WEIGHTED, RANKED = CriteriaMode.WEIGHTED, CriteriaMode.RANKED


def weighted(**weights):
    return [CriterionFacts(key=k, name=k, weight=w, climate=k == "climate") for k, w in weights.items()]


def ranked(*keys):
    return [
        CriterionFacts(key=k, name=k, rank=n, climate=k == "climate") for n, k in enumerate(keys, start=1)
    ]


def gaps(criteria, mode=WEIGHTED, choice=Climate.CRITERION, reason="", requirements=0, law=LAW):
    return climate_gaps(criteria, mode, choice, reason=reason, requirements=requirements, law=law)


def test_weights_must_make_exactly_100():
    assert missing_weight(weighted(price=50, quality=30, climate=10)) == 10
    assert missing_weight(weighted(price=50, quality=20, climate=30)) == 0
    assert missing_weight(weighted(price=101)) == -1
    assert missing_weight(weighted(price=None)) == 100


def test_an_order_is_complete_without_gap_tie_or_weight():
    assert order_is_complete(ranked("price", "quality", "climate"))
    assert not order_is_complete([CriterionFacts(key="a", name="a", rank=2)])
    assert not order_is_complete([CriterionFacts(key=k, name=k, rank=1) for k in "ab"])
    assert not order_is_complete([CriterionFacts(key="a", name="a")])
    assert not order_is_complete([CriterionFacts(key="a", name="a", rank=1, weight=100)])


@given(st.permutations(range(1, 6)))
def test_the_order_may_be_listed_in_any_way(ranks):
    assert order_is_complete([CriterionFacts(key=str(n), name="", rank=n) for n in ranks])


@pytest.mark.parametrize(("climate", "found"), [(30, []), (29, [ClimateGap.TOO_LIGHT]), (100, [])])
def test_climate_weighs_at_least_thirty_percent(climate, found):
    assert gaps(weighted(price=100 - climate, climate=climate)) == found


def test_several_climate_criteria_are_added_up():
    criteria = [*weighted(price=70, climate=15), CriterionFacts(key="c2", name="", weight=15, climate=True)]
    assert climate_weight(criteria) == 30
    assert gaps(criteria) == []


def test_in_a_ranked_order_climate_is_among_the_first_three():
    assert gaps(ranked("a", "b", "climate"), RANKED) == []
    assert gaps(ranked("a", "b", "c", "climate"), RANKED) == [ClimateGap.TOO_LOW]
    assert gaps(ranked("a", "b"), RANKED) == [ClimateGap.TOO_LOW]


def test_requirements_instead_need_a_reason_and_requirements():
    choice = Climate.REPLACED_BY_REQUIREMENTS
    assert gaps([], choice=choice) == [ClimateGap.NO_REASON, ClimateGap.NO_REQUIREMENTS]
    assert gaps([], choice=choice, reason="Bedre effekt", requirements=2) == []


def test_combined_needs_both():
    choice = Climate.COMBINED
    assert gaps(weighted(climate=10), choice=choice, reason="Bedre effekt", requirements=1) == []
    assert gaps(weighted(price=100), choice=choice, reason="Bedre effekt", requirements=1) == [
        ClimateGap.NO_CRITERION
    ]


@pytest.mark.parametrize("choice", [choice for choice in Climate if choice.startswith("exempt")])
def test_an_exemption_needs_its_reason(choice):
    assert gaps([], choice=choice, reason="  ") == [ClimateGap.NO_REASON]
    assert gaps([], choice=choice, reason="Bare programvare") == []


def test_a_choice_is_made_among_those_in_force():
    assert gaps([], choice=None) == [ClimateGap.NO_CHOICE]
    assert gaps([], choice=Climate.COMBINED, law=law_on(date(2026, 6, 30))) == [ClimateGap.NOT_IN_FORCE]
