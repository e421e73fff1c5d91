"""What changed when: figures that got another value or another source, and what else happened to the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from procure.domain.law.rows import Event, Figure
from procure.domain.law.table import all_figures, events


@dataclass(frozen=True, kw_only=True)
class Change:
    """One figure on the day that it changed: the row that ended, and the row that began."""

    before: Figure
    after: Figure

    @property
    def moved(self) -> bool:
        """Whether the value is the same, and only the paragraph is another."""
        return self.before.value == self.after.value


@dataclass(frozen=True, kw_only=True)
class Day:
    """What changed on one day."""

    on: date
    events: tuple[Event, ...]
    changes: tuple[Change, ...]


@cache
def changes() -> tuple[Change, ...]:
    """Return every change of a figure, in the order of the figures."""
    following = zip(all_figures(), all_figures()[1:], strict=False)
    return tuple(Change(before=one, after=next_) for one, next_ in following if one.id == next_.id)


@cache
def history() -> tuple[Day, ...]:
    """Return the days on which something changed, the newest first.

    >>> history()[0].on
    datetime.date(2026, 7, 1)
    """
    days = {event.on for event in events()} | {change.after.valid_from for change in changes()}
    return tuple(
        Day(
            on=day,
            events=tuple(event for event in events() if event.on == day),
            changes=tuple(change for change in changes() if change.after.valid_from == day),
        )
        for day in sorted(days, reverse=True)
    )
