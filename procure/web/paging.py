"""Long lists in pages: which page is asked for, its rows, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, bindparam, func
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

SIZE: Final = 25  # rows on a page
FURTHEST: Final = 1_000_000  # a page no list has; a larger number is read as this one
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and how many there are on all pages."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = SIZE

    @property
    def count(self) -> int:
        """How many pages there are; at least one."""
        return pages_of(self.total, self.size)

    @property
    def first(self) -> int:
        """The number of the first row here among all rows; 0 when there are none."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """The number of the last row here among all rows."""
        return min(self.total, self.number * self.size)

    def url(self, number: int) -> str:
        """Return the address of another page of the list that is read, with the same search and filters."""
        asked = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
        query = urlencode(asked + [("page", str(number))] * (number > 1))
        return f"{request.script_root}{request.path}{'?' if query else ''}{query}"


def pages_of(total: int, size: int = SIZE) -> int:
    """Return how many pages so many rows fill.

    >>> [pages_of(rows) for rows in (0, 1, 25, 26, 12852)]
    [1, 1, 1, 2, 515]
    """
    return max(1, -(-total // size))


def wanted_page(args: MultiDict[str, str]) -> int:
    """Read which page the address asks for; what is no number is the first."""
    return min(max(1, args.get("page", 1, type=int)), FURTHEST)


def paged(session: Session, statement: Select[Row], number: int, size: int = SIZE) -> Page[Row]:
    """Fetch one page of a selection of single things; past the end is the last page. Always two queries."""
    total = counted(session, statement)
    number = min(number, pages_of(total, size))
    found = session.scalars(statement.limit(size).offset((number - 1) * size))
    return Page(found.unique().all(), total, number, size)


def paged_rows(
    session: Session, statement: Select[*tuple[Any, ...]], number: int, size: int = SIZE
) -> Page[Any]:
    """Fetch one page of a selection of columns, which is lighter than whole things; else as `paged`."""
    total = counted(session, statement)
    number = min(number, pages_of(total, size))
    return Page(session.execute(statement.limit(size).offset((number - 1) * size)).all(), total, number, size)


class Prepared:
    """A selection of columns that is made once and asked many times, with other facts in its parameters.

    total: counts the rows, where that takes less than the selection itself.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], total: Select[int] | None = None) -> None:
        self.counting = _counting(statement) if total is None else total
        self.statement = statement
        self.rows = statement.limit(bindparam("most")).offset(bindparam("before"))

    def page(self, session: Session, number: int, size: int = SIZE, **facts: Any) -> Page[Any]:
        """Fetch one page, as `paged_rows` does."""
        total = session.scalar(self.counting, facts) or 0
        number = min(number, pages_of(total, size))
        here = {**facts, "most": size, "before": (number - 1) * size}
        return Page(session.execute(self.rows, here).all(), total, number, size)

    def all(self, session: Session, **facts: Any) -> Sequence[Any]:
        """Fetch the rows of all pages."""
        return session.execute(self.statement, facts).all()


def counted(session: Session, statement: Select[Any]) -> int:
    """Count the rows of a selection that neither groups nor leaves out equal ones."""
    return session.scalar(_counting(statement)) or 0


def _counting(statement: Select[Any]) -> Select[int]:
    return statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)


def cut(rows: Sequence[Row], number: int, size: int = SIZE) -> Page[Row]:
    """Return one page of a list that is in memory already; past the end is the last page."""
    number = min(number, pages_of(len(rows), size))
    return Page(rows[(number - 1) * size : number * size], len(rows), number, size)


def any_asked(args: Mapping[str, str]) -> bool:
    """Answer whether the address searches or filters: then an empty list says so, and offers all."""
    return any(value.strip() for name, value in args.items() if name != "page")
