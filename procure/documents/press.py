"""The press: lays out pieces and makes files, in this process or in confined ones (`warm.py`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from procure.documents.pieces import Piece

OnPage = Callable[[int, int], object]  # told which one of the sequence, and its pages so far; 0: it begins
OnDone = Callable[[int, bytes], object]  # told which one of the sequence is ready, and what it became

WORK = {  # what a press can make, and the function that does it
    "assemble": "procure.documents.assemble:assemble",
    "word": "procure.documents.word:docx",
    "workbook": "procure.documents.workbook:price_form",
}


class PrintFailed(Exception):
    """A document could not be printed.

    kind: the document's, or the file's.     reason: "time", "memory", "stopped" or what the printer said.
    name: the piece's, for people.           chapters: the ids of the chapters the piece holds.
    """

    def __init__(self, kind: str, reason: str, name: str = "", chapters: Sequence[str] = ()) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind, self.reason, self.name, self.chapters = kind, reason, name or kind, tuple(chapters)


class Cancelled(Exception):
    """The work was called off before it was done."""


@dataclass(frozen=True)
class Task:
    """A file to make.

    work: a name in WORK.     arguments: the function's, by name.     document: the kind of the file.
    name: for people.         pages: how much there is to it, as guessed.
    """

    work: str
    arguments: dict[str, Any]
    document: str
    name: str = ""
    chapters: tuple[str, ...] = ()
    pages: int = 1


Order = Piece | Task


class Press(ABC):
    """Lays out and makes. Each call has a turn («job:17»), and calls of different turns get on side by side.

    later: wait for as long as others have something to do.
    on_page, on_done: called in the caller's thread; raising Cancelled there ends the call.
    Raises PrintFailed for the first that cannot be made, and Cancelled when the turn is called off.
    """

    def lay_out(
        self, pieces: Sequence[Piece], *, turn: str = "", later: bool = False,
        on_page: OnPage | None = None, on_done: OnDone | None = None,
    ) -> list[bytes]:  # fmt: skip
        """Return the pages of each piece, in order."""
        return self.run(pieces, turn, later, on_page or quiet, on_done or quiet)

    def make(
        self, tasks: Sequence[Task], *, turn: str = "", later: bool = False, on_done: OnDone | None = None
    ) -> list[bytes]:
        """Return the file of each task, in order."""
        return self.run(tasks, turn, later, quiet, on_done or quiet)

    @abstractmethod
    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        """Return what each order becomes."""

    @abstractmethod
    def cancel(self, turn: str) -> None:
        """Call off what a turn waits for."""


class InProcess(Press):
    """Works one by one in this process, without limits: for tests and commands."""

    def run(
        self, orders: Sequence[Order], turn: str, later: bool, on_page: OnPage, on_done: OnDone
    ) -> list[bytes]:
        """Return what each order becomes."""
        made = []
        for index, order in enumerate(orders):
            on_page(index, 0)
            made.append(attempt(order, partial(on_page, index)))
            on_done(index, made[index])
        return made

    def cancel(self, turn: str) -> None:
        """Call off nothing: whoever could ask is waiting for the work."""


def quiet(_index: int, _news: object) -> None:
    """Hear what is told, and do nothing."""


def attempt(order: Order, on_page: Callable[[int], object]) -> bytes:
    """Do the work; PrintFailed says what it was about when that cannot be done."""
    try:
        return perform(order, on_page)
    except Cancelled:
        raise
    except Exception as reason:
        raise failed(order, reason_of(reason)) from reason


def perform(order: Order, on_page: Callable[[int], object]) -> bytes:
    """Do the work; what is needed for it is loaded first, since WeasyPrint takes its time."""
    if isinstance(order, Piece):
        from procure.documents.pdf import lay_out

        return lay_out(order.html, on_page)
    module, _, function = WORK[order.work].partition(":")
    made: bytes = getattr(import_module(module), function)(**order.arguments)
    return made


def failed(order: Order, reason: str) -> PrintFailed:
    """Return what is raised for an order that could not be done."""
    return PrintFailed(order.document, reason, order.name, order.chapters)


def reason_of(reason: Exception) -> str:
    """Return why work failed, in few words."""
    return "memory" if isinstance(reason, MemoryError) else f"{type(reason).__name__}: {reason}"[:300]
