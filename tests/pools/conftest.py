"""It is Monday 23 November 2026, ten in the morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved
