"""Markdown to safe HTML: one renderer for paper and for previews on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from procure.domain.assembly import REFERENCE

DEEPEST = (
    40  # levels of nesting; text that goes deeper is shown as it was typed, and the parser looks that far
)
ALLOWED_LINK = re.compile(r"(https?://|mailto:)[^\s]+$", re.IGNORECASE)
PLAIN_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>\s*$", re.DOTALL)
LETTER = r"(?>&[#\w]{1,10};|[^\s<>])"  # as HTML writes it
TAG_OR_LONG_WORD = re.compile(rf"<[^>]*>|{LETTER}{{81,}}|&[#\w]{{1,10}};")  # never from within
CHUNK = re.compile(rf"{LETTER}{{1,40}}")
INTERNAL = "x-doc"  # the scheme of links inside the documents, until the assembler knows the pages


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reference leads, and the words it is printed with; words alone where there is no address."""

    label: str
    href: str


Links = Mapping[str, Link]  # "krav:SIK-001" or "kap:scope" to the link


def render(text: str, links: Links | None = None) -> str:
    """Return safe HTML for a Markdown text: paragraphs, lists, tables, links; headings become bold lines."""
    env: dict[str, Any] = {"links": links or {}}
    tokens = MARKDOWN.parse(text, env)
    if too_deep(tokens):
        return breakable(f"<p>{escape(text)}</p>")
    return breakable(CLEANER.clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env)))


def render_cell(text: str, links: Links | None = None) -> str:
    """Return safe HTML for a table cell: a single paragraph stands without its tags."""
    html = render(text, links).strip()
    single = PLAIN_PARAGRAPH.match(html)
    return single[1] if single else html


def breakable(html: str) -> str:
    """Let words that no line can hold break: a layout engine spends minutes on one of 100 000 letters."""
    return TAG_OR_LONG_WORD.sub(
        lambda found: found[0] if found[0].startswith("<") else "<wbr>".join(CHUNK.findall(found[0])), html
    )


def too_deep(tokens: Sequence[Token]) -> bool:
    """Answer whether the text nests beyond what a page can show."""
    return any(token.level > DEEPEST for token in every_token(tokens))


def every_token(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield block tokens and the inline tokens inside them."""
    for token in tokens:
        yield token
        yield from token.children or ()


def reference_rule(state: StateInline, silent: bool) -> bool:
    """Turn `[[krav:SIK-001]]` into a link when it is known; else leave it as text."""
    found = REFERENCE.match(state.src, state.pos)
    link = state.env["links"].get(f"{found[1]}:{found[2]}") if found else None
    if found is None or link is None:
        return False
    if not silent:
        if link.href:
            state.push("link_open", "a", 1).attrs = {"href": link.href}
        state.push("text", "", 0).content = link.label
        if link.href:
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def make_markdown() -> MarkdownIt:
    """CommonMark and tables, without raw HTML, images and headings of the writer's own."""
    markdown = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 20})
        .enable("table")
        .disable(["image"])
    )
    markdown.validateLink = lambda url: ALLOWED_LINK.match(url) is not None  # type: ignore[method-assign]
    markdown.inline.ruler.before("link", "reference", reference_rule)
    markdown.add_render_rule("heading_open", lambda *_: "<p><strong>")
    markdown.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return markdown


MARKDOWN = make_markdown()
CLEANER = nh3.Cleaner(
    tags={
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
    },
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", INTERNAL},
    link_rel="noopener noreferrer",
)
