"""The requirements that ship with the platform: whole, testable, in both languages, and open to everybody."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from procure.library import shelf
from procure.library.bank.queries import KEY
from procure.library.models import AnswerMode, RequirementKind
from procure.reference import lists

ROWS = list(shelf.bank())
NEWEST = list({row["key"]: row for row in ROWS}.values())
SCORED = (RequirementKind.EVALUATED, RequirementKind.BOTH)
WRITTEN = ("text", "answer", "reason", "source")
STANDARDS = re.compile(r"ISO|OpenID|WCAG|SCIM|PDF/A|Maskinporten|SvarUt|Fiks Arkiv")
BOKMAAL = re.compile(
    r"\b(ikke|hvordan|hvem|hva|hvor|hvilke|hver|noen|bare|fra|selv|være|gjøre|uten|etter at de er"
    r"|kommuner|kommunene|opplysninger|brukere|leverandører|systemer|løsningen)\b"
)
NYNORSK = re.compile(r"\b(ikkje|korleis|kven|kva|kvar|nokon|berre|frå|sjølv|vere|gjere|utan|kommunar)\b")
MAKES = re.compile(
    r"\b(Visma|Sikri|Elements|Acos|Tietoevry|Gerica|Compilo|Netcompany|Modulus|Microsoft|Entra|Google|Azure"
    r"|Amazon|AWS|Oracle|SAP|Unit4|Xledger|Documaster|Norkart|Altinn Studio|Mercell|Vigilo|Excel|Word)\b",
    re.IGNORECASE,
)
of_each = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['key']}.{row['edition']}")
of_each_newest = pytest.mark.parametrize("row", NEWEST, ids=lambda row: row["key"])


@pytest.mark.row("D1")
def test_there_are_sixty_or_more_in_the_areas_a_buyer_looks_for() -> None:
    assert len(NEWEST) >= 60
    assert {row["area"] for row in NEWEST} == {
        *("SIK", "DRI", "INT", "ARK", "UNI", "ADM", "ETA", "KLI", "KVA", "SKJ", "BAR")
    }
    fitted = {row["categories"][0] for row in NEWEST if row["area"] in ("KVA", "SKJ", "BAR")}
    assert fitted == {"kvalitet", "skjema", "barnevern"}


def test_keys_are_in_order_and_editions_follow_each_other() -> None:
    counted = Counter(row["key"] for row in ROWS)
    for key, count in counted.items():
        assert KEY.fullmatch(key)
        editions = [row for row in ROWS if row["key"] == key]
        assert [row["edition"] for row in editions] == list(range(1, count + 1))
        assert [bool(row["change"]) for row in editions] == [False] + [True] * (count - 1)
    for area in {row["area"] for row in NEWEST}:
        numbers = sorted(int(row["key"][4:]) for row in NEWEST if row["area"] == area)
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers[-1] < 501, "from 501 they are the advisers'"


def test_few_are_absolute() -> None:
    absolute = [row["key"] for row in NEWEST if row["kind"] is RequirementKind.ABSOLUTE]
    assert len(absolute) <= len(NEWEST) * 0.3


@of_each
def test_every_part_is_there_in_both_languages(row: dict[str, Any]) -> None:
    assert all(
        row[f"{name}_{language}"] for name in ("text", "answer", "reason") for language in ("nb", "nn")
    )
    assert row["source"]
    assert len(row["source"]) <= 200
    assert set(row["categories"]) <= {each["key"] for each in lists.categories() if each["buyable"]}


@of_each
def test_nynorsk_is_written_and_not_converted(row: dict[str, Any]) -> None:
    for name in ("answer", "reason"):
        assert row[f"{name}_nb"] != row[f"{name}_nn"]
    together = " ".join(row[f"{name}_nn"] for name in WRITTEN)
    assert not BOKMAAL.search(together)
    assert "Personvernforordningen" not in together
    assert not NYNORSK.search(" ".join(row[f"{name}_nb"] for name in ("text", "answer", "reason")))


@of_each_newest
def test_it_is_one_statement_that_can_be_tested(row: dict[str, Any]) -> None:
    for text in (row["text_nb"], row["text_nn"]):
        assert re.search(r"\b(skal|bør)\b", text)
        assert not re.search(r"\b(skal|bør)\b.*\bog\b.*\b(skal|bør)\b", text)
        assert text.count(".") == 1 + len(re.findall(r"\d\.\d|kl\. |nr\. ", text))
        assert len(text.split()) <= 30
        assert not re.search(r"\b(brukervennlig|moderne|fleksibel|enkel|god|tilstrekkelig)\b", text)


@of_each
def test_the_answer_says_what_it_must_contain(row: dict[str, Any]) -> None:
    begins = {
        AnswerMode.CONFIRM: (r"Bekreft\b", r"Stadfest\b"),
        AnswerMode.DESCRIBE: (r"Beskriv\b", r"Skildre\b"),
        AnswerMode.DOCUMENT: (r"Legg ved\b|Oppgi\b", r"Legg ved\b|Oppgi\b"),
        AnswerMode.DEMONSTRATE: (r"Vis\b|La\b|Lag\b", r"Vis\b|La\b|Lag\b"),
    }[row["answer_mode"]]
    for pattern, answer in zip(begins, (row["answer_nb"], row["answer_nn"]), strict=True):
        assert re.match(pattern, answer)
    if row["kind"] in SCORED:
        assert len(row["answer_nb"].split()) >= 8
    else:
        assert row["weight"] is None


@of_each
def test_who_names_a_standard_lets_others_in(row: dict[str, Any]) -> None:
    for text in (row["text_nb"], row["text_nn"]):
        if STANDARDS.search(text):
            assert re.search("eller tilsvar(ende|ande)", text)
        assert not MAKES.search(text)


@of_each
def test_no_make_is_named(row: dict[str, Any]) -> None:
    for name in ("answer_nb", "answer_nn", "reason_nb", "reason_nn"):
        assert not MAKES.search(row[name])
        assert len(row[name].split()) <= 60
