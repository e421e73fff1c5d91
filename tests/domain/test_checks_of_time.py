"""The checks of a timeline with more in it than a dispatch and a deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from procure.domain.errors import Marked
from procure.domain.findings import Level
from tests.domain.checking import COMPLETE, LAW, NATIONAL, PART_I, found

TWO_STAGES = replace(
    COMPLETE,
    procedure=LAW.procedures["restricted"],
    requests_until_on=date(2027, 1, 4),
    deadline_on=date(2027, 2, 10),
    questions_until_on=date(2027, 1, 29),
    invited_least=5,
    invited_most=8,
    selection="Relevant erfaring.",
    milestones={"invitation": date(2027, 1, 11)},
)


def written(finding):
    facts = {key: fact.words if isinstance(fact, Marked) else fact for key, fact in finding.facts.items()}
    return finding.sentence % facts


def test_two_stages_pass_when_both_deadlines_are_long_enough():
    assert found(TWO_STAGES) == {}
    later = {"notification": date(2027, 3, 15), "standstill_end": date(2027, 3, 30)}  # over Easter
    assert found(replace(TWO_STAGES, milestones={**TWO_STAGES.milestones, **later})) == {}


def test_two_stages_need_a_deadline_for_requests():
    finding = found(replace(TWO_STAGES, requests_until_on=None))["dates_not_set"]
    assert written(finding) == "Fristen for å be om å delta mangler."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"requests_until_on": date(2026, 12, 29)}, "Fristen for å be om å delta er for kort."),
        ({"milestones": {"invitation": date(2027, 1, 19)}}, "tidligst være 2027-02-15 (minst 25 dager)"),
    ],
)
def test_each_deadline_is_counted_from_what_opens_it(change, said):
    """FOA §§ 20-3, 20-4: 30 days from dispatch, 25 from the invitation."""
    finding = found(replace(TWO_STAGES, **change))["deadline_too_short"]
    assert finding.level is Level.BLOCKER
    assert said in written(finding)


def test_what_comes_in_the_wrong_order_is_named():
    wrong = replace(TWO_STAGES, milestones={"invitation": date(2026, 12, 30)})
    told = written(found(wrong)["dates_in_wrong_order"])
    assert told.startswith("«Invitasjon til å gi tilbud» er satt til 2026-12-30.")
    assert "fristen for å be om å delta" in told
    early = replace(COMPLETE, milestones={"signing": date(2027, 3, 1), "standstill_end": date(2027, 3, 1)})
    assert list(found(early)) == ["dates_in_wrong_order"]


def test_an_approval_that_was_late_stops_nothing():
    assert found(replace(COMPLETE, milestones={"approval": date(2026, 12, 1)})) == {}


def test_a_short_standstill_only_advises_below_the_threshold():
    days = {"notification": date(2027, 2, 18), "standstill_end": date(2027, 2, 25)}
    finding = found(replace(NATIONAL, milestones=days))["short_standstill"]
    assert finding.level is Level.WARNING
    assert "2027-03-01" in written(finding)  # the tenth day is a Sunday
    assert "short_standstill" not in found(replace(NATIONAL, milestones=days, estimate=PART_I))


def test_every_deadline_is_warned_of_on_a_poor_day():
    july = replace(
        COMPLETE, milestones={"final_offers": date(2027, 7, 6)}, questions_until_on=date(2027, 1, 3)
    )
    assert "late_questions" not in found(july)
    told = {written(finding) for finding in [found(july)["poor_day_for_deadline"]]}
    assert told <= {
        "Spørsmålsfristen er i en helg.",
        "Fristen for endelige tilbud er i juli, når mange har ferie.",
    }
