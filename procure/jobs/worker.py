"""The worker: does what waits in the queue, and the chores that come round."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any, Final

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from procure import clock, db
from procure.jobs import queue, service

ROUND: Final = 1.0  # seconds between looks at the clock
PATIENCE: Final = 4.0  # seconds that jobs get to end when we are told to; what is beside them gets one
AT_ONCE: Final = 6  # jobs at the same time; they take turns at what is scarce


@click.command("worker")
@with_appcontext
def work() -> None:
    """Do long work and chores until told to stop."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    ending = queue.ending()
    listen(ending.told)
    consumer: Any = Quiet(  # type: ignore[no-untyped-call]
        queue.open_queue(app).queue,
        workers=AT_ONCE,
        periodic=False,
        max_delay=1.0,
        shutdown_timeout=PATIENCE,
    )
    with ExitStack() as tools:
        for lay_ready in queue.tools:
            tools.enter_context(lay_ready(app))
        click.echo("The worker is ready.")
        db.attempt(service.ring_again)
        consumer.start()
        beside = [
            threading.Thread(target=go_round, args=(app, consumer, ending.told), daemon=True),
            threading.Thread(target=pass_time, args=(app, ending.told), daemon=True),
        ]
        for thread in beside:
            thread.start()
        ending.told.wait()
        consumer.stop_flag.set()
    consumer.stop(graceful=True)  # the tools are put away: whoever waited for them has heard, and ends
    for thread in beside:
        thread.join(PATIENCE / 4)
    click.echo("The worker has stopped.")
    if ending.anew:
        begin_anew()


def listen(stop: threading.Event) -> None:
    """Hear when we are told to stop."""

    def heard(*_: object) -> None:
        # In a thread of its own: the one that a signal breaks into may hold the lock of what it waits for
        threading.Thread(target=stop.set).start()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, heard)


def begin_anew() -> None:
    """Become a new worker, which loads the code as it is now; what was in hand has been put back."""
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - our own command, as it was given


class Quiet(Consumer):
    """Huey's consumer, without signals of its own: we decide when to stop."""

    def _set_signal_handlers(self) -> None:
        return None


def go_round(app: Flask, consumer: Any, stop: threading.Event) -> None:
    """Sweep and do the chores as they come due; nothing that fails in one of them ends the worker."""
    sweeping = (service.sweep, service.FORGOTTEN)
    due: dict[queue.Chore, datetime] = {}
    while not stop.wait(ROUND):
        db.attempt(consumer.check_worker_health)
        for chore, interval in (sweeping, *queue.chores):
            now = clock.now()
            if chore not in due or due[chore] <= now:
                due[chore] = now + interval
                db.attempt(in_context(app, chore, now))


def pass_time(app: Flask, stop: threading.Event) -> None:
    """Do what is for quiet moments; one that fails is tried again when its time comes."""
    due: dict[queue.Pastime, datetime] = {}
    while not stop.wait(ROUND):
        for pastime, interval in queue.pastimes:
            now = clock.now()
            if due.get(pastime, now) <= now:
                with app.app_context():
                    db.attempt(pastime)
                due[pastime] = clock.now() + interval


def in_context(app: Flask, chore: queue.Chore, now: datetime) -> Callable[[], None]:
    """Return the chore as something to do, in a transaction of its own."""

    def do() -> None:
        with app.app_context(), db.kept() as session:
            chore(session, now)

    return do
