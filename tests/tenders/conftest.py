"""It is Monday 23 November 2026, ten in the morning, and there is a draft."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.factories import NOW
from tests.tenders.making import Draft, make_draft


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def draft(app: Flask) -> Draft:
    return make_draft(app)
