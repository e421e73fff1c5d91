"""Who needs the same at the same time, among thousands: a window is read once, then only days are compared.

`pooling.meets` says how two windows lie to each other; what is here finds the ones that it would say yes to.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from procure.domain.pooling import SLACK_MONTHS, Window, add_months

LAST_DAY: Final = date.max.toordinal()


class Span(NamedTuple):
    """A window in numbers of days: the first day one can change, and how long one could be asked to wait."""

    first: int
    last: int


def span(window: Window) -> Span:
    """Put a window into numbers; one that is not known meets any other, and one without an end is never late.

    >>> span(Window(None, None)) == Span(0, LAST_DAY)
    True
    >>> date.fromordinal(span(Window(date(2027, 1, 1), date(2027, 6, 30))).last)
    datetime.date(2028, 6, 30)
    """
    if window.earliest is None:
        return Span(0, LAST_DAY)
    if window.latest is None or window.latest.year == date.max.year:
        return Span(window.earliest.toordinal(), LAST_DAY)
    return Span(window.earliest.toordinal(), add_months(window.latest, SLACK_MONTHS).toordinal())


class Market:
    """The shared needs of one kind of system: who has each, and when they can change."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int, int]] = []

    def add(self, body: int, wait: Span) -> None:
        """Put in one more need."""
        self.spans.append((*wait, body))

    def bodies(self, body: int, wait: Span) -> set[int]:
        """Return the other bodies that fit with a need of this one: those whose windows meet its, or nearly.

        >>> market, summer = Market(), span(Window(date(2027, 1, 1), date(2027, 6, 30)))
        >>> market.add(2, span(Window(date(2028, 6, 1), None)))
        >>> market.add(3, span(Window(date(2028, 8, 1), None)))
        >>> market.bodies(1, summer)
        {2}
        """
        first, last = wait
        found = {other for begins, ends, other in self.spans if begins <= last and first <= ends}
        found.discard(body)
        return found
