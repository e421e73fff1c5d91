"""The folder of a printing process: held by a lock while the process is ours, swept when nobody holds it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "procure-print-"
SETTLED: Final = 60  # seconds; a younger folder may be about to be locked


class OwnFolder:
    """A folder for temporary files. The system lets go of its lock when we end, however we end."""

    def __init__(self) -> None:
        self._made = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.name = self._made.name
        self._handle = _opened(Path(self.name))
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def cleanup(self) -> None:
        """Clear the folder away."""
        self._made.cleanup()
        os.close(self._handle)


def sweep(now: float) -> int:
    """Clear away the folders whose process is gone, and count them.

    now: the moment, in seconds as files have it.
    """
    gone = [path for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if _clear(path, now - SETTLED)]
    return len(gone)


def _clear(path: Path, before: float) -> bool:
    """Clear a folder of ours away that nobody holds, and answer whether that was so."""
    with suppress(OSError), _held(path) as about:  # another's, another kind of file, or in use
        if about.st_uid == os.getuid() and about.st_mtime < before:
            shutil.rmtree(path, ignore_errors=True)
            return True
    return False


@contextmanager
def _held(path: Path) -> Iterator[os.stat_result]:
    """Hold a folder alone; OSError when it is no folder, or when somebody holds it."""
    handle = _opened(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield os.fstat(handle)
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
