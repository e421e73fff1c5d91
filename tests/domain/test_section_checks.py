"""The checks of unwritten texts: told together, and each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procure.domain.checks import check_tender
from procure.domain.tender import Lost
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


def test_a_form_somebody_has_begun_on_is_told_with_the_forms():
    forms = tuple(replace(SECTION, key=f"form_{n}", annex=None, form=str(n)) for n in range(2))
    [finding] = check_tender(replace(COMPLETE, sections=forms), LAW)
    assert (finding.place, finding.facts) == ("task:forms", {"count": 2})


def test_an_annex_of_the_second_contract_has_a_place_of_its_own():
    sections = tuple(replace(SECTION, key=f"c2_{n}", annex=4, contract=2) for n in range(2))
    [finding] = check_tender(replace(COMPLETE, sections=sections), LAW)
    assert finding.place == "annex:2_4"
    empty = replace(COMPLETE.annexes[0], number=3, contract=2, filled=False)
    assert [each.place for each in check_tender(replace(COMPLETE, annexes=(empty,)), LAW)] == ["annex:2_3"]


def test_a_reference_that_leads_nowhere_names_text_and_reference():
    lost = Lost(place="section:scope", name="Om anskaffelsen", reference="kap:borte")
    assert told(lost=(lost,)) == [
        ("section:scope", "Henvisningen [[kap:borte]] i «Om anskaffelsen» fører ingen steder.")
    ]
