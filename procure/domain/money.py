"""Øre, kroner, and shares that add up."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import NewType, TypeVar

Ore = NewType("Ore", int)  # excl. VAT

MOST = Ore(1_000_000_000_00)  # the largest amount that one field takes
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

Key = TypeVar("Key", bound=Hashable)

AMOUNT = re.compile(
    r"""(?:kr\.?[ ]?)?
        (?P<minus>[-\N{MINUS SIGN}\N{EN DASH}][ ]?)?
        (?P<kroner>[0-9]{1,3}(?:[ ][0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)
        (?:,[-\N{EN DASH}]|[,.](?P<ore>[0-9]+))?
        (?:[ ]?kr\.?)?""",
    re.VERBOSE | re.IGNORECASE,
)


def kroner_text(ore: Ore) -> str:
    """Write an amount as people do: no-break spaces in the thousands, øre only where there are any.

    >>> kroner_text(Ore(5_172_000_00)).replace(NO_BREAK, " ")
    '5 172 000'
    >>> kroner_text(Ore(99_000_50)).replace(NO_BREAK, " ")
    '99 000,50'
    """
    kroner, rest = divmod(abs(ore), 100)
    whole = f"{kroner:,}".replace(",", NO_BREAK)
    return (MINUS if ore < 0 else "") + whole + (f",{rest:02}" if rest else "")


def plain_kroner(ore: Ore) -> str:
    """Write an amount of no less than nothing for machines: a point, always two decimals.

    >>> plain_kroner(Ore(123456750))
    '1234567.50'
    """
    return f"{ore // 100}.{ore % 100:02}"


def parse_kroner(text: str) -> Ore:
    """Read an amount in kroner the way people type it, as øre.

    Raises ValueError whose text is a code: `empty`, `not_an_amount`, `negative`, `too_precise` (more
    than two decimals) or `too_much` (above `MOST`). The form has the words.

    >>> [parse_kroner(text) for text in ("99 000,-", "99.000,50", "kr 99000", "99,5")]
    [9900000, 9900050, 9900000, 9950]
    """
    typed = re.sub(r"\s+", " ", text).strip()
    if not typed:
        raise ValueError("empty")
    found = AMOUNT.fullmatch(typed)
    if found is None:
        raise ValueError("not_an_amount")
    kroner = re.sub(r"\D", "", found["kroner"]).lstrip("0")
    return _amount(kroner, found["ore"] or "", minus=bool(found["minus"]))


def _amount(kroner: str, ore: str, *, minus: bool) -> Ore:
    """Put the digits together; they are counted before they are read, for they may be a million."""
    if len(ore) > 2:
        raise ValueError("too_precise")
    if len(kroner) > len(str(MOST // 100)):
        raise ValueError("negative" if minus else "too_much")
    amount = int(kroner or "0") * 100 + int(ore.ljust(2, "0"))
    if minus and amount:
        raise ValueError("negative")
    if amount > MOST:
        raise ValueError("too_much")
    return Ore(amount)


def split_cost(total: Ore, keys: Mapping[Key, int]) -> dict[Key, Ore]:
    """Share a cost in proportion to the keys, to the whole krone, so that the shares add up.

    total: what is shared, in øre excl. VAT.
    keys: each one's part of the key (inhabitants, users, 1 for equal shares), by whoever pays.

    Each gets the whole kroner of the exact share; the kroner left over go, one each, to the largest
    remainders (of equal ones, the first listed); øre that make no krone go to the next in that order.
    Raises ValueError when the total or a key is negative, or when there is nobody to pay.

    >>> split_cost(Ore(100_000_00), {"Vik": 1, "Voss": 1, "Fjaler": 1})
    {'Vik': 3333400, 'Voss': 3333300, 'Fjaler': 3333300}
    """
    whole = sum(keys.values())
    if total < 0 or whole <= 0 or min(keys.values()) < 0:
        raise ValueError("a cost and its keys cannot be negative, and somebody must pay")
    shares = {payer: total * key // (100 * whole) * 100 for payer, key in keys.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(keys, key=lambda payer: shares[payer] * whole - total * keys[payer])
    for payer in by_remainder[: -(-left // 100)]:
        shares[payer] += min(100, left)
        left -= min(100, left)
    return {payer: Ore(share) for payer, share in shares.items()}
