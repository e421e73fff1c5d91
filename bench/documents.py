"""How long documents take: `python -m bench.documents [S] [M] [L]`. Seeded, invented words; no real tender.

Prints, for each size: pages, bytes, and the seconds for the whole version (every file and the package), for
binding the package alone, and for the whole version in a child process.
"""

from __future__ import annotations

import random
import resource
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from procure.documents.isolated import render_isolated
from procure.documents.printer import bind_all, estimated_pages, lay_out_bodies, print_version
from procure.documents.stamps import Stamp
from procure.domain.assembly import (
    Chapter,
    Cover,
    Document,
    Fact,
    Package,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    fingerprint,
)

SYLLABLES = (
    "an",
    "be",
    "da",
    "fø",
    "gre",
    "hav",
    "inn",
    "kom",
    "li",
    "mål",
    "no",
    "på",
    "ra",
    "sær",
    "tje",
    "un",
    "ve",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    chapters: int
    requirements: int
    municipalities: int


SIZES = {"S": Size(6, 60, 3), "M": Size(30, 300, 8), "L": Size(90, 1500, 40)}


class Writer:
    """Writes the same invented text for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def sentence(self, words: int) -> str:
        """Return a sentence of invented words."""
        made = ["".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 4))) for _ in range(words)]
        return " ".join(made).capitalize() + "."

    def chapter(self, number: int) -> Chapter:
        """Return a chapter of eight numbered clauses."""
        clauses = tuple(Prose(" ".join(self.sentence(14) for _ in range(4)), numbered=True) for _ in range(8))
        return Chapter(f"c{number}", self.sentence(3), clauses)

    def area(self, number: int, count: int) -> Chapter:
        """Return an area of requirements."""
        rows = tuple(
            Requirement(
                f"K{number:02d}-{row:03d}", self.sentence(16), "Absolutt", "ved tilbud", self.sentence(7)
            )
            for row in range(1, count + 1)
        )
        return Chapter(f"a{number}", self.sentence(2), (Requirements(f"Krav {number}", rows),))


def package(size: Size, seed: int = 7) -> Package:
    """Return a tender of the size asked for."""
    writer = Writer(seed)
    lines = tuple(PriceLine(f"P{line}", writer.sentence(4), "måned", "48") for line in range(1, 13))
    cover = Cover(
        "Samlet", writer.sentence(6), (), (Fact("Tilbudsfrist", "torsdag 14. januar 2027 kl. 12.00"),)
    )
    areas = [writer.area(number, 30) for number in range(size.requirements // 30)]
    forms = [
        Chapter(f"m{number}", f"Kommune {number}", (Prices("Priser", lines, "Sum"),), new_page=True)
        for number in range(size.municipalities)
    ]
    return Package(cover, "nb", (
        Document("tender", "Konkurransegrunnlag", "nb",
                 tuple(writer.chapter(number) for number in range(size.chapters)), cover),
        Document("annex-1", "Bilag 1", "nb", tuple(areas), cover, number="1"),
        Document("annex-6", "Bilag 6", "nb", tuple(forms), cover, number="6"),
    ))  # fmt: skip


def measure(name: str) -> None:
    """Print one line of figures."""
    work = package(SIZES[name])
    stamp = Stamp(
        "Måling", "Versjon 1 · 2. desember 2026", fingerprint(work), datetime(2026, 12, 2, 7, tzinfo=UTC)
    )
    start = perf_counter()
    files = print_version(work, stamp)
    version = perf_counter() - start
    bodies = lay_out_bodies(work.documents, None)
    start = perf_counter()
    bind_all(work, bodies, stamp)
    bound = perf_counter() - start
    start = perf_counter()
    render_isolated(work, stamp)
    alone = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    laid_out = sum(body.pages for body in bodies)
    print(
        f"{name}: {files[-1].pages} pages, {len(files[-1].pdf) // 1000} kB, all files {version:.1f} s, "
        f"binding the package {bound:.2f} s, in a child {alone:.1f} s, {memory} MB, "
        f"guessed {estimated_pages(work.documents)} of {laid_out} pages"
    )


if __name__ == "__main__":
    for wanted in sys.argv[1:] or ["S", "M"]:
        measure(wanted)
