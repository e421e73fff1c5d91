"""Our printer: everything that a process with warm workers does, one case after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench.documents.cases import AGAIN, EVERY, FIRST, FOUR, HISTORY, NOTHING, REVERTED
from bench.documents.edits import EDITS
from bench.documents.meter import Cost, metered
from bench.documents.model import stamp
from bench.documents.result import Result, result
from bench.documents.work import BASE, tenders
from procure.documents.press import Press
from procure.documents.printer import bound, print_files, print_version
from procure.documents.shelf import Shelf
from procure.domain.assembly import Package

OURS: Final = "ours"
NewShelf = Callable[[], Shelf]


def build(work: Package, press: Press, shelf: Shelf, label: str = "", turn: str = "bench") -> bytes:
    """Print the package; another label makes a version of the same pages."""
    said = stamp(work)
    said = replace(said, version_label=label) if label else said
    return print_files([bound(work)], work.documents, said, press, shelf, turn=turn)[0].pdf


def cases(folder: Path, press: Press, new_shelf: NewShelf, *, crowd: bool) -> Iterator[Result]:
    """Measure each case; crowd: also four tenders at the same time."""
    known, shelf = tenders(folder), new_shelf()
    base = known[BASE]
    yield measured(FIRST, lambda: build(base, press, shelf))
    yield measured(NOTHING, lambda: build(base, press, shelf))
    yield measured(AGAIN, lambda: build(base, press, shelf, "Versjon 2 · 3. desember 2026"))
    for name in EDITS:
        yield measured(name, lambda name=name: build(known[name], press, shelf))  # type: ignore[misc]
    yield measured(REVERTED, lambda: build(base, press, shelf, "Versjon 3 · 4. desember 2026"))
    yield measured(EVERY, lambda: print_version(base, stamp(base), press, shelf)[-1].pdf)
    if crowd:
        yield measured(FOUR, lambda: together([base, *others(known)], press, new_shelf()))


def others(known: dict[str, Package]) -> list[Package]:
    """Return the tenders of other seeds."""
    return [work for name, work in known.items() if name.startswith("other")]


def together(works: list[Package], press: Press, shelf: Shelf) -> bytes:
    """Print several tenders at the same time, each with a turn of its own."""
    with ThreadPoolExecutor(len(works)) as pool:
        turns = [f"tender:{number}" for number, _ in enumerate(works)]
        first, *_others = pool.map(lambda work, turn: build(work, press, shelf, turn=turn), works, turns)
    return first


def measured(case: str, make: Callable[[], bytes]) -> Result:
    """Measure one case."""
    with metered() as cost:
        pdf = make()
    return result(OURS, case, cost, pdf)


def history(folder: Path, press: Press, new_shelf: NewShelf) -> Result:
    """Print the tender after an edit was made and taken back, where nothing else has been printed."""
    known, shelf = tenders(folder), new_shelf()
    for edited in (known[name] for name in EDITS):
        build(edited, press, shelf)
    return result(OURS, HISTORY, Cost(), build(known[BASE], press, shelf))
