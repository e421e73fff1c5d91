"""The virus scanner: a small server that speaks as `clamd` does."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from procure.domain.errors import RuleBroken
from procure.files import scanning
from tests.files.samples import EICAR


def serve_one(server: socket.socket, answer: str) -> None:
    """Read one stream, and answer; a virus is what has the test string in it."""
    line, _address = server.accept()
    with line, line.makefile("rb") as told:
        assert told.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", told.read(4))[0]:
            data += told.read(size)
        found = "stream: Eicar FOUND" if EICAR.encode() in data else answer
        line.sendall(found.encode() + b"\0")


@contextmanager
def scanner(answer: str = "stream: OK", path: str = "") -> Iterator[str]:
    server = socket.socket(socket.AF_UNIX) if path else socket.socket()
    with server:
        server.bind(path or ("127.0.0.1", 0))
        server.listen()
        hand = threading.Thread(target=serve_one, args=(server, answer))
        hand.start()
        yield f"unix://{path}" if path else f"tcp://127.0.0.1:{server.getsockname()[1]}"
        hand.join()


def scan(app: Flask, address: str, data: bytes) -> bool:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], scanner=address)
    with app.app_context():
        return scanning.scan(data)


def test_without_a_scanner_it_is_said_that_nothing_was_scanned(app: Flask) -> None:
    assert not scan(app, "", b"x")


def test_what_is_clean_passes_on_either_kind_of_line(app: Flask, tmp_path_factory) -> None:
    with scanner() as address:
        assert scan(app, address, b"x" * 200_000)
    with scanner(path=str(tmp_path_factory.mktemp("s") / "clamd")) as address:
        assert scan(app, address, b"x")


@pytest.mark.row("U4")
def test_a_virus_is_refused(app: Flask) -> None:
    with scanner() as address, pytest.raises(RuleBroken, match="inneholder et virus"):
        scan(app, address, EICAR.encode())


def test_a_scanner_that_is_silent_or_confused_lets_nothing_through(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="svarer ikke"):
        scan(app, "unix:///nowhere/clamd", b"x")
    with scanner("INSTREAM size limit exceeded. ERROR") as address, pytest.raises(RuleBroken, match="svarer"):
        scan(app, address, b"x")
