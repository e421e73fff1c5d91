"""What is read from the bytes of a spreadsheet, and what is refused before it does harm."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.errors import RuleBroken
from procure.files.contents import EICAR
from procure.sheets.reading import MOST_ROWS, read
from procure.sheets.table import Sheet
from tests.sheets import files

HEADER = ["Kommune", "System", "Slutt"]
ROWS = [HEADER, ["Tolga", "Trollmor", "31.07.2027"], ["Os", "Varde", ""]]
WORD = files.xlsx(ROWS).replace(b"xl/workbook.xml", b"xl/wordbook.xml")


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(RuleBroken) as caught:
        read(name, data)
    assert caught.value.field == "file"
    return str(caught.value)


def test_typed_cells_are_read_as_people_would_write_them():
    cells = [
        date(2027, 7, 31),
        datetime(2027, 7, 31, 12, 30),  # noqa: DTZ001  as spreadsheets have them
        99000,
        99000.5,
        1604.0,
        True,
        " Å\u00a0s ",
        None,
    ]
    sheet = read("liste.xlsx", files.xlsx([[f"K{n}" for n in range(8)], cells]))
    assert sheet.rows[0].cells == (
        "2027-07-31",
        "2027-07-31 12:30",
        "99000",
        "99000,5",
        "1604",
        "ja",
        "Å s",
        "",
    )


def test_rows_have_the_numbers_that_stand_in_the_margin():
    lines = [["Systemene våre 2026"], [], HEADER, ["Tolga", "Trollmor", ""], [], ["Os", "Varde", ""]]
    for name, data in (("a.xlsx", files.xlsx(lines)), ("a.csv", files.csv([[*x] or [""] for x in lines]))):
        sheet = read(name, data)
        assert sheet.header == tuple(HEADER)
        assert [(row.number, row.cells[0]) for row in sheet.rows] == [(4, "Tolga"), (6, "Os")]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_signs_and_letters_that_people_have(sign, encoding):
    lines = [["Kommune", "Leverandør"], ["Våler (Østfold)", "Øyvind & sønn – «fag»"], ["Ås", ""]]
    sheet = read("liste.csv", files.csv(lines, sign, encoding))
    assert sheet.header == ("Kommune", "Leverandør")
    assert sheet.rows[0].cells == ("Våler (Østfold)", "Øyvind & sønn – «fag»")


def test_text_in_quotes_may_hold_signs_and_lines():
    data = b'sep=;\r\nKommune;Merknad\r\nTolga;"en; to\r\ntre ""fire"""\r\nOs;\'=1+1\r\n'
    sheet = read("liste.csv", data)
    assert [(row.number, row.cells[1]) for row in sheet.rows] == [(3, 'en; to\ntre "fire"'), (4, "=1+1")]


def test_the_first_sheet_in_view_is_read_however_large_the_file_says_it_is():
    data = files.xlsx([["skjult", "ark"], ["1", "2"]], ROWS, hidden=1)
    assert read("a.xlsx", data).header == tuple(HEADER)


