"""A case as it was read, walked through record by record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from procure.cases.faults import Path
from procure.cases.records import RECORDS

Row = dict[str, Any]
TOP = {"organisations": "organisation", "needs": "need"}


@dataclass(frozen=True)
class Place:
    """One record of a case, with where it stands and what kind it is."""

    path: Path
    kind: str
    row: Row

    def at(self, name: str | int) -> Path:
        """Return the path of something in it."""
        return (*self.path, name)


def walk(case: Row) -> Iterator[Place]:
    """Yield every record of a case that the schema has passed, in the order of the file."""
    for name, kind in TOP.items():
        for number, row in enumerate(listed(case, name)):
            yield from _inside(Place((name, number), kind, row))
    for kind in ("pool", "tender"):
        yield from _inside(Place((kind,), kind, case[kind]))


def _inside(place: Place) -> Iterator[Place]:
    yield place
    for name, found in RECORDS[place.kind].more.items():
        kind = found.get("items", {}).get("$ref", "").rpartition("/")[2]
        for number, row in enumerate(listed(place.row, name) if kind else ()):
            yield from _inside(Place((*place.path, name, number), kind, row))


def listed(row: Row, name: str) -> list[Row]:
    """Return a list of records; a list left out is empty."""
    return row.get(name) or []


def said(row: Row) -> Row:
    """Leave out what says nothing: null, and what is empty."""
    return {name: _said(value) for name, value in row.items() if value not in (None, [], {})}


def _said(part: Any) -> Any:
    if isinstance(part, dict):
        return said(part)
    return [_said(each) for each in part] if isinstance(part, list) else part
