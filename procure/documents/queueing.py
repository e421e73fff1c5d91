"""The line before the press: turns get on side by side, the largest order of each first."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from procure.documents.press import Cancelled, Order

News = tuple[int, int | bytes | Exception]  # which order, and its pages so far, what it became, or why not


@dataclass(eq=False)
class Call:
    """Somebody who waits for orders."""

    turn: str
    later: bool
    news: SimpleQueue[News] = field(default_factory=SimpleQueue)
    over: bool = False


@dataclass(eq=False)
class Job:
    """One order of a call, and how many processes have ended over it."""

    call: Call
    index: int
    order: Order
    trials: int = 0


class Line:
    """Orders that wait. Turns take theirs one after another; what can come later comes after all others."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.turns: dict[str, list[Job]] = {}  # whoever's turn it is stands first
        self.calls: set[Call] = set()
        self.closed = False

    def join(self, call: Call, orders: Sequence[Order]) -> None:
        """Let a call wait; it hears at once when nothing is done any more."""
        jobs = [Job(call, index, order) for index, order in enumerate(orders)]
        with self.changed:
            if self.closed:
                call.news.put((0, Cancelled()))
                return
            self.calls.add(call)
            if jobs:
                waiting = self.turns.setdefault(f"{call.later:d} {call.turn}", [])
                waiting += jobs
                waiting.sort(key=lambda job: job.order.pages, reverse=True)
                self.changed.notify_all()

    def next(self) -> Job | None:
        """Wait for an order to do; None when the line is closed."""
        with self.changed:
            while not self.closed:
                if turn := min(self.turns, key=is_later, default=""):
                    jobs = self.turns.pop(turn)
                    job = jobs.pop(0)
                    if jobs:
                        self.turns[turn] = jobs
                    return job
                self.changed.wait()
        return None

    def leave(self, call: Call) -> None:
        """Take a call out of the line, with what it waits for."""
        with self.changed:
            call.over = True
            self.calls.discard(call)
            left = {turn: [job for job in jobs if job.call is not call] for turn, jobs in self.turns.items()}
            self.turns = {turn: jobs for turn, jobs in left.items() if jobs}

    def call_off(self, turn: str | None = None) -> list[Call]:
        """Tell the calls of a turn, or all, that they wait in vain; return them."""
        with self.changed:
            calls = [call for call in self.calls if turn in (None, call.turn)]
        for call in calls:
            self.leave(call)
            call.news.put((0, Cancelled()))
        return calls

    def close(self) -> list[Call]:
        """Let nobody in any more, and send those who wait away; return them."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        return self.call_off()


def is_later(turn: str) -> bool:
    """Answer whether a turn comes after all others."""
    return turn.startswith("1")
