"""One thing that waits for a person: what the start page lists, whoever it comes from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Todo(NamedTuple):
    """A thing to do, nearest deadline first; texts are translated by the one who makes it."""

    when: date | None  # a day, or a moment of a day
    title: str
    url: str
    text: str  # what happens if nothing is done, or who has asked
    kind: str  # of its tag, as in templates/ui/parts.html: blocker, warning, started, waiting, info, done
    tag: str
    since: date | None = None  # when it began to wait, where that is known
