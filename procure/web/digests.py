"""Files that people show us and that we do not keep: only their length and SHA-256 are left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import RawIOBase
from typing import Any, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from procure.web.fields import shown
from procure.web.uploads import EMPTY, MEGABYTE, TOO_LARGE, FileField, plain_name


class Passing(RawIOBase):
    """Takes a file's bytes as they come, and lets go of them at once."""

    def __init__(self) -> None:
        super().__init__()
        self.size, self._digest = 0, hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The SHA-256 of what has come."""
        return self._digest.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Do nothing: there is nothing to go back to."""
        return 0


@dataclass(frozen=True)
class Shown:
    """A file that was shown: its name without folders, its length and its SHA-256."""

    name: str
    size: int
    sha256: str


class ShownField(FileField):
    """A file to show, on a page marked `takes_files(…, into=Passing)`; `data` is `Shown`, or None."""

    def _read(self, chosen: FileStorage) -> Any:
        name, passed = plain_name(chosen.filename or ""), cast(Passing, chosen.stream)
        if passed.size > self.most:
            raise ValueError(_(TOO_LARGE, name=shown(name), most=self.most // MEGABYTE))
        if not passed.size:
            raise ValueError(_(EMPTY, name=shown(name)))
        return Shown(name, passed.size, passed.sha256)
