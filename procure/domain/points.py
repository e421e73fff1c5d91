"""How prices become points, what quality is worth in kroner, and in which order bids end.

All is exact: amounts are øre, points are fractions, and nothing is rounded on the way. Points are shown with
two decimals, to the nearest; what lies in the middle goes away from zero (`hundredths`). The law sets no
model: the buyer chooses one, and states it beforehand. The models are practice, as DFØ describes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from procure.domain.money import Ore
from procure.domain.scoring import ALL, PriceModel, TieRule

HIGHEST = 10  # points
LEAST_BREAK, MOST_BREAK = 101, 199  # percent of the lowest price: at 200 the straight line has reached 0

EXAMPLE_PRICES = (Ore(4_000_000_00), Ore(4_800_000_00), Ore(10_000_000_00))  # invented: L, 1.2 L and 2.5 L
EXAMPLE_QUALITY = (Fraction(5), Fraction(8), Fraction(10))  # invented points for the same three
EXAMPLE_BREAK = 140
EXAMPLE_WORTH = Ore(1_000_000_00)


def price_points(model: PriceModel, price: Ore, lowest: Ore, *, price_break: int | None = None) -> Fraction:
    """Return the points of a price; the lowest gets `HIGHEST`.

    price_break: percent of the lowest price; the hybrid model is linear up to there, and from there on
        proportional through the point where the two meet.

    Raises ValueError when a price is not above zero or below the lowest, when a hybrid has no usable break,
    and for a model that gives prices no points.

    >>> price_points(PriceModel.LINEAR, Ore(250), Ore(100))
    Fraction(-5, 1)
    >>> price_points(PriceModel.PROPORTIONAL, Ore(250), Ore(100))
    Fraction(4, 1)
    """
    if not 0 < lowest <= price:
        raise ValueError("prices are above zero, and none is below the lowest")
    ratio = Fraction(price, lowest)
    match model:
        case PriceModel.LINEAR:
            return _linear(ratio)
        case PriceModel.LINEAR_WITH_FLOOR:
            return max(_linear(ratio), Fraction(0))
        case PriceModel.PROPORTIONAL:
            return HIGHEST / ratio
        case PriceModel.HYBRID:
            return _hybrid(ratio, price_break)
        case _:
            raise ValueError("where quality is priced, prices have no points")


def _linear(ratio: Fraction) -> Fraction:
    return HIGHEST - HIGHEST * (ratio - 1)


def _hybrid(ratio: Fraction, price_break: int | None) -> Fraction:
    if price_break is None or not LEAST_BREAK <= price_break <= MOST_BREAK:
        raise ValueError("a hybrid bends between the lowest price and twice that")
    bend = Fraction(price_break, ALL)
    return _linear(ratio) if ratio <= bend else _linear(bend) * bend / ratio


def all_price_points(
    model: PriceModel, prices: Mapping[str, Ore], *, price_break: int | None = None
) -> dict[str, Fraction]:
    """Return the points of every bid's price, by the bid's key."""
    lowest = min(prices.values(), default=Ore(0))
    return {key: price_points(model, each, lowest, price_break=price_break) for key, each in prices.items()}


def total_points(weights: Mapping[str, int], points: Mapping[str, Fraction]) -> Fraction:
    """Add up points by criterion, each times its weight in percent.

    Raises KeyError when a criterion with weight has no points.

    >>> total_points({"price": 60, "quality": 40}, {"price": Fraction(10), "quality": Fraction(5)})
    Fraction(8, 1)
    """
    return sum((Fraction(weight, ALL) * points[key] for key, weight in weights.items()), Fraction(0))


def comparison_price(price: Ore, worth: Mapping[str, Ore], points: Mapping[str, Fraction]) -> Fraction:
    """Return the price that is compared where quality is priced, in øre: less what quality is worth.

    worth: what full points are worth, by criterion. Part of the points is worth the same part of it.
    The lowest wins; the contract keeps the price that was offered.

    >>> comparison_price(Ore(1000), {"quality": Ore(200)}, {"quality": Fraction(5)})
    Fraction(900, 1)
    """
    return price - sum((value * points[key] / HIGHEST for key, value in worth.items()), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a bid ended with.

    total: points; where quality is priced, the price that is compared.
    quality, climate: the points that a tie rule may look at.
    """

    key: str
    total: Fraction
    price: Ore
    quality: Fraction = field(default=Fraction(0))
    climate: Fraction = field(default=Fraction(0))


def ranking(
    results: Iterable[Result], tie_rule: TieRule | None, *, lowest_wins: bool = False
) -> list[tuple[str, ...]]:
    """Put bids in order, the best first; those that even the tie rule leaves equal share a place.

    lowest_wins: the total is a price. Keys that share a place stand in their own order, and lots are drawn
    between them, or the tie is left to people where there is no rule.
    """
    places: dict[tuple[Fraction, Fraction], list[str]] = {}
    for each in results:
        first = each.total if lowest_wins else -each.total
        places.setdefault((first, _second(each, tie_rule)), []).append(each.key)
    return [tuple(sorted(places[place])) for place in sorted(places)]


def _second(result: Result, tie_rule: TieRule | None) -> Fraction:
    """Return what decides between equals, the lowest first."""
    match tie_rule:
        case TieRule.LOWEST_PRICE:
            return Fraction(result.price)
        case TieRule.BEST_QUALITY:
            return -result.quality
        case TieRule.BEST_CLIMATE:
            return -result.climate
        case _:
            return Fraction(0)


def hundredths(points: Fraction) -> int:
    """Round to two decimals for show, as a count of hundredths; what lies in the middle goes away from zero.

    >>> hundredths(Fraction(25, 3)), hundredths(Fraction(-1, 200))
    (833, -1)
    """
    size = (abs(points) * 200 + 1) // 2
    return int(size if points >= 0 else -size)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """An invented bid whose price gets points."""

    price: Ore
    points: Fraction


@dataclass(frozen=True, kw_only=True)
class Compared:
    """An invented bid where quality is priced: points for quality, and the price that is compared."""

    price: Ore
    quality: Fraction
    compared: Fraction


def scored_example(model: PriceModel, *, price_break: int | None = None) -> tuple[Scored, ...]:
    """Work out the invented prices under a model, by the function that bids are judged by.

    price_break: what the tender has chosen, else that of the example.
    """
    bend = EXAMPLE_BREAK if price_break is None else price_break
    lowest = min(EXAMPLE_PRICES)
    return tuple(
        Scored(price=price, points=price_points(model, price, lowest, price_break=bend))
        for price in EXAMPLE_PRICES
    )


def compared_example(worth: Ore | None = None) -> tuple[Compared, ...]:
    """Work out the invented bids where quality is priced, by the function that bids are judged by.

    worth: what full points on everything are worth in the tender, else in the example.
    """
    value = {"": EXAMPLE_WORTH if worth is None else worth}
    return tuple(
        Compared(price=price, quality=points, compared=comparison_price(price, value, {"": points}))
        for price, points in zip(EXAMPLE_PRICES, EXAMPLE_QUALITY, strict=True)
    )
