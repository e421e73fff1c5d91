"""It is Monday 23 November 2026, ten in the morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from procure.demand.models import Visibility
from procure.domain.money import Ore
from tests.factories import NOW
from tests.pools.making import Story, tell_story


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def story(app: Flask) -> Story:
    """Three committed, two interested, Tolga invited; Engerdal stands outside."""
    return tell_story(
        app,
        interested=("Folldal", "Rendalen"),
        committed=("Tynset", "Alvdal", "Os"),
        invited=("Tolga",),
        bystanders=("Engerdal",),
        needs={
            "Tynset": {"users": 100, "yearly_cost": Ore(238_000_00), "inhabitants": 5600},
            "Alvdal": {"users": 250, "yearly_cost": Ore(131_000_00), "inhabitants": 2400},
            "Os": {"users": 400, "yearly_cost": Ore(104_000_00), "inhabitants": 1900},
            "Folldal": {"users": 30, "yearly_cost": Ore(98_000_00), "visibility": Visibility.LOOKING},
            "Rendalen": {"users": 70, "yearly_cost": Ore(77_000_00), "visibility": Visibility.MINE},
        },
    )
