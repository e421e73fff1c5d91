"""The lawful clauses, the changes to the general text and the attachments, as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from procure.domain.assembly import Block, Chapter, Column, Prose, Table, literal
from procure.tenders.papers.labels import Paper


def statutory(paper: Paper) -> Iterator[Chapter]:
    """Make the chapter with the clauses that the law sets: numbered, each with its paragraph."""
    rows: list[Mapping[str, Any]] = paper.content.get("clauses", [])
    if rows:
        blocks = tuple(Prose(_clause(row), numbered=True) for row in rows)
        yield Chapter("statutory", paper.word("statutory"), (Prose(paper.word("statutory_lead")), *blocks))


def _clause(row: Mapping[str, Any]) -> str:
    source = row["source"].replace("§ ", "§\u00a0")
    return f"**{literal(row['name'])}.** {row['text']} ({literal(source)})"


def changed_text(paper: Paper, contract: int) -> Iterator[Chapter]:
    """Make the table of changes to the general text of one contract."""
    rows = [row for row in paper.content.get("contract_changes", []) if row["contract"] == contract]
    if rows:
        names = ("change_clause", "change_kind", "change_text", "change_reason")
        widths = (22, 28, None, 44)
        columns = tuple(Column(paper.word(name), width) for name, width in zip(names, widths, strict=True))
        cells = tuple(
            (literal(row["clause"]), paper.word(row["kind"]), row["text"] or "–", literal(row["reason"]))
            for row in rows
        )
        title = paper.word("changes_in_text")
        yield Chapter("contract-changes", title, (Table(title, columns, cells),))


def attached(paper: Paper) -> tuple[Block, ...]:
    """List the attachments, with what each belongs to."""
    rows: list[Mapping[str, Any]] = paper.content.get("attachments", [])
    if not rows:
        return ()
    columns = (
        Column(paper.word("attachment")),
        Column(paper.word("belongs_to"), 50),
        Column(paper.word("file_name"), 50),
    )
    cells = tuple((literal(row["title"]), _home(paper, row), literal(row["name"])) for row in rows)
    return (Table(paper.word("attachments"), columns, cells),)


def _home(paper: Paper, row: Mapping[str, Any]) -> str:
    if row["annex"] is None:
        return paper.word("rules")
    word = "annex" if row["contract"] == 1 else "annex_of"
    return paper.word(word, number=row["annex"], contract=row["contract"])
