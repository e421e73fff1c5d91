"""The lists hold what the product builds on, and can be loaded again and again."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from sqlalchemy import func, select
from stdnum.no import orgnr

from procure.reference import lists
from procure.reference.load import load
from procure.reference.models import Category, Municipality


def test_there_are_357_municipalities_in_15_counties():
    rows = lists.municipalities()
    assert len(rows) == 357
    assert len({row["county_number"] for row in rows}) == 15
    assert sum(row["inhabitants"] for row in rows) == 5_550_203
    assert Counter(row["language_form"] for row in rows) == {"nb": 119, "nn": 88, "neutral": 150}
    assert all(row["number"][:2] == row["county_number"] for row in rows)


def test_organisation_numbers_are_real_and_only_haram_lacks_one():
    rows = lists.municipalities()
    assert [row["name"] for row in rows if row["organisation_number"] is None] == ["Haram"]
    assert all(orgnr.is_valid(row["organisation_number"]) for row in rows if row["organisation_number"])


def test_namesakes_are_told_apart():
    names = {row["number"]: row["display_name"] for row in lists.municipalities()}
    assert names["3419"] == "Våler (Innlandet)"
    assert names["3114"] == "Våler (Østfold)"
    assert {names["1515"], names["1818"]} == {"Herøy (Møre og Romsdal)", "Herøy (Nordland)"}
    assert names["3436"] == "Nord-Fron"
    assert len(set(names.values())) == 357


def test_a_municipality_has_its_name_in_all_its_languages():
    names = {row["number"]: row["official_name"] for row in lists.municipalities()}
    assert names["5622"] == "Porsanger – Porsáŋgu – Porsanki"


def test_there_are_36_categories_and_all_but_elections_can_be_bought():
    rows = list(lists.categories())
    assert [row["position"] for row in rows] == list(range(1, 37))
    assert [row["key"] for row in rows if not row["buyable"]] == ["valg"]
    assert all(row["main_cpv"] for row in rows if row["buyable"])


def test_every_code_of_a_category_is_in_the_list_with_its_check_digit():
    used = {code for row in lists.categories() for code in (row["main_cpv"], *row["more_cpv"]) if code}
    assert used <= set(lists.cpv_codes())


def test_no_list_names_a_thing_twice():
    for name, table, key in [("cpv.toml", "cpv", "code"), ("categories.toml", "category", "key")]:
        rows = tomllib.loads(files("procure.reference").joinpath(name).read_text(encoding="utf-8"))[table]
        assert len({row[key] for row in rows}) == len(rows)


def test_ssa_l_has_nine_annexes_and_changes_go_in_the_seventh():
    ssa_l = next(each for each in lists.agreements() if each.code == "SSA-L")
    assert (ssa_l.edition, ssa_l.verified, ssa_l.annex_clause) == ("2018", True, "1.2")
    assert [annex.number for annex in ssa_l.annexes] == list(range(1, 10))
    assert [annex.number for annex in ssa_l.annexes if annex.role == "changes"] == [7]
    assert len(ssa_l.precedence_nb) == len(ssa_l.precedence_nn) == 5
    assert [annex.number for annex in ssa_l.annexes if annex.presupposed] == [1, 3, 4, 5, 6]
    assert {annex.filled_by for annex in ssa_l.annexes} == {"customer", "supplier", "both"}
    assert {annex.due for annex in ssa_l.annexes} == {"publication", "offer", "contract"}


@pytest.mark.parametrize("agreement", lists.agreements(), ids=lambda each: each.code)
def test_an_agreement_says_what_it_is_for_and_what_is_not_checked(agreement):
    for name in (
        "name_nb",
        "name_nn",
        "name_en",
        "source",
        "use_nb",
        "use_nn",
        "change_note_nb",
        "change_note_nn",
    ):
        assert getattr(agreement, name), name
    assert [annex.number for annex in agreement.annexes] == list(range(1, len(agreement.annexes) + 1))
    roles = [annex.role for annex in agreement.annexes]
    assert len(set(roles)) == len(roles)
    if roles:
        assert {"administrative", "price", "changes"} <= set(roles)
        assert len({"requirements", "assignment", "assistance"} & set(roles)) == 1
    assert agreement.verified or not any(annex.verified for annex in agreement.annexes)
    assert len(agreement.hints_nb) == len(agreement.hints_nn)


def test_every_file_of_the_folder_is_read():
    found = {file.name for file in files("procure.reference").joinpath("ssa").iterdir()}
    assert found == {"roles.toml", "manifest.toml", *(f"{name}.toml" for name in lists.SSA)}


def test_the_whole_family_is_known_and_what_is_discontinued_is_not_offered():
    offered = {each.code for each in lists.agreements() if each.offered}
    assert offered == {f"SSA-{each}" for each in (*"LTSKVDROB", "store sky", "lille sky")}
    assert {each.code for each in lists.agreements()} - offered == {
        *("SSA-B enkel", "SSA-K lille", "SSA-V lille", "SSA-U"),
    }


def test_rows_fit_their_columns():
    for model, rows in [(Municipality, lists.municipalities()), (Category, list(lists.categories()))]:
        columns = model.__table__.columns
        for row in rows:
            for name, value in row.items():
                room = getattr(columns[name].type, "length", None)
                assert room is None or value is None or len(value) <= room, (name, value)


@pytest.fixture
def changed(session):
    """A database where somebody has changed one row and lost another."""
    session.get_one(Municipality, "4224").inhabitants = 1
    session.delete(session.get_one(Category, "valg"))
    session.flush()
    return session


def test_loading_again_mends_and_adds_but_changes_nothing_else(changed):
    counts = load(changed)
    assert (counts.municipalities, counts.categories, counts.new) == (357, 36, 1)
    assert changed.get_one(Municipality, "4224").inhabitants > 1
    assert load(changed).new == 0
    assert not changed.dirty


def test_loading_takes_nothing_out(session):
    load(session)
    session.add(Category(**{**next(lists.categories()), "key": "own", "position": 99}))
    load(session)
    assert session.scalar(select(func.count()).select_from(Category)) == 37
