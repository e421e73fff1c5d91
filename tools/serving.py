"""The web server and the worker, as children of dev.py."""

from __future__ import annotations

import contextlib
import http.client
import os
import shlex
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from tools.shell import FLASK, PYTHON, ROOT, Stop, call

Children = list[subprocess.Popen[bytes]]


def is_free(port: int) -> bool:
    """Answer whether nobody listens on the port."""
    with socket.socket() as probe:
        if os.name != "nt":  # there it means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port(wanted: int) -> int:
    """Answer the wanted port, or the next one that nobody listens on."""
    return next(port for port in range(wanted, wanted + 100) if is_free(port))


def answers(port: int) -> bool:
    """Answer whether a web server says anything at all on the port: one that still starts does not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def web_command(port: int) -> tuple[str, ...]:
    """Name the server that production uses too, with threads; it starts again when the code changes."""
    if os.name == "nt":
        return *FLASK, "run", "--port", str(port)
    where = f"--bind 127.0.0.1:{port} --threads 8 --no-control-socket"
    manner = "--reload --graceful-timeout 3 --log-level error"
    return str(PYTHON), "-m", "gunicorn", *where.split(), *manner.split(), "wsgi:app"


@contextlib.contextmanager
def children(commands: Iterable[Sequence[str]]) -> Iterator[Children]:
    """Start programs beside us, deaf to our Ctrl-C, and see to it that none outlives us."""
    running: Children = []
    try:
        for command in commands:
            running.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True))
        yield running
    finally:
        for child in running:
            child.terminate()
        for child in running:
            end(child)


def end(child: subprocess.Popen[bytes], patience: float = 10) -> None:
    """Wait for a child that was asked to end, and end it when it does not."""
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def watch(running: Children, until: Callable[[], bool]) -> None:
    """Wait, and stop when one of the children ends by itself."""
    while not until():
        for child in running:
            if child.poll() is not None:
                raise Stop(f"`{shlex.join(child.args)}` ended with code {child.returncode}.")  # type: ignore[arg-type]
        time.sleep(0.2)


def serve(wanted_port: int) -> None:
    """Run the web server and the worker until Ctrl-C, and say where to go and who to be."""
    port = free_port(wanted_port)
    address = f"http://127.0.0.1:{port}"
    os.environ.setdefault("PUBLIC_URL", address)
    with children([web_command(port), (*FLASK, "worker")]) as running:
        watch(running, lambda: answers(port))
        call(*FLASK, "demo", "logins")
        print(f"\nSamkjøp answers at {address}. Ctrl-C stops it.", flush=True)
        watch(running, lambda: False)
