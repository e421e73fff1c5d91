"""The virus scanner, where the installation has one: `clamd`, asked over its socket."""

from __future__ import annotations

import socket
import struct
from typing import Final
from urllib.parse import urlsplit

from flask import current_app

from procure.domain.errors import N_, RuleBroken

CHUNK: Final = 64 * 1024
PATIENCE: Final = 30  # seconds
SILENT: Final = N_("Virusskanningen svarer ikke akkurat nå. Prøv igjen om litt.")


def scan(data: bytes) -> bool:
    """Answer whether the bytes were scanned; False where no scanner is set up.

    Raises RuleBroken for a virus, or a scanner that does not answer: what could not be looked at is not kept.
    """
    address: str = current_app.config["SETTINGS"].scanner
    if not address:
        return False
    try:
        said = ask(address, data)
    except OSError as fault:
        current_app.logger.error("the virus scanner did not answer", exc_info=fault)
        raise RuleBroken(SILENT, field="file") from fault
    if said.endswith("FOUND"):
        raise RuleBroken(N_("Filen inneholder et virus og er ikke tatt imot."), field="file")
    if not said.endswith("OK"):
        raise RuleBroken(SILENT, field="file")
    return True


def ask(address: str, data: bytes) -> str:
    """Send the bytes to `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`; return what it says."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            line.sendall(struct.pack("!I", len(part)) + part)
        line.sendall(struct.pack("!I", 0))
        with line.makefile("rb") as told:
            return told.read(1000).decode("utf-8", "replace").rstrip("\0\n ")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line
