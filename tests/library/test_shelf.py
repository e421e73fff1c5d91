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
from procure.reference.lists import AgreementEntry
from procure.tenders.merging import FIELDS

LANGUAGES = ("nb", "nn")
OFFERED = [each for each in lists.agreements() if each.offered and each.annexes]
BY_CODE = {each.code: each for each in lists.agreements()}
KEYS = {row["key"] for row in shelf.bank()}
of_every_agreement = pytest.mark.parametrize("agreement", OFFERED, ids=lambda each: each.code)


def texts(agreement: AgreementEntry) -> list[shelf.SectionText]:
    """Every text of a tender built on the agreement, alone and as the second contract."""
    alone = shelf.section_texts(agreement)
    return [*alone.values(), *shelf.section_texts(BY_CODE["SSA-R"], agreement).values()]


@of_every_agreement
def test_texts_use_only_fields_that_exist(agreement: AgreementEntry) -> None:
    for text in texts(agreement):
        for language in LANGUAGES:
            assert set(merge_fields(shelf.spoken(text, "text", language))) <= set(FIELDS), text.key


@of_every_agreement
def test_both_languages_fetch_the_same_fields(agreement: AgreementEntry) -> None:
    for text in texts(agreement):
        assert set(merge_fields(text.text_nb)) == set(merge_fields(text.text_nn)), text.key


@of_every_agreement
def test_every_text_has_guidance_and_a_source_in_both_languages(agreement: AgreementEntry) -> None:
    for text in texts(agreement):
        assert text.source
        assert all(shelf.spoken(text, "guidance", language) for language in LANGUAGES), text.key
        assert bool(text.example_nb) == bool(text.example_nn), text.key


@of_every_agreement
def test_annexes_that_the_customer_writes_have_texts_and_the_others_none(agreement: AgreementEntry) -> None:
    written = {each.number for each in agreement.annexes if each.due == "publication"}
    alone = shelf.section_texts(agreement).values()
    assert {text.annex for text in alone} - {None} == written
    second = [
        text for text in shelf.section_texts(BY_CODE["SSA-R"], agreement).values() if text.contract == 2
    ]
    assert {text.annex for text in second} == written
    assert all(text.key.startswith(shelf.SECOND) for text in second)


@of_every_agreement
def test_what_a_text_refers_to_is_an_annex_of_its_agreement(agreement: AgreementEntry) -> None:
    roles = {each.role for each in agreement.annexes}
    for text in shelf.section_texts(agreement).values():
        if "bilag_svar" in merge_fields(text.text_nb):
            assert "solution" in roles, text.key
        assert not re.search(r"bilag \d", text.text_nb) or text.contract == 2, text.key


def test_the_sections_of_ssa_l_keep_their_keys() -> None:
    keys = [key for key, text in shelf.section_texts(BY_CODE["SSA-L"]).items() if text.annex]
    assert keys == [
        *("a1_purpose", "a1_users", "a1_requirements", "a3_frame", "a3_acceptance"),
        *("a4_availability", "a4_support", "a4_compensation", "a5_representatives", "a5_terms"),
        *("a6_prices", "a6_invoicing", "a7_changes"),
    ]


def test_a_text_follows_its_role_to_another_number() -> None:
    service, project = (shelf.section_texts(BY_CODE[code]) for code in ("SSA-L", "SSA-T"))
    places = {
        key: (service[key].annex, project[key].annex) for key in ("a3_frame", "a3_acceptance", "a6_prices")
    }
    assert places == {"a3_frame": (3, 4), "a3_acceptance": (3, 5), "a6_prices": (6, 7)}
    assert service["a3_frame"].text_nb != project["a3_frame"].text_nb


def test_the_standard_forms_are_documents_of_their_own() -> None:
    assert [text.form for text in shelf.form_texts()] == [
        *("offer_letter", "commitment_declaration", "reference_form", "redaction_form"),
        "data_processing_agreement",
    ]
    assert all(text.annex is None for text in shelf.form_texts())


def test_nynorsk_is_written_and_not_bokmaal() -> None:
    bokmaal = re.compile(r"\b(ikke|hvordan|hvem|hva|kommuner|kommunene|fra|leverandøren skal ha blitt)\b")
    for text in {each.key: each for agreement in OFFERED for each in texts(agreement)}.values():
        assert not bokmaal.search(text.text_nn + text.guidance_nn + text.example_nn), text.key


def test_loading_again_changes_nothing(session: Session) -> None:
    def counts() -> list[int]:
        return [
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Agreement, Annex, BankRequirement)
        ]

    before = counts()
    assert load.load(session) == f"15 agreements, {len(KEYS)} requirements in the bank."
    assert counts() == before == [15, 75, len(list(shelf.bank()))]


def test_what_is_loaded_has_types(session: Session) -> None:
    agreement = session.scalars(select(Agreement).where(Agreement.code == "SSA-L")).one()
    assert (agreement.requirements_annex, agreement.price_annex, agreement.change_annex) == (1, 6, 7)
    assert agreement.ready
    assert agreement.annexes[1].filled_by is FilledBy.SUPPLIER
    row = session.scalars(select(BankRequirement).where(BankRequirement.key == "SIK-001")).one()
    assert row.kind is RequirementKind.ABSOLUTE
