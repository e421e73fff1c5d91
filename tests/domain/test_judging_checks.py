"""The checks of how bids are judged and who may bid: what `test_checks` does not say in its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.domain.findings import Level
from procure.domain.law import Climate
from procure.domain.money import Ore
from procure.domain.scoring import CriteriaMode, PriceModel, TieRule
from tests.domain.checking import (
    CLIMATE,
    COMPLETE,
    GOOD,
    LOT,
    NATIONAL,
    PRICE,
    QUALITY,
    SAFE,
    found,
    written,
)

ONLY_PRICE = (replace(PRICE, weight=100),)


def test_the_lowest_price_decides_alone_only_where_climate_is_no_criterion():
    """FOA § 18-1 (1): in part III; in part II it is advice."""
    alone = replace(COMPLETE, criteria=ONLY_PRICE)
    assert found(alone)["lowest_price_alone"].level is Level.BLOCKER
    below = found(replace(NATIONAL, criteria=ONLY_PRICE))
    assert below["lowest_price_alone"].level is Level.WARNING
    for choice in (Climate.EXEMPT_INSIGNIFICANT, Climate.REPLACED_BY_REQUIREMENTS):
        other = replace(alone, climate=choice, climate_reason="Lite avtrykk.")
        assert "lowest_price_alone" not in found(other)
    assert "lowest_price_alone" in found(replace(alone, climate=Climate.COMBINED))


def test_one_lot_with_a_climate_criterion_is_enough_to_ask_for_it():
    exempt = replace(
        COMPLETE,
        criteria=ONLY_PRICE,
        climate=Climate.EXEMPT_INSIGNIFICANT,
        climate_reason="Lite avtrykk.",
        lots=(LOT, replace(LOT, number=2, climate=Climate.CRITERION)),
    )
    assert "lowest_price_alone" in found(exempt)
    assert "lowest_price_alone" not in found(replace(exempt, lots=(LOT,)))


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            {"climate": Climate.COMBINED, "climate_reason": "Bedre."},
            ["Klimavalget i delkontrakt 2 bygger på krav"],
        ),
        ({"climate": Climate.EXEMPT_INSIGNIFICANT}, ["Klimavalget i delkontrakt 2 krever en begrunnelse."]),
        ({"climate": Climate.CRITERION}, []),
        ({}, []),
    ],
)
def test_a_lot_may_have_its_own_climate_choice(changes, sentences):
    divided = replace(COMPLETE, lots=(LOT, replace(LOT, number=2, **changes)))
    findings = found(divided)
    assert list(findings) == (["climate_not_settled"] if sentences else [])
    for sentence in sentences:
        assert written(findings["climate_not_settled"]).startswith(sentence)


def test_requirements_of_a_lot_and_of_all_lots_take_care_of_its_climate():
    own: dict[str, Any] = {
        "climate": Climate.REPLACED_BY_REQUIREMENTS,
        "climate_reason": "Gir bedre effekt.",
    }
    divided = replace(COMPLETE, lots=(LOT, replace(LOT, number=2, **own)))
    green = replace(SAFE, climate=True)
    for lot, codes in ((2, []), (None, []), (1, ["climate_not_settled"])):
        assert list(found(replace(divided, requirements=(replace(green, lot=lot), GOOD)))) == codes


def test_when_every_lot_has_chosen_the_tender_need_not():
    own = replace(LOT, climate=Climate.CRITERION)
    assert found(replace(COMPLETE, climate=None, lots=(own, replace(own, number=2)))) == {}
    assert "climate_not_settled" in found(replace(COMPLETE, climate=None, lots=(own, replace(LOT, number=2))))


def test_ranked_criteria_have_no_formula_but_a_rule_for_equals():
    ranked = tuple(
        replace(each, weight=None, rank=place) for place, each in enumerate((PRICE, QUALITY, CLIMATE), 1)
    )
    by_order = replace(
        COMPLETE,
        criteria=ranked,
        mode=CriteriaMode.RANKED,
        ranked_reason="Behovene er for ulike til å veies.",
        price_model=None,
    )
    assert found(by_order) == {}
    assert written(found(replace(by_order, tie_rule=None))["scoring_not_settled"]).endswith("ender likt.")
    assert found(replace(by_order, price_model=PriceModel.HYBRID)) == {}


def test_without_a_price_criterion_no_prices_are_scored():
    no_price = (replace(QUALITY, weight=70), CLIMATE)
    assert found(replace(COMPLETE, criteria=no_price, price_model=None)) == {}


@pytest.mark.parametrize(("price_break", "codes"), [(100, 1), (101, 0), (199, 0), (200, 1)])
def test_a_hybrid_bends_between_the_lowest_price_and_twice_that(price_break, codes):
    bent = replace(COMPLETE, price_model=PriceModel.HYBRID, price_break=price_break)
    assert list(found(bent)) == ["formula_incomplete"] * codes


def test_priced_quality_has_a_price_on_everything_but_price():
    priced = replace(COMPLETE, price_model=PriceModel.PRICED_QUALITY)
    some = (PRICE, replace(QUALITY, worth=Ore(900_000_00)), CLIMATE)
    finding = found(replace(priced, criteria=some))["formula_incomplete"]
    assert written(finding) == "«Klima og miljø» mangler hva full skår er verdt i kroner."
    every = (*some[:2], replace(CLIMATE, worth=Ore(0)))
    assert found(replace(priced, criteria=every)) == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Styringssystem etter ISO/IEC 27001.", "ISO/IEC 27001"),
        ("Følger NS-EN ISO 9001:2015 i drift.", "NS-EN ISO 9001:2015"),
        ("Oppfyller EN 301 549.", "EN 301"),
        ("Oppfyller NS 5814.", "NS 5814"),
        ("Skal følge EN\u00a0301\u00a0549.", "EN\u00a0301"),
        ("Oppfyller EN 301 549 eller tilsvarende.", None),
        ("Leverer data i ISO-format.", None),
        ("Din 300 sider lange rapport, og inns 5814.", None),
    ],
)
def test_a_standard_is_named_with_or_equivalent(text, name):
    """FOA § 15-1 (3) b: in part III; below, it is advice."""
    requirements = (replace(SAFE, text=text), GOOD)
    findings = found(replace(COMPLETE, requirements=requirements))
    assert [each.facts["name"] for each in findings.values()] == ([name] if name else [])
    below = found(replace(NATIONAL, requirements=requirements))
    assert [each.level for each in below.values()] == ([Level.WARNING] if name else [])


def test_a_scored_requirement_may_weigh_and_an_absolute_may_not():
    assert found(replace(COMPLETE, requirements=(SAFE, replace(GOOD, weight=3)))) == {}
    both = replace(GOOD, kind="both", weight=3, met_when="at_offer")
    assert list(found(replace(COMPLETE, requirements=(both,)))) == ["both_absolute_and_scored"]
    told = replace(SAFE, kind="information", weight=1)
    assert list(found(replace(COMPLETE, requirements=(told,)))) == ["weight_without_score"]


def test_a_requirement_may_be_of_one_lot():
    divided = replace(COMPLETE, lots=(LOT, replace(LOT, number=2)))
    assert found(replace(divided, requirements=(replace(SAFE, lot=1), GOOD))) == {}


@pytest.mark.parametrize(
    ("turnover", "reason", "codes"),
    [
        (Ore(9_180_000_00), "", []),  # twice 4 590 000
        (Ore(9_180_000_01), "", ["turnover_too_high"]),
        (Ore(9_180_000_01), "Lange leveranser med høy risiko.", []),
        (None, "", []),
    ],
)
def test_twice_the_value_is_the_most_turnover_without_a_reason(turnover, reason, codes):
    """FOA § 16-3 (1) a."""
    asked = replace(COMPLETE.qualifications[0], turnover=turnover, turnover_reason=reason)
    findings = found(replace(COMPLETE, qualifications=(asked,)))
    assert list(findings) == codes
    assert "turnover_too_high" not in found(replace(COMPLETE, qualifications=(asked,), estimate=None))


def test_turnover_is_advice_below_the_threshold():
    asked = replace(COMPLETE.qualifications[0], turnover=Ore(90_000_000_00))
    finding = found(replace(NATIONAL, qualifications=(asked,)))["turnover_too_high"]
    assert finding.level is Level.WARNING


def test_a_qualification_requirement_without_a_text_is_unfinished():
    empty = replace(COMPLETE.qualifications[0], text="", documentation="")
    assert found(replace(COMPLETE, qualifications=(empty,)))["qualification_unfinished"].place == (
        "task:qualifications"
    )


@pytest.mark.parametrize(
    ("rule", "criteria", "warns"),
    [
        (TieRule.BEST_CLIMATE, (PRICE, QUALITY), True),
        (TieRule.BEST_CLIMATE, (PRICE, CLIMATE), False),
        (TieRule.BEST_QUALITY, (PRICE, CLIMATE), True),
        (TieRule.BEST_QUALITY, (PRICE, QUALITY), False),
        (TieRule.LOWEST_PRICE, (QUALITY,), False),
    ],
)
def test_what_decides_between_equals_is_measured(rule, criteria, warns):
    assert ("tie_rule_empty" in found(replace(COMPLETE, tie_rule=rule, criteria=criteria))) is warns
