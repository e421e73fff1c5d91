"""The answer form (svarskjema), from a version's content: a row to each requirement, with room to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from procure.documents.prose import MARKDOWN, every_token
from procure.domain.assembly import REFERENCE, Block, Chapter, Column, Document, Place, Prose, Table, literal
from procure.tenders.papers.annexes import Area, areas, asking_role, of_lot
from procure.tenders.papers.labels import Paper

BRIEF: Final = 150  # characters of a requirement that are repeated
SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«(])")
BREAKS: Final = frozenset({"softbreak", "hardbreak", "paragraph_close"})


def answer_form(paper: Paper) -> Document:
    """Make the form where the supplier answers each requirement by its number."""
    name, called = paper.word("answer_form"), paper.word("answer_form_short")
    how = Chapter("answer-how", paper.word("answer_how"), _how(paper))
    return Document(
        kind="answer_form",
        name=name,
        language=paper.language,
        chapters=(how, *(_answers(paper, area) for area in areas(paper))),
        cover=paper.cover(name),
        short=called,
        group=paper.word("contract_group"),
        lead=paper.word("answer_form_lead"),
        places=(Place("bilag:answers", called),),
    )


def _how(paper: Paper) -> tuple[Block, ...]:
    requirements = f"bilag:{asking_role(paper, 1)}"
    told = (
        paper.word("answer_how_text"),
        paper.word("answer_how_brief", requirements=requirements),
        paper.word("answer_how_absolute"),
    )
    words = ("party_name", "organisation_number", "party_contact")
    rows = tuple((paper.word(word), "") for word in words)
    who = Table(
        paper.word("answer_who"), (Column(paper.word("detail"), 50), Column(paper.word("supplier"))), rows
    )
    return (*(Prose(each) for each in told), who)


def _answers(paper: Paper, area: Area) -> Chapter:
    """Make the table of an area, across the page."""
    columns = (
        Column(paper.word("requirement"), 21),
        Column(paper.word("answer_brief")),
        Column(paper.word("answer_kind"), 24),
        Column(paper.word("yes"), 11, fill=True),
        Column(paper.word("no"), 11, fill=True),
        Column(paper.word("answer_text"), 66, fill=True),
        Column(paper.word("answer_shown"), 33, fill=True),
    )
    rows = tuple(
        (literal(row["id"]), _brief(paper, row), paper.word(row["kind"]), *[""] * 4) for row in area.rows
    )
    table = Table(paper.word("answers_to", area=area.called), columns, rows)
    return Chapter(f"answers-{area.key}", area.name, (table,), landscape=True)


def _brief(paper: Paper, row: Mapping[str, Any]) -> str:
    text = of_lot(paper, row, literal(in_brief(row["text"])))
    return f"{text} {paper.word('answer_local')}" if row.get("deviations") else text


def in_brief(text: str) -> str:
    """Return the beginning of a Markdown text as plain words: its first sentence, or a part of it.

    >>> in_brief("**Alle** skal logge inn. Se [[krav:SIK-002]].")
    'Alle skal logge inn.'
    """
    words = " ".join(_spoken(REFERENCE.sub(r"\2", text)).split())
    first = SENTENCE.split(words, maxsplit=1)[0]
    if len(first) <= BRIEF:
        return first
    return f"{first[:BRIEF].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _spoken(text: str) -> str:
    """Return the words of a Markdown text without its marks."""
    tokens = every_token(MARKDOWN.parse(text, {"links": {}}))
    return "".join(
        " " if token.type in BREAKS else token.content
        for token in tokens
        if token.type in BREAKS or (token.content and token.type != "inline")
    )
