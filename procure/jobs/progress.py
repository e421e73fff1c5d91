"""How far a job has come: said by what does it, written by a pulse of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from sqlalchemy.orm import Session

EARLY: Final = timedelta(seconds=2)  # so soon nobody knows how long it takes


class PartState(StrEnum):
    """Where one part of the work is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the work, as people know it; `total` 0 where nothing is counted.

    name: a document's own name, or words marked with `N_`.     kept: nothing had to be made anew.
    found: how much of what is done was made before this attempt began.
    """

    name: str
    state: PartState = PartState.WAITING
    done: int = 0
    total: int = 0
    kept: bool = False
    found: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has come: in all, what is made now, and part by part."""

    done: int
    total: int
    now: str = ""
    parts: Sequence[Part] = ()

    def columns(self) -> dict[str, Any]:
        """Return the values of the job's columns."""
        return {
            "done": self.done,
            "total": max(self.done, self.total),
            "part": self.now[:200],
            "parts": [asdict(part) for part in self.parts],
        }


class Report(Protocol):
    """What a handler tells how far it has come; raises Lost when the work is no longer wanted."""

    def __call__(self, progress: Progress) -> None: ...

    def when_stopped(self, act: Callable[[], object]) -> None:
        """Do this at once when the job is stopped or taken over: let go of what waits."""

    def hold(self, session: Session) -> None:
        """See, in the transaction that ends the work, that it is wanted still; raises Lost when it is not."""


class Lost(Exception):
    """The job was stopped, somebody else has taken it over, or this worker is to end."""


def seconds_left(
    done: int, total: int, started_at: datetime | None, now: datetime, found: int = 0
) -> int | None:
    """Guess how long is left, by how long it has taken so far; None while that is too early to say.

    found: how much of what is done was there from before, and took no time.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    >>> seconds_left(30, 90, nine, nine + timedelta(seconds=10))
    20
    >>> seconds_left(60, 90, nine, nine + timedelta(seconds=10), found=50)
    30
    >>> seconds_left(50, 90, nine, nine + timedelta(seconds=10), found=50)
    """
    if started_at is None or done <= found or now - started_at < EARLY:
        return None
    return round((now - started_at).total_seconds() * max(0, total - done) / (done - found))
