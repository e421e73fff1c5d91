"""A price form that comes back: every sum counted again, what is missing or altered named by its cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.formula import ArrayFormula

from procure.documents.price_layout import lay
from procure.domain.errors import Amount, RuleBroken
from procure.domain.money import Ore
from procure.domain.prices import JOINT
from procure.sheets.cells import Seen
from procure.tenders import papers
from procure.tenders.papers.price_book import price_book
from procure.tenders.price_answers import (
    MISSING,
    NEGATIVE,
    NO_NUMBER,
    RECKONED,
    SHOWS,
    TOO_MUCH,
    TOO_PRECISE,
    _shows,
    _sum_shown,
    price_in,
)
from tests.sheets.files import macro_book, repacked, under_password, xlsx
from tests.tenders.pricing import SHEETS, blank, check, content, earlier, filled, said

HELD = content()
# 12,50 for each: (2+1)·1 + 3·1 + 30·7/12 + 12·30 + 1·24 = 407,5 times a price
RIGHT = Ore(5_093_75)
Change = Callable[[Workbook], object]


@pytest.fixture(scope="module")
def handed_out() -> bytes:
    """The workbook as it is handed out."""
    return blank(HELD)


@pytest.fixture(scope="module")
def complete(handed_out: bytes) -> bytes:
    """The workbook with every price 12,50."""
    return filled(handed_out)


def test_a_complete_form_has_no_faults_and_every_sum(complete):
    answers = check(HELD, complete)
    assert said(answers.faults) == []
    assert answers.evaluated == RIGHT
    assert answers.supplier == "Fjelltind AS"
    assert sum(each.total or 0 for each in answers.sheets) == RIGHT
    assert answers.lots == (
        ("Delkontrakt 1: Skjema", Ore(4_500_00)),
        ("Delkontrakt 2: Sak", Ore(300_00)),
        ("Utenfor delkontraktene", Ore(293_75)),
    )
    assert answers.prices[JOINT] == {2: Ore(12_50)}


def test_an_empty_form_is_told_sheet_by_sheet(handed_out):
    answers = check(HELD, handed_out)
    assert said(answers.faults) == [
        "Leverandørens navn mangler i celle B19 i arket «Samlet sum».",
        *(f"Ingen av de 5 prisene er fylt ut i arket «{sheet}»." for sheet in SHEETS[:-1]),
        "P2 i arket «Fellesdelen», celle G8, mangler pris. Skriv 0 hvis ytelsen er med i en annen pris.",
    ]
    assert answers.evaluated is None
    assert {each.total for each in answers.sheets} == {None}
    assert {amount for _name, amount in answers.lots} == {None}


def put(sheet: str, cell: str, value: Any) -> Change:
    """Write a value in a cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell].value = value

    return change


WRONG_PRICES = {
    None: "mangler pris. Skriv 0 hvis ytelsen er med i en annen pris.",
    "  ": "mangler pris. Skriv 0 hvis ytelsen er med i en annen pris.",
    "1 234,50": "er «1 234,50». Skriv prisen som et tall.",
    "inkludert": "er «inkludert». Skriv prisen som et tall.",
    True: "er «True». Skriv prisen som et tall.",
    -1: "er -1. En pris kan ikke være under 0.",
    1.005: "er 1,005. En pris kan ha høyst to desimaler.",
    1_000_000_000.01: "er 1000000000,01. Det meste er 1000000000 kroner.",
    "=2*50": "er formelen «=2*50». Skriv prisen selv, som et tall.",
}


@pytest.mark.parametrize("value", WRONG_PRICES, ids=str)
def test_a_price_that_cannot_be_used_is_named_by_line_sheet_and_cell(handed_out, value):
    answers = check(HELD, filled(handed_out, put("Herøy 2", "G11", value)))
    assert said(answers.faults) == [f"P3 i arket «Herøy 2», celle G11, {WRONG_PRICES[value]}"]
    assert answers.evaluated is None
    assert [each.total for each in answers.sheets].count(None) == 1


