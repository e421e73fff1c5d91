"""The price models drawn: points by how much dearer a price is than the lowest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from procure.domain.money import Ore
from procure.domain.points import EXAMPLE_BREAK, HIGHEST, price_points
from procure.domain.scoring import PriceModel
from procure.tenders.judging import MODELS

TOP, HEIGHT, LEFT = 16, 240, 34  # pixels: above the drawing, of it, and for the words beside it
LINE = 24  # pixels from one model's name to the next, below the drawing
LOWEST = -5  # points at the bottom, where the straight line ends
MOST = 250  # percent of the lowest price at the right edge
DASHES: Mapping[PriceModel, str] = {
    PriceModel.LINEAR: "",
    PriceModel.LINEAR_WITH_FLOOR: "10 5",
    PriceModel.PROPORTIONAL: "3 4",
    PriceModel.HYBRID: "14 4 3 4",
}


class Curve(NamedTuple):
    """One model: its name and where that stands, its line as SVG has it, and whether it is the chosen one."""

    name: str
    at: int
    points: str
    dashes: str
    chosen: bool


class Mark(NamedTuple):
    """A line across or up, with its word."""

    word: str
    at: int


class Picture(NamedTuple):
    """All there is to draw."""

    width: int
    height: int
    bottom: int
    curves: list[Curve]
    across: list[Mark]
    up: list[Mark]


def picture(chosen: PriceModel | None, price_break: int | None, width: int) -> Picture:
    """Draw every model that gives prices points, the chosen one last and so on top."""
    bottom = TOP + HEIGHT
    room = width - LEFT - 8
    below = bottom + 44
    models = sorted(DASHES, key=lambda model: model is chosen)
    curves = [
        Curve(
            name=str(MODELS[model].name),
            at=below + LINE * list(DASHES).index(model),
            points=_line(model, price_break, room),
            dashes=DASHES[model],
            chosen=model is chosen,
        )
        for model in models
    ]
    return Picture(width, below + LINE * len(DASHES), bottom, curves, _across(), _up(room))


def _line(model: PriceModel, price_break: int | None, room: int) -> str:
    bend = price_break or EXAMPLE_BREAK
    places = (
        (_x(percent, room), _y(float(price_points(model, Ore(percent), Ore(100), price_break=bend))))
        for percent in range(100, MOST + 1, 2)
    )
    return _joined(places)


def _joined(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _x(percent: int, room: int) -> float:
    return LEFT + room * (percent - 100) / (MOST - 100)


def _y(points: float) -> float:
    return TOP + HEIGHT * (HIGHEST - points) / (HIGHEST - LOWEST)


def _across() -> list[Mark]:
    return [
        Mark(str(points).replace("-", "−"), round(_y(points))) for points in range(LOWEST, HIGHEST + 1, 5)
    ]


def _up(room: int) -> list[Mark]:
    return [
        Mark(f"{percent / 100:g}".replace(".", ","), round(_x(percent, room)))
        for percent in (100, 150, 200, 250)
    ]
