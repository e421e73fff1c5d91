"""Every page in nynorsk and English: nothing of ours is left in bokmål."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from config import ROOT
from procure import db
from tests import world
from tests.places import NOBODY, pages, person
from tests.world import World

READERS = (NOBODY, world.LEAD, world.SIGNATORY, world.ADVISER, world.OPERATOR)
EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label")
SHORTEST = 4  # a shorter word may be a name, a unit, or the same in all languages


@pytest.fixture(scope="module")
def app(lasting_app: Flask) -> Flask:
    """The application with the whole world in it."""
    return lasting_app


@pytest.fixture(scope="module")
def there(app: Flask) -> World:
    return world.build(app)


class Said(HTMLParser):
    """Gathers what a page says in its own language, text and attributes; not what is marked as another's."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = self.page = language  # the reader's, and what the page says that it is in
        self.spoken: list[str] = [language]  # the language of each open element
        self.texts: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        language = known.get("lang") or self.spoken[-1]
        if tag == "html":
            self.page = language
        if tag not in EMPTY:
            self.spoken.append(language)
        if language == self.language:
            self.texts |= {plain(known.get(name) or "") for name in SPOKEN}

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and len(self.spoken) > 1:
            self.spoken.pop()

    def handle_data(self, data: str) -> None:
        if self.spoken[-1] == self.language:
            self.texts.add(plain(data))


def plain(text: str) -> str:
    return " ".join(text.split())


def only_in_bokmal(language: str) -> frozenset[str]:
    """Return the whole sentences that are said otherwise in the language, and are no word of it."""
    with (ROOT / f"procure/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        known = [each for each in read_po(file, locale=language) if isinstance(each.id, str) and each.id]
    said = {plain(str(each.string)) for each in known}
    asked = {
        plain(str(each.id)) for each in known if "%" not in str(each.id) and len(str(each.id)) >= SHORTEST
    }
    return frozenset(asked - said)


def typed(value: Any) -> Iterator[str]:
    """Yield the texts in a value from the database, however deep."""
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from typed(each)


@pytest.fixture(scope="module")
def data(app: Flask, there: World) -> frozenset[str]:
    """Return every text in the database: what people have written is said as they wrote it."""
    with app.app_context(), db.reading() as session:
        tables = db.Base.metadata.sorted_tables
        rows = (row for table in tables for row in session.execute(table.select()))
        return frozenset(text for row in rows for value in row for text in typed(value))


@pytest.mark.row("T2")
@pytest.mark.parametrize("language", ["nn", "en"])
@pytest.mark.parametrize("who", READERS)
def test_no_page_says_a_sentence_in_bokmal(app, there, data, who, language):
    bokmal, found, read = only_in_bokmal(language) - data, {}, 0
    client = person(app, there, who)
    with client.session_transaction() as cookie:
        cookie["lang"] = language
    for address in pages(app, there):
        answer = client.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            said = Said(language)
            said.feed(answer.get_data(as_text=True))
            assert said.page == language, address
            read += 1
            if left := said.texts & bokmal:
                found[address] = left
        answer.close()
    assert found == {}
    assert read >= 5
