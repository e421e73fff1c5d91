"""What the library gives a tender to begin with: whole, in both languages, and with fields that exist."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procure.domain.assembly import merge_fields
from procure.library import load, shelf
from procure.library.models import Agreement, Annex, BankRequirement, FilledBy, RequirementKind
from procure.reference import lists
from procure.tenders.merging import FIELDS

LANGUAGES = ("nb", "nn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_use_only_fields_that_exist(language: str) -> None:
    for text in shelf.section_texts().values():
        assert set(merge_fields(shelf.spoken(text, "text", language))) <= set(FIELDS), text.key


def test_both_languages_fetch_the_same_fields() -> None:
    for text in shelf.section_texts().values():
        assert set(merge_fields(text.text_nb)) == set(merge_fields(text.text_nn)), text.key


def test_every_text_has_guidance_and_a_source_in_both_languages() -> None:
    for text in shelf.section_texts().values():
        assert text.source
        assert all(shelf.spoken(text, "guidance", language) for language in LANGUAGES), text.key
        assert bool(text.example_nb) == bool(text.example_nn), text.key


def test_annexes_that_the_customer_writes_have_texts_and_the_others_none() -> None:
    with_text = {text.annex for text in shelf.section_texts().values()} - {None}
    [agreement] = lists.agreements()
    written = {each.number for each in agreement.annexes if each.due == "publication"}
    assert with_text == written == {1, 3, 4, 5, 6, 7}


def test_the_bank_has_twenty_requirements_in_two_areas() -> None:
    rows = list(shelf.bank())
    assert len(rows) == 20
    assert {row["area"] for row in rows} == {"SIK", "DRI"}
    assert len({row["key"] for row in rows}) == 20


def test_a_requirement_that_names_a_standard_lets_others_in() -> None:
    for row in shelf.bank():
        for text in (row["text_nb"], row["text_nn"]):
            if re.search(r"ISO|OpenID|WCAG", text):
                assert re.search("eller tilsvar(ende|ande)", text), row["key"]


def test_nynorsk_is_written_and_not_bokmaal() -> None:
    bokmaal = re.compile(r"\b(ikke|hvordan|hvem|hva|kommuner|kommunene|fra|leverandøren skal ha blitt)\b")
    for text in shelf.section_texts().values():
        assert not bokmaal.search(text.text_nn + text.guidance_nn + text.example_nn), text.key
    for row in shelf.bank():
        assert not bokmaal.search(row["text_nn"] + row["answer_nn"] + row["reason_nn"]), row["key"]


def test_loading_again_changes_nothing(session: Session) -> None:
    def counts() -> list[int]:
        return [
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Agreement, Annex, BankRequirement)
        ]

    before = counts()
    assert load.load(session) == "1 agreements, 20 requirements in the bank."
    assert counts() == before == [1, 9, 20]


def test_what_is_loaded_has_types(session: Session) -> None:
    agreement = session.scalars(select(Agreement)).one()
    assert (agreement.code, agreement.change_annex) == ("SSA-L", 7)
    assert agreement.annexes[1].filled_by is FilledBy.SUPPLIER
    row = session.scalars(select(BankRequirement).where(BankRequirement.key == "SIK-001")).one()
    assert row.kind is RequirementKind.ABSOLUTE
