"""A job's pulse: it writes how far the work has come, and hears at once when the work is no longer wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy.orm import Session

from procure import clock, db
from procure.jobs.progress import Lost, Progress

BEAT: Final = 0.5  # seconds between looks at the row, and the most often it is written
SIGN: Final = timedelta(seconds=10)  # so often there is a sign of life, whether or not there is news

Write = Callable[[Session, dict[str, Any]], bool]  # answers whether the job still is ours


class Pulse:
    """Beats while a handler works; what the handler tells is kept here until the next beat."""

    def __init__(
        self, write: Write, held: Callable[[Session], bool], ending: Callable[[], bool] = lambda: False
    ) -> None:
        self._write, self._held, self._ending = write, held, ending
        self._told: Progress | None = None
        self._written: Progress | None = None
        self._written_at: datetime | None = None
        self._acts: list[Callable[[], object]] = []
        self._over, self._lost = threading.Event(), threading.Event()

    def __call__(self, progress: Progress) -> None:
        """Take what is told; raises Lost when the job no longer is ours, or we are to end."""
        if self.is_lost:
            raise Lost
        self._told = progress

    @property
    def is_lost(self) -> bool:
        """Answer whether the job was stopped or taken over, or is to wait for another worker."""
        return self._lost.is_set() or self._ending()

    def when_stopped(self, act: Callable[[], object]) -> None:
        """Do this at once when the job is stopped."""
        self._acts.append(act)

    def hold(self, session: Session) -> None:
        """See, in the transaction that ends the work, that the job still is ours; raises Lost if not."""
        if not self._write(session, {"beat_at": clock.now()}):
            raise Lost

    def news(self) -> dict[str, Any]:
        """Return what was told last, as columns of the job."""
        return self._told.columns() if self._told else {}

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat for as long as the work inside goes on."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        thread = threading.Thread(target=self._go_on, args=(app,), name="pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _go_on(self, app: Flask) -> None:
        while not (self._over.wait(BEAT) or self._lost.is_set()):
            with app.app_context():
                db.attempt(self._stop if self._ending() else self.beat)

    def beat(self) -> None:
        """Write what is new, or give a sign of life; and see whether the job still is ours."""
        told, now = self._told, clock.now()
        if told is not self._written or self._written_at is None or now - self._written_at >= SIGN:
            ours = self._put(told, now)
        else:
            with db.reading() as session:
                ours = self._held(session)
        if not ours:
            self._stop()

    def _put(self, told: Progress | None, now: datetime) -> bool:
        kept: list[bool] = []
        facts = {"beat_at": now} | (told.columns() if told else {})
        db.write_alone(lambda own: kept.append(self._write(own, facts)))
        self._written, self._written_at = told, now
        return kept == [True]

    def _stop(self) -> None:
        self._lost.set()
        for act in self._acts:
            db.attempt(act)
