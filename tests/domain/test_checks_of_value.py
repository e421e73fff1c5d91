"""The checks of what it is worth, and of who may be bound for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from procure.domain.errors import Amount
from procure.domain.findings import Finding
from procure.domain.money import Ore
from procure.domain.tender import TenderFacts
from procure.domain.value import CostKind, EstimateLine
from tests.domain.checking import COMPLETE, HOLDER, LAW, LINES, PART_III, found, written


def valued(**changes: Any) -> dict[str, Finding]:
    return found(replace(COMPLETE, estimate_lines=LINES, **changes))


def test_an_estimate_with_everybody_in_it_passes():
    assert valued() == {}
    assert replace(COMPLETE, estimate_lines=LINES).counted(LAW).total == COMPLETE.estimate


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"option_holders": (HOLDER,)}, "Anslaget har ingen linje for Røros."),
        ({"estimate_lines": (*LINES[1:],)}, "Anslaget har ingen linje for Tolga."),
        (
            {"estimate_lines": LINES[:3]},
            "Anslaget har ingen linje for den felles delen. Kjøper dere ikke noe felles, skriv 0 kr.",
        ),
        (
            {"price_lines": (replace(COMPLETE.price_lines[0], option=True),)},
            "Prisskjemaet har opsjoner, men anslaget har ingen. De regnes med, brukt eller ikke.",
        ),
    ],
)
def test_what_the_estimate_leaves_out_is_named(change, sentence):
    assert (
        written(found(replace(COMPLETE, **({"estimate_lines": LINES} | change)))["estimate_leaves_out"])
        == sentence
    )


def test_option_holders_must_be_counted_line_by_line():
    finding = found(replace(COMPLETE, option_holders=(HOLDER,)))["estimate_leaves_out"]
    assert written(finding) == "Anslaget må vise linje for linje hva opsjonstakerne kan kjøpe: Røros."


def test_options_and_option_holders_that_are_counted_pass():
    more = EstimateLine("Tjenesten", CostKind.ONE_OFF, "Røros", Ore(10_000_00), option=True)
    changes: dict[str, Any] = {
        "option_holders": (HOLDER,),
        "estimate_lines": (*LINES, more),
        "estimate": Ore(PART_III + 10_000_00),
        "price_lines": (replace(COMPLETE.price_lines[0], option=True),),
    }
    assert found(replace(COMPLETE, **changes)) == {}


def test_one_that_buys_alone_has_no_joint_part():
    assert (
        found(
            replace(
                COMPLETE,
                participants=COMPLETE.participants[:1],
                estimate_lines=LINES[:1],
                estimate=Ore(2_400_000_00),
                procedure=LAW.procedures["national_open"],
                dialogue="Nei.",
            )
        )
        == {}
    )


def test_lines_without_an_estimate_only_ask_for_it():
    assert list(valued(estimate=None)) == ["no_estimate"]


def test_the_two_amounts_that_differ_are_told():
    facts = valued(estimate=Ore(4_590_000_01))["estimate_differs"].facts
    assert (facts["estimate"], facts["total"]) == (Amount(Ore(4_590_000_01)), Amount(Ore(4_590_000_00)))


@pytest.mark.parametrize(("maximum", "stops"), [(None, True), (459_000_000 - 1, True), (459_000_000, False)])
def test_a_framework_has_a_maximum_no_lower_than_its_estimate(maximum, stops):
    framework = replace(COMPLETE, contract_model="framework", extension_months=12, framework_maximum=maximum)
    assert ("framework_maximum" in found(framework)) is stops
    assert ("framework_maximum" in found(replace(framework, estimate=None))) is (maximum is None)


def test_whoever_may_call_off_says_how_much():
    silent = replace(COMPLETE.participants[0], users=None)
    several = replace(COMPLETE, participants=(silent, COMPLETE.participants[1]))
    assert "no_volumes" not in found(several)  # each buys for itself
    framework = replace(several, contract_model="framework")
    assert written(found(framework)["no_volumes"]) == (
        "Skriv det meste hver kan bestille. Ingen tall står for Tolga."
    )
    counted = replace(framework, participants=(replace(silent, inhabitants=1_600),))
    assert "no_volumes" not in found(counted)
    unsaid = replace(COMPLETE, option_holders=(replace(HOLDER, users=None),))
    assert "Røros" in written(found(unsaid)["no_volumes"])


def test_a_share_is_of_the_lines_and_the_joint_part():
    tender = replace(COMPLETE, estimate_lines=LINES)
    assert tender.shares(LAW) == {"Tolga": 2_535_000_00, "Tynset": 2_055_000_00}
    weighed = replace(tender, participants=tuple(replace(each, cost_key=0) for each in tender.participants))
    assert weighed.shares(LAW) == tender.shares(LAW)  # nobody's key is known: equal ones
    assert replace(tender, participants=()).shares(LAW) == {}
    assert TenderFacts().shares(LAW) == {}
    assert replace(COMPLETE, estimate=None).shares(LAW) == {"Tolga": 0, "Tynset": 0}


@pytest.mark.parametrize(("ceiling", "stops"), [(None, False), (253_499_999, True), (253_500_000, False)])
def test_a_ceiling_below_the_share_is_named_and_never_told(ceiling, stops):
    tolga, tynset = COMPLETE.participants
    findings = valued(participants=(replace(tolga, ceiling=ceiling), tynset))
    assert ("ceiling_below_share" in findings) is stops
    if stops:
        finding = findings["ceiling_below_share"]
        assert written(finding) == "Rammen til Tolga er lavere enn sin del av anslått verdi."
        assert dict(finding.facts) == {"name": "Tolga"}
        assert "§ 6-1" in finding.source
