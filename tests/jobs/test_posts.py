"""Whoever presses a button is answered at once, however much is being printed."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask

from config import Config
from procure import db
from procure.tenders.models import Tender
from tests.jobs.test_worker import start_print
from tests.jobs.working import wait_for, worker
from tests.publication.making import Ready, make_ready


@pytest.mark.slow
@pytest.mark.row("H1")
def test_a_draft_is_asked_for_in_less_than_a_second_while_300_pages_are_printed(
    app: Flask, config: Config
) -> None:
    ready = make_ready(app)
    browser, large, longest = ready.browser(), start_print(app, "L"), 0.0
    with worker(config):
        wait_for(config, large, lambda row: row.done > 5, seconds=120)
        for number in range(20):
            page, data = (ready.url("preview"), {}) if number % 2 else text_to_save(ready, number)
            started = time.monotonic()
            assert browser.post(page, data=data).status_code == 302
            longest = max(longest, time.monotonic() - started)
            time.sleep(0.2)
    assert longest < 1


def text_to_save(ready: Ready, number: int) -> tuple[str, dict[str, Any]]:
    """Return where a text of the tender is saved, and what is sent."""
    with ready.app.app_context(), db.reading() as session:
        section = session.get_one(Tender, ready.tender_id).sections[0]
        return ready.url(f"sections/{section.id}"), {
            "version": section.version,
            "body": f"{section.body}\n\nLagret {number}.",
            "done": "y",
        }
