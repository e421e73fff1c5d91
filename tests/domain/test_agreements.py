"""Which standard agreement is proposed, what goes beside it, and why nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain import agreements
from procure.domain.agreements import AgreementAnswers, Operator, People, propose_agreement
from procure.reference import lists

UNSURE = {"service": False, "call_offs": True, "adapted": True, "fixed": False}
STANDARD = AgreementAnswers(
    service=True,
    adapted=False,
    fixed=True,
    operator=Operator.SUPPLIER,
    call_offs=False,
    people=People.NONE,
)
EVERY = st.builds(
    AgreementAnswers,
    service=st.booleans(),
    adapted=st.booleans(),
    fixed=st.booleans(),
    operator=st.sampled_from(Operator),
    call_offs=st.booleans(),
    people=st.sampled_from(People),
)


@pytest.mark.parametrize(
    ("changes", "code", "companion"),
    [
        ({}, "SSA-L", ""),
        ({"call_offs": True}, "SSA-L", ""),
        ({"fixed": False}, "SSA-L", ""),
        ({"adapted": True}, "SSA-T", "SSA-D"),
        ({"adapted": True, "service": False}, "SSA-T", "SSA-D"),
        ({"adapted": True, "service": False, "operator": Operator.OWN}, "SSA-T", "SSA-V"),
        ({"adapted": True, "fixed": False}, "SSA-S", ""),
        ({"service": False}, "SSA-K", "SSA-V"),
        ({"service": False, "call_offs": True}, "SSA-R", "SSA-K"),
        ({"service": False, "call_offs": True, "adapted": True}, "SSA-R", "SSA-T"),
        ({"people": People.RESULT}, "SSA-O", ""),
        ({"people": People.HOURS}, "SSA-B", ""),
        ({"people": People.RESULT, "call_offs": True}, "SSA-R", "SSA-O"),
        ({"people": People.HOURS, "call_offs": True}, "SSA-R", "SSA-B"),
    ],
)
def test_the_proposal_follows_the_advice(changes: dict[str, Any], code: str, companion: str) -> None:
    """Source: DFØ's advice on choosing an SSA."""
    proposal = propose_agreement(AgreementAnswers(**{**vars_of(STANDARD), **changes}))
    assert (proposal.code, proposal.detail) == (code, companion)


def vars_of(answers: AgreementAnswers) -> dict[str, Any]:
    """Return the answers by name."""
    return {name: getattr(answers, name) for name in AgreementAnswers.__dataclass_fields__}


@given(answers=EVERY)
def test_a_proposal_is_known_allowed_reasoned_and_never_argued_against(answers: AgreementAnswers) -> None:
    proposal = propose_agreement(answers)
    known = {each.code: each for each in lists.agreements()}
    assert known[proposal.code].offered
    assert proposal.detail in ("", *agreements.companions_of(proposal.code))
    assert proposal.reason.words
    assert proposal.source
    others = [each.code for each in proposal.alternatives]
    assert proposal.code not in others
    assert others
    assert len(set(others)) == len(others)
    assert all(known[code].offered for code in others)


def test_consultants_are_not_for_making_software() -> None:
    why = {each.code: each.why_not.words for each in propose_agreement(STANDARD).alternatives}
    assert why["SSA-B"] == "Konsulentavtalene er ikke laget for å utvikle programvare."
    assert why["SSA-R"] == "Kommunene bestiller ikke over tid."


@pytest.mark.parametrize(
    ("changes", "code", "why"),
    [
        ({"service": False, "call_offs": True}, "SSA-K", ""),
        ({"service": False, "call_offs": True, "adapted": True}, "SSA-T", "for hvert avrop"),
        (
            {"service": False, "call_offs": True, "adapted": True, "fixed": False},
            "SSA-S",
            "ikke laget for avrop",
        ),
        (UNSURE, "SSA-T", "fast omfang"),
        ({"call_offs": True}, "SSA-R", "Én lik kontrakt per kommune"),
        ({}, "SSA-lille sky", "rundt skytjenesten"),
        ({"service": False}, "SSA-lille sky", "ikke som skytjeneste"),
        ({"service": False, "adapted": True}, "SSA-K", "for stor"),
    ],
)
def test_what_is_not_proposed_is_told_why(changes: dict[str, Any], code: str, why: str) -> None:
    proposal = propose_agreement(AgreementAnswers(**{**vars_of(STANDARD), **changes}))
    told = {each.code: each.why_not.words for each in proposal.alternatives}
    assert why in told[code]
