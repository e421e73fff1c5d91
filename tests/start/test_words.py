"""The words on the page and those in the documentation are the same words."""

from __future__ import annotations

import tomllib

from config import ROOT


def on_the_page() -> dict[str, tuple[str, str]]:
    terms = tomllib.loads((ROOT / "procure/start/glossary.toml").read_text())["term"]
    return {term["nb"]: (term["nn"], term["en"]) for term in terms}


def in_the_documentation() -> dict[str, tuple[str, str]]:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in (ROOT / "docs/glossary.md").read_text().splitlines()
        if line.startswith("| ")
    ]
    return {nb: (nb if nn == "–" else nn, english) for nb, nn, english, *_meaning in rows}


def test_a_word_is_spelled_the_same_in_both():
    page, documentation = on_the_page(), in_the_documentation()
    shared = page.keys() & documentation.keys()
    assert len(shared) > 20
    assert {word: page[word][0] for word in shared} == {word: documentation[word][0] for word in shared}


def test_a_word_has_the_same_english_in_both():
    page, documentation = on_the_page(), in_the_documentation()
    shared = page.keys() & documentation.keys()
    assert [word for word in shared if page[word][1] not in documentation[word][1]] == []


def test_every_word_on_the_page_is_in_the_documentation():
    assert sorted(on_the_page().keys() - in_the_documentation().keys()) == []
