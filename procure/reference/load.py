"""Load the lists into the database: new rows are put in, known ones brought up to date, none taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.db import Base
from procure.reference import lists
from procure.reference.models import Category, Municipality


@dataclass(frozen=True)
class Counts:
    """How many rows each list has now, and how many of them are new."""

    municipalities: int
    categories: int
    new: int

    def __str__(self) -> str:
        return f"{self.municipalities} municipalities, {self.categories} categories; {self.new} rows are new."


def load(session: Session) -> Counts:
    """Load municipalities and categories; can be run again at any time. The caller commits."""
    places, kinds = list(lists.municipalities()), list(lists.categories())
    new = _put(session, Municipality, "number", places) + _put(session, Category, "key", kinds)
    session.flush()
    return Counts(len(places), len(kinds), new)


def _put(session: Session, model: type[Base], key: str, rows: Iterable[dict[str, Any]]) -> int:
    known = {getattr(one, key): one for one in session.scalars(select(model))}
    new = 0
    for row in rows:
        if (one := known.get(row[key])) is None:
            session.add(model(**row))
            new += 1
            continue
        for name, value in row.items():
            setattr(one, name, value)  # nothing is written where nothing differs
    return new
