"""The annexes that the customer fills in (bilag), from a version's content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from procure.tenders.papers.labels import Paper, inside
from procure.tenders.papers.rules import clauses, written
from procure.tenders.papers.terms import changed_text, role_of, statutory

ASKING: Final = ("requirements", "assignment", "assistance")  # roles of the annex with the requirements
LEGEND: Final = "a1_requirements"  # the section that tells how they are read


def annexes(paper: Paper, contract: int) -> Iterator[Document]:
    """Make each annex of a contract that the customer has something in."""
    for annex in paper.agreement_of(contract)["annexes"]:
        if chapters := tuple(_chapters(paper, contract, annex)):
            yield _annex(paper, contract, annex, chapters)


def reference_of(paper: Paper, contract: int, annex: Mapping[str, Any], target: str = "top") -> Place:
    """Return the name that references have for an annex: by its role, whatever its number."""
    called = inside(paper.annex(contract, annex["number"]))
    return Place(annex_reference(contract, role_of(annex)), called, target)


def _annex(paper: Paper, contract: int, annex: Mapping[str, Any], chapters: tuple[Chapter, ...]) -> Document:
    number, called = annex["number"], paper.annex(contract, annex["number"])
    name = f"{called} {annex['title']}"
    return Document(
        kind=f"annex_{annex_key(contract, number)}",
        name=name,
        language=paper.language,
        chapters=chapters,
        cover=paper.cover(name),
        short=inside(called),
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
    if contract == 1 and role == asking_role(paper, contract):
        yield from _requirements(paper, told=any(section["key"] == LEGEND for section in sections))


def _role_of_clauses(paper: Paper, contract: int) -> str:
    """Return what the annex is for where lawful clauses stand: most contracts have one for its changes."""
    administrative = "administrative" in roles(paper.agreement_of(contract))
    return "administrative" if administrative else "changes"


def roles(agreement: Mapping[str, Any]) -> list[str]:
    """Return what the annexes of an agreement are for."""
    return [role_of(annex) for annex in agreement["annexes"]]


def asking_role(paper: Paper, contract: int) -> str:
    """Return the role of the annex that says what is wanted; no agreement is built on without one."""
    return next(role for role in roles(paper.agreement_of(contract)) if role in ASKING)


def _requirements(paper: Paper, *, told: bool) -> Iterator[Chapter]:
    """Make a chapter for each area; told: somebody has written how they are read."""
    if not told:
        yield Chapter(LEGEND, paper.word("how_to_read"), (legend(paper),))
    for area in areas(paper):
        caption = paper.word("requirements_of", area=area.called)
        rows = tuple(_requirement(paper, row) for row in area.rows)
        yield Chapter(f"area-{area.key}", area.name, (Requirements(caption, rows),))


def legend(paper: Paper) -> Prose:
    """Tell what the kinds of requirements do."""
    kinds = {kind: paper.word(kind) for kind in ("absolute", "evaluated", "both", "information")}
    return Prose(paper.word("how_to_read_text", **kinds))


@dataclass(frozen=True)
class Area:
    """An area with its requirements."""

    key: str
    name: str
    rows: tuple[Mapping[str, Any], ...]

    @property
    def called(self) -> str:
        """The name inside a sentence."""
        return inside(self.name)


def areas(paper: Paper) -> list[Area]:
    """Return the areas, in the order they first come."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in paper.content["requirements"]:
        found.setdefault(str(row["area"]), []).append(row)
    return [Area(key, rows[0]["area_name"], tuple(rows)) for key, rows in found.items()]


def _requirement(paper: Paper, row: Mapping[str, Any]) -> Requirement:
    return Requirement(
        id=row["id"],
        text=of_lot(paper, row, row["text"]),
        kind=paper.word(row["kind"]),
        when=when_met(paper, row),
        answer=answer(paper, row),
        local_note=local_note(paper, row),
        scored=scored(paper, row),
    )


def of_lot(paper: Paper, row: Mapping[str, Any], text: str) -> str:
    """Begin a text about a requirement that is for one lot alone with the lot's number."""
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
