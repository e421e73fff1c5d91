"""The annexes that the customer fills in (bilag), from a version's content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from procure.domain.assembly import (
    Chapter,
    Document,
    Place,
    Prose,
    Requirement,
    Requirements,
)
from procure.domain.tender import annex_key, annex_reference
from procure.tenders.papers.judging import local_note
from procure.tenders.papers.labels import Paper
from procure.tenders.papers.rules import clauses, written
from procure.tenders.papers.terms import changed_text, role_of, statutory

ASKING: Final = ("requirements", "assignment", "assistance")  # roles of the annex with the requirements
LEGEND: Final = "a1_requirements"  # the section that tells how they are read


def annexes(paper: Paper) -> Iterator[Document]:
    """Make each annex that the customer has something in."""
    for contract, agreement in paper.contracts:
        for annex in agreement["annexes"]:
            if chapters := tuple(_chapters(paper, contract, annex)):
                yield _annex(paper, contract, annex, chapters)


def name_of(paper: Paper, contract: int, annex: Mapping[str, Any]) -> str:
    """Return what an annex is called: «Bilag 3»."""
    word = "annex" if contract == 1 else "annex_of"
    return paper.word(word, number=annex["number"], contract=contract)


def reference_of(paper: Paper, contract: int, annex: Mapping[str, Any], target: str = "top") -> Place:
    """Return the name that references have for an annex: by its role, whatever its number."""
    called = name_of(paper, contract, annex)
    return Place(annex_reference(contract, role_of(annex)), called[:1].lower() + called[1:], target)


def _annex(paper: Paper, contract: int, annex: Mapping[str, Any], chapters: tuple[Chapter, ...]) -> Document:
    number, called = annex["number"], name_of(paper, contract, annex)
    name = f"{called} {annex['title']}"
    return Document(
        kind=f"annex_{annex_key(contract, number)}",
        name=name,
        language=paper.language,
        chapters=chapters,
        cover=paper.cover(name),
        short=called[:1].lower() + called[1:],
        group=paper.word("contract_group"),
        number=str(number),
        places=(reference_of(paper, contract, annex),),
    )


def _chapters(paper: Paper, contract: int, annex: Mapping[str, Any]) -> Iterator[Chapter]:
    sections = paper.sections_in(contract, annex["number"])
    for section in sections:
        yield Chapter(section["key"], section["title"], written(section["body"]), clauses(section))
    role = role_of(annex)
    if role == _role_of_clauses(paper, contract):
        yield from statutory(paper)
    if role == "changes":
        yield from changed_text(paper, contract)
    if contract == 1 and role in ASKING:
        if not any(section["key"] == LEGEND for section in sections):
            yield Chapter(LEGEND, paper.word("how_to_read"), (legend(paper),))
        yield from _areas(paper)


def _role_of_clauses(paper: Paper, contract: int) -> str:
    """Return what the annex is for where lawful clauses stand: every contract has one for its changes."""
    roles = {role_of(annex) for annex in dict(paper.contracts)[contract]["annexes"]}
    return "administrative" if "administrative" in roles else "changes"


def legend(paper: Paper) -> Prose:
    """Tell what the kinds of requirements do."""
    kinds = {kind: paper.word(kind) for kind in ("absolute", "evaluated", "both", "information")}
    return Prose(paper.word("how_to_read_text", **kinds))


def _areas(paper: Paper) -> Iterator[Chapter]:
    """Make a chapter for each area, in the order the areas first come."""
    rows: list[Mapping[str, Any]] = paper.content["requirements"]
    order = list(dict.fromkeys(row["area"] for row in rows))
    ordered = sorted(rows, key=lambda row: order.index(row["area"]))
    for area, found in groupby(ordered, key=lambda row: str(row["area"])):
        listed = list(found)
        name = listed[0]["area_name"]
        table = Requirements(
            paper.word("requirements_of", area=name if name.isupper() else name[:1].lower() + name[1:]),
            tuple(_requirement(paper, row) for row in listed),
        )
        yield Chapter(f"area-{area}", name, (table,))


def _requirement(paper: Paper, row: Mapping[str, Any]) -> Requirement:
    return Requirement(
        id=row["id"],
        text=_of_lot(paper, row, row["text"]),
        kind=paper.word(row["kind"]),
        when=when_met(paper, row),
        answer=answer(paper, row),
        local_note=local_note(paper, row),
        scored=scored(paper, row),
    )


def _of_lot(paper: Paper, row: Mapping[str, Any], text: str) -> str:
    """Begin the text of a row that is for one lot alone with its number."""
    number = row.get("lot")
    return f"**{paper.word('lot', number=number)}.** {text}" if number else text


def scored(paper: Paper, row: Mapping[str, Any]) -> str:
    """Name the criterion that a requirement gives points under, with its weight there when it has one."""
    if row["criterion"] is None or row["weight"] is None:
        return row["criterion"] or ""
    return paper.word("scored", criterion=row["criterion"], weight=row["weight"])


def answer(paper: Paper, row: Mapping[str, Any]) -> str:
    """Tell how a requirement is answered; the mode is not said twice."""
    mode, asked = paper.word(row["answer_mode"]), row["answer"].strip()
    begins = asked.casefold().startswith(mode.split()[0].casefold())
    return asked if begins else f"**{mode}.** {asked}".strip()


def when_met(paper: Paper, row: Mapping[str, Any]) -> str:
    """Tell when a requirement must be met."""
    if row["met_when"] == "by_date":
        return paper.word("by_date", day=paper.day(row["met_by"]))
    return paper.word(row["met_when"])
