"""The printing process: reads orders on stdin, tells pages and results on stdout; see `isolated.py`."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pickle
import resource
import signal
import sys
from select import select
from typing import IO, Any

from procure.documents import assemble, pdf
from procure.documents.assets import builder_digest
from procure.documents.pieces import Piece
from procure.documents.press import Order, perform, reason_of

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "urllib.",
    "ftplib.",
)
LOADED = (assemble, pdf)  # before the first order: loading them takes longer than laying out a piece
TIDY = 60  # pages between collections of garbage, at most
IDLE = 1.0  # seconds without an order, after which garbage is collected
PARENT_DIES = 1  # the option of prctl that says which signal the end of the parent sends


def main(megabytes: int) -> int:
    """Do orders within the limits until there are no more."""
    out = own_output()
    confine(megabytes)
    tell(out, loaded=builder_digest().hex())
    pages = 0
    while (order := next_order(sys.stdin.buffer)) is not None:
        pages += answer(order, out)
        del order
        if pages >= TIDY or (pages and idle(sys.stdin.buffer)):
            gc.collect()
            pages = 0
    return 0


def idle(stream: IO[bytes]) -> bool:
    """Answer whether nobody wants anything for a while: nothing is sent before the last answer has come."""
    return not select([stream], [], [], IDLE)[0]


def next_order(stream: IO[bytes]) -> Order | None:
    """Return the next order from our own parent; None when there is none to come."""
    try:
        order: Order = pickle.load(stream)  # noqa: S301
    except EOFError:
        return None
    return order


def answer(order: Order, out: IO[bytes]) -> int:
    """Do an order and tell how it went; return how many pages were laid out."""
    count = Count(out)
    try:
        made = perform(order, count.page)
    except Exception as reason:
        tell(out, failed=reason_of(reason))
        return count.pages
    tell(out, size=len(made), pages=count.pages if isinstance(order, Piece) else 0)
    out.write(made)
    out.flush()
    return count.pages


class Count:
    """Tells pages as they come, and knows how many there are."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.pages = out, 0

    def page(self, page: int) -> None:
        """Tell a page."""
        self.pages = max(self.pages, page)
        tell(self.out, page=page)


def own_output() -> IO[bytes]:
    """Keep stdout for what we tell; anything else that is printed goes where errors go."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def tell(out: IO[bytes], **told: Any) -> None:
    """Write one line for the parent."""
    out.write(json.dumps(told).encode() + b"\n")
    out.flush()


def confine(megabytes: int) -> None:
    """Set the limits, and refuse network and programs from here on; neither can be undone."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    die_with_parent()
    gc.freeze()
    gc.disable()
    sys.addaudithook(refuse)


def die_with_parent() -> None:
    """Ask to be ended when the parent ends, in the middle of work too; where Linux is not, stdin closes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)


def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """Stop what a printer has no use for."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not for printing")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
