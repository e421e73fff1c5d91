"""The checks of unwritten texts: told together, and each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procure.domain.checks import check_tender
from tests.domain.checking import COMPLETE, LAW

SECTION = replace(COMPLETE.sections[0], filled=False)


def told(**changes):
    return [
        (finding.place, finding.sentence % finding.facts)
        for finding in check_tender(replace(COMPLETE, **changes), LAW)
    ]


@pytest.mark.parametrize(
    ("annex", "count", "place", "sentence"),
    [
        (None, 1, "section:scope", "«Om anskaffelsen» er ikke ferdig."),
        (None, 2, "task:documents", "2 tekster i konkurransegrunnlaget er ikke ferdige."),
        (4, 3, "annex:4", "3 tekster i bilag 4 er ikke ferdige."),
    ],
)
def test_unfinished_sections_of_one_part_are_told_together(annex, count, place, sentence):
    assert told(sections=(replace(SECTION, annex=annex),) * count) == [(place, sentence)]


def test_an_empty_annex_is_told_once_and_not_again_for_its_sections():
    empty = replace(COMPLETE.annexes[0], filled=False)
    places = told(annexes=(empty,), sections=(replace(SECTION, annex=empty.number),) * 2)
    assert [place for place, _ in places] == [f"annex:{empty.number}"]


def test_a_field_without_value_is_told_once_with_everywhere_it_is_used():
    one = replace(SECTION, filled=True, gaps=("brukere_totalt",))
    two = replace(one, key="users", title="Hvem som bruker avtalen")
    where = "«Om anskaffelsen» og «Hvem som bruker avtalen»"
    sentence = f"Feltet {{brukere_totalt}} har ingen verdi. Det brukes i {where}."
    assert told(sections=(one, two)) == [("section:scope", sentence)]
