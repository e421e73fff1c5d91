"""Every test here happens on a Monday morning in November."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def clock_stands() -> Iterator[time_machine.Traveller]:
    """Let the clock stand still, and be moved by hand."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