@pytest.mark.parametrize("value", [0, 0.0, 1_000_000_000, 1.1, 19.99, 0.01, 123_456_789.12])
def test_a_price_in_whole_oere_is_taken_as_it_was_typed(handed_out, value):
    answers = check(HELD, filled(handed_out, put("Herøy", "G11", value)))
    assert said(answers.faults) == []
    assert answers.prices["p1"][3] == round(value * 100)


def test_a_number_with_more_digits_than_a_float_can_hold_is_too_much():
    assert price_in(Seen(10**400))[1] == TOO_MUCH


def test_a_price_outside_the_evaluation_is_asked_for_too_but_holds_no_sum_back(handed_out):
    answers = check(HELD, filled(handed_out, put("Herøy", "G20", None)))
    assert [each[:42] for each in said(answers.faults)] == ["P5 i arket «Herøy», celle G20, mangler pri"]
    assert answers.evaluated == RIGHT


def test_what_is_locked_and_altered_is_named_with_what_should_stand_there(handed_out):
    altered = {
        "B8": (
            "Oppsett",
            "Celle B8 i arket «Herøy» er endret til «Oppsett». Der skal det stå «Oppsett & prosjekt».",
        ),
        "E11": (1, "Celle E11 i arket «Herøy» er endret til «1». Der skal det stå «10»."),
        "C8": (None, "Celle C8 i arket «Herøy» er tømt. Der skal det stå «stk»."),
        "H8": (99, "Formelen i celle H8 i arket «Herøy» er endret til «99». Den skal være «=E8*F8*G8»."),
        "J3": ("rabatt", "Celle J3 i arket «Herøy» skal være tom, men inneholder «rabatt». Ta det bort."),
    }

    def change(book: Workbook) -> None:
        for cell, (value, _sentence) in altered.items():
            book["Herøy"][cell].value = value

    answers = check(HELD, filled(handed_out, change))
    assert sorted(said(answers.faults)) == sorted(sentence for _value, sentence in altered.values())
    assert answers.evaluated is None  # prices on altered lines are for something else
    assert set(answers.prices["p1"]) == {4, 5, 6}


@pytest.mark.parametrize("formula", ["=E8*F8*G8*0", "=E8*F8*2", ArrayFormula("H8", "=E8*F8*1")])
def test_another_formula_is_named_and_changes_no_sum_of_ours(handed_out, formula):
    answers = check(HELD, filled(handed_out, put("Herøy", "H8", formula)))
    assert [each[:45] for each in said(answers.faults)] == ["Formelen i celle H8 i arket «Herøy» er endret"]


@pytest.mark.parametrize("formula", ["= e8 * f8*g8", "=$E$8*$F8*G8", "=E8*F8*G8"])
def test_a_formula_written_otherwise_is_the_same(handed_out, formula):
    assert check(HELD, filled(handed_out, put("Herøy", "H8", formula))).faults == ()


def test_a_fixed_cell_that_reckons_is_altered(handed_out):
    answers = check(HELD, filled(handed_out, put("Herøy", "E11", "=5+5")))
    assert said(answers.faults) == ["Celle E11 i arket «Herøy» er endret til «=5+5». Der skal det stå «10»."]


def test_on_an_altered_line_a_price_that_cannot_be_used_is_named_too(handed_out):
    def change(book: Workbook) -> None:
        book["Herøy"]["B8"].value, book["Herøy"]["G8"].value = "Oppsett", "etter avtale"

    found = said(check(HELD, filled(handed_out, change)).faults)
    assert [each[:36] for each in found] == [
        "Celle B8 i arket «Herøy» er endret t",
        "P1 i arket «Herøy», celle G8, er «et",
    ]


def test_spaces_in_an_empty_cell_are_nothing(handed_out):
    assert check(HELD, filled(handed_out, put("Herøy", "J3", "  "))).faults == ()


