"""One engine in a process of its own: `python -m bench.documents.one ROLE FOLDER OUT STARTED`.

It measures what its role asks for, and tells it in the file OUT, a line for each case.
STARTED: what the clock showed when the process was asked for.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

from obstore.store import LocalStore

from bench.documents import ours
from bench.documents.cases import COLD, FIRST, RESTYLED
from bench.documents.engines import CUT, PEERS, Build, weasyprint
from bench.documents.meter import cpu_seconds, metered
from bench.documents.model import SIZES, package
from bench.documents.result import Result, result, since, tell
from bench.documents.work import BASE, DONE, FILLED, READ_LIKE, tenders
from procure.documents.press import Press
from procure.documents.warm import Warm
from procure.files.shelf import StoredShelf

CROWD, HISTORY, ORACLE = "ours, crowded", "ours, after edits", "read like"
Role = Callable[[Path, float], Iterator[Result]]


@contextmanager
def warm(processes: int = 2) -> Iterator[Press]:
    """Start the workers, and end them."""
    with closing(Warm(processes)) as press:
        yield press


def shelf(folder: Path) -> StoredShelf:
    """Return the shelf in the store that keeps its files in a folder, as the worker has it."""
    return StoredShelf(LocalStore(folder, mkdir=True))


def new_shelf(folder: Path) -> StoredShelf:
    """Return an empty shelf."""
    return shelf(Path(tempfile.mkdtemp(dir=folder)))


def first(engine: str, build: Build, started: float) -> tuple[bytes, list[Result]]:
    """Measure the first build: from when the engine is ready, and from when its process was started."""
    with metered() as cost:
        pdf = build()
    found = result(engine, FIRST, cost, pdf)
    return pdf, [found, since(found, COLD, perf_counter() - started, cpu_seconds())]


def peer(engine: str, folder: Path, started: float) -> Iterator[Result]:
    """Measure another engine."""
    with PEERS[engine](folder) as build:
        yield from first(engine, build, started)[1]


def ours_in_turn(folder: Path, started: float, *, crowd: bool = False) -> Iterator[Result]:
    """Measure our printer, with two workers."""
    base = tenders(folder)[BASE]
    with warm() as press:
        pdf, (_, cold) = first(
            ours.OURS, partial(ours.build, base, press, shelf(folder / FILLED / str(started))), started
        )
        yield cold
        (folder / DONE).write_bytes(pdf)
        yield from ours.cases(folder, press, partial(new_shelf, folder), crowd=crowd)


def restyled(folder: Path, started: float) -> Iterator[Result]:
    """Measure a copy of the program with another stylesheet, on the shelf that the others have filled."""
    filled = shelf(next((folder / FILLED).iterdir()))
    with warm() as press:
        ours.build(package(SIZES["XS"]), press, new_shelf(folder))  # so that the workers are warm
        yield ours.measured(RESTYLED, partial(ours.build, tenders(folder)[BASE], press, filled))


def history(folder: Path, started: float) -> Iterator[Result]:
    """Print after edits, with one worker: the bytes must be the same."""
    with warm(1) as press:
        yield ours.history(folder, press, partial(new_shelf, folder))


def oracle(folder: Path, started: float) -> Iterator[Result]:
    """Print what ours must read like."""
    with weasyprint(folder, CUT) as build:
        pdf, found = first(ORACLE, build, started)
    (folder / READ_LIKE).write_bytes(pdf)
    yield from found


ROLES: dict[str, Role] = {
    **{name: partial(peer, name) for name in PEERS},
    ours.OURS: ours_in_turn,
    CROWD: partial(ours_in_turn, crowd=True),
    RESTYLED: restyled,
    HISTORY: history,
    ORACLE: oracle,
}

if __name__ == "__main__":
    role, where, out, when = sys.argv[1:]
    for each in ROLES[role](Path(where), float(when)):
        tell(Path(out), each)
