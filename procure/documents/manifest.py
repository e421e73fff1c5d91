"""The manifest of a version's files, and the ZIP they travel in: same files, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from procure.documents.stamps import Stamp
from procure.domain.assembly import canonical

FORMAT = "procure-manifest/1"
NAME = "manifest.json"
LIBRARIES = ("weasyprint", "pydyf", "pikepdf", "fonttools", "markdown-it-py", "nh3")
READABLE_FILE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True, slots=True)
class File:
    """A file of a version: its name and bytes, its pages when it has any, the folder when it lies in one."""

    name: str
    content: bytes
    pages: int | None = None
    folder: str = ""

    @property
    def path(self) -> str:
        """The name with its folder, as in the ZIP."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


def manifest(files: Sequence[File], stamp: Stamp) -> bytes:
    """Return the manifest: every file's SHA-256, size and pages, what it was made from and with.

    Raises ValueError for a name that is used twice or could leave its folder.
    """
    check_names([file.name for file in files])
    return canonical(
        {
            "format": FORMAT,
            "title": stamp.heading,
            "version": stamp.version_label,
            "frozen_at": stamp.moment.astimezone(UTC),
            "fingerprint": stamp.fingerprint,
            "files": [
                {
                    "name": file.path,
                    "sha256": digest(file.content),
                    "size": len(file.content),
                    "pages": file.pages,
                }
                for file in files
            ],
            "made_with": {library: version(library) for library in LIBRARIES},
        }
    )


def bundle(files: Sequence[File], stamp: Stamp) -> bytes:
    """Return a ZIP of the files in the order given, the manifest last, dated by the version's own moment."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for file in (*files, File(NAME, manifest(files, stamp))):
            archive.writestr(entry(file.path, stamp), file.content)
    return target.getvalue()


def entry(name: str, stamp: Stamp) -> ZipInfo:
    """Return a ZIP entry that depends on name and version alone; stored, since PDFs are packed already."""
    info = ZipInfo(name, stamp.moment.astimezone(UTC).timetuple()[:6])
    info.compress_type, info.create_system, info.external_attr = ZIP_STORED, UNIX, READABLE_FILE
    return info


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def check_names(names: Sequence[str]) -> None:
    """Refuse names that collide or are no plain file names."""
    if len({name.casefold() for name in (*names, NAME)}) != len(names) + 1:
        raise ValueError("a file name is used twice")
    if any(not name or name.startswith(".") or set(name) & set('/\\:*?"<>|\0') for name in names):
        raise ValueError("a file name must be plain")
