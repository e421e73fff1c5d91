"""What differs between two texts, in whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

WORD = re.compile(r"\S+\s*|\s+")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
MANY_WORDS = 4_000  # above this, whole lines are compared: words would take minutes
MANY_LINES = 4_000  # above this, whole texts

Piece = tuple[str, str]  # same, add or rem, and the words


def redline(before: str, after: str) -> list[Piece]:
    """Say how a text was changed: the words that stayed, were put in, were taken out, in reading order.

    >>> redline("Svar innen fem dager.", "Svar innen ti dager.")
    [('same', 'Svar innen '), ('rem', 'fem '), ('add', 'ti '), ('same', 'dager.')]
    """
    unit = WORD if max(len(before), len(after)) < MANY_WORDS * 8 else LINE
    old, new = unit.findall(before), unit.findall(after)
    if before != after and max(len(old), len(new)) > (MANY_WORDS * 8 if unit is WORD else MANY_LINES):
        return [(kind, text) for kind, text in (("rem", before), ("add", after)) if text]
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > MANY_WORDS)
    return list(_pieces(matcher, old, new))


def _pieces(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if what == "equal":
            yield "same", gone
            continue
        if gone:
            yield "rem", gone
        if come:
            yield "add", come
