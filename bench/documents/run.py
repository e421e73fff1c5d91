"""Runs a size: each engine in a process of its own, in turn, as often as is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.documents import gates, work
from bench.documents.cases import RESTYLED
from bench.documents.engines import PEERS
from bench.documents.one import CROWD, HISTORY, ORACLE
from bench.documents.ours import OURS
from bench.documents.result import Result, told
from config import ROOT


@dataclass(frozen=True, slots=True)
class Measured:
    """A size: the results of each round, what was measured once, and what the gates say."""

    size: str
    rounds: tuple[tuple[Result, ...], ...]
    gates: tuple[gates.Gate, ...]


def measure(size: str, rounds: int) -> Measured:
    """Measure a size."""
    with TemporaryDirectory(prefix="procure-bench-") as name:
        folder = Path(name)
        work.lay(folder, size)
        found = tuple(tuple(one_round(folder, number)) for number in range(rounds))
        once = [*process(folder, HISTORY, 11), *process(folder, ORACLE, 12)]
        return Measured(size, found, tuple(gates.passed(folder, [*once, *sum(found, ())])))


def one_round(folder: Path, number: int) -> Iterator[Result]:
    """Let each engine print once; who is first changes, and so does how Python orders its sets."""
    roles = [CROWD if number == 0 else OURS, *PEERS]
    turn = number % len(roles)
    for role in roles[turn:] + roles[:turn]:
        yield from process(folder, role, number)
    if number == 0:
        yield from process(folder, RESTYLED, number, program=work.restyle(folder))


def process(folder: Path, role: str, seed: int, program: Path = ROOT) -> Sequence[Result]:
    """Run one role, and return what it tells."""
    print(f"  {role:20}", end="\r", file=sys.stderr, flush=True)
    out = folder / f"{role}-{seed}.told"
    subprocess.run(
        [sys.executable, "-m", "bench.documents.one", role, str(folder), str(out), str(perf_counter())],
        cwd=program,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(program)},
        check=True,
    )
    return told(out)