def test_rows_that_are_moved_are_told_as_one(handed_out):
    answers = check(HELD, filled(handed_out, lambda book: book["Herøy"].delete_rows(9)))
    (sentence,) = said(answers.faults)
    assert sentence.startswith("Arket «Herøy» er bygd om: ")
    assert answers.evaluated is None


def test_sheets_that_are_gone_renamed_or_added_are_named(handed_out):
    def change(book: Workbook) -> None:
        del book["Rendalen"]
        book["Herøy 2"].title = "Herøy i Nordland"
        book.create_sheet("Rabatter")["A1"] = "20 %"

    answers = check(HELD, filled(handed_out, change))
    assert said(answers.faults)[:3] == [
        "Arket «Herøy 2» har fått navnet «Herøy i Nordland». Gi det navnet tilbake.",
        "Arket «Rendalen» mangler. Hent skjemaet på nytt, og før prisene over.",
        "Arket «Rabatter» hører ikke til skjemaet. Ta det bort, og legg ved et eget dokument i stedet.",
    ]
    assert len(answers.faults) == 3
    assert answers.prices["p2"]
    assert answers.prices["p9"] == {}
    assert answers.evaluated is None


# --- As it was handed out -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_before(handed_out: bytes) -> bytes:
    """The workbook as another release handed it out."""
    return earlier(handed_out)


def test_the_form_of_another_release_is_only_empty(of_before):
    answers = check(HELD, of_before, of_before)
    assert said(answers.faults) == [
        "Leverandørens navn mangler i celle B20 i arket «Alle summer».",
        *(f"Ingen av de 5 prisene er fylt ut i arket «{sheet}»." for sheet in SHEETS[:-1]),
        "P2 i arket «Fellesdelen», celle G9, mangler pris. Skriv 0 hvis ytelsen er med i en annen pris.",
    ]
    assert answers.told == ()


def test_the_form_of_another_release_is_right_when_it_is_filled_in(of_before, complete):
    answers = check(HELD, filled(of_before), of_before)
    assert answers == check(HELD, complete)
    assert (answers.faults, answers.evaluated) == ((), RIGHT)


def test_what_should_stand_there_is_what_was_handed_out(of_before):
    def change(book: Workbook) -> None:
        book["Alle summer"]["A9"].value, book["Herøy"]["E12"].value = "Skriv hvor dere vil.", 1
        book["Herøy"]["H9"].value, book["Herøy"]["A1"].value = "=E8*F8*G8", "Rabatt"

    assert said(check(HELD, filled(of_before, change), of_before).faults) == [
        "Celle A9 i arket «Alle summer» er endret til «Skriv hvor dere vil.». "
        "Der skal det stå «Fyll ut det som er blått.».",
        "Celle A1 i arket «Herøy» skal være tom, men inneholder «Rabatt». Ta det bort.",
        "Formelen i celle H9 i arket «Herøy» er endret til «=E8*F8*G8». Den skal være «=E9*F9*G9».",
        "Celle E12 i arket «Herøy» er endret til «1». Der skal det stå «10».",
    ]


def test_what_was_handed_out_open_is_the_suppliers_to_write(handed_out):
    def change(book: Workbook) -> None:
        book["Herøy"]["B2"].protection = Protection(locked=False)

    with_remarks = filled(handed_out, change)
    answers = check(HELD, filled(with_remarks, put("Herøy", "B2", "Vi tar forbehold.")), with_remarks)
    assert answers.faults == ()


def test_a_form_that_was_never_handed_out_is_not_taken_for_the_one_that_was(of_before, complete):
    told = said(check(HELD, complete, of_before).faults)
    assert "Arket «Samlet sum» hører ikke til skjemaet" in " ".join(told)
    assert "Arket «Herøy» er bygd om" in " ".join(told)


def test_a_version_is_known_by_the_form_of_any_release(of_before):
    with pytest.raises(RuleBroken, match=r"en annen versjon \(Versjon 4 · onsdag 2\. desember 2026\)"):
        check({**HELD, "number": 5}, of_before)


