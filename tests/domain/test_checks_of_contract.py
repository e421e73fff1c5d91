"""The checks of the contracts: universal design, prices that move, files and their annexes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procure.domain.findings import Level
from procure.domain.tender import AttachmentFacts, SectionFacts
from tests.domain.checking import COMPLETE, GOOD, NATIONAL, SAFE, found


@pytest.mark.parametrize(
    "text",
    [
        "Løsningen skal følge WCAG 2.1 AA.",
        "Universell utforming etter EN 301 549 eller tilsvarende.",
        "Alle oppgåver i tenesta skal kunne utførast med berre tastatur.",
    ],
)
def test_universal_design_is_asked_for_in_a_requirement(text):
    asking = replace(COMPLETE, omitted=(), requirements=(SAFE, GOOD, replace(SAFE, id="UNI-001", text=text)))
    assert found(asking) == {}
    below = replace(NATIONAL, omitted=())
    assert found(below)["universal_design_not_asked"].level is Level.WARNING


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("Prisene er faste.", False),
        ("Prisene kan reguleres.", True),
        ("Prisene kan reguleres hvert årsskifte.", True),
        ("Prisane kan regulerast kvart år med konsumprisindeksen.", False),
        ("Vederlaget justeres hver måned med 2 prosent.", False),
    ],
)
def test_a_price_that_moves_says_by_what_and_when(text, fails):
    section = SectionFacts(key="p", title="Pris", filled=True, prices=text)
    assert ("price_moves_without_terms" in found(replace(COMPLETE, sections=(section,)))) is fails


def test_a_file_belongs_to_an_annex_that_is_there():
    files = (AttachmentFacts(title="Kart"), AttachmentFacts(title="Liste", annex=1))
    assert found(replace(COMPLETE, attachments=files)) == {}
