"""Clauses inside a section: what stands under each heading, by a label that stays when numbers move.

A line that begins with `### ` is a clause. Its label stands last in braces: `### Betaling {#betaling}`. A
heading without one is given one from its words when the text is saved; after that the title may be written
otherwise without anything losing its way. Headings inside code are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procure.domain.slugs import slug

HEADING = re.compile(r" {0,3}###[ \t]+(?P<words>.*?)(?:[ \t]+#+)?[ \t]*")
LABEL = re.compile(r"\s*\{#(?P<label>[^{}]*)\}$")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """A heading inside a section, and the text below it (klausul)."""

    label: str
    title: str
    text: str


def split(body: str) -> tuple[str, tuple[Clause, ...]]:
    """Divide a section's text into what stands before the first clause, and its clauses.

    >>> split("Kort om alt.\\n\\n### Betaling {#pris}\\nInnen 30 dager.")
    ('Kort om alt.', (Clause(label='pris', title='Betaling', text='Innen 30 dager.'),))
    """
    before: list[str] = []
    found: list[tuple[str, str, list[str]]] = []
    for line, heading in _lines(body):
        if heading:
            found.append((*heading, []))
        else:
            (found[-1][2] if found else before).append(line)
    clauses = tuple(Clause(label, title, "\n".join(lines).strip("\n")) for label, title, lines in found)
    return "\n".join(before).strip("\n") if found else body, clauses


def labelled(body: str) -> str:
    """Give every clause a label of its own, written out; what has one keeps it.

    >>> labelled("### Betaling\\nInnen 30 dager.\\n### Betaling")
    '### Betaling {#betaling}\\nInnen 30 dager.\\n### Betaling {#betaling-2}'
    """
    return "\n".join(
        f"### {heading[1]} {{#{heading[0]}}}" if heading else line for line, heading in _lines(body)
    )


def _label(words: str) -> str:
    return slug(words, LONGEST_LABEL, nameless="punkt")


def _lines(body: str) -> list[tuple[str, tuple[str, str] | None]]:
    """Return each line, and for the heading of a clause its label and title.

    Labels that are written out are given first, so that a new heading never takes the label of an old one.
    """
    lines = [(line, _read(words) if words is not None else None) for line, words in _headings(body)]
    taken = {heading[0] for _line, heading in lines if heading}
    used: set[str] = set()
    return [(line, _named(*heading, taken, used) if heading else None) for line, heading in lines]


def _headings(body: str) -> Iterator[tuple[str, str | None]]:
    """Yield each line, and the words of it where it is the heading of a clause."""
    fence = ""
    for line in body.split("\n"):
        mark = FENCE.match(line)
        heading = None if fence or mark else HEADING.fullmatch(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip(" `~"):
            fence = ""
        yield line, heading["words"] if heading else None


def _read(words: str) -> tuple[str, str]:
    """Return the label that a heading is written with, "" for none, and its title."""
    written = LABEL.search(words)
    return _label(written["label"]) if written and written["label"] else "", LABEL.sub("", words).strip()


def _named(label: str, title: str, taken: set[str], used: set[str]) -> tuple[str, str]:
    """Return the label that a heading gets, and its title; one that is taken gets a number after it."""
    wanted, number = label or _label(title), 1
    found = wanted
    while found in used or (found in taken and found != label):
        number += 1
        found = f"{wanted}-{number}"
    used.add(found)
    return found, title
