"""What a piece of work costs: seconds on the wall, seconds of processor, memory of its largest process."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
EVERY: Final = 0.1  # seconds between two looks at the memory
PROC: Final = Path("/proc")


@dataclass(slots=True)
class Cost:
    """What was spent; peak in MB."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0


@contextmanager
def metered() -> Iterator[Cost]:
    """Measure this process and all that it has started; Linux only."""
    cost, done = Cost(), threading.Event()
    _forget_peaks()
    watcher = threading.Thread(target=_watch, args=(cost, done), daemon=True)
    cpu, start = cpu_seconds(), perf_counter()
    watcher.start()
    try:
        yield cost
    finally:
        cost.wall, cost.cpu = perf_counter() - start, cpu_seconds() - cpu
        cost.peak = max(cost.peak, peak_megabytes())
        done.set()
        watcher.join()


def cpu_seconds() -> float:
    """Return the processor's time of this process, those below it, and those below it that have ended."""
    return sum(ticks for _above, ticks in _family().values()) / TICKS


def peak_megabytes() -> float:
    """Return the most memory that one of the processes has had since it was last forgotten."""
    return max(_peak(pid) for pid in _family())


def _watch(cost: Cost, done: threading.Event) -> None:
    while not done.wait(EVERY):
        cost.peak = max(cost.peak, peak_megabytes())


def _forget_peaks() -> None:
    for pid in _family():
        with suppress(OSError):
            (PROC / str(pid) / "clear_refs").write_text("5")


def _peak(pid: int) -> float:
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    return 0.0


def _family() -> dict[int, tuple[int, int]]:
    """Return this process and all below it, each with the one above and its ticks."""
    known = {int(path.name): _stat(path) for path in PROC.iterdir() if path.name.isdigit()}
    found, waiting = {}, [os.getpid()]
    while waiting:
        pid = waiting.pop()
        found[pid] = known.get(pid, (0, 0))
        waiting += [other for other, (above, _ticks) in known.items() if above == pid]
    return found


def _stat(path: Path) -> tuple[int, int]:
    with suppress(OSError):
        facts = (path / "stat").read_text().rpartition(")")[2].split()
        return int(facts[1]), sum(map(int, facts[11:15]))
    return 0, 0
