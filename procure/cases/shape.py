"""What a record of a case file is, and how a column of ours is written in one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

import sqlalchemy as sa

from procure.db import Base, OreColumn, UtcDateTime
from procure.domain.money import MOST, Ore, plain_kroner

LARGEST_COUNT: Final = 10_000_000
LONGEST_TEXT: Final = 200_000
KRONER: Final = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
DAY: Final = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
MOMENT: Final = DAY[:-1] + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"

Schema = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Record:
    """One kind of record: a table of ours, and what a file says of a row in it.

    columns: those that are written as they stand, each with what it means.
    needed: what must be there; every other may be left out.
    more: what is no column: references by key, and lists of other records.
    narrow: what a column's schema says beyond its type.
    left_out: columns that no file holds: ids, people's accounts, what follows from the rest.
    """

    model: type[Base]
    about: str
    columns: Mapping[str, str]
    needed: Sequence[str] = ()
    more: Mapping[str, Schema] = field(default_factory=dict)
    narrow: Mapping[str, Schema] = field(default_factory=dict)
    left_out: Sequence[str] = ()

    def column(self, name: str) -> sa.Column[Any]:
        """Return the column of that name."""
        return sa.inspect(self.model).columns[name]


def schema_of(column: sa.Column[Any]) -> Schema:
    """Return the JSON Schema of a column's values; null is the same as left out."""
    found = _of_type(column.type)
    if "enum" in found:
        return {"enum": [*found["enum"], None]}
    return {**found, "type": [found["type"], "null"]}


def _of_type(kind: sa.types.TypeEngine[Any]) -> Schema:
    match kind:
        case OreColumn():
            return {"type": "string", "pattern": KRONER}
        case UtcDateTime():
            return {"type": "string", "pattern": MOMENT}
        case sa.Date():
            return {"type": "string", "pattern": DAY}
        case sa.Enum():
            return {"enum": list(kind.enums)}
        case sa.Boolean():
            return {"type": "boolean"}
        case sa.Integer():
            return {"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT}
        case sa.String():
            return {"type": "string", "maxLength": kind.length or LONGEST_TEXT}
    raise TypeError(f"a case file cannot hold {kind!r}")


def value_of(column: sa.Column[Any], written: Any) -> Any:
    """Return what the database holds for what a file says.

    Raises ValueError for a day or moment that no calendar has, or an amount above what we take.
    """
    if written is None:
        return None
    match column.type:
        case OreColumn():
            return read_kroner(written)
        case UtcDateTime():
            return read_moment(written)
        case sa.Date():
            return date.fromisoformat(written)
        case sa.Enum(enum_class=kind) if kind is not None:
            return kind(written)
    return written


def written_of(value: Any, column: sa.Column[Any]) -> Any:
    """Return what a file says for what the database holds."""
    if value is None:
        return None
    match column.type:
        case OreColumn():
            return plain_kroner(value)
        case UtcDateTime():
            return value.isoformat()
        case sa.Date():
            return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def read_moment(written: str) -> datetime:
    """Read a moment with its offset, as UTC; raises ValueError for one that no calendar of ours has."""
    moment = datetime.fromisoformat(written).astimezone(UTC)
    if not re.match(DAY, moment.date().isoformat()):
        raise ValueError("no year of ours")
    return moment


def read_kroner(written: str) -> Ore:
    """Read an amount as it stands in a file; raises ValueError above what we take.

    >>> read_kroner("1234567.5")
    123456750
    """
    kroner, _, rest = written.partition(".")
    ore = Ore(int(kroner) * 100 + int(rest.ljust(2, "0")))
    if ore > MOST:
        raise ValueError("too much")
    return ore
