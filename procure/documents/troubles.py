"""What a text asks for and a document cannot give: it is printed another way than it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from procure.documents.prose import MARKDOWN, too_deep
from procure.domain.tender import Trouble

LONGEST_SAMPLE: Final = 60
MOST_ROWS, MOST_COLUMNS = 500, 12  # of a table that somebody can read on paper

SIGNS: Final = {  # what is shown as it was typed, or broken, each by the pattern that finds it
    Trouble.IMAGE: re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"),
    Trouble.HTML: re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>\n]*)?/?>", re.IGNORECASE),
    Trouble.LINK: re.compile(r"(?<!!)\[[^\[\]\n]*\]\((?!https?://|mailto:)[^)\s]+\)", re.IGNORECASE),
    Trouble.WORD: re.compile(r"(?<!\S)(?!\S*://)[^\s|]{81,}"),
}
NESTED: Final = re.compile(r"^(?:[ \t]{18}|(?:[ \t]*[>*+-]){6})", re.MULTILINE)  # worth a closer look


@lru_cache(maxsize=4_096)  # a page asks of every text, and most are as they were
def troubles(text: str) -> tuple[tuple[Trouble, str], ...]:
    """Return what is amiss with a text, each with a sample of it.

    >>> troubles("Se ![kart](kart.png) og [siden](ftp://os.example).")
    ((<Trouble.IMAGE: 'image'>, '![kart](kart.png)'), (<Trouble.LINK: 'link'>, '[siden](ftp://os.example)'))
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[tuple[Trouble, str]]:
    for trouble, sign in SIGNS.items():
        if found := sign.search(text):
            yield trouble, _short(found[0])
    if NESTED.search(text) and too_deep(MARKDOWN.parse(text, {"links": {}})):
        yield Trouble.DEEP, ""
    rows = [line.strip(" |").count("|") + 1 for line in text.splitlines() if "|" in line]
    if len(rows) > MOST_ROWS or max(rows, default=0) > MOST_COLUMNS:
        yield Trouble.TABLE, f"{len(rows)} × {max(rows)}"


def _short(sample: str) -> str:
    return sample if len(sample) <= LONGEST_SAMPLE else f"{sample[: LONGEST_SAMPLE - 1]}…"
