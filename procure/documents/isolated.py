"""Prints in a process of its own: limits on time and memory, no network, no secrets, visible progress."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGXCPU
from typing import IO

from procure.documents.letters import FONTS
from procure.documents.pdf import OnPage
from procure.documents.printer import Printed, PrintFailed
from procure.documents.stamps import Stamp
from procure.domain.assembly import Package

ROOT = Path(__file__).parents[2]
CHILD = "procure.documents.child"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a print may take before it is stopped."""

    seconds: int = 600
    megabytes: int = 2048


@dataclass(slots=True)
class Report:
    """What the child has told so far."""

    kind: str
    printed: list[Printed]
    failed: str = ""


def render_isolated(
    package: Package,
    stamp: Stamp,
    limits: Limits | None = None,
    on_page: OnPage | None = None,
    on_document: Callable[[str], object] | None = None,
) -> list[Printed]:
    """Return every document alone and, last, the package, printed by a child process.

    on_page: told the number of pages laid out so far, in this process.
    on_document: told each document's kind when its turn comes.
    Raises PrintFailed with the document's kind and a reason: "time", "memory", "stopped" or what it said.
    """
    limits = limits or Limits()
    report = Report(package.kind, [])
    with child_process() as child:
        expired = threading.Event()
        clock = threading.Timer(limits.seconds, stop, (child, expired))
        clock.start()
        try:
            order(child, package, stamp, limits)
            listen(child, report, on_page, on_document)
            status = child.wait()
        finally:
            clock.cancel()
    if report.failed or status:
        raise PrintFailed(report.kind, report.failed or reason_of(status, expired.is_set()))
    return report.printed


def stop(child: subprocess.Popen[bytes], expired: threading.Event) -> None:
    """End a child whose time is up."""
    expired.set()
    child.kill()


def reason_of(status: int, expired: bool) -> str:
    """Return why a child ended that could not say so itself."""
    return "time" if expired or status == -SIGXCPU else "stopped"


@contextmanager
def child_process() -> Iterator[subprocess.Popen[bytes]]:
    """Start a child with an empty environment and an own folder for its files; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="procure-print-") as folder:
        command = [sys.executable, "-m", CHILD]
        pipe = subprocess.PIPE
        with subprocess.Popen(  # noqa: S603 - a fixed command
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(folder)
        ) as child:
            try:
                yield child
            finally:
                child.kill()


def environment(folder: str) -> dict[str, str]:
    """Return all that the child is told of the machine."""
    known = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "XDG_CACHE_HOME": folder,
    }
    return {**known, "FONTCONFIG_FILE": str(FONTS / "fonts.conf"), "PYTHONDONTWRITEBYTECODE": "1"}


def order(child: subprocess.Popen[bytes], package: Package, stamp: Stamp, limits: Limits) -> None:
    """Hand the work to the child; one that is gone already shows in its status."""
    stdin = pipe_of(child.stdin)
    try:
        stdin.write(pickle.dumps((package, stamp, limits)))
        stdin.close()
    except BrokenPipeError:
        return


def listen(
    child: subprocess.Popen[bytes],
    report: Report,
    on_page: OnPage | None,
    on_document: Callable[[str], object] | None,
) -> None:
    """Take what the child tells, line by line: a page, a document's turn, a finished file, a failure."""
    stdout = pipe_of(child.stdout)
    for line in stdout:
        told = json.loads(line)
        if "page" in told and on_page:
            on_page(told["page"])
        elif "printed" in told:
            told_file = told["printed"]
            report.printed.append(Printed(**told_file, pdf=stdout.read(told["size"])))
        elif "kind" in told:
            report.kind, report.failed = told["kind"], told.get("failed", "")
            if on_document:
                on_document(report.kind)


def pipe_of(stream: IO[bytes] | None) -> IO[bytes]:
    """Return a stream that is known to be a pipe."""
    if stream is None:
        raise ValueError("the child was started without pipes")
    return stream
