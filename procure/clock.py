"""The time of day: nothing else reads the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return this moment in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """Return the day it is in Oslo."""
    return now().astimezone(OSLO).date()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Let it be that moment while the demo tells what happened then: its history has the right dates."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
