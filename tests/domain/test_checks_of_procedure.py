"""The checks that differ between the parts of the regulation, and those of procedure, lots and dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from procure.domain.checks import check_tender
from procure.domain.findings import Level
from tests.domain.checking import COMPLETE, LAW, LOT, NATIONAL, PART_I, PART_II, RESTRICTED, found, written


def test_a_deadline_of_29_days_names_the_earliest_day():
    """FOA § 20-2: 30 days from dispatch in an open procedure above the EEA threshold."""
    finding = found(replace(COMPLETE, deadline_on=date(2026, 12, 29)))["deadline_too_short"]
    assert finding.facts["earliest"] == date(2026, 12, 30)
    assert "20-2" in finding.source


def test_no_number_of_days_is_set_below_it_but_few_are_pointed_out():
    findings = found(replace(NATIONAL, deadline_on=date(2026, 12, 17), questions_until_on=date(2026, 12, 7)))
    assert list(findings) == ["few_days"]
    assert findings["few_days"].level is Level.WARNING
    assert "17 dager" in written(findings["few_days"])


def test_dialogue_is_spoken_of_in_part_two_only():
    assert found(replace(NATIONAL, dialogue=""))["silent_on_dialogue"].level is Level.BLOCKER
    assert "silent_on_dialogue" not in found(replace(COMPLETE, dialogue=""))


def test_no_lots_stop_above_the_threshold_and_advise_below():
    assert found(replace(NATIONAL, no_lots_reason=""))["no_lots_reason"].level is Level.WARNING
    assert "no_lots_reason" not in found(replace(NATIONAL, no_lots_reason="", estimate=PART_I))


def test_until_there_is_an_estimate_the_rules_of_one_part_are_quiet():
    findings = found(replace(COMPLETE, estimate=None, no_lots_reason="", climate=None))
    assert list(findings) == ["no_estimate"]


def test_negotiation_above_the_threshold_needs_letter_and_reason():
    negotiated = replace(
        COMPLETE,
        procedure=LAW.procedures["negotiated"],
        dialogue="Forhandling i to runder.",
        invited_least=3,
        reduction=False,
        award_without_negotiation=False,
        requests_until_on=date(2027, 1, 4),
        deadline_on=date(2027, 2, 10),
    )
    finding = found(replace(negotiated, procedure_ground="a"))["no_ground"]
    assert finding.level is Level.BLOCKER
    assert "§§ 13-1 (2), 25-5 (2) d" in finding.source
    assert found(replace(negotiated, procedure_ground="a", procedure_reason="Må tilpasses.")) == {}


@pytest.mark.parametrize("code", ["negotiated_without_notice", "no_competition"])
def test_a_contract_without_a_notice_has_its_reason(code):
    """FOA §§ 13-3, 13-4."""
    direct = replace(COMPLETE, procedure=LAW.procedures[code])
    finding = found(direct)["no_reason_for_no_notice"]
    assert finding.level is Level.BLOCKER
    assert "§§ 13-3, 13-4" in finding.source
    assert "no_reason_for_no_notice" not in found(replace(direct, procedure_reason="Bare én kan levere."))


def test_negotiation_says_what_it_reserves_and_how_it_goes_on():
    """FOA §§ 23-7, 23-11."""
    negotiated = replace(COMPLETE, procedure=LAW.procedures["negotiated"], invited_least=3)
    said = [written(each) for each in check_tender(negotiated, LAW) if each.code == "negotiation_not_told"]
    assert len(said) == 2
    phases = replace(negotiated, reduction=True, award_without_negotiation=True)
    finding = found(phases)["negotiation_not_told"]
    assert finding.level is Level.BLOCKER
    assert written(finding).endswith("Skriv hvordan forhandlingene gjennomføres.")
    assert "negotiation_not_told" not in found(replace(phases, dialogue="I to runder."))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Skriv hvor mange som minst skal inviteres til å gi tilbud."),
        ({"invited_least": 4}, "Minst 5 skal inviteres når så mange er skikket. Her står det 4."),
        (
            {"invited_least": 8, "invited_most": 6, "selection": "De med best erfaring."},
            "Det høyeste antallet som inviteres, kan ikke være lavere enn det laveste.",
        ),
    ],
)
def test_how_many_are_invited_is_said_and_is_enough(change, sentence):
    finding = found(replace(COMPLETE, procedure=RESTRICTED, **change))["few_invited"]
    assert written(finding) == sentence


def test_enough_are_invited():
    asked = replace(COMPLETE, procedure=RESTRICTED, invited_least=5, invited_most=8, selection="Erfaring.")
    assert not {"few_invited", "selection_not_told"} & set(found(asked))


def test_lots_stand_in_place_of_the_reason_for_none():
    two = (LOT, replace(LOT, number=2))
    assert "no_lots_reason" not in found(replace(COMPLETE, no_lots_reason="", lots=two))


def test_the_notice_above_the_threshold_stands_in_english_too():
    """FOA § 21-1 (2): and below it Norwegian is enough (FOA § 7-7)."""
    plain = replace(
        COMPLETE, title_en="", criteria=tuple(replace(each, name_en="") for each in COMPLETE.criteria)
    )
    lots = replace(plain, lots=(replace(LOT, title_en=""), replace(LOT, number=2)))
    english = [each for each in check_tender(lots, LAW) if each.code == "english_missing"]
    assert [each.place for each in english] == ["task:basics", "task:lots", "task:criteria"]
    assert written(english[1]) == "Kunngjøringen trenger engelsk tekst for «Avvik»."
    assert {each.level for each in english} == {Level.BLOCKER}
    assert "english_missing" not in found(replace(plain, estimate=PART_II))


def test_the_espd_is_asked_for_above_the_threshold_only():
    assert found(replace(COMPLETE, espd=None))["no_espd"].level is Level.BLOCKER
    assert "no_espd" not in found(replace(NATIONAL, espd=None))


def test_without_dates_nothing_is_counted():
    assert set(found(replace(COMPLETE, deadline_on=None))) == {"dates_not_set"}
    assert set(found(replace(NATIONAL, deadline_on=None))) == {"dates_not_set"}


def test_the_deadline_comes_after_dispatch():
    findings = found(replace(NATIONAL, deadline_on=date(2026, 11, 30), questions_until_on=date(2026, 11, 20)))
    assert list(findings) == ["dates_in_wrong_order"]


def test_a_missing_question_deadline_is_advice():
    assert "7. januar" not in written(found(replace(COMPLETE, questions_until_on=None))["late_questions"])
    assert found(replace(COMPLETE, questions_until_on=None))["late_questions"].facts["day"] == date(
        2027, 1, 8
    )
