"""What is proposed from a few plain answers, with its reason, its paragraph, and why nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain import choices
from procure.domain.choices import (
    Fit,
    ProcedureAnswers,
    ground_of,
    propose_contract,
    propose_lots,
    propose_procedure,
    propose_responsibility,
)
from procure.domain.law import Part, law_on

LAW = law_on(date(2026, 11, 23))
PLAIN = ProcedureAnswers(fit=Fit.AS_IS, talk=False, many=False, complex=False, precise=True, failed=False)
ANY = st.builds(
    ProcedureAnswers,
    fit=st.sampled_from(Fit),
    talk=st.booleans(),
    many=st.booleans(),
    complex=st.booleans(),
    precise=st.booleans(),
    failed=st.booleans(),
)


@pytest.mark.parametrize(
    ("change", "letter"),
    [
        ({}, ""),
        ({"talk": True}, ""),
        ({"fit": Fit.ADAPTED}, "a"),
        ({"fit": Fit.NEW}, "b"),
        ({"complex": True}, "c"),
        ({"precise": False}, "d"),
        ({"failed": True}, "e"),
        ({"fit": Fit.ADAPTED, "failed": True}, "a"),
    ],
)
def test_the_letter_of_section_13_2_follows_the_answers_and_wanting_to_talk_is_none(change, letter):
    assert ground_of(replace(PLAIN, **change)) == letter


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        (Part.III, {}, "open"),
        (Part.III, {"many": True}, "restricted"),
        (Part.III, {"talk": True, "fit": Fit.ADAPTED}, "negotiated"),
        (Part.III, {"talk": True}, "open"),  # no ground: a standard service bought as it is
        (Part.III, {"fit": Fit.ADAPTED}, "open"),  # a ground, and no need of it
        (Part.II, {}, "national_open"),
        (Part.II, {"many": True}, "national_restricted"),
        (Part.I, {"talk": True}, "national_open"),
        (Part.OUTSIDE, {}, "national_open"),
    ],
)
def test_the_procedure_follows_the_part_and_the_answers(part, change, code):
    assert propose_procedure(replace(PLAIN, **change), part, LAW).code == code


def test_negotiation_without_a_ground_is_told_that_wanting_it_is_no_ground():
    proposal = propose_procedure(replace(PLAIN, talk=True), Part.III, LAW)
    why_not = {each.code: each.why_not.words for each in proposal.alternatives}
    assert why_not["negotiated"] == choices.NO_GROUND
    assert "ikke et vilkår" in choices.NO_GROUND


def test_the_reason_does_not_speak_against_the_answers():
    vague = propose_procedure(replace(PLAIN, precise=False), Part.III, LAW)
    assert (vague.code, vague.reason.words) == ("open", choices.NO_TALK)
    assert propose_procedure(PLAIN, Part.III, LAW).reason.words == choices.CLEAR
    later = propose_contract(body=False, call_offs=False, times=True, law=LAW)
    assert (later.code, later.reason.words) == ("framework", choices.OWN_TIME)


def test_a_ground_that_is_not_needed_is_no_reason_to_negotiate():
    proposal = propose_procedure(replace(PLAIN, fit=Fit.ADAPTED), Part.III, LAW)
    why_not = {each.code: each.why_not.words for each in proposal.alternatives}
    assert why_not["negotiated"] == choices.WHY_NOT["negotiated"]
    assert why_not["no_competition"] == choices.NARROW


@pytest.mark.parametrize(
    ("change", "proposed", "why_not"),
    [
        ({}, "open", {"restricted": choices.TOO_SLOW, "negotiated": choices.NO_GROUND}),
        ({"many": True}, "restricted", {"open": choices.TOO_MANY}),
        (
            {"talk": True, "complex": True},
            "negotiated",
            {"open": choices.NO_NEGOTIATION, "restricted": choices.NO_NEGOTIATION},
        ),
    ],
)
def test_why_nothing_else_is_measured_against_what_is_proposed(change, proposed, why_not):
    proposal = propose_procedure(replace(PLAIN, **change), Part.III, LAW)
    told = {each.code: each.why_not.words for each in proposal.alternatives}
    assert proposal.code == proposed
    assert why_not.items() <= told.items()


def test_how_many_are_invited_is_read_in_the_law():
    for answers, count in ((replace(PLAIN, many=True), 5), (replace(PLAIN, talk=True, complex=True), 3)):
        proposal = propose_procedure(answers, Part.III, LAW)
        assert {"count": count} in [each.facts for each in proposal.demands]


def test_below_the_duty_to_publish_no_paragraph_of_part_ii_is_given():
    assert "8-3" in propose_procedure(PLAIN, Part.II, LAW).source
    assert propose_procedure(PLAIN, Part.I, LAW).source == "LOA § 4; FOA § 7-1 (3)"


@given(ANY, st.sampled_from(Part))
def test_what_is_proposed_is_lawful_offered_and_explained(answers, part):
    proposal = propose_procedure(answers, part, LAW)
    chosen = LAW.procedures[proposal.code]
    wanted = part if part.needs_notice else Part.II
    assert chosen.part is wanted
    assert chosen.offered
    assert bool(proposal.detail) == chosen.needs_ground
    assert bool(proposal.source) == (part is not Part.OUTSIDE)
    assert proposal.demands
    others = {each.code for each in proposal.alternatives}
    assert others | {proposal.code} == {code for code, each in LAW.procedures.items() if each.part is wanted}


@pytest.mark.parametrize(
    ("answers", "code", "reason"),
    [
        ((True, True, False), "lots", choices.DIVIDED),
        ((True, True, True), "whole", choices.INTEGRATED),
        ((True, False, False), "whole", choices.NO_SUPPLIERS),
        ((False, True, False), "whole", choices.NO_PARTS),
    ],
)
def test_lots_or_the_reason_for_none(answers, code, reason):
    parts, suppliers, integrated = answers
    proposal = propose_lots(parts=parts, suppliers=suppliers, integrated=integrated)
    assert (proposal.code, proposal.reason.words, proposal.source) == (code, reason, "FOA § 19-4 (2)")
    assert len(proposal.alternatives) == 1


@pytest.mark.parametrize(
    ("body", "call_offs", "times", "code"),
    [
        (True, True, True, "joint_body"),
        (False, True, False, "framework"),
        (False, False, True, "framework"),
        (False, False, False, "per_municipality"),
    ],
)
def test_who_signs(body, call_offs, times, code):
    proposal = propose_contract(body=body, call_offs=call_offs, times=times, law=LAW)
    assert proposal.code == code
    assert len(proposal.alternatives) == 2
    assert {code} | {each.code for each in proposal.alternatives} == {*choices.MODEL_WHY_NOT}
    if code == "framework":
        assert proposal.demands[0].facts == {"months": LAW.framework_months}


@pytest.mark.parametrize(
    ("permanent", "whole", "code"),
    [
        (True, False, "central_body"),
        (True, True, "central_body"),
        (False, True, "joint"),
        (False, False, "partly_joint"),
    ],
)
def test_who_answers_for_the_rules(permanent, whole, code):
    proposal = propose_responsibility(permanent=permanent, whole=whole)
    assert proposal.code == code
    assert "§" in proposal.source
    assert bool(proposal.detail) == (code == "partly_joint")
    assert len(proposal.alternatives) == 2
