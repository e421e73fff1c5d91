"""The annexes by name, lawful clauses and changes to the general text, as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from procure.domain.assembly import Block, Chapter, Column, Prose, Table, literal
from procure.tenders.papers.labels import Paper, coded

# Of a version from before annexes had roles: all were SSA-L.
OLD_ROLES: Final = {1: "requirements", 5: "administrative", 7: "changes", 8: "later_changes"}

BY_ROLE: Final = {"changes": "by_customer", "later_changes": "by_nobody"}  # whatever the agreement says


def role_of(annex: Mapping[str, Any]) -> str:
    """Return what an annex is for."""
    return str(annex.get("role") or OLD_ROLES.get(annex["number"], ""))


def annex_list(paper: Paper) -> tuple[Block, ...]:
    """List the annexes of each contract, with who fills them in; also those that the bidder brings."""
    return tuple(_listed(paper, contract, agreement) for contract, agreement in paper.contracts)


def _listed(paper: Paper, contract: int, agreement: Mapping[str, Any]) -> Table:
    code, several = coded(agreement), len(paper.contracts) > 1
    caption = paper.word("annexes_of" if several else "annexes", contract=contract, agreement=code)
    columns = (Column(paper.word("annex_title")), Column(paper.word("filled_by"), 60))
    cells = tuple(
        (literal(f"{paper.word('annex', number=row['number'])} {row['title']}"), paper.word(filled_by(row)))
        for row in agreement["annexes"]
    )
    return Table(caption, columns, cells)


def filled_by(annex: Mapping[str, Any]) -> str:
    """Return the word for who fills an annex in; a bidder's own reservations go in its letter."""
    return BY_ROLE.get(role_of(annex), f"by_{annex['filled_by']}")


def statutory(paper: Paper) -> Iterator[Chapter]:
    """Make the chapter with the clauses that the law sets: numbered, each with its paragraph."""
    rows: list[Mapping[str, Any]] = paper.content.get("clauses", [])
    if rows:
        blocks = tuple(Prose(_clause(row), numbered=True) for row in rows)
        yield Chapter("statutory", paper.word("statutory"), (Prose(paper.word("statutory_lead")), *blocks))


def _clause(row: Mapping[str, Any]) -> str:
    source = row["source"].replace(" §", "\u00a0§").replace("§ ", "§\u00a0")
    return f"**{literal(row['name'])}.** {row['text']} ({literal(source)})"


def changed_text(paper: Paper, contract: int) -> Iterator[Chapter]:
    """Make the table of changes to the general text of one contract."""
    rows = [row for row in paper.content.get("contract_changes", []) if row["contract"] == contract]
    if rows:
        names = ("change_clause", "change_kind", "change_text", "change_reason")
        widths = (14, 26, None, 46)
        columns = tuple(Column(paper.word(name), width) for name, width in zip(names, widths, strict=True))
        cells = tuple(
            (literal(row["clause"]), paper.word(row["kind"]), row["text"] or "–", literal(row["reason"]))
            for row in rows
        )
        title = paper.word("changes_in_text")
        yield Chapter("contract-changes", title, (Table(title, columns, cells),))
