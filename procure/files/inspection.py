"""A file from outside looked through in a process of its own: nothing in it can take our memory or time."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from procure.domain.errors import N_, RuleBroken
from procure.files.contents import clean

ROOT: Final = Path(__file__).parents[2]
SECONDS: Final = 20
MEGABYTES: Final = 1024
REFUSED: Final = 3  # the child's answer when a rule says no
TOO_MUCH: Final = N_("Filen er for sammensatt til å bli kontrollert. Lagre den på nytt, gjerne som PDF.")


def inspect(name: str, data: bytes) -> bytes:
    """Look through a file, and return the bytes to keep; raises RuleBroken as `clean` does."""
    command = [sys.executable, "-m", "procure.files.inspection", name]
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command; the name is read, never run
            command, input=data, capture_output=True, timeout=2 * SECONDS, cwd=ROOT, env={}, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise RuleBroken(TOO_MUCH, field="file") from fault
    if told.returncode == REFUSED:
        reason = json.loads(told.stdout)
        raise RuleBroken(reason["sentence"], field="file", **reason["facts"])
    if told.returncode:
        raise RuleBroken(TOO_MUCH, field="file")
    return told.stdout


def main(name: str) -> int:
    """Look through what comes on stdin, within limits; say on stdout what to keep, or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1024**2, MEGABYTES * 1024**2))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(clean(name, sys.stdin.buffer.read()))
    except RuleBroken as reason:
        sys.stdout.write(json.dumps({"sentence": reason.sentence, "facts": reason.facts}))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
