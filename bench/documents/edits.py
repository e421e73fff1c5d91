"""The small changes that people make to a tender, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from bench.documents.model import CONTRACT, PRICES, REQUIREMENTS
from procure.domain.assembly import (
    Block,
    Chapter,
    Document,
    Package,
    Prices,
    Prose,
    Requirement,
    Requirements,
)

ADDED: Final = Requirement(
    "K00-001", "Innhavlig stø måltje dagra på uninn. " * 6, "Absolutt", "ved tilbud", "Beskriv kort."
)

B = TypeVar("B", Prose, Requirements, Prices)


def a_paragraph(work: Package) -> Package:
    """Write one sentence more in a clause in the middle of the contract."""
    return _in_the_middle(
        work, CONTRACT, Prose, lambda block: replace(block, text=f"{block.text} Størenhav.")
    )


def a_requirement(work: Package) -> Package:
    """Say one requirement in the middle of the list in other words."""

    def reword(block: Requirements) -> Requirements:
        place = len(block.rows) // 2
        row = replace(block.rows[place], text="Løsningen tjener havlig på stømål i alle ledd.")
        return replace(block, rows=(*block.rows[:place], row, *block.rows[place + 1 :]))

    return _in_the_middle(work, REQUIREMENTS, Requirements, reword)


def prices(work: Package) -> Package:
    """Let one municipality buy something else."""

    def buy(block: Prices) -> Prices:
        return replace(block, lines=tuple(replace(line, quantity="777") for line in block.lines))

    return _in_the_middle(work, PRICES, Prices, buy)


def a_new_first_requirement(work: Package) -> Package:
    """Put a requirement before all others, so that page numbers move."""

    def insert(block: Block) -> Block:
        return replace(block, rows=(ADDED, *block.rows)) if isinstance(block, Requirements) else block

    def first(document: Document) -> Document:
        chapter, *rest = document.chapters
        return replace(document, chapters=(_within(chapter, insert), *rest))

    return _of_one(work, REQUIREMENTS, first)


def _of_one(work: Package, kind: str, change: Callable[[Document], Document]) -> Package:
    changed = (change(each) if each.kind == kind else each for each in work.documents)
    return replace(work, documents=tuple(changed))


def _within(chapter: Chapter, change: Callable[[Block], Block]) -> Chapter:
    return replace(chapter, blocks=tuple(change(block) for block in chapter.blocks))


def _in_the_middle(work: Package, kind: str, sort: type[B], change: Callable[[B], B]) -> Package:
    """Change the first block of its sort in the middle chapter."""

    def middle(document: Document) -> Document:
        chapters = list(document.chapters)
        place = len(chapters) // 2
        found = next(block for block in chapters[place].blocks if isinstance(block, sort))
        chapters[place] = _within(chapters[place], lambda block: change(found) if block is found else block)
        return replace(document, chapters=tuple(chapters))

    return _of_one(work, kind, middle)


EDITS: Final = {
    "one paragraph": a_paragraph,
    "one requirement": a_requirement,
    "one municipality's prices": prices,
    "a new first requirement": a_new_first_requirement,
}
