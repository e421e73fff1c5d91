"""Whoever presses a button is answered at once, however much is being printed."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from config import Config
from tests.jobs.test_worker import start_print
from tests.jobs.working import wait_for, worker
from tests.publication.making import make_ready


@pytest.mark.slow
@pytest.mark.row("H1")
def test_a_draft_is_asked_for_in_less_than_a_second_while_300_pages_are_printed(
    app: Flask, config: Config
) -> None:
    ready = make_ready(app)
    browser, large, longest = ready.browser(), start_print(app, "L"), 0.0
    with worker(config):
        wait_for(config, large, lambda row: row.done > 5, seconds=120)
        for _ in range(10):
            started = time.monotonic()
            assert browser.post(ready.url("preview")).status_code == 302
            longest = max(longest, time.monotonic() - started)
            time.sleep(0.2)
    assert longest < 1
