"""What was measured, as a table; and the place in `docs/performance.md` where it stands."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from flask import Flask
from sqlalchemy import text

from bench.measure import Answer, Timing
from bench.page import Page
from config import ROOT
from procure import clock, db

DOCUMENT: Final = ROOT / "docs" / "performance.md"
VERSION: Final = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}
NAME: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD: Final = (
    "| page | reader | kB | ms | floor | times | ms at 30 | times | queries | at 30 | floor |",
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
)


@dataclass(frozen=True)
class Measured:
    """One page with few tenders and with many."""

    page: Page
    few: Answer
    few_timing: Timing
    many: Answer
    many_timing: Timing

    @property
    def grows(self) -> bool:
        """Whether the page asks more the more there is."""
        return self.few.queries != self.many.queries

    @property
    def row(self) -> str:
        """The page's line in the table."""
        many, few = self.many_timing, self.few_timing
        cells = (
            f"`{self.page.name}`",
            self.page.reader or "anyone",
            f"{self.many.size / 1000:.0f}",
            f"{many.page:.1f}",
            f"{many.floor:.1f}",
            f"{many.page / many.floor:.1f}",
            f"{few.page:.1f}",
            f"{few.page / few.floor:.1f}",
            str(self.many.queries),
            str(self.few.queries),
            str(many.floor_queries),
        )
        return f"| {' | '.join(cells)} |"


def table(found: Iterable[Measured]) -> Iterator[str]:
    """Write the table, a line for each page."""
    yield from HEAD
    for each in found:
        yield each.row


def machine(app: Flask) -> str:
    """Say when and on what it was measured."""
    with app.app_context():
        kind = db.sqla.engine.dialect.name
        version = db.session().scalar(text(VERSION[kind]))
        db.session().rollback()
    python = f"Python {platform.python_version()}"
    on = f"{os.cpu_count()} cores with a load of {os.getloadavg()[0]:.1f}, {python}, {NAME[kind]} {version}"
    return f"Measured {clock.today()} on {on}."


def write(place: str, lines: Iterable[str]) -> None:
    """Put the lines between the marks of that name."""
    begin, end = f"<!-- {place}: begin -->", f"<!-- {place}: end -->"
    before, _begin, rest = DOCUMENT.read_text(encoding="utf-8").partition(begin)
    _old, _end, after = rest.partition(end)
    body = "\n".join(lines)
    DOCUMENT.write_text(f"{before}{begin}\n\n{body}\n\n{end}{after}", encoding="utf-8")
