"""The checks of one part alone find there what the checks of the whole tender find there."""

from __future__ import annotations

from dataclasses import replace

from procure.domain.checks import check_prices, check_requirements, check_tender
from procure.domain.tender import PriceLineFacts, RequirementFacts, Unprintable
from tests.domain.checking import COMPLETE, LAW

STANDARD = RequirementFacts(
    id="SIK-009", kind="absolute", text="Følger ISO 27001.", met_when="at_offer", answer_mode="confirm"
)
MAKE = replace(STANDARD, id="SIK-010", text="Virker med Blåklokka.")
ODD = (
    Unprintable(place="requirement:SIK-010", name="SIK-010", characters="🙂"),
    Unprintable(place="section:scope", name="Om anskaffelsen", characters="🙂"),
    Unprintable(place="task:prices", name="P1", characters="🙂"),
)
EMPTY = PriceLineFacts(number=7, text="Kurs", quantities={})


def test_what_is_found_in_requirements_is_told_by_their_ids():
    wrong = replace(COMPLETE, requirements=(STANDARD, MAKE), products=("Blåklokka",), unprintable=ODD)
    found = check_requirements(wrong, LAW)
    assert {name: [each.code for each in rows] for name, rows in found.items()} == {
        "SIK-009": ["standard_named"],
        "SIK-010": ["make_named", "unprintable"],
    }
    whole = check_tender(wrong, LAW)
    assert all(each in whole for rows in found.values() for each in rows)


def test_a_tender_without_requirements_has_nothing_in_them():
    assert check_requirements(replace(COMPLETE, requirements=()), LAW) == {}


def test_what_is_found_in_the_price_form_is_found_in_it_alone():
    wrong = replace(COMPLETE, price_lines=(EMPTY,), unprintable=ODD, requirements=(STANDARD,))
    found = check_prices(wrong, LAW)
    assert [each.code for each in found] == ["price_form_unfinished", "unprintable"]
    assert all(each in check_tender(wrong, LAW) for each in found)
