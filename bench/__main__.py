"""Measure every page: `python -m bench [--postgresql] [--pairs 15] [--only tenders.show] [--write]`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from bench import report, stands
from bench.measure import Answer, Stand, Timing
from bench.page import Page
from bench.pages import PAGES
from bench.report import Measured
from bench.rows import Scale

SMALL, LARGE = Scale(30, needs=4, large=400), Scale(300, needs=36, large=1500)


@dataclass(frozen=True)
class Options:
    """What the person typed."""

    postgresql: bool
    pairs: int
    only: str
    write: bool


def main(options: Options) -> int:
    """Measure, print, and write if asked; 1 when some page asks more the more there is."""
    pages = [page for page in PAGES if options.only in page.name]
    with stands.kinds(postgresql=options.postgresql) as databases:
        with stands.stand(databases, SMALL) as stand:
            machine = report.machine(stand.app)
            few = _measure(stand, pages, options.pairs)
        with stands.stand(databases, LARGE) as stand:
            many = _measure(stand, pages, options.pairs)
    found = [Measured(page, *few[page], *many[page]) for page in pages]
    lines = [machine, "", *report.table(found)]
    print("\n".join(lines))
    if options.write:
        report.write("postgresql" if options.postgresql else "sqlite", lines)
    return _tell([each for each in found if each.grows])


def _measure(stand: Stand, pages: list[Page], pairs: int) -> dict[Page, tuple[Answer, Timing]]:
    found = {}
    for number, page in enumerate(pages, start=1):
        print(f"\r{number}/{len(pages)} {page.name:40}", end="", file=sys.stderr, flush=True)
        answer = stand.ask(page)
        found[page] = answer, stand.time(page, answer.size, pairs)
    print("\r", end="", file=sys.stderr)
    return found


def _tell(growing: list[Measured]) -> int:
    for each in growing:
        print(f"{each.page.name} asks more the more there is.", file=sys.stderr)
    return 1 if growing else 0


def parse() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL, not SQLite")
    parser.add_argument("--pairs", type=int, default=15, help="times each page and its floor are fetched")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return Options(**vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main(parse()))
