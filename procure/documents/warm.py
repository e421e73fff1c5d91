"""A press of confined processes that are kept warm: shared by many, fair, within limits, hard to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from procure.documents.assets import builder_digest
from procure.documents.isolated import Child, Limits, Refused, Replaced, Stopped
from procure.documents.press import OnDone, OnPage, Order, Press, failed, reason_of
from procure.documents.queueing import Call, Job, Line

TRIALS = 2  # of an order whose process ended, be it from outside or because of what it held from before


class Warm(Press):
    """Works in processes of its own, started once; each lays out about 2 000 pages before it is replaced.

    Several threads may use one at a time. Whoever makes it also closes it. When the code has been replaced
    under us, it tells `on_replaced`, from a thread of its own, and takes no more work.
    """

    def __init__(
        self,
        processes: int = 2,
        limits: Limits | None = None,
        on_replaced: Callable[[], object] = lambda: None,
    ) -> None:
        builder_digest()  # of what we have loaded, before anybody can replace it
        self.limits, self.line, self.on_replaced = limits or Limits(), Line(), on_replaced
        self.busy: dict[Job, Child] = {}
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, name=f"press-{number}", daemon=True)
            for number in range(1, processes + 1)
        ]
        for thread in self.threads:
            thread.start()

    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        """Return what each order becomes."""
        call, made = Call(turn, later), dict[int, bytes]()
        self.line.join(call, orders)
        try:
            while len(made) < len(orders):
                index, news = call.news.get()
                if isinstance(news, Exception):
                    raise news
                if isinstance(news, bytes):
                    made[index] = news
                    on_done(index, news)
                else:
                    on_page(index, news)
        finally:
            self.line.leave(call)
            self.drop([call])
        return [made[index] for index in range(len(orders))]

    def cancel(self, turn: str) -> None:
        """Call off what a turn waits for."""
        self.drop(self.line.call_off(turn))

    def close(self) -> None:
        """End all work and all processes."""
        self.drop(self.line.close())
        for thread in self.threads:
            thread.join()

    def drop(self, calls: Sequence[Call]) -> None:
        """End the processes that work for calls that are over."""
        with self.lock:
            for job, child in self.busy.items():
                if job.call in calls:
                    child.process.kill()

    def work(self) -> None:
        """Do orders, one after another; whatever happens, whoever waits hears of it."""
        child = self.start()
        while (job := self.line.next()) is not None:
            try:
                child = self.do(job, child or Child(self.limits))
            except Exception as reason:
                self.tell(job, failed(job.order, reason_of(reason)))
                child = None
        if child:
            child.close()

    def start(self) -> Child | None:
        """Start a process before there is anything to do; when that fails, the first order finds out."""
        with suppress(OSError):
            return Child(self.limits)
        return None

    def do(self, job: Job, child: Child) -> Child | None:
        """Do one order and tell how it went; return the process when it is good for more."""
        try:
            self.tell(job, self.perform(job, child))
        except Refused as refusal:
            self.tell(job, failed(job.order, str(refusal)))
        except Stopped as stop:
            child.close()
            return self.do_again(job, stop)
        except Replaced:
            child.close()
            self.give_up()
            return None
        except Exception:
            child.close()
            raise
        if child.pages < self.limits.pages:
            return child
        child.close()
        return None

    def do_again(self, job: Job, stop: Stopped) -> Child | None:
        """Give an order to another process, unless it has had its trials, or nobody waits any more."""
        job.trials += 1
        if job.trials < TRIALS and str(stop) != "time" and not job.call.over:
            return self.do(job, Child(self.limits))
        self.tell(job, failed(job.order, str(stop)))
        return None

    def give_up(self) -> None:
        """Let go of all work: a process with other code is of no use, and no other can be had."""
        self.on_replaced()
        self.drop(self.line.close())

    def perform(self, job: Job, child: Child) -> bytes:
        """Let a process do an order, where those who call it off can find it; not one that is called off."""
        with self.lock:
            if job.call.over:
                raise Refused("called off")
            self.busy[job] = child
        try:
            return child.perform(job.order, partial(self.tell, job))
        finally:
            with self.lock:
                del self.busy[job]

    def tell(self, job: Job, news: int | bytes | Exception) -> None:
        """Send news to whoever waits for the order."""
        job.call.news.put((job.index, news))
