"""Confined processes that print: limits on time and memory, no network, no programs, no secrets.

`child.py` is what runs in them. They read orders on stdin and tell pages and results on stdout; what they
tell is never unpickled. The first thing they tell is what they have loaded: it has to be what we have loaded,
or their pages would be kept by keys that tell of others.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGABRT, SIGTRAP
from typing import IO

from procure.documents.assets import FONTS, builder_digest
from procure.documents.folders import OwnFolder
from procure.documents.press import Order

ROOT = Path(__file__).parents[2]
CHILD = "procure.documents.child"
STARTING = 120  # seconds that a process may take before it is ready, on a very busy machine
ENDS = {-SIGABRT: "memory", -SIGTRAP: "memory"}  # how the libraries of the system end when they get none


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one order may take before it is stopped, and how many pages a process lays out in its life."""

    seconds: float = 180
    megabytes: int = 2048
    pages: int = 2000


class Stopped(Exception):
    """The process is of no use any more; the reason is "time", "memory" or "stopped"."""


class Replaced(Exception):
    """The process has loaded other code, styles or fonts than we have: they were replaced while we ran."""


class Refused(Exception):
    """The process could not do what it was asked, and says why."""


class Child:
    """One process, with an empty environment and an own folder for its files."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.pages, self.ready, self.expired = limits, 0, False, False
        self.folder = OwnFolder()
        try:
            self.process = start(self.folder.name, limits.megabytes)
        except OSError:
            self.folder.cleanup()
            raise

    def perform(self, order: Order, on_page: Callable[[int], object]) -> bytes:
        """Do an order and return what it becomes.

        Raises Refused; and Stopped or Replaced, by which the process is of no use any more.
        """
        if not self.ready:
            with self.within(STARTING):
                self.ready = self.greeted()
        with self.within(self.limits.seconds):
            self.send(order)
            return self.hear(on_page)

    def greeted(self) -> bool:
        """Hear what the process has loaded; False when it ended before it could tell."""
        told = pipe_of(self.process.stdout).readline()
        if told and json.loads(told)["loaded"] != builder_digest().hex():
            raise Replaced
        return bool(told)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End the process when something takes longer than it may."""
        clock = threading.Timer(seconds, self.expire)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def send(self, order: Order) -> None:
        """Hand an order over; a process that is gone shows when it is listened to."""
        stdin = pipe_of(self.process.stdin)
        try:
            stdin.write(pickle.dumps(order))
            stdin.flush()
        except BrokenPipeError:
            return

    def hear(self, on_page: Callable[[int], object]) -> bytes:
        """Take what is told, line by line: pages, and then a result or a reason."""
        stdout = pipe_of(self.process.stdout)
        for line in stdout:
            told = json.loads(line)
            if "page" in told:
                on_page(told["page"])
            elif "failed" in told:
                raise (Stopped if told["failed"] == "memory" else Refused)(told["failed"])
            elif "size" in told:
                self.pages += told["pages"]
                made = stdout.read(told["size"])
                if len(made) == told["size"]:
                    return made
        raise Stopped("time" if self.expired else ENDS.get(self.process.wait(), "stopped"))

    def expire(self) -> None:
        """End a process whose time is up."""
        self.expired = True
        self.process.kill()

    def close(self) -> None:
        """End the process and clear its folder away."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            close(pipe_of(stream))
        self.folder.cleanup()


def start(folder: str, megabytes: int) -> subprocess.Popen[bytes]:
    """Start a process whose own files lie in a folder."""
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - a fixed command
        [sys.executable, "-m", CHILD, str(megabytes)],
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment(folder),
    )


def close(stream: IO[bytes]) -> None:
    """Close our end of a pipe; what waits in it for a process that is gone is lost."""
    try:
        stream.close()
    except BrokenPipeError:
        return


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


def pipe_of(stream: IO[bytes] | None) -> IO[bytes]:
    """Return a stream that is known to be a pipe."""
    if stream is None:
        raise ValueError("the child was started without pipes")
    return stream
