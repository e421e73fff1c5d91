"""The folder that a run works in: the tenders, and the same tender in the form of each engine."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from typing import Final

from bench.documents.edits import EDITS
from bench.documents.engines import BROWSER, CUT, MARKUP, WHOLE
from bench.documents.model import SIZES, package, stamp
from bench.documents.onefile import whole
from bench.documents.typeset import source
from config import ROOT
from procure.domain.assembly import Package

BASE: Final = "base"
OTHERS: Final = 3  # tenders printed at the same time as the first
SEED: Final = 7
FILLED: Final = "filled"  # where the shelves lie that have been printed to
DONE: Final = "ours.pdf"
READ_LIKE: Final = "one-document.pdf"
RULE: Final = "\n.lead { font-style: italic; }\n"


def lay(folder: Path, size: str) -> None:
    """Write down everything that is printed, before anything is measured."""
    base = package(SIZES[size], SEED)
    tenders = {BASE: base, **{name: edit(base) for name, edit in EDITS.items()}}
    tenders |= {f"other {n}": package(SIZES[size], SEED + n) for n in range(1, OTHERS + 1)}
    (folder / "tenders").write_bytes(pickle.dumps(tenders))
    (folder / MARKUP).write_text(source(base), encoding="utf-8")
    (folder / WHOLE).write_text(whole(base, stamp(base)), encoding="utf-8")
    (folder / CUT).write_text(whole(base, stamp(base), pieces=True), encoding="utf-8")
    (folder / BROWSER).write_text(whole(base, stamp(base), browser=True), encoding="utf-8")


def tenders(folder: Path) -> dict[str, Package]:
    """Read the tenders."""
    found: dict[str, Package] = pickle.loads((folder / "tenders").read_bytes())
    return found


def restyle(folder: Path) -> Path:
    """Return a copy of the program that has one rule more in its stylesheet."""
    copy = folder / "restyled"
    if not copy.exists():
        for part in ("procure", "bench", "templates/documents"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("static", "__pycache__"))
        shutil.copy(ROOT / "config.py", copy)
        with (copy / "templates/documents/print.css").open("a", encoding="utf-8") as style:
            style.write(RULE)
    return copy
