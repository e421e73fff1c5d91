"""Files from outside: what is what it says is kept, what is not, or could do harm, is refused."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from PIL import Image, ImageFile

from procure.domain.errors import RuleBroken
from procure.files import archives, contents, inspection
from procure.files.contents import clean
from tests.files import samples as s

GOOD = {
    "kart.pdf": s.pdf(),
    "brev.docx": s.docx(),
    "rom.xlsx": s.xlsx(),
    "notat.odt": s.odt(),
    "les.txt": "Årsplan, «blå»\r\n".encode(),
    "gammel.csv": "Sted;Antall\nVåler;3\n".encode("cp1252"),
    "data.xml": b"<rom><navn>Bj\xc3\xb8rk</navn></rom>",
}
LINK = s.RELATIONS.format(kind="hyperlink")
SCRIPT = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)"))
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F=pikepdf.String("cmd.exe"))
OTHER, HARM = "ikke det filnavnet sier", "handlinger|makroer|uvanlig|et annet sted|DTD|nettleser"
BAD = {
    "a page that calls itself a PDF": ("a.pdf", b"<html><script>alert(1)</script>%%EOF", OTHER),
    "a PDF cut in two": ("a.pdf", s.pdf()[:200], OTHER),
    "half a PDF with its end": ("a.pdf", s.pdf()[:60] + b"%%EOF", OTHER),
    "a locked PDF": ("a.pdf", s.locked_pdf(), "låst"),
    "a PDF that runs a script": ("a.pdf", s.pdf(OpenAction=SCRIPT), HARM),
    "a PDF that starts a program": ("a.pdf", s.pdf(OpenAction=LAUNCH), HARM),
    "a PDF with a script deep inside": ("a.pdf", s.pdf(X=pikepdf.Array([pikepdf.Array([SCRIPT])])), HARM),
    "a PDF with a file in it": ("a.pdf", s.pdf(Names=pikepdf.Dictionary(EmbeddedFiles=1)), HARM),
    "a picture that calls itself a document": ("a.docx", s.picture(), OTHER),
    "a workbook that calls itself a document": ("a.docx", s.xlsx(), OTHER),
    "any ZIP": ("a.xlsx", s.archive({"a.txt": "a"}), OTHER),
    "a document of another office": ("a.ods", s.odt(), OTHER),
    "a broken ZIP": ("a.docx", s.docx()[:-30], "skadet"),
    "macros": ("a.docx", s.docx(word__vbaProject_dot_bin=b"x"), HARM),
    "a file in the file": ("a.docx", s.docx(word__embeddings__oleObject1_dot_bin=b"x"), HARM),
    "a program in the file": ("a.docx", s.docx(word__media__x_dot_exe=b"MZ"), HARM),
    "macros in a chart": (
        "a.docx",
        s.docx(word__embeddings__x_dot_docx=s.docx(word__vbaProject_dot_bin=b"x")),
        HARM,
    ),
    "something else as a chart": ("a.docx", s.docx(word__embeddings__x_dot_xlsx=b"x"), OTHER),
    "a chart in a chart": (
        "a.docx",
        s.docx(word__embeddings__x_dot_docx=s.docx(word__embeddings__y_dot_docx=s.docx())),
        "skadet",
    ),
    "an object of another program": ("a.odt", s.odt(**{"Object 1": b"x"}), HARM),
    "macros by type": ("a.docx", s.docx(**{"[Content_Types].xml": s.TYPES + "<!-- macroEnabled -->"}), HARM),
    "entities": ("a.docx", s.docx(word__styles_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), HARM),
    "entities in two bytes": ("a.docx", s.docx(word__x_dot_xml="<!DOCTYPE a><a/>".encode("utf-16")), HARM),
    "a template from elsewhere": (
        "a.docx",
        s.docx(word___rels__x_dot_xml_dot_rels=s.RELATIONS.format(kind="attachedTemplate")),
        HARM,
    ),
    "broken relations": ("a.docx", s.docx(word___rels__x_dot_rels="<a"), HARM),
    "text fetched from elsewhere": (
        "a.docx",
        s.docx(word__document_dot_xml="<a><w:instrText> DDEAUTO c:\\cmd</w:instrText></a>"),
        HARM,
    ),
    "text that calls itself a picture": ("a.png", b"GIF89a", OTHER),
    "the other kind of picture": ("a.jpg", s.picture(), OTHER),
    "half a picture": ("a.png", s.picture(size=(60, 60))[:2000], OTHER),
    "bytes that call themselves text": ("a.txt", b"MZ\x00\x01", OTHER),
    "a PDF that calls itself text": ("a.txt", s.pdf(), OTHER),
    "letters of no alphabet": ("a.csv", b"a\x81b", OTHER),
    "XML with a DTD": ("a.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', HARM),
    "half an XML": ("a.xml", b"<a>", OTHER),
    "XML with a drawing": ("a.xml", b'<a xmlns:s="http://www.w3.org/2000/svg"><s:svg/></a>', HARM),
    "a page": ("a.html", b"<p>", "må være en av"),
    "a program": ("a.exe", b"MZ", "må være en av"),
    "nothing after the dot": ("a", b"x", "må være en av"),
}


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the process apart: the printer, where it is loaded, lets half pictures pass."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_kept_as_it_came(name: str) -> None:
    assert clean(name, GOOD[name]) == GOOD[name]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", s.docx(word__embeddings__sheet_dot_xlsx=s.xlsx())),
        ("a.docx", s.docx(word__media__icon_dot_svg="<svg/>")),
        ("a.odt", s.odt(**{"Object 1/content.xml": "<chart/>"})),
    ],
)
def test_charts_and_icons_are_parts_of_a_document(name: str, data: bytes) -> None:
    assert clean(name, data) == data


def test_a_link_to_click_does_no_harm() -> None:
    assert clean("a.docx", linked := s.docx(word___rels__x_dot_rels=LINK)) == linked


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_what_it_says_or_could_do_harm_is_refused(what: str) -> None:
    name, data, told = BAD[what]
    with pytest.raises(RuleBroken, match=told) as refused:
        clean(name, data)
    assert refused.value.field == "file"


@pytest.mark.row("U4")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", s.EICAR.encode()),
        ("a.docx", s.docx(word__note_dot_txt=s.EICAR)),
        ("a.pdf", s.pdf() + s.EICAR.encode()),
    ],
)
def test_the_string_that_scanners_are_tested_with_is_always_refused(name: str, data: bytes) -> None:
    with pytest.raises(RuleBroken, match="virus"):
        clean(name, data)


@pytest.mark.parametrize(("name", "form"), [("a.png", "PNG"), ("a.jpg", "JPEG")])
def test_a_picture_is_drawn_anew_without_what_was_hidden_behind_it(name: str, form: str) -> None:
    kept = clean(name, s.picture(form) + b"<script>alert(1)</script>")
    assert b"script" not in kept
    with Image.open(BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.size) == (form, (4, 4))


def test_a_picture_in_colours_for_print_is_drawn_for_the_screen() -> None:
    target = BytesIO()
    Image.new("CMYK", (4, 4)).save(target, "JPEG")
    with Image.open(BytesIO(clean("a.jpg", target.getvalue()))) as drawn:
        assert drawn.mode == "RGB"


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_PIXELS", 10)
    with pytest.raises(RuleBroken, match="for stort"):
        clean("a.png", s.picture())


# --- ZIP files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        {"../../etc/passwd": "x"},
        {"/etc/passwd": "x"},
        {"c:\\x": "x"},
        {"A.xml": "x", "a.xml": "y"},
    ],
)
def test_names_that_lead_out_or_hide_something(parts: dict[str, str | bytes]) -> None:
    with pytest.raises(RuleBroken, match="skadet"):
        archives.members(s.archive(parts))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(RuleBroken, match="for stor"):
        archives.members(s.archive({"a": b"\0" * 20_000_000}))
    for bounds in (archives.Bounds(members=1), archives.Bounds(unpacked=3)):
        with pytest.raises(RuleBroken, match="for stor"):
            archives.members(s.archive({"a": "aa", "b": "bb"}), bounds)


def test_a_locked_archive_is_told_apart() -> None:
    data = bytearray(s.archive({"a": "aa"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RuleBroken, match="passord"):
        archives.members(bytes(data))


def test_folders_are_no_files() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        made.mkdir("word")
        made.writestr("word/a", "x")
    assert archives.members(target.getvalue()) == {"word/a": b"x"}


# --- In a process apart --------------------------------------------------------------------------


def test_it_is_done_in_a_process_of_its_own_that_says_the_same() -> None:
    assert inspection.inspect("kart.pdf", GOOD["kart.pdf"]) == GOOD["kart.pdf"]
    with pytest.raises(RuleBroken, match=r"\(\.pdf\)") as refused:
        inspection.inspect("kart.pdf", b"x")
    assert refused.value.field == "file"


def test_what_takes_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "SECONDS", 0.01)
    with pytest.raises(RuleBroken, match="sammensatt"):
        inspection.inspect("kart.pdf", GOOD["kart.pdf"])
    monkeypatch.undo()
    monkeypatch.setattr(inspection, "ROOT", inspection.ROOT / "tests")
    with pytest.raises(RuleBroken, match="sammensatt"):
        inspection.inspect("kart.pdf", GOOD["kart.pdf"])
