"""The columns that a list is read into, and which of them a heading means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from procure.domain.errors import N_, RuleBroken

MISSING = N_("Velg hvilken kolonne som er «%(column)s»")
TWICE = N_("Kolonnen «%(heading)s» er valgt to ganger")


@dataclass(frozen=True)
class Column:
    """One thing that a row says: what it is called in a template, and what else people call it."""

    key: str
    title: str  # lazily translated
    names: tuple[str, ...] = ()
    required: bool = False
    help: str = ""

    def spellings(self) -> Iterator[str]:
        """Yield everything that the column may be called, plainly."""
        yield from filter(None, map(plain, (str(self.title), *self.names, self.key)))


def plain(heading: str) -> str:
    """Return a heading without remarks, signs and capitals.

    >>> plain("Kostnad pr. år (kr, eks. mva.)"), plain("  E-post:")
    ('kostnad pr år', 'e post')
    """
    without = re.sub(r"\([^)]*\)", " ", heading.casefold())
    return " ".join(re.findall(r"\w+", without))


def guess(columns: Sequence[Column], header: Sequence[str]) -> dict[str, int]:
    """Match headings with columns: those that are alike, then those that begin alike; each heading once."""
    headings = {place: plain(heading) for place, heading in enumerate(header) if plain(heading)}
    found: dict[str, int] = {}
    for same in (_equal, _begins, _contains):
        for column in columns:
            if column.key not in found:
                free = {place: text for place, text in headings.items() if place not in found.values()}
                if (place := _place(column, free, same)) is not None:
                    found[column.key] = place
    return found


def _place(column: Column, headings: Mapping[int, str], same: Callable[[str, str], bool]) -> int | None:
    places = (place for name in column.spellings() for place, text in headings.items() if same(text, name))
    return next(places, None)


def _equal(heading: str, name: str) -> bool:
    return heading == name


def _begins(heading: str, name: str) -> bool:
    return heading.startswith(f"{name} ")


def _contains(heading: str, name: str) -> bool:
    return len(name) > 3 and f" {name} " in f" {heading} "


def is_complete(columns: Iterable[Column], mapping: Mapping[str, int]) -> bool:
    """Answer whether every column that a row must have is known."""
    return all(column.key in mapping for column in columns if column.required)


def check(columns: Iterable[Column], header: Sequence[str], mapping: Mapping[str, int]) -> None:
    """Refuse a mapping that lacks what every row must say, or reads one column as two things."""
    places = list(mapping.values())
    for column in columns:
        if column.required and column.key not in mapping:
            raise RuleBroken(MISSING, field=field_of(column), column=str(column.title))
        place = mapping.get(column.key)
        if place is not None and places.count(place) > 1:
            raise RuleBroken(TWICE, field=field_of(column), heading=header[place])


def field_of(column: Column) -> str:
    """Name the form field that a column is chosen in; a key alone could be a name that forms need."""
    return f"column_{column.key}"
