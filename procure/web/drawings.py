"""Pictures that pages hand out: how wide they are, days as pixels, and what a browser may do with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from flask import request

WIDE: Final = 720  # pixels across, on a desk
NARROW: Final = 340  # and on a phone
DRAWN: Final = {  # headers: a picture runs and fetches nothing
    "Content-Type": "image/svg+xml",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


def wanted_width() -> int:
    """Return how wide the picture is to be that is asked for."""
    return NARROW if "narrow" in request.args else WIDE


class Scale(NamedTuple):
    """A line of time: days to pixels between `left` and `right`."""

    first: date
    last: date
    left: int
    right: int

    def at(self, day: date) -> int:
        """Return where a day lies; one that is off the line, at its end.

        >>> Scale(date(2027, 1, 1), date(2027, 1, 11), 100, 300).at(date(2027, 1, 6))
        200
        """
        held = min(max(day, self.first), self.last)
        days = max((self.last - self.first).days, 1)
        return self.left + round((self.right - self.left) * (held - self.first).days / days)


class Turn(NamedTuple):
    """A month or a year on a line of time, as a thin line; the name is left out where there is no room."""

    left: int
    name: str


def named(turns: Iterable[Turn], apart: int, right: int) -> list[Turn]:
    """Leave out the names that there is no room for.

    apart: pixels that a name takes; right: the edge that none may go past.

    >>> named([Turn(0, "januar"), Turn(40, "februar"), Turn(80, "mars")], 64, 200)
    [Turn(left=0, name='januar'), Turn(left=40, name=''), Turn(left=80, name='mars')]
    """
    found: list[Turn] = []
    until = 0
    for turn in turns:
        room = until <= turn.left <= right - apart
        found.append(turn if room else turn._replace(name=""))
        until = turn.left + apart if room else until
    return found


def shortened(name: str, longest: int) -> str:
    """Cut a name to the letters that there is room for.

    >>> shortened("Stor-Elvdal kommune", 12)
    'Stor-Elvdal…'
    """
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
