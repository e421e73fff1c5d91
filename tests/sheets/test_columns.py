"""Which column is what: guessed by headings as people write them, and refused when something is amiss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.errors import RuleBroken
from procure.sheets.columns import Column, check, guess

COLUMNS = (
    Column("place", "Kommune", ("kommunenavn",), required=True),
    Column("system", "System", ("fagsystem", "program")),
    Column("vendor", "Leverandør", ("firma",)),
    Column("cost", "Kostnad i året", ("årskostnad", "kostnad", "pris")),
)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            ["Kommune", "System", "Leverandør", "Kostnad i året"],
            {"place": 0, "system": 1, "vendor": 2, "cost": 3},
        ),
        (["PRIS (kr)", "Firma:", "kommunenavn"], {"cost": 0, "vendor": 1, "place": 2}),
        (["Kostnad eks. mva", "Navn på leverandør"], {"cost": 0, "vendor": 1}),
        (["Systemeier", "Annet", ""], {}),
        (["Kostnad i fjor", "Årskostnad"], {"cost": 1}),
        ([], {}),
    ],
)
def test_headings_are_known_as_people_write_them(header, found):
    assert guess(COLUMNS, header) == found


def test_what_must_be_there_is_asked_for_and_no_column_is_two_things():
    header = ["Kommune", "System"]
    check(COLUMNS, header, {"place": 0, "system": 1})
    with pytest.raises(RuleBroken, match="Velg hvilken kolonne som er «Kommune»") as missing:
        check(COLUMNS, header, {"system": 1})
    assert missing.value.field == "column_place"
    with pytest.raises(RuleBroken, match="«Kommune» er valgt to ganger"):
        check(COLUMNS, header, {"place": 0, "system": 0})


@given(st.lists(st.text(max_size=30), max_size=12))
def test_a_heading_is_guessed_once_whatever_it_is(header):
    found = guess(COLUMNS, header)
    assert len(set(found.values())) == len(found)
    assert all(0 <= place < len(header) for place in found.values())