def test_words_that_look_like_a_formula_are_as_they_were_handed_out():
    held = content()
    held["price_lines"][0] |= {"text": "=lisens+drift", "unit": "=stk"}
    assert check(held, filled(blank(held))).faults == ()


def test_a_sum_sheet_that_is_gone_leaves_nothing_to_know_the_version_by(handed_out):
    def change(book: Workbook) -> None:
        del book["Samlet sum"]

    with pytest.raises(RuleBroken, match="er ikke prisskjemaet"):
        check(HELD, filled(handed_out, change))


def test_the_form_of_another_version_is_named(complete):
    with pytest.raises(RuleBroken) as refused:
        check({**HELD, "number": 5}, complete)
    assert "hører til en annen versjon (Versjon 4 · onsdag 2. desember 2026)" in str(refused.value)
    assert "Versjon 5" in str(refused.value)
    assert refused.value.field == "file"


def test_another_workbook_is_no_price_form():
    with pytest.raises(RuleBroken, match="er ikke prisskjemaet"):
        check(HELD, xlsx([["Kommune", "Pris"], ["Os", 12]]))


@pytest.mark.parametrize(("number", "name"), [(0, "evaluated"), (1, "sum_whole"), (5, "sum_whole")])
def test_sums_that_the_file_shows_wrong_are_told_and_not_used(complete, number, name):
    sheet = lay(price_book(HELD), papers.stamp(HELD))[number]
    cell = sheet.sums[name][0]
    part = f"xl_worksheets_sheet{number + 1}__xml"
    answers = check(HELD, repacked(complete, **{part: showing_seven(complete, number + 1, cell)}))
    assert answers.faults == ()
    (told,) = answers.told
    assert told.sentence == SHOWS
    assert (told.facts["sheet"], told.facts["cell"]) == (sheet.tab, cell)
    assert told.facts["given"] == Amount(Ore(7_00))
    wanted = [RIGHT, *(each.total for each in answers.sheets)][number]
    assert told.facts["wanted"] == Amount(wanted)
    assert answers.evaluated == RIGHT


@pytest.mark.parametrize(("value", "told"), [(10**400, "1" + "0" * 59), ("#REF!", "#REF!"), (None, "")])
def test_a_sum_that_can_be_none_is_quoted_as_it_stands(value, told):
    assert _sum_shown(value) == told


@pytest.mark.parametrize(
    ("value", "shows"), [("#REF!", False), (True, False), (10**400, False), (50.9375, True), (50.95, False)]
)
def test_a_sum_is_ours_when_it_is_the_same_to_the_oere(value, shows):
    assert _shows(value, Fraction(5_093_75, 100)) is shows


def showing_seven(data: bytes, number: int, cell: str) -> bytes:
    """Return a sheet where a sum says that it is seven."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        part = packed.read(f"xl/worksheets/sheet{number}.xml")
    before, found, after = part.partition(f'<c r="{cell}"'.encode())
    assert found
    return before + found + after.replace(b"<v></v>", b"<v>7</v>", 1)


def test_a_form_as_it_is_handed_out_shows_nothing_wrong(handed_out):
    assert check(HELD, handed_out).told == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Linje;Pris\r\nP1;12\r\n", "er ikke et regneark i formatet .xlsx"),
        (under_password(), "passord"),
        (macro_book([["a"]]), "makroer"),
        (b"PK\x03\x04" + bytes(200), "skadet"),
    ],
)
def test_what_is_no_plain_workbook_is_refused(data, words):
    with pytest.raises(RuleBroken) as refused:
        check(HELD, data)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (None, MISSING),
        (Seen(None), MISSING),
        (Seen(float("inf")), NO_NUMBER),
        (Seen(float("nan")), NO_NUMBER),
        (Seen(-0.001), NEGATIVE),
        (Seen(1e300), TOO_MUCH),
        (Seen(0.1 + 0.2), TOO_PRECISE),
        (Seen(12, "=12"), RECKONED),
    ],
)
def test_odd_numbers_are_no_prices(seen, sentence):
    assert price_in(seen)[1] == sentence
