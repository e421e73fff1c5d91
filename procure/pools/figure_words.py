"""A pool's figures in words: shares, and what an act changes."""

from __future__ import annotations

from fractions import Fraction

from flask_babel import gettext as _

from procure.domain.law import Law
from procure.domain.money import Ore
from procure.pools.sums import Sums
from procure.pools.worth import over_term
from procure.web.language import HARD_SPACE, change, kroner, number


def percent(part: Fraction | None) -> str | None:
    """Write a share: «16,7 prosent»."""
    return None if part is None else _("%(number)s prosent", number=number(_tenth(part)))


def percent_sign(part: Fraction) -> str:
    """Write a share in a table: «16,7 %»."""
    return f"{number(_tenth(part))}{HARD_SPACE}%"


def _tenth(part: Fraction) -> float | int:
    value = round(float(part * 100), 1)
    return int(value) if value.is_integer() else value


def changes(before: int | None, after: int | None) -> tuple[str, str, str]:
    """Write a count before and after an act, and the difference with its sign; unknown is a dash."""
    if before is None:
        return "–", "–", "–"
    return number(before), number(after or 0), change((after or 0) - before)


def cost_changes(before: int | None, after: int | None) -> tuple[str, str, str]:
    """Write an amount in øre before and after an act, and the difference with its sign."""
    if before is None:
        return "–", "–", "–"
    difference = (after or 0) - before
    sign = "+" if difference > 0 else ""
    return kroner(Ore(before)), kroner(Ore(after or 0)), f"{sign}{kroner(Ore(difference))}"


def rows_of(before: Sums, after: Sums, law: Law | None = None) -> list[tuple[str, str, str, str]]:
    """Write a pool's figures before and after an act, for the table of its consequence.

    law: counts what is paid today for a whole term, where that is what the estimate is made of.
    """
    worth = (
        []
        if law is None
        else [
            (
                _("Anslått verdi, etter det dere betaler i dag"),
                *cost_changes(_worth(before, law), _worth(after, law)),
            )
        ]
    )
    return [
        (_("Kommuner"), *changes(before.count, after.count)),
        (_("Brukere"), *changes(before.users.total, after.users.total)),
        (_("Innbyggere"), *changes(before.inhabitants.total, after.inhabitants.total)),
        (_("Betaler i året i dag"), *cost_changes(before.yearly_cost.total, after.yearly_cost.total)),
        *worth,
        (_("Andel av arbeidet per kommune, snitt"), *_average_shares(before.count, after.count)),
    ]


def _worth(sums: Sums, law: Law) -> Ore | None:
    yearly = sums.yearly_cost.total
    return None if yearly is None else over_term([Ore(yearly)], law)


def _average_shares(before: int, after: int) -> tuple[str, str, str]:
    if not before or not after:
        return "–", "–", "–"
    was, becomes = (_tenth(Fraction(1, count)) for count in (before, after))
    difference = round(becomes - was, 1)
    return f"{number(was)} %", f"{number(becomes)} %", change_in_points(difference)


def change_in_points(difference: float) -> str:
    """Write a difference between two percentages: «+3,3 prosentpoeng»."""
    text = number(int(difference) if float(difference).is_integer() else difference)
    return _("%(points)s prosentpoeng", points=f"+{text}" if difference > 0 else text)


def whole_kroner(ore: int) -> str:
    """Write a rate to the whole krone: «1 148 kr»."""
    return kroner(Ore(round(ore, -2)))
