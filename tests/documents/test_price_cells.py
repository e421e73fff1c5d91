"""Where everything stands in the workbook of a price form, and the names of its sheets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from procure.documents.price_cells import LONGEST_TAB, tabs

LEGAL = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


def test_bodies_of_one_name_have_sheets_of_their_own():
    assert tabs(["Våler", "Våler", "våler"], []) == ["Våler", "Våler 2", "våler 3"]


def test_a_sheet_is_never_called_what_spreadsheets_keep_for_themselves():
    assert tabs(["History", "Samlet sum"], ["Samlet sum"]) == ["History 2", "Samlet sum 2"]


def test_a_long_name_is_cut_and_still_its_own():
    assert tabs(["Interkommunalt selskap for Nord-Østerdal"] * 2) == [
        "Interkommunalt selskap for Nord",
        "Interkommunalt selskap for No 2",
    ]


@given(st.lists(LEGAL, max_size=12))
def test_names_of_sheets_are_legal_and_each_another(names):
    found = tabs(names, ["Samlet sum"])
    assert len({each.casefold() for each in found}) == len(names)
    assert all(0 < len(each) <= LONGEST_TAB and not set(each) & set("[]:*?/\\'\x00\x1f") for each in found)
    assert all(len(each.encode("utf-16-le")) <= 2 * LONGEST_TAB for each in found)
