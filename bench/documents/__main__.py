"""Measure printing beside what else could print: `python -m bench.documents [S M L] [--write]`."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass

from bench.documents import peers, report
from bench.documents.model import SIZES
from bench.documents.run import measure
from bench.report import write


@dataclass(frozen=True)
class Options:
    """What the person typed."""

    sizes: list[str]
    rounds: int
    write: bool


def main(options: Options) -> int:
    """Measure, print, and write if asked; 1 when something does not hold that must."""
    peers.install()
    load = os.getloadavg()[0]
    found = [measure(size, options.rounds) for size in options.sizes]
    lines = list(report.lines(found, load))
    print("\n".join(lines))
    if options.write:
        write("documents", lines)
    return 0 if all(gate.holds for measured in found for gate in measured.gates) else 1


def parse() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.documents", description=__doc__)
    parser.add_argument("sizes", nargs="*", choices=[*SIZES, []], default=["S", "M", "L"], help="S, M, L")
    parser.add_argument("--rounds", type=int, default=3, help="how often each engine prints")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return Options(**vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main(parse()))
