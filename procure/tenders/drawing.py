"""Amounts by body, drawn as bars of a picture."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from procure.domain.money import Ore
from procure.pools.chart import AMOUNTS, STEP, Bar, Group, Picture
from procure.pools.words import whole_kroner
from procure.web.drawings import NARROW, shortened

LONGEST = {False: 30, True: 15}  # letters of a name that there is room for, on a desk and on a phone
NAMES = {False: 220, True: 132}  # pixels for them

Amounts = Sequence[tuple[str, Ore]]


def picture(amounts: Amounts, width: int) -> Picture:
    """Place a bar for each amount, on one scale."""
    narrow = width == NARROW
    room = width - NAMES[narrow] - AMOUNTS - 16
    letters = LONGEST[narrow]
    most = max((amount for _name, amount in amounts), default=0) or 1
    bars = [
        Bar(
            shortened(name, letters),
            whole_kroner(amount),
            STEP * n,
            round(room * amount / most),
            False,
        )
        for n, (name, amount) in enumerate(amounts)
    ]
    groups = [Group("", 0, bars)] if bars else []
    return Picture(width, STEP * len(bars) + 8, NAMES[narrow], groups)


def told(amounts: Amounts) -> str:
    """Say what the picture shows, for one who does not see it."""
    if not amounts:
        return ""
    low, high = (pick(amounts, key=lambda each: each[1]) for pick in (min, max))
    return _(
        "Stolpediagram av anslaget. Minst: %(least)s, %(low)s. Mest: %(most)s, %(high)s.",
        least=low[0],
        low=whole_kroner(low[1]),
        most=high[0],
        high=whole_kroner(high[1]),
    )
