"""Invented tenders of three sizes, the same for the same seed: what every engine prints. No real tender."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from procure.documents.stamps import Stamp
from procure.domain.assembly import (
    Block,
    Chapter,
    Column,
    Cover,
    Document,
    Fact,
    Facts,
    Note,
    Package,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    Table,
    fingerprint,
)

SYLLABLES: Final = "an be da fø gre hav inn kom li mål no på ra sær tje un ve stø lag skje".split()  # noqa: SIM905
AREA: Final = 25  # requirements of one area
KINDS: Final = (
    ("Absolutt", "ved tilbud", ""),
    ("Evaluering", "ved tilbud", "Kvalitet 40 %"),
    ("Absolutt", "ved levering", ""),
)
TENDER, REQUIREMENTS, CONTRACT, PRICES = "tender-documents", "annex-1", "annex-4", "annex-7"


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; a chapter is about a page and a half."""

    chapters: int
    requirements: int
    municipalities: int


SIZES: Final = {
    "XS": Size(2, 10, 1),  # for the tests
    "S": Size(6, 50, 3),
    "M": Size(28, 300, 8),
    "L": Size(24, 1500, 40),
}


def package(size: Size, seed: int = 7) -> Package:
    """Return a tender of the size asked for."""
    writer = Writer(size, random.Random(seed))
    cover = writer.cover("Samlede konkurransedokumenter")
    return Package(cover, "nb", tuple(writer.documents()))


def stamp(work: Package) -> Stamp:
    """Return what the pages of this very content carry."""
    frozen = datetime(2026, 12, 2, 7, tzinfo=UTC)
    return Stamp("Felles fagsystem", "Versjon 1 · 2. desember 2026", fingerprint(work), frozen, "Os kommune")


class Writer:
    """Writes the same invented text for the same dice."""

    def __init__(self, size: Size, dice: random.Random) -> None:
        self.size, self.dice = size, dice
        self.half = size.chapters // 2

    def documents(self) -> Iterator[Document]:
        """Write the files of a tender: rules, requirements, contract, prices."""
        written = self.size.chapters
        yield self.document(
            TENDER, "Konkurransegrunnlag", [self.chapter(n) for n in range(self.half)], "Del I Konkurranse"
        )
        areas = [self.area(number) for number in range(self.areas)]
        yield self.document(REQUIREMENTS, "Bilag 1 Kundens kravspesifikasjon", areas, number="1")
        terms = [self.chapter(number) for number in range(self.half, written)]
        yield self.document(CONTRACT, "Bilag 4 Endringer i den generelle avtaleteksten", terms, number="4")
        forms = [self.form(number) for number in range(self.size.municipalities)]
        yield self.document(PRICES, "Bilag 7 Samlet pris", [self.overview(), *forms], number="7")

    def document(
        self, kind: str, name: str, chapters: list[Chapter], group: str = "Del II Kontrakt", number: str = ""
    ) -> Document:
        """Write one file with its cover."""
        short = f"bilag {number}" if number else "konkurransegrunnlaget"
        return Document(
            kind, name, "nb", tuple(chapters), self.cover(name), short, group, number, self.words(18)
        )

    def cover(self, kind: str) -> Cover:
        """Write a first page."""
        facts = (
            Fact("Tilbudsfrist", "torsdag 14. januar 2027 kl. 12.00", key=True),
            Fact("Oppdragsgivere", ", ".join(self.words(1)[:-1] for _ in range(self.size.municipalities))),
        )
        return Cover(kind, "Felles fagsystem", (self.words(6),), facts)

    @property
    def areas(self) -> int:
        """How many areas the requirements fill."""
        return -(-self.size.requirements // AREA)

    def words(self, count: int) -> str:
        """Write a sentence of invented words."""
        made = ["".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 4))) for _ in range(count)]
        return " ".join(made).capitalize() + "."

    def paragraph(self, sentences: int, *, referring: float) -> str:
        """Write some sentences; one of them may refer to something."""
        told = [self.words(self.dice.randint(8, 19)) for _ in range(sentences)]
        if self.dice.random() < referring:
            told[self.dice.randrange(sentences)] += f" Se {self.reference()}."
        return " ".join(told)

    def reference(self) -> str:
        """Refer to a requirement, or else to a chapter."""
        if self.dice.random() < 0.5:
            return f"[[krav:{requirement_id(self.dice.randrange(self.size.requirements))}]]"
        return f"[[kap:c{self.dice.randrange(self.size.chapters)}]]"

    def chapter(self, number: int) -> Chapter:
        """Write a chapter: clauses, and in turn a table, facts, a note or a list."""
        clauses = [Prose(self.paragraph(3, referring=0.4), numbered=True) for _ in range(7)]
        below = Chapter(f"c{number}-below", self.words(3)[:-1], (Prose(self.paragraph(4, referring=0.5)),))
        return Chapter(f"c{number}", self.words(3)[:-1], (*clauses, self.extra(number)), (below,))

    def extra(self, number: int) -> Block:
        """Write what is not running text."""
        match number % 4:
            case 0:
                rows = tuple((self.words(2)[:-1], self.words(12), f"{n + 1} uker") for n in range(6))
                columns = (Column("Steg", 34), Column("Hva som skjer"), Column("Tid", 22, numeric=True))
                return Table(self.words(3)[:-1], columns, rows)
            case 1:
                return Facts(tuple(Fact(self.words(2)[:-1], self.words(9)) for _ in range(5)))
            case 2:
                return Note(self.paragraph(2, referring=1))
        return Prose("\n".join(f"- {self.words(11)}" for _ in range(5)))

    def area(self, number: int) -> Chapter:
        """Write an area of requirements."""
        first = number * AREA
        rows = tuple(self.requirement(row) for row in range(first, min(first + AREA, self.size.requirements)))
        title = self.words(2)[:-1]
        intro = Prose(self.paragraph(3, referring=0))
        return Chapter(f"a{number}", title, (intro, Requirements(title, rows)))

    def requirement(self, row: int) -> Requirement:
        """Write one requirement."""
        kind, when, scored = KINDS[row % len(KINDS)]
        note = self.words(9) if row % 10 == 0 else ""
        text = self.paragraph(2, referring=0.25)
        return Requirement(requirement_id(row), text, kind, when, self.words(6), note, scored)

    def overview(self) -> Chapter:
        """Write the table over all municipalities' sums."""
        columns = (Column("Kommune"), Column("Innbyggere", 30, numeric=True), Column("Sum", 40, fill=True))
        rows = tuple(
            (f"Kommune {n + 1}", str(self.dice.randint(900, 9000)), "")
            for n in range(self.size.municipalities)
        )
        return Chapter("overview", "Samlet oversikt", (Table("Samlet pris", columns, rows),))

    def form(self, number: int) -> Chapter:
        """Write one municipality's price form."""
        lines = tuple(
            PriceLine(f"P{line}", self.words(5)[:-1], "per måned", str(self.dice.randint(1, 400)))
            for line in range(1, 13)
        )
        prices = Prices(f"Priser for kommune {number + 1}", lines, "Sum eks. mva.")
        return Chapter(f"m{number}", f"Kommune {number + 1}", (prices,), new_page=True)


def requirement_id(row: int) -> str:
    """Return the lasting name of a requirement.

    >>> requirement_id(26)
    'K02-002'
    """
    return f"K{row // AREA + 1:02d}-{row % AREA + 1:03d}"