def test_a_formula_gives_its_answer_and_one_without_is_told_of():
    data = files.xlsx([["A", "B"], ["Tolga", "=1+1"], ["Os", "2"]])  # written by a program: no answers in it
    row = read("a.xlsx", data).rows[0]
    assert (row.cells, row.unknown) == (("Tolga", ""), (1,))
    part = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
      <row r="1"><c r="A1" t="str"><v>A</v></c><c r="B1" t="str"><v>B</v></c></row>
      <row r="2"><c r="A2"><v>7</v></c><c r="B2"><f>A2*2</f><v>14</v></c></row></sheetData></worksheet>"""
    answered = read("a.xlsx", files.repacked(data, xl_worksheets_sheet1__xml=part)).rows[0]
    assert (answered.cells, answered.unknown) == (("7", "14"), ())


def test_a_mistake_in_place_of_an_answer_is_empty():
    assert read("a.xlsx", files.xlsx([["A", "B"], ["x", "#REF!"]])).rows[0].cells == ("x", "")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsm", files.macro_book(ROWS), "makroer"),
        ("a.xlsx", files.macro_book(ROWS), "makroer"),
        ("a.xlsx", files.under_password(), "beskyttet med passord"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "gammelt Excel-format"),
        ("a.xlsx", b"%PDF-1.7\n", "ikke et regneark"),
        ("a.csv", b"%PDF-1.7\n1 0 obj", "ikke et regneark"),
        ("a.md", b"Kommune;System\r\nTolga;x\r\n", "ikke et regneark"),
        ("a.csv", b"<html><table>", "ikke et regneark"),
        ("a.csv", b"Kommune;System\r\nTo\x00lga;x", "ikke et regneark"),
        ("a.csv", b"Kommune;System\r\nTo\x81lga;x", "Vi kan ikke lese tegnene"),
        ("a.csv", b'Kommune;System\r\n"' + b"x" * 200_000, "Vi kan ikke skille kolonnene"),
        ("a.csv", b"\xff\xfeK\x00o", "Vi kan ikke lese tegnene"),
        ("a.csv", b"  \r\n", "er tom"),
        ("a.csv", b"Kommune;System\r\n", "ingen rader"),
        ("a.csv", b";;\r\n;;\r\n", "ingen rader"),
        ("a.csv", b"Kommune;System\r\n" + EICAR, "virus"),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "større enn 5 MB"),
        ("a.csv", b"Kommune;kommune\r\nTolga;Os", "To kolonner heter «Kommune»"),
        ("a.csv", b"Kommune;System\r\nTolga;" + b"x" * 20_001, "Cellen i rad 2 under «System»"),
        ("a.xlsx", b"PK\x03\x04 not a package", "skadet"),
        ("a.xlsx", files.xlsx(ROWS)[:-400], "skadet"),
        ("a.xlsx", files.xlsx([HEADER]), "ingen rader"),
        ("a.xlsx", files.xlsx([[f"K{n}" for n in range(101)], ["x"] * 101]), "flere enn 100 kolonner"),
        (
            "a.docx",
            WORD,
            "regneark",
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_cannot_be_used_is_refused_with_the_remedy(name, data, sentence):
    assert sentence in refusal(name, data)


@pytest.mark.parametrize(
    "part",
    [
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>",
        b"<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></row>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>".encode("utf-16-le"),
    ],
)
def test_a_workbook_with_parts_that_are_broken_or_hostile_is_refused(part):
    data = files.repacked(files.xlsx(ROWS), xl_worksheets_sheet1__xml=part)
    assert "skadet" in refusal("a.xlsx", data)


def test_a_bomb_is_refused_before_it_is_unpacked():
    part = b"<worksheet>" + b"0" * 40_000_000 + b"</worksheet>"
    bomb = files.repacked(files.xlsx(ROWS), xl_media_x__xml=part)
    tracemalloc.start()
    assert "pakkes ut" in refusal("a.xlsx", bomb)
    assert tracemalloc.get_traced_memory()[1] < len(part) // 4
    tracemalloc.stop()
    many = files.repacked(files.xlsx(ROWS), **{f"xl_media_x{n}__bin": b"" for n in range(2_000)})
    assert "pakkes ut" in refusal("a.xlsx", many)


def test_twenty_thousand_rows_are_refused():
    lines = [HEADER, *([f"Kommune {n}", "Trollmor", "31.07.2027"] for n in range(20_000))]
    for name, data in (("a.xlsx", files.xlsx(lines)), ("a.csv", files.csv(lines))):
        assert f"flere enn {MOST_ROWS} rader" in refusal(name, data)


def test_a_sheet_that_goes_on_for_ever_without_saying_anything_is_refused():
    part = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
      <row r="1"><c r="A1" t="str"><v>A</v></c><c r="B1" t="str"><v>B</v></c></row>
      <row r="1048576"><c r="A1048576"><v>7</v></c></row></sheetData></worksheet>"""
    data = files.repacked(files.xlsx(ROWS), xl_worksheets_sheet1__xml=part)
    assert "fortsetter til rad" in refusal("a.xlsx", data)


def test_as_many_rows_as_are_allowed_are_read():
    lines = [HEADER, *([f"Kommune {n}", "Trollmor", ""] for n in range(MOST_ROWS))]
    assert len(read("a.csv", files.csv(lines)).rows) == MOST_ROWS


def test_what_is_kept_comes_back_as_it_was():
    sheet = read("a.xlsx", files.xlsx([["A", "", "C"], ["x", "=1+1", "z"]]))
    assert Sheet.from_data(sheet.as_data()) == sheet


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", ""]))
def test_whatever_is_sent_is_read_or_refused(data, name):
    for each in (data, b"PK\x03\x04" + data):
        try:
            rows = len(read(name, each).rows)
        except RuleBroken:
            rows = 1
        assert rows
