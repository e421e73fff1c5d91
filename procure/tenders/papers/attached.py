"""The attachments (vedlegg), from a version's content: named in the rules, and listed by their hashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from procure.domain.assembly import Block, Chapter, Column, Document, Place, Prose, Table, literal
from procure.tenders.papers.labels import Paper

Row = Mapping[str, Any]
FOUR_EIGHTS: Final = 72  # millimetres that hold half a hash, however wide its digits


def attached(paper: Paper) -> tuple[Block, ...]:
    """Name the attachments, with what each belongs to; their hashes stand in the list."""
    rows = paper.attachments
    if not rows:
        return ()
    columns = (
        Column(paper.word("attachment_number"), 12),
        Column(paper.word("attachment")),
        Column(paper.word("belongs_to"), 60),
    )
    cells = tuple(
        (str(number), literal(row["title"]), _home(paper, row)) for number, row in enumerate(rows, start=1)
    )
    return Prose(paper.word("see_attachments")), Table(paper.word("attachments"), columns, cells)


def attachment_list(paper: Paper) -> Iterator[Document]:
    """Make the list by which anybody can see whether a file is the one that was published."""
    rows = paper.attachments
    if not rows:
        return
    name, called = paper.word("attachment_list"), paper.word("attachment_list_short")
    chapter = Chapter(
        "attachment-list", paper.word("attachments"), (_table(paper, rows),), numbered=False, landscape=True
    )
    yield Document(
        kind="attachments",
        name=name,
        language=paper.language,
        chapters=(chapter,),
        cover=paper.cover(name),
        short=called,
        group=paper.word("attachments_group"),
        lead=paper.word("attachment_list_lead"),
        places=(Place("bilag:attachments", called),),
    )


def _table(paper: Paper, rows: list[Row]) -> Table:
    columns = (
        Column(paper.word("attachment_number"), 12),
        Column(paper.word("attachment_title")),
        Column(paper.word("file_name"), 56),
        Column(paper.word("belongs_to"), 38),
        Column(paper.word("hash"), FOUR_EIGHTS),
    )
    cells = tuple(
        (
            str(number),
            literal(row["title"]),
            literal(row["name"]),
            _home(paper, row),
            _in_eights(row["sha256"]),
        )
        for number, row in enumerate(rows, start=1)
    )
    return Table(paper.word("attachment_table"), columns, cells)


def _in_eights(sha256: str) -> str:
    """Write a hash so that it can be read out and broken over lines."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def _home(paper: Paper, row: Row) -> str:
    """Return what an attachment belongs to: an agreement whose text it is, an annex, or the rules."""
    if row.get("official_text"):
        return ", ".join(filter(None, (literal(paper.code_of(row["contract"])), paper.word("official"))))
    if row["annex"] is None:
        return paper.word("rules")
    return paper.annex(row["contract"], row["annex"])
