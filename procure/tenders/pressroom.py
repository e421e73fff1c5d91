"""Where documents are made: the press and the shelf of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from flask import Flask, current_app

from procure import clock
from procure.documents import folders
from procure.documents.press import InProcess, Press
from procure.documents.shelf import Shelf
from procure.documents.warm import Warm
from procure.files import shelf as stored
from procure.jobs import queue


def press() -> Press:
    """Return the press that the worker keeps warm; elsewhere, one that works in this process."""
    warm: Press | None = current_app.extensions.get("press")
    return warm or InProcess()


def shelf() -> Shelf:
    """Return the shelf that lies in the store."""
    return stored.shelf()


@contextmanager
def warm_press(app: Flask) -> Iterator[Press]:
    """Keep a press warm for as long as a worker runs: one for all its jobs.

    When the worker ends, it stays where it is found: whoever asks for it then is sent away.
    """
    ending = queue.ending()
    with closing(Warm(on_replaced=ending.begin_anew)) as warm:
        app.extensions["press"] = warm
        try:
            yield warm
        finally:
            if not ending.told.is_set():
                del app.extensions["press"]


queue.tools.append(warm_press)


@queue.between(seconds=24 * 3600)
def tidy() -> None:
    """Clear away the folders that killed workers left, when a worker begins, and then daily."""
    folders.sweep(clock.now().timestamp())
