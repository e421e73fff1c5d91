"""The web edition says what the printed document says, and every reference in it leads to a place."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from procure.documents import html
from procure.documents.edition import LINK_HERE, read
from procure.domain.assembly import (
    Chapter,
    Document,
    PriceGroup,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    outline,
)
from tests.documents import samples

DOCUMENTS = samples.package().documents
WIDE = Document(
    "annex_9",
    "Bilag 9",
    "nb",
    (
        Chapter(
            "all prices",
            "Priser & «annet»",
            (
                Prose("Se [[krav:KVA-001]] og [[kap:read]].\n\n> Sitat\n\n1. En\n2. To", numbered=True),
                Prose("Andre ledd.", numbered=True),
                Prices(
                    "Priser",
                    (PriceLine("P1", "Lisens", "måned", "48"),),
                    total="Sum",
                    groups=(PriceGroup("Drift", (PriceLine("P2", "Timer", "time", "10"),), "Delsum"),),
                ),
            ),
        ),
    ),
    number="9",
)


class Words(HTMLParser):
    """The words of a page, its ids, its links and its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag == "a":
            self.links.append(str(held.get("href")))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if self.silent or held.get("class") == "to-here" or tag in ("title", "style"):
            self.silent += tag not in ("br", "col", "wbr", "meta")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words += data.split()


def page_of(kind: str) -> str:
    return f"/documents/{kind}"


def edition(document: Document) -> Words:
    return Words(str(read(document, (*DOCUMENTS, WIDE), page_of).body))


@pytest.mark.parametrize("document", [*DOCUMENTS, WIDE], ids=lambda document: document.kind)
def test_it_says_the_words_of_the_printed_document_in_the_same_order(document):
    printed = Words(html.body(document, (*DOCUMENTS, WIDE))).words
    assert [*document.name.split(), *edition(document).words] == printed


@pytest.mark.parametrize("document", [*DOCUMENTS, WIDE], ids=lambda document: document.kind)
def test_headings_begin_below_the_pages_own_and_never_skip_a_level(document):
    levels = [1, *edition(document).headings]
    assert len(levels) == 1 + len(outline(document))
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_every_reference_leads_to_a_place_there_is():
    ids = {document.kind: {"top", *edition(document).ids} for document in (*DOCUMENTS, WIDE)}
    found = 0
    for document in (*DOCUMENTS, WIDE):
        for link in edition(document).links:
            if link.startswith(("http", "mailto")):
                continue
            page, _hash, name = link.partition("#")
            kind = page.rpartition("/")[2] or document.kind
            assert unquote(name) in ids[kind], link
            found += 1
    assert found > 20


def test_each_requirement_has_a_lasting_address_that_can_be_seen():
    read_ = edition(next(document for document in DOCUMENTS if document.kind == "annex-1"))
    rows = [
        row.id
        for document in DOCUMENTS
        if document.kind == "annex-1"
        for heading in outline(document)
        for block in heading.chapter.blocks
        if isinstance(block, Requirements)
        for row in block.rows
    ]
    assert rows
    for row in rows:
        assert f"krav-{row}" in read_.ids
        assert f"#krav-{row}" in read_.links


def test_a_reference_to_another_document_leads_to_its_page():
    assert "/documents/annex-1#krav-KVA-001" in edition(WIDE).links


def test_ids_are_unique_and_the_contents_lead_to_the_headings():
    for document in (*DOCUMENTS, WIDE):
        made, ids = read(document, DOCUMENTS, page_of), edition(document).ids
        assert len(ids) == len(set(ids))
        assert [line.anchor for line in made.contents if line.anchor not in ids] == []
        assert [line.text for line in made.contents] == [heading.text for heading in outline(document)]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_link_to_a_requirement_is_in_the_documents_language(language):
    row = Requirement("SIK-001", "Alle skal logge inn.", "Absolutt", "", "")
    chapter = Chapter("a", "Tryggleik", (Requirements("Krav", (row,)),))
    made = read(Document("annex_1", "Bilag 1", language, (chapter,)), (), page_of)
    assert LINK_HERE[language] in made.body


def test_what_people_write_is_shown_and_never_run():
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    row = Requirement('SIK-001"><script>', text, text, text, text, text, text)
    chapter = Chapter('a"><script>', text, (Prose(text), Requirements(text, (row,))))
    made = read(Document("annex_1", text, "nb", (chapter,), lead=text), (), page_of)
    assert "<script" not in made.body
    assert "<img" not in made.body
    assert 'href="javascript' not in made.body
