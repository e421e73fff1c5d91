"""Files as archives and screen readers get them: claims, files inside, long tables, wide sheets, drafts."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from hashlib import md5
from io import BytesIO
from xml.etree import ElementTree

import pytest
from outloud import check
from pdfua import validate
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, parse_content_stream

from procure.documents import boxes, html
from procure.documents.assemble import Inside, Part, assemble
from procure.documents.assets import TEMPLATES
from procure.documents.pdf import lay_out
from procure.documents.stamps import Stamp
from procure.domain.assembly import Document, outline
from tests.documents import samples
from tests.documents.reading import kids, links, opened, page_texts, parent_tree, places, structure

INSIDE = (
    Inside("sak.json", "application/json", "Den offentlige delen av saken", "Source", b'{"versjon": 8}'),
    Inside("prisskjema.csv", "text/csv", "Linjene i prisskjemaet", "Data", "P1;måned\n".encode()),
)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PREFLIGHT = "preflight pdfbox2 fontbox2 xmpbox commons-logging javax.activation jaxb-api"


def bodies(document: Document, *siblings: Document, cut: int | None = None) -> Part:
    headings = outline(document)
    runs = [headings[:cut], headings[cut:]] if cut else [headings]
    pieces = tuple(map(lay_out, html.bodies(document, (document, *siblings), runs)))
    return Part(document.name, document.language, pieces)


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    """A requirement specification of two pieces and an answer form with wide sheets."""
    annex, answers = samples.annex_1(45), samples.answer_form()
    return [bodies(annex, answers, cut=2), bodies(answers, annex)]


def made(parts: list[Part], stamp: Stamp | None = None, inside: tuple[Inside, ...] = ()) -> bytes:
    entries = [*html.contents(samples.annex_1()), *html.contents(samples.answer_form())]
    return assemble(parts, entries, "Avvikssystem: krav og svar", stamp or samples.stamp(), inside)


@pytest.fixture(scope="module")
def kept(parts: list[Part]) -> bytes:
    """The file of both, with two files inside."""
    return made(parts, inside=INSIDE)


@pytest.mark.row("H7")
def test_the_file_claims_what_it_is_built_to_in_words_that_archives_read(kept):
    pdf = opened(kept)
    packet = pdf.Root.Metadata.read_bytes().decode()
    tree = ElementTree.fromstring(re.sub(r"<\?xpacket.*?\?>", "", packet))
    said = {item.tag.partition("}")[2]: item.text for item in tree.iter() if item.text and item.text.strip()}
    assert (said["part"], said["conformance"]) == ("1", "A")
    assert [item.text for item in tree.iter() if item.tag.endswith("}part")] == ["3", "1"]
    assert said["namespaceURI"] == "http://www.aiim.org/pdfua/ns/id/"
    assert len(list(tree.iter(f"{RDF}RDF"))) == 1
    attributes = {name for item in tree.iter() for name in item.attrib}
    assert attributes == {f"{RDF}about", f"{RDF}parseType", "{http://www.w3.org/XML/1998/namespace}lang"}


def test_the_colours_are_certain_and_the_file_has_an_id(kept):
    pdf = opened(kept)
    (intent,) = pdf.Root.OutputIntents
    assert Name.GTS_PDFA1 == intent.S
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert [len(bytes(half)) for half in pdf.trailer.ID] == [16, 16]
    groups = [item for item in pdf.objects if isinstance(item, Dictionary) and "/Group" in item]
    assert groups == []


def test_files_inside_can_be_taken_out_again(kept, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(kept)
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, path], capture_output=True, check=True)
    assert {each.name: (tmp_path / each.name).read_bytes() for each in INSIDE} == {
        each.name: each.data for each in INSIDE
    }


def test_files_inside_are_tied_to_the_document(kept):
    pdf = opened(kept)
    names = list(pdf.Root.Names.EmbeddedFiles.Names)
    assert [str(name) for name in names[::2]] == ["prisskjema.csv", "sak.json"]
    case, prices = pdf.Root.AF
    assert [case, prices] == names[::-2]
    assert (case.AFRelationship, prices.AFRelationship) == (Name.Source, Name.Data)
    assert str(case.Desc) == "Den offentlige delen av saken"
    stream = case.EF.F
    assert stream.Subtype == Name("/application/json")
    assert stream.Params.Size == len(INSIDE[0].data)
    assert bytes(stream.Params.CheckSum) == md5(INSIDE[0].data, usedforsecurity=False).digest()
    assert str(stream.Params.ModDate) == "D:20261202070000Z"


def test_two_files_of_one_name_are_refused(parts):
    with pytest.raises(ValueError, match="share a name"):
        made(parts[1:], inside=(INSIDE[0], INSIDE[0]))


@pytest.mark.row("H5")
def test_the_same_pieces_give_the_same_bytes(parts, kept):
    assert made(parts, inside=INSIDE) == kept


@pytest.mark.row("H7")
def test_a_table_over_several_pages_is_one_table_with_one_head(kept, tmp_path):
    pdf = opened(kept)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    tables = [item for item in structure(pdf) if Name.Table == item.S]
    assert [sum(Name.THead == kid.S for kid in elements(table)) for table in tables] == [1, 1, 1]
    assert [[kid.S for kid in elements(table)][:2] for table in tables] == [[Name.Caption, Name.THead]] * 3
    spans = [{numbers[item.Pg.objgen] for item in below(table) if Name.TR == item.S} for table in tables]
    assert min(map(len, spans)) >= 3
    texts = page_texts(kept, tmp_path, lines=True)
    assert all("Slik svarer dere" in texts[number - 1] for number in spans[0])


def elements(top: Object) -> list[Object]:
    return [kid for kid in kids(top) if isinstance(kid, Dictionary) and "/S" in kid]


def below(top: Object) -> Iterator[Object]:
    yield top
    for kid in elements(top):
        yield from below(kid)


def test_the_cells_of_every_page_know_the_one_head(kept):
    pdf = opened(kept)
    ids = {bytes(item.ID): item for item in structure(pdf) if "/ID" in item}
    for table in (item for item in structure(pdf) if Name.Table == item.S):
        heads = {bytes(item.ID) for item in below(table) if Name.TH == item.S and item.A.Scope == Name.Column}
        cells = [item for item in below(table) if Name.TD == item.S]
        assert all(len(heads & {bytes(name) for name in cell.A.Headers}) == 1 for cell in cells)
        assert all(bytes(name) in ids for cell in cells for name in cell.A.Headers)


def test_all_that_is_drawn_is_text_with_an_owner_or_an_artifact(kept):
    pdf = opened(kept)
    owners = parent_tree(pdf)
    for page in pdf.pages:
        depth = 0
        for step in parse_content_stream(page):
            operator = str(step.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
                tag = step.operands[0]
                owned = operator == "BDC" and "/MCID" in step.operands[1]
                assert owned or tag == Name.Artifact
                if owned:
                    assert owners[int(page.obj.StructParents)][int(step.operands[1].MCID)] is not None
            depth -= operator == "EMC"
            assert depth == 1 or operator not in ("Tj", "TJ", "f", "S", "B", "f*")


def test_pieces_of_a_document_are_one_part_of_the_tree(kept):
    pdf = opened(kept)
    parts = [item for item in structure(pdf) if Name.Part == item.S]
    assert [str(part.Lang) for part in parts] == ["nb", "nb"]
    assert kids(next(structure(pdf))) == parts
    assert all(part == kid.P for part in parts for kid in elements(part))


@pytest.mark.row("H6")
def test_every_bookmark_leads_to_its_heading(kept, tmp_path):
    pdf = opened(kept)
    texts, numbers = page_texts(kept, tmp_path), {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    with pdf.open_outline() as bookmarks:
        items = [each for item in bookmarks.root for each in (item, *item.children)]
    assert len(items) == 7
    for item in items:
        assert isinstance(item.destination, Array)
        assert item.title in " ".join(texts[numbers[item.destination[0].objgen]].split())


@pytest.mark.row("H6")
def test_a_reference_tells_the_page_it_leads_to(kept, tmp_path):
    pdf, text = opened(kept), " ".join(page_texts(kept, tmp_path)[-1].split())
    known = places(pdf)
    assert f"Kravet KVA-002 (side {known['annex-1/krav:KVA-002']}) besvares" in text
    assert f"i punkt 1 (side {known['answers/kap:fields']})." in text
    for _, link in links(pdf):
        assert str(link.Contents).endswith(f", side {known[str(link.Dest)]}")
    assert not any(name.startswith(boxes.PREFIX) for name in known)


def test_a_reference_out_of_the_file_names_the_document(parts, tmp_path):
    text = " ".join(page_texts(made(parts[1:]), tmp_path)[-1].split())
    assert "Kravet KVA-002 (bilag 1) besvares" in text


def test_boxes_are_as_large_as_the_stylesheet_says():
    style = (TEMPLATES / "print.css").read_text()
    for rule, width in ((".at", boxes.WIDTH), (".toc .page", boxes.ROW_WIDTH)):
        (declared,) = re.findall(rf"^{re.escape(rule)} {{(.*)}}$", style, re.MULTILINE)
        assert f"width: {width:g}pt; height: {boxes.HEIGHT:g}pt" in declared


def test_wide_sheets_lie_flat_and_carry_their_lines(kept, tmp_path):
    pdf, texts = opened(kept), page_texts(kept, tmp_path)
    sizes = [tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages]
    assert not any("/Rotate" in page.obj for page in pdf.pages)
    wide = [number for number, size in enumerate(sizes) if size == (842, 595)]
    assert sizes.count((595, 842)) == len(sizes) - len(wide)
    assert wide == list(range(wide[0], len(sizes) - 1))
    assert len(wide) >= 3
    for number in wide:
        assert f"Side {number + 1} av {len(sizes)}" in texts[number]
    boxed = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(wide[0] + 1), "-l", str(wide[0] + 1), tmp_path / "read.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxed)]
    assert 770 < max(edges) < 842


def test_a_draft_says_so_behind_the_text_of_every_page(parts, kept):
    draft = made(parts, replace(samples.stamp(), draft=True))
    assert [watermarked(page) for page in opened(draft).pages] == [True] * len(opened(draft).pages)
    assert not any(watermarked(page) for page in opened(kept).pages)


def watermarked(page):
    steps = [step for step in parse_content_stream(page) if str(step.operator) == "BDC"]
    first = steps[0].operands[1]
    return first.get("/Subtype") == Name.Watermark


@pytest.mark.parametrize("draft", [False, True])
def test_accessibility_checkers_find_no_failure(parts, draft, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(made(parts, replace(samples.stamp(demo=draft), draft=draft), INSIDE))
    assert validate(str(path)).findings == ()
    result = check(str(path), layers=["conformance"])
    assert (result.verdict, result.error, result.findings) == ("pass", None, [])
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def as_1b(pdf: bytes) -> bytes:
    """Save a file as PDF/A-1b, the only part that Preflight knows: no object streams, another claim."""
    changed, target = opened(pdf), BytesIO()
    claim = changed.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3<", b"<pdfaid:part>1<")
    changed.Root.Metadata.write(claim.replace(b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<"))
    changed.save(target, object_stream_mode=ObjectStreamMode.disable, force_version="1.4")
    return target.getvalue()


@pytest.mark.slow
@pytest.mark.row("H7")
@pytest.mark.parametrize("draft", [False, True])
def test_preflight_takes_the_same_pages_as_pdf_a_1b(parts, printed, draft, tmp_path):
    path = tmp_path / "file.pdf"
    whole = made(parts, replace(samples.stamp(), draft=True)) if draft else printed["package"].pdf
    path.write_bytes(as_1b(whole))
    library = ":".join(f"/usr/share/java/{name}.jar" for name in PREFLIGHT.split())
    program = ("java", "-cp", library, "org.apache.pdfbox.preflight.Validator_A1b")
    done = subprocess.run([*program, path], capture_output=True, text=True, check=False, timeout=120)
    assert "is a valid PDF/A-1b file" in done.stdout, done.stdout[:2000]
