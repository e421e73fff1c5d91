"""Every document as a Word file, opened by another program: the words, headings and tables of the paper."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx as reader
import pytest
from docx.document import Document as Opened
from lxml import etree
from lxml import html as page
from pikepdf import OutlineItem

from procure.documents import html
from procure.documents.printer import Printed
from procure.documents.word import docx
from procure.documents.word.elements import NS, W
from procure.domain.assembly import (
    Chapter,
    Column,
    Document,
    Fact,
    Facts,
    Note,
    PriceGroup,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    Table,
)
from tests.documents import samples
from tests.documents.reading import opened, page_texts
from tests.documents.rich import rich

SIBLINGS = samples.package().documents
ORDER = {  # the order the format wants, of what we write
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr numPr pBdr shd tabs spacing ind jc "
    "outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing sz szCs u shd lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "tcBorders": "top left bottom",
    "pBdr": "top left bottom",
    "sectPr": "headerReference footerReference pgSz pgMar",
}


def read(document: Document, **changes: Any) -> Opened:
    """Write a document and open it with another library."""
    return reader.Document(BytesIO(docx(document, SIBLINGS, replace(samples.stamp(), **changes))))


def parts(document: Document, **changes: Any) -> dict[str, etree._Element]:
    """Return the parts of a written file."""
    with ZipFile(BytesIO(docx(document, SIBLINGS, replace(samples.stamp(), **changes)))) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(("xml", "rels"))
        }


def outline_of(items: list[OutlineItem], level: int = 1) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, str(item.title)
        yield from outline_of(list(item.children), level + 1)


def headings(file: Opened) -> list[tuple[int, str]]:
    named = [(each.style.name or "" if each.style else "", each.text) for each in file.paragraphs]
    return [(int(name[-1]), text) for name, text in named if re.fullmatch(r"Heading \d", name)]


@pytest.mark.row("H2")
@pytest.mark.parametrize("document", SIBLINGS, ids=lambda document: document.kind)
def test_the_headings_are_the_outline_of_the_paper(document: Document, printed: dict[str, Printed]) -> None:
    with opened(printed[document.kind].pdf) as pdf, pdf.open_outline() as outline:
        paper = list(outline_of(list(outline.root)))
    assert [each for each in headings(read(document)) if each[0] <= 3] == paper


@pytest.mark.row("H2")
@pytest.mark.parametrize("document", [*SIBLINGS, rich()], ids=lambda document: document.kind)
def test_the_words_are_those_of_the_paper_in_the_same_order(document: Document) -> None:
    (body,) = page.document_fromstring(html.body(document, SIBLINGS)).iter("body")
    told = "".join(str(text) for text in parts(document)["word/document.xml"].itertext(W + "t"))
    assert squeezed(told).endswith(squeezed("".join(map(str, body.itertext()))))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.row("H2")
def test_tables_are_tables_with_heads_that_repeat_and_rows_that_stay_whole() -> None:
    table = read(samples.annex_1()).tables[1]  # the cover's facts come first
    assert [cell.text for cell in table.rows[0].cells] == ["Krav", "Behov", "Type", "Slik svarer dere"]
    assert len(table.rows) == 15
    assert table.rows[3].cells[0].text == "KVA-003"
    assert table._tbl.findall("w:tr[1]/w:trPr/w:tblHeader", NS)
    assert len(table._tbl.findall("w:tr/w:trPr/w:cantSplit", NS)) == 15
    assert [each.get(W + "val") for each in table._tbl.iter(W + "tblCaption")] == ["Krav til avvik"]


def kept(table: etree._Element) -> list[tuple[str, bool]]:
    """Return the first words of each row, and whether it stands on the page of the next."""
    rows = table.findall("w:tr", NS)
    told = ["".join(map(str, row[1].itertext(W + "t"))) for row in rows]
    return list(
        zip(told, (row.find("w:tc/w:p/w:pPr/w:keepNext", NS) is not None for row in rows), strict=True)
    )


def test_no_row_stands_alone_and_no_sum_without_what_it_adds() -> None:
    lines = tuple(PriceLine(f"P{number}", "Drift", "måned", "48") for number in range(1, 9))
    groups = (PriceGroup("Tjenester", lines, "Sum tjenester"),)
    block = Prices("Priser", lines, "Alt", groups=groups)
    (made,) = (each._tbl for each in read(Document("x", "P", "nb", (Chapter("a", "A", (block,)),))).tables)
    free = [(f"P{number}", False) for number in range(2, 9)]
    summed = [("P8", True), ("Sum tjenester", True), ("Alt", False)]
    group = [("Tjenester", True), ("P1", False), *free[:-1], *summed]
    assert kept(made) == [("Linje", True), ("P1", True), *free, *group]


def test_a_short_table_stands_on_one_page() -> None:
    for count, wide, whole in ((5, False, True), (6, False, False), (5, True, False)):
        block = Table("Kort", (Column("A"),), tuple((str(number),) for number in range(count)))
        (made,) = read(Document("x", "K", "nb", (Chapter("a", "A", (block,), landscape=wide),))).tables
        assert all(keep for _, keep in kept(made._tbl)[:-1]) is whole
        assert not kept(made._tbl)[-1][1]


def test_the_figures_of_a_closing_row_are_as_heavy_as_its_name() -> None:
    block = Table("Sum", (Column("Hvem"), Column("Kroner", numeric=True)), (("Os", "1"),), foot=("Alle", "1"))
    (table,) = read(Document("x", "Sum", "nb", (Chapter("a", "A", (block,)),))).tables
    assert [cell.paragraphs[0].style.name for cell in table.rows[2].cells] == ["Tabellrad", "Tabellrad"]


def test_every_link_leads_to_a_place_or_out_of_the_file() -> None:
    found = parts(rich())
    body, relations = found["word/document.xml"], found["word/_rels/document.xml.rels"]
    places = [each.get(W + "name") for each in body.iter(W + "bookmarkStart")]
    assert len(places) == len(set(places))
    inside = {each.get(W + "anchor") for each in body.iter(W + "hyperlink")} - {None}
    assert inside == {"kap_prose", "kap_tables", "kap_below", "kap_wide", "kap_after", "krav_SIK_001"}
    assert inside <= set(places)
    assert [each.get("Target") for each in relations if each.get("TargetMode")] == [
        "https://kommune.example/a?b=1&c=2",
        "https://x.example/a.png",
    ]


def test_contents_are_words_own_and_claim_no_page_before_they_are_updated() -> None:
    body = parts(rich())["word/document.xml"]
    (held,) = body.iter(W + "sdt")
    assert [each.get(W + "val") for each in held.iter(W + "docPartGallery")] == ["Table of Contents"]
    places = [each.get(W + "anchor") for each in held.iter(W + "hyperlink")]
    codes = [each.text for each in held.iter(W + "instrText")]
    assert codes == [r' TOC \o "2-3" \h \z ', *(rf" PAGEREF {place} \h " for place in places)]
    assert not re.search(r"\d+$", "\n".join(shown(each) for each in held.iter(W + "p")), re.MULTILINE)
    kinds = [each.get(W + "fldCharType") for each in held.iter(W + "fldChar")]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate") == len(codes)


def shown(element: etree._Element) -> str:
    return "".join(map(str, element.itertext(W + "t")))


def test_what_stands_in_another_document_is_told_in_words() -> None:
    (paragraph,) = (each for each in read(samples.annex_6()).paragraphs if "justeres" in each.text)
    assert "Konkurransegrunnlag punkt 2" in paragraph.text
    assert not paragraph.hyperlinks


def test_a_chapter_printed_across_has_pages_of_its_own() -> None:
    sizes = [
        (each.orientation, round(each.page_width.mm)) for each in read(rich()).sections if each.page_width
    ]
    assert [width for _, width in sizes] == [210, 210, 297, 210]


def test_contents_before_pages_across_end_a_section_of_their_own() -> None:
    document = rich()
    wide = next(each for each in document.chapters if each.landscape)
    file = read(replace(document, chapters=(wide, *document.chapters[:2])))
    assert [each.page_width.mm > 250 for each in file.sections if each.page_width] == [
        False,
        False,
        True,
        False,
    ]
    assert [text for _, text in headings(file)][:3] == ["Innhald", "Bilag 9 Prøve", "9.1 På tvers"]


def test_lists_count_for_themselves() -> None:
    numbering = parts(rich())["word/numbering.xml"]
    starts = [each.get(W + "val") for each in numbering.iter(W + "startOverride")]
    assert starts.count("5") == 8
    assert len(starts) == 16


def test_the_file_says_what_it_is() -> None:
    properties = read(samples.annex_1()).core_properties
    assert properties.title == "Kvalitets- og avvikssystem: Bilag 1 Kundens kravspesifikasjon"
    assert (properties.author, properties.language) == ("Tynset kommune", "nb-NO")
    assert properties.created == samples.stamp().moment
    languages = {each.get(W + "val") for each in parts(rich())["word/styles.xml"].iter(W + "lang")}
    assert languages == {"nn-NO"}


def test_pages_carry_version_fingerprint_and_count() -> None:
    section = read(samples.annex_1()).sections[-1]
    assert section.header.paragraphs[0].text.endswith(
        "Bilag 1 Kundens kravspesifikasjon\tVersjon 8 · 2. desember 2026"
    )
    assert re.search(r"innhold [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\tSide ", section.footer.paragraphs[0].text)
    codes = [each.text for each in section.footer._element.iter(W + "instrText")]
    assert codes == [" PAGE ", " NUMPAGES "]


def test_drafts_and_demonstrations_are_marked_on_every_page_and_versions_are_not() -> None:
    assert b"UTKAST" not in docx(rich(), SIBLINGS, samples.stamp())
    marked, plain = parts(rich(), demo=True, draft=True), parts(rich())
    heads = [name for name in plain if "header" in name]
    assert len(heads) == 3
    for name in heads:
        assert b"UTKAST" in etree.tostring(marked[name])
        assert "Demodata" in "".join(map(str, marked[name].itertext()))
        assert b"UTKAST" not in etree.tostring(plain[name])
        assert "Demodata" not in "".join(map(str, plain[name].itertext()))


def test_what_the_format_orders_stands_in_order_and_every_style_is_there() -> None:
    found = parts(rich(), demo=True, draft=True)
    for part in found.values():
        for name, order in ORDER.items():
            for element in part.iter(W + name):
                names = [each.tag.removeprefix(W) for each in element]
                assert names == sorted(names, key=order.split().index)
    defined = {each.get(W + "styleId") for each in found["word/styles.xml"].iter(W + "style")}
    used = {
        each.get(W + "val")
        for part in found.values()
        for each in part.iter(W + "pStyle", W + "rStyle", W + "tblStyle")
    }
    assert used <= defined
    lists = {each.get(W + "numId") for each in found["word/numbering.xml"].iter(W + "num")}
    assert {each.get(W + "val") for part in found.values() for each in part.iter(W + "numId")} <= lists


def test_every_cell_ends_with_a_paragraph_and_no_two_tables_meet() -> None:
    body = parts(rich())["word/document.xml"]
    assert all(cell[-1].tag == W + "p" for cell in body.iter(W + "tc"))
    assert all(
        (after := each.getnext()) is not None and after.tag == W + "p" for each in body.iter(W + "tbl")
    )


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "from hashlib import sha256; from procure.documents.word import docx;"
        "from tests.documents import test_word as t;"
        "print(sha256(docx(t.rich(), t.SIBLINGS, t.samples.stamp())).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert other.stdout.strip() == sha256(docx(rich(), SIBLINGS, samples.stamp())).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "tegn\x00\x08\x0b\ufffe som ikke finnes",
        "a" * 100_000,
        "> " * 39 + "dypt",
        "> " * 300 + "for dypt",
        "- " * 45 + "dypt",
        "|" + "a|" * 90 + "\n|" + "-|" * 90 + "\n|" + "b|" * 90,
        "<script>alert(1)</script> ]]> &amp; <w:p/>",
        '[x](https://x.example/"><w:p/>)',
    ],
    ids=["control", "long", "deep", "deeper", "list", "wide", "markup", "address"],
)
def test_hostile_texts_open(text: str) -> None:
    named = replace(samples.cover(text), title=text, subtitle=(text,), facts=(Fact(text, text),))
    chapters = (
        Chapter(text[:90], text, (Prose(text, True), Note(text), Facts((Fact(text, text),)))),
        Chapter("t", "T", (Table(text, (Column(text, 400), Column(text, 400)), ((text, text),)),)),
        *(Chapter(f"more-{number}", text) for number in range(2)),
    )
    file = read(Document("x", text, "nb", chapters, named, lead=text))
    assert len(headings(file)) == 6
    assert all(len(row.cells) <= 63 for table in file.tables for row in table.rows)


def test_a_table_of_thousands_of_rows_opens() -> None:
    rows = tuple((str(number), "tekst", "1") for number in range(4_000))
    table = Table("Mange", (Column("A"), Column("B"), Column("C", numeric=True)), rows)
    file = read(Document("x", "Mange rader", "nb", (Chapter("a", "A", (table,)),)))
    assert len(file.tables[0]._tbl.tr_lst) == 4_001


@pytest.mark.slow
def test_libreoffice_lays_it_out_with_cover_pages_across_and_every_heading(tmp_path: Path) -> None:
    (tmp_path / "rich.docx").write_bytes(docx(rich(), SIBLINGS, replace(samples.stamp(), draft=True)))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "rich.docx")),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    paper = (tmp_path / "rich.pdf").read_bytes()
    text = "".join(page_texts(paper, tmp_path))
    assert all(heading in text for _, heading in headings(read(rich())))
    with opened(paper) as pdf:
        widths = [round(float(sheet.mediabox[2])) for sheet in pdf.pages]
    assert widths[0] == 595
    assert widths.count(842) == 1


def test_a_requirement_whose_text_says_nothing_has_its_note_still():
    row = Requirement(
        "A-001", "[a]: https://b.example/", "Absolutt", "ved tilbud", "", local_note="Os har et annet."
    )
    document = Document("x", "Krav", "nb", (Chapter("a", "Krav", (Requirements("Krav", (row,)),)),))
    file = reader.Document(BytesIO(docx(document, (document,), samples.stamp())))
    assert "Os har et annet." in file.tables[-1].rows[-1].cells[1].text
