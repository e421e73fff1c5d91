"""The printing process: reads an order on stdin, tells pages and files on stdout; see `isolated.py`."""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import sys
from typing import IO, Any

from procure.documents.isolated import Limits
from procure.documents.printer import PrintFailed, print_version
from procure.documents.progress import Step, StepState

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


def main() -> int:
    """Print one package within its limits."""
    package, stamp, limits = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our own parent
    out = own_output()
    confine(limits)
    try:
        files = print_version(package, stamp, watch=Teller(out).hear)
    except PrintFailed as failure:
        tell(out, kind=failure.kind, failed=failure.reason)
        return 1
    except MemoryError:
        tell(out, kind=package.kind, failed="memory")
        return 1
    for file in files:
        tell(out, printed={"kind": file.kind, "name": file.name, "pages": file.pages}, size=len(file.pdf))
        out.write(file.pdf)
    out.flush()
    return 0


class Teller:
    """Tells pages, and whose turn it is."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.kind, self.page = out, "", 0

    def hear(self, steps: tuple[Step, ...]) -> None:
        """Tell what is new."""
        kind = next((step.kind for step in steps if step.state is StepState.WORKING), self.kind)
        if kind != self.kind:
            self.kind = kind
            tell(self.out, kind=kind)
        page = sum(step.done for step in steps)
        if page > self.page:
            self.page = page
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


def confine(limits: Limits) -> None:
    """Set the limits, and refuse network and programs from here on; neither can be undone."""
    memory = limits.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    sys.addaudithook(refuse)


def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """Stop what a printer has no use for."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not for printing")


if __name__ == "__main__":
    sys.exit(main())
