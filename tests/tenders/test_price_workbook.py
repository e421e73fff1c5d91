"""The price form as a workbook: what can be opened, filled in, and reckoned by other programs."""

from __future__ import annotations

import re
import subprocess
import zipfile
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from procure.documents.price_cells import Formula, Laid, Price
from procure.documents.price_layout import lay
from procure.domain.money import Ore
from procure.domain.prices import evaluated_total, to_ore
from procure.sheets import cells
from procure.tenders import papers
from procure.tenders.papers.price_book import evaluated_months, price_book, priced_lines
from tests.reckoning import Reckoner
from tests.tenders.pricing import SHEETS, blank, check, content, filled


@pytest.fixture(scope="module")
def data() -> bytes:
    """The workbook as it is handed out."""
    return blank(content())


def test_there_is_a_sheet_for_each_who_pays_and_one_where_the_sums_meet(data):
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["Samlet sum", *SHEETS]
    assert [sheet["A1"].value for sheet in book.worksheets[1:]] == [
        "Prisskjema for Herøy kommune (964 978 840)",
        "Prisskjema for Herøy kommune (964 978 841)",
        "Prisskjema for Kåfjord/Gáivuona kommune",
        "Prisskjema for Rendalen kommune, opsjonstaker",
        "Prisskjema for fellesdelen",
    ]


def test_only_prices_and_who_the_supplier_is_can_be_written(data):
    book = load_workbook(BytesIO(data))
    open_cells = {
        sheet.title: [
            cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
        ]
        for sheet in book.worksheets
    }
    assert open_cells["Samlet sum"] == ["B19", "B20"]
    assert open_cells["Fellesdelen"] == ["G8"]
    assert open_cells["Herøy"] == ["G8", "G11", "G14", "G17", "G20"]
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book.worksheets)
    assert book.security is not None
    assert book.security.lockStructure


def test_each_price_says_what_may_be_written(data):
    sheet = load_workbook(BytesIO(data))["Fellesdelen"]
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "G8"
    assert rule.formula1 == "AND(ISNUMBER(G8),G8>=0,G8<=1000000000,ROUND(G8,2)=G8)"
    assert "0 eller mer" in (rule.prompt or "")
    assert "to desimaler" in (rule.error or "")
    assert len(rule.promptTitle or "") <= 32
    assert len(rule.errorTitle or "") <= 32
    assert max(map(len, (rule.prompt or "", rule.error or "", rule.formula1))) <= 255


def test_every_sum_is_a_formula_that_says_nothing_yet(data):
    held = content()
    grids = {grid.name: grid for grid in cells.read("pris.xlsx", data)}
    for sheet in lay(price_book(held), papers.stamp(held)):
        for place, cell in sheet.cells.items():
            seen = grids[sheet.tab].cells.get(place)
            if isinstance(cell.content, Formula):
                assert seen is not None
                assert (seen.formula, seen.value) == (cell.content.text, cell.content.at_first)
            elif not isinstance(cell.content, Price):
                assert seen is None or not seen.formula


def prices_of(held: dict[str, Any]) -> dict[str, dict[int, Ore]]:
    """Give every price an amount of its own, with øre; return them by sheet and line."""
    return {
        sheet.key: {
            cell.content.ref[1]: Ore(1_05 + 13_37 * number)
            for number, cell in enumerate(sheet.cells.values())
            if isinstance(cell.content, Price)
        }
        for sheet in lay(price_book(held), papers.stamp(held))[1:]
    }


def priced(held: dict[str, Any], prices: dict[str, dict[int, Ore]]) -> bytes:
    """Fill in those prices, and who asks them."""
    book = load_workbook(BytesIO(blank(held)))
    book.worksheets[0]["B19"] = "Fjelltind AS"
    for sheet in lay(price_book(held), papers.stamp(held))[1:]:
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.content, Price):
                amount = prices[sheet.key][cell.content.ref[1]]
                book[sheet.tab].cell(row + 1, column + 1, amount / 100)
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


@pytest.mark.row("H3")
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_formulas_come_to_what_the_rules_come_to(language):
    held = content(language=language)
    prices = prices_of(held)
    found = priced(held, prices)
    reckoner = Reckoner(cells.read("pris.xlsx", found))
    keys = [sheet.key for sheet in price_book(held).sheets]
    right = evaluated_total(priced_lines(held), prices, keys, months=evaluated_months(held))
    lots = {1: right.of_lot(1), 2: right.of_lot(2), None: right.of_lot(None)}
    assert sum(lots.values()) == right.total > 0
    for sheet in lay(price_book(held), papers.stamp(held)):
        for name, (cell, formula) in sheet.sums.items():
            come = reckoner.reckon(sheet.tab, f"={cell}")
            if name == "evaluated":
                assert come * 100 == right.total
            if name == "sum_whole":
                assert come * 100 == right.sheets[sheet.key]
            if name == "missing":
                assert come == 0
            assert bool(formula.missing) == (name == "missing")
    by_lot = [reckoner.reckon(_sums(held).tab, each.text) * 100 for each in _foot(_sums(held))]
    assert by_lot == list(lots.values())
    answers = check(held, found)
    assert answers.prices == prices
    assert answers.evaluated == to_ore(right.total)


def _sums(held: dict[str, Any]) -> Laid:
    return lay(price_book(held), papers.stamp(held))[0]


def _foot(sums: Laid) -> list[Formula]:
    """Return the formulas of the last row of the sum sheet."""
    last = max(row for row, _column in sums.cells)
    there = [cell.content for (row, _column), cell in sums.cells.items() if row == last]
    return [content for content in there if isinstance(content, Formula)]


