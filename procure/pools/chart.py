"""What members pay, drawn: the bars of a picture, placed. Names nobody but the reader's own body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _

from procure.pools.sums import Comparison
from procure.pools.words import whole_kroner

STEP, TITLE = 30, 40  # pixels down, for a bar and for the name of a group
NAMES, AMOUNTS = 84, 84  # room for the words before a bar and the amount after it


class Bar(NamedTuple):
    """One bar, from the left edge of the drawing area; `mine` is the reader's own."""

    name: str
    amount: str
    top: int
    length: int
    mine: bool


class Group(NamedTuple):
    """The bars of one comparison, under its name."""

    name: str
    top: int
    bars: list[Bar]


class Picture(NamedTuple):
    """All there is to draw."""

    width: int
    height: int
    left: int
    groups: list[Group]


def picture(comparisons: Sequence[tuple[str, Comparison]], width: int) -> Picture:
    """Place the bars of each comparison that has a spread, on a scale of its own."""
    groups: list[Group] = []
    top = 0
    for name, found in comparisons:
        if found.spread is not None:
            group = Group(name, top + TITLE - 12, _bars(found, top + TITLE, width - NAMES - AMOUNTS))
            groups.append(group)
            top += TITLE + STEP * len(group.bars)
    return Picture(width, top + 8, NAMES, groups)


def _bars(found: Comparison, top: int, room: int) -> list[Bar]:
    if found.spread is None:
        return []
    rows = [(_("Lavest"), found.spread.lowest, False), (_("Midterst"), found.spread.middle, False)]
    rows.append((_("Høyest"), found.spread.highest, False))
    if found.own is not None:
        rows.append((_("Dere"), found.own, True))
    most = max(amount for _name, amount, _mine in rows) or 1
    return [
        Bar(name, whole_kroner(amount), top + STEP * n, round(room * amount / most), mine)
        for n, (name, amount, mine) in enumerate(rows)
    ]


def told(comparisons: Sequence[tuple[str, Comparison]]) -> str:
    """Say what the picture shows, for one who does not see it."""
    said = []
    for name, found in comparisons:
        if found.spread is not None:
            low, high = whole_kroner(found.spread.lowest), whole_kroner(found.spread.highest)
            said.append(_("%(name)s i året: fra %(low)s til %(high)s", name=name, low=low, high=high))
            if found.own is not None:
                said[-1] += _(", dere %(own)s", own=whole_kroner(found.own))
    return ". ".join([_("Stolpediagram"), *said]) + "."
