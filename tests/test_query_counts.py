"""No page asks more the more there is: not on the platform, and not in its tender or pool."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask

from bench import stands
from bench.page import Page
from bench.pages import NOT_MEASURED, PAGES
from bench.rows import Scale
from procure.app import create_app

SMALL = Scale(12, bodies=6, requirements=20, lines=3, needs=2, large=60)
LARGE = Scale(36, bodies=18, requirements=60, lines=9, needs=6, large=180)


@pytest.fixture(scope="module")
def queries() -> Mapping[Page, list[int]]:
    """How many queries each page takes, at the one size and at the other."""
    found: dict[Page, list[int]] = {page: [] for page in PAGES}
    with stands.kinds(postgresql=False) as databases:
        for scale in (SMALL, LARGE):
            with stands.stand(databases, scale) as stand:
                for page in PAGES:
                    found[page].append(stand.ask(page).queries)
    return found


@pytest.mark.parametrize("asked", PAGES, ids=lambda asked: f"{asked.name}-{asked.reader}")
def test_a_page_asks_as_much_however_much_there_is(queries, asked):
    small, large = queries[asked]
    assert small == large


def test_every_page_is_measured():
    app: Flask = create_app()
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(shown - set(NOT_MEASURED)) == sorted({page.name for page in PAGES})
