"""Markdown to safe HTML: what it keeps, what it shows as typed, what it never lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.documents.letters import missing_characters
from procure.documents.prose import Link, render, render_cell

LINKS = {"krav:SIK-001": Link("SIK-001", "#krav-SIK-001")}
TAGS = {
    "p",
    "br",
    "hr",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "wbr",
}


def test_lists_tables_and_emphasis():
    assert render("- en\n- *to*") == "<ul>\n<li>en</li>\n<li><em>to</em></li>\n</ul>\n"
    assert "<td>1</td>" in render("| a |\n|---|\n| 1 |")


def test_a_writers_heading_is_a_bold_line_so_that_levels_never_skip():
    assert render("### Frist") == "<p><strong>Frist</strong></p>\n"


def test_a_reference_becomes_a_link_and_an_unknown_one_stays():
    assert render("Se [[krav:SIK-001]].", LINKS) == (
        '<p>Se <a href="#krav-SIK-001" rel="noopener noreferrer">SIK-001</a>.</p>\n'
    )
    assert render("Se [[krav:SIK-002]].", LINKS) == "<p>Se [[krav:SIK-002]].</p>\n"
    assert render("`[[krav:SIK-001]]`", LINKS) == "<p><code>[[krav:SIK-001]]</code></p>\n"


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&#58;alert(1))",
    "[a](data:text/html,x)",
    "[a](file:///etc/passwd)",
    "[a](x-doc:annex-1/x)",
    "[a](/local)",
    "![a](http://x.example/y.png)",
    "<style>@import url(http://x.example)</style>",
    "<https://x.example/\"onmouseover=alert(1)>",
])  # fmt: skip
def test_nothing_runs_or_reaches_out(text):
    html = render(text).lower()
    for bad in (
        "<script",
        "<img",
        "<style",
        'href="javascript',
        'href="data',
        'href="file',
        'href="x-doc',
        'href="/',
        '" onmouseover',
    ):
        assert bad not in html


@given(st.text())
def test_only_known_tags_come_out(text):
    html = render(text)
    found = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    assert found <= TAGS


@pytest.mark.parametrize("text", ["*a _b " * 2000 + "_ *" * 2000, ">" * 5000 + "a", "[" * 20000, "*" * 30000])
def test_absurd_nesting_is_shown_as_typed(text):
    html = render(text)
    assert html.count("<em>") + html.count("<blockquote>") < 50


def test_a_word_that_no_line_can_hold_may_break():
    assert render("y" * 100) == "<p>" + "y" * 40 + "<wbr>" + "y" * 40 + "<wbr>" + "y" * 20 + "</p>\n"
    assert render("<" * 100).count("&lt;<wbr>&lt;") == 2  # a letter that HTML writes with four
    assert "<wbr>" not in render("<" * 80 + " &amp")
    assert "<wbr>" not in render(f"[a](https://x.example/{'b' * 300})")
    assert "<wbr>" not in render("personopplysningsloven " * 40)


def test_a_cell_of_one_paragraph_stands_without_its_tags():
    assert render_cell("en *to*") == "en <em>to</em>"
    assert render_cell("en\n\nto") == "<p>en</p>\n<p>to</p>"


def test_the_fonts_have_norwegian_and_sami_letters_and_common_signs():
    assert missing_characters("æøåÆØÅ áčđŋšŧžÁČĐŊŠŦŽ «» – — … ≥ ≤ → ← − · • € ☐ ✓ é ü ö\n") == set()


def test_what_the_fonts_lack_is_named():
    assert missing_characters("Fin 😀 dag 中") == {"😀", "中"}


@pytest.mark.parametrize("levels", [5, 10, 19, 20, 30, 200])
def test_no_word_is_lost_in_lists_and_quotes_that_lie_deep(levels):
    lists = "\n".join("  " * level + f"- punkt{level}." for level in range(levels))
    assert all(f"punkt{level}." in render(lists) for level in range(levels))
    assert "dypt" in render(">" * levels + " dypt")
