"""Pages as WeasyPrint takes them: read as HTML is read, and styled as browsers style."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from pikepdf import Pdf
from weasyprint import HTML

from procure.documents.paper import Paper, looks, well_formed
from procure.documents.pdf import lay_out
from procure.documents.prose import render, render_cell
from procure.documents.stamps import heading_line

TEXTS = [
    "Ett *viktig* ord, **to** ord, `kode` og [en lenke](https://example.org/?a=1&b=2 'x').",
    'Linje\\\nto  \ntre & fire < fem > "seks" \u00a0sju.',
    "- en\n- to\n  - to a\n  - to b\n\n    med to avsnitt\n- tre",
    "3. tre\n4. fire\n\n> sitat\n>\n> mer\n\n```\nkode\n  mer  kode\n```\n\n---\n\n# Tittel",
    "| a | b |\n| --- | --- |\n| 1 | *2* |\n| 3 |  |",
    "y" * 400,
]


def page(body: str) -> str:
    """Return a page as our templates write it."""
    head = '<head>\n  <meta charset="utf-8">\n  <title>x</title>\n</head>'
    return f'<!doctype html>\n<html lang="nb">\n{head}\n<body>\n{body}\n</body>\n</html>\n'


def table(cell: str) -> str:
    """Return a table with a cell, spread over lines."""
    columns = '<colgroup>\n<col style="width: 20mm">\n<col>\n</colgroup>'
    row = f"<tr>\n    <th>1</th>\n    <td>{cell}</td>\n  </tr>"
    return f"<table>\n{columns}\n<tbody>\n  {row}\n</tbody>\n</table>"


def told(element: Element) -> Iterator[tuple[object, ...]]:
    """Yield all there is to a page but the white space around its parts and those of a table."""
    bare = {"html", "head", "body", "table", "colgroup", "tbody", "thead", "tr"}
    for one in element.iter():
        text = "" if one.tag in bare and not (one.text or "").strip() else one.text or ""
        yield one.tag, sorted(one.attrib.items()), text, [(kid.tail or "").strip() for kid in one]


@pytest.mark.parametrize("text", TEXTS)
def test_a_page_is_read_as_a_parser_of_html_reads_it(text):
    for html in (page(render(text)), page(table(render_cell(text)))):
        tree = well_formed(html)
        assert tree is not None
        expected = tinyhtml5.parse(BytesIO(html.encode()), namespace_html_elements=False)
        assert list(told(tree)) == list(told(expected))


@pytest.mark.parametrize("body", [
    '<p class="local"><p>ett</p><p>to</p></p>',
    "<p>uten slutt",
    "<p>&aring;pent</p>",
    "<p>\x01</p>",
])  # fmt: skip
def test_what_xml_would_read_otherwise_is_left_to_a_parser_of_html(body):
    assert well_formed(page(body)) is None
    assert lay_out(page(body)).startswith(b"%PDF")


def test_a_page_looks_as_it_does_with_all_that_browsers_know():
    body = "".join(render(text) + table(render_cell(text)) for text in TEXTS)
    heads = "".join(f"<h{level}>Overskrift</h{level}>" for level in (1, 2, 3, 4))
    html = page(heads + body)
    ours = Paper(html).render(stylesheets=[looks().style], font_config=looks().fonts)
    theirs = HTML(string=html, url_fetcher=looks().fetcher).render(
        stylesheets=[looks().style], font_config=looks().fonts
    )
    assert [list(places(one)) for one in ours.pages] == [list(places(one)) for one in theirs.pages]


def places(laid_out: Any) -> Iterator[tuple[object, ...]]:
    """Yield where the lines of a page stand, what is in them, and in which style."""
    for box in laid_out._page_box.descendants():
        if text := getattr(box, "text", ""):
            style = [str(box.style[name]) for name in ("font_size", "font_weight", "font_style", "color")]
            yield text, round(box.position_x, 3), round(box.position_y, 3), *style


def test_the_version_of_weasyprint_is_the_one_whose_inner_parts_we_replace():
    assert version("weasyprint") == "70.0", "read paper.py anew, and hold it against this version"
    assert hasattr(HTML, "_ua_stylesheets")
    assert set(vars(HTML(string="<p>"))) == set(vars(Paper("<html><p>x</p></html>")))


def test_letters_that_nothing_moves_are_drawn_in_one_go():
    with Pdf.open(BytesIO(lay_out(page(render("Ord som står der de faller."))))) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
    assert b"] TJ" in drawn
    assert b">0<" not in drawn


def test_absurd_titles_are_cut_at_once():
    assert heading_line("a" * 1_000_000, "Bilag 1", 400).endswith("… · Bilag 1")
    assert heading_line("a", "b" * 1_000_000, 400).endswith("b…")


def test_pages_are_the_same_whatever_the_thread_has_laid_out_before():
    html = page(render(TEXTS[0]))
    first = lay_out(html)
    lay_out(page(table(render_cell(TEXTS[2]))))
    assert lay_out(html) == first
    with Pdf.open(BytesIO(first)) as pdf:
        assert len(pdf.pages) == 1
