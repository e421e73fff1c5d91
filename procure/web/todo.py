"""One thing that waits for a person: what the start page lists, whoever it comes from."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Todo(NamedTuple):
    """A thing to do, nearest deadline first; texts are translated by the one who makes it."""

    when: datetime | None
    title: str
    url: str
    text: str  # what happens if nothing is done, or who has asked
    kind: str  # of its tag: neutral, accent, warning, danger, success
    tag: str
