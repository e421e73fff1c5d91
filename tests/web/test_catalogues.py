"""Every sentence that users see is said in every language, with the same facts in it."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

LANGUAGES = ("nn", "en")
FACT = re.compile(r"%\(\w+\)s|%%|\{[^}]*\}|&\w+;|<[^>]+>")


@pytest.fixture(scope="module")
def sentences() -> set[str | tuple[str, ...]]:
    """Return every sentence marked in the code and in the templates."""
    with (ROOT / "procure/translations/babel.cfg").open() as setting:
        methods, options = parse_mapping_cfg(setting)
    words = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "lazy": None}
    found = extract_from_dir(ROOT, methods, options, keywords=words)
    return {message for _file, _line, message, _comments, _context in found if message}


def catalogue(language: str) -> Catalog:
    with (ROOT / f"procure/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, list | tuple) else (str(said or ""),)


@pytest.mark.row("T2")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_said(language, sentences):
    known = catalogue(language)
    missing = [
        each for each in sentences if not (message := known.get(each)) or not all(forms(message.string))
    ]
    assert sorted(map(str, missing)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept_that_nobody_says(language, sentences):
    kept = [message.id for message in catalogue(language) if message.id]
    assert sorted(str(each) for each in kept if each not in sentences) == []


def facts(text: str) -> list[str]:
    return sorted(FACT.findall(text))


def wrong(message: Message) -> bool:
    pairs = zip(forms(message.id), forms(message.string), strict=False)
    return any(said and facts(asked) != facts(said) for asked, said in pairs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_stand_in_the_sentence(language):
    assert [message.id for message in catalogue(language) if message.id and wrong(message)] == []


def ends(sentence: str) -> tuple[str, bool]:
    """Return the last mark of a sentence, if it has one, and whether the sentence begins with a space."""
    last = sentence.strip()[-1:]
    return last if last in ".:?…" else "", sentence.startswith(" ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_it_does_in_bokmal(language):
    pairs = [(str(message.id), str(message.string)) for message in catalogue(language) if message.id]
    told = [(asked, said) for asked, said in pairs if said and not asked.endswith("mva.")]
    assert [asked for asked, said in told if ends(asked) != ends(said)] == []


def test_nynorsk_is_not_bokmal():
    """Words that only bokmål has stand in no sentence in nynorsk."""
    bokmal = re.compile(
        r"\b(ikke|jeg|hva|hvem|hvor|hvordan|hvorfor|noen|noe|bare|dere|deres|fra|mye|uten|også|fortsatt|nå|"
        r"kunngjøring|tilbudet|konkurransene|leverandører|deltakere|endringer|leder|lederen|krever|behovene)\b",
        re.IGNORECASE,
    )
    said = [
        (message.id, found[0])
        for message in catalogue("nn")
        if (found := bokmal.search(FACT.sub("", str(message.string))))
    ]
    assert said == []
