"""What is written can be read again as it was, and no text in it is taken for a formula."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.errors import Amount
from procure.domain.money import Ore
from procure.sheets import writing
from procure.sheets.reading import read
from procure.sheets.writing import Cell
from tests.sheets import files

HEADINGS = ["Navn", "Dag", "Beløp", "Antall", "Tomt"]
ROW: list[Cell] = ["Ås & «Os»", date(2027, 7, 31), Amount(Ore(99_000_50)), 12, None]


def test_both_kinds_of_file_come_back_as_they_were():
    for name, data in (
        ("a.xlsx", writing.xlsx("Liste", HEADINGS, [ROW], source="Fra Samkjøp")),
        ("a.csv", writing.csv(HEADINGS, [ROW], source="Fra Samkjøp")),
    ):
        sheet = read(name, data)
        assert sheet.header == tuple(HEADINGS)
        assert sheet.rows[0].number == 4
        assert sheet.rows[0].cells[0] == "Ås & «Os»"
        assert sheet.rows[0].cells[1] in ("2027-07-31", "31.07.2027")
        assert sheet.rows[0].cells[2:] in (("99000,5", "12", ""), ("99000,50", "12", ""))


def test_cells_are_typed_and_the_heading_stays_in_view():
    line = files.grid(writing.xlsx("Lang / rar: liste?", HEADINGS, [ROW], source="x"))[3]
    assert line[1].date() == date(2027, 7, 31)
    assert line[2:] == (99_000.5, 12, None)


@pytest.mark.parametrize("text", ["=1+1", "+47 62", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_text_that_looks_like_a_formula_is_text(text):
    data = writing.csv(["A", "B"], [["x", text]], source="y").decode("utf-8-sig")
    assert "'" + text.replace('"', '""')[:4] in data
    assert files.grid(writing.xlsx("A", ["A", "B"], [["x", text]], source="y"))[3][1] == text


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C"], exclude_characters="'"), max_size=40), min_size=2
    )
)
def test_whatever_is_written_to_a_text_file_can_be_read_again(cells):
    tidy = [" ".join(cell.split()) for cell in cells]
    if len(tidy) > 100 or not any(tidy):
        return
    headings = [f"K{n}" for n in range(len(tidy))]
    sheet = read("a.csv", writing.csv(headings, [tidy], source="x"))
    assert sheet.rows[0].cells == tuple(tidy)
