"""Where things are, and how programs are run."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
FLASK = (str(PYTHON), "-m", "flask", "--app", "wsgi")


class Stop(Exception):
    """Nothing more can be done; the message tells the person what to do about it."""


def call(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run a program to its end, from the root of the project; stop when it fails."""
    words = [str(word) for word in command]
    code = subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode
    if code:
        raise Stop(f"`{shlex.join(words)}` failed with code {code}; what it said stands above.")