def test_what_is_missing_is_counted_sheet_by_sheet(data):
    reckoner = Reckoner(cells.read("pris.xlsx", data))
    sheets = lay(price_book(content()), papers.stamp(content()))
    missing = [reckoner.reckon(each.tab, f"={each.sums['missing'][0]}") for each in sheets[1:]]
    assert missing == [5, 5, 5, 5, 1]


def test_the_same_version_gives_the_same_bytes(data):
    assert blank(content()) == data
    with zipfile.ZipFile(BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert "<dc:language>nb-NO</dc:language>" in core
    assert "2026-12-02T09:00:00Z" in core


def test_it_carries_its_version_within(data):
    held, book = content(), load_workbook(BytesIO(data))
    own: Any = book  # its types leave this out
    carried = {each.name: each.value for each in own.custom_doc_props.props}
    assert carried == {
        "version": papers.stamp(held).version_label,
        "fingerprint": papers.stamp(held).fingerprint,
    }
    assert book.properties.title == "Skjema & sak for tre kommuner: Prisskjema"
    assert "evaluated_price" in book.defined_names


def test_it_is_printed_on_landscape_pages_with_the_headings_on_each(data):
    sheet: Any = load_workbook(BytesIO(data))["Herøy"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.freeze_panes == "C7"
    assert not sheet.merged_cells.ranges
    head = sheet.oddHeader
    assert "Versjon 4" in (head.right.text or "")
    assert "Skjema && sak" in (head.left.text or "")


def test_a_title_that_begins_with_a_figure_or_is_all_signs_stands_in_the_header():
    for title in ("34 kommuner kjøper", "&" * 200):
        held = content(demo=True)
        held["tender"]["title"] = title
        sheet: Any = load_workbook(BytesIO(blank(held)))["Herøy"]
        left = sheet.oddHeader.left
        assert (left.size, left.font) == (8, "Arial,Regular")
        assert title.startswith((left.text or "-").replace("&&", "&")[:18])
        assert "Versjon 4" in sheet.oddHeader.right.text


def test_texts_of_many_lines_have_room_for_them_in_every_program():
    held = content()
    held["price_lines"][0]["text"] = "Oppsett av tjenesten for alle som tar del i den " * 4
    held["lots"][0]["title"] = "Skjema for innbyggere, næringsliv og ansatte i alle kommunene"
    book = load_workbook(BytesIO(blank(held)))
    heights = [book["Herøy"].row_dimensions[row].height for row in (8, 11)]
    assert heights == [15 + 3 * 12.75, None]  # the usual
    sums = book["Samlet sum"]
    (head,) = (row for row in range(1, sums.max_row + 1) if "innbyggere" in str(sums.cell(row, 2).value))
    assert (sums.row_dimensions[head].height or 0) > 3 * 12.75


def test_letters_and_widths_are_of_one_font():
    with zipfile.ZipFile(BytesIO(blank(content()))) as packed:
        styles = packed.read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="([^"]+)"', styles)) == {"Arial"}
    assert "<scheme" not in styles


def test_a_draft_and_a_demo_say_so():
    held = content(demo=True)
    sheet = load_workbook(BytesIO(blank(held)))["Herøy"]
    assert "Demodata" in sheet["A3"].value


def test_a_form_without_lots_options_or_joint_lines_is_short():
    lines = [{**content()["price_lines"][0], "heading": None}]
    book = load_workbook(BytesIO(blank(content(price_lines=lines, lots=[]))))
    assert book.sheetnames == ["Samlet sum", *SHEETS[:-1]]
    assert book["Herøy"]["A7"].value == "Priser"
    assert [cell.value for cell in book["Samlet sum"][22]] == [
        "Oppdragsgiver",
        "Sum i alt",
        "Priser som mangler",
    ]


def test_options_under_a_heading_of_that_name_say_so_once():
    line = {**content()["price_lines"][5], "lot": None, "heading": "Opsjoner til bruk senere"}
    sheet = load_workbook(BytesIO(blank(content(price_lines=[line], lots=[]))))["Herøy"]
    assert sheet["A7"].value == "Opsjoner til bruk senere"


def test_a_form_without_lines_still_opens():
    book = load_workbook(BytesIO(blank(content(price_lines=[]))))
    assert book.sheetnames == ["Samlet sum"]


def test_lines_from_before_they_said_how_long_are_counted_once():
    held = content()
    for line in held["price_lines"]:
        for name in ("months", "payer", "evaluated", "heading", "lot", "joint_amount"):
            line.pop(name)
    del held["lots"], held["option_holders"], held["tender"]["evaluated_months"]
    assert {line.times(48) for line in priced_lines(held)} == {Fraction(1)}
    assert check(held, filled(blank(held))).evaluated == (2 + 30 + 12 + 1) * 12_50


# --- Other programs -------------------------------------------------------------------------------


def converted(data: bytes, folder: Path) -> bytes:
    """Let LibreOffice open a workbook, reckon it, and save it as its own."""
    given, there = folder / "pris.xlsx", folder / "ut"
    given.write_bytes(data)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(there), str(given)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (there / "pris.xlsx").read_bytes()


@pytest.mark.slow
@pytest.mark.row("H3")
def test_another_program_reckons_the_same_and_what_it_saves_is_read_the_same(tmp_path):
    held = content()
    prices = prices_of(held)
    ours = priced(held, prices)
    saved = converted(ours, tmp_path)
    answers = check(held, saved)
    assert answers == check(held, ours)
    assert (answers.faults, answers.told) == ((), ())
    sums = lay(price_book(held), papers.stamp(held))[0]
    shown = load_workbook(BytesIO(saved), data_only=True)[sums.tab][sums.sums["evaluated"][0]].value
    assert answers.evaluated is not None
    assert shown == pytest.approx(answers.evaluated / 100, abs=0.006)
