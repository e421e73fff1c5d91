"""What one measurement found."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from pikepdf import Pdf

from bench.documents.meter import Cost


@dataclass(frozen=True, slots=True)
class Result:
    """One case of one engine: seconds, MB of the largest process, pages, bytes, and which bytes."""

    engine: str
    case: str
    wall: float
    cpu: float
    peak: float
    pages: int
    size: int
    digest: str


def result(engine: str, case: str, cost: Cost, pdf: bytes) -> Result:
    """Return what was found, with what can be counted in the file."""
    with Pdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    return Result(engine, case, cost.wall, cost.cpu, cost.peak, pages, len(pdf), sha256(pdf).hexdigest())


def since(found: Result, case: str, wall: float, cpu: float) -> Result:
    """Return the same, counted from when the process was started."""
    return replace(found, case=case, wall=wall, cpu=cpu)


def tell(path: Path, found: Result) -> None:
    """Add a result to those of a process."""
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(found)) + "\n")


def told(path: Path) -> list[Result]:
    """Read what a process has told."""
    return [Result(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
