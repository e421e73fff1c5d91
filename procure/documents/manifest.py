"""The manifest of a version's files, and the ZIP they travel in: same files, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from procure.documents.stamps import Stamp
from procure.domain.assembly import canonical

FORMAT = "procure-manifest/2"
NAME = "manifest.json"
LIBRARIES = (
    *("weasyprint", "pydyf", "pikepdf", "fonttools", "markdown-it-py", "nh3"),
    *("lxml", "xlsxwriter"),
)
READABLE_FILE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True, slots=True)
class File:
    """A file of a version.

    path: where it lies in the ZIP: its name, in a folder or in none.
    format: "pdf", "docx", "xlsx", or what an attachment ends in.
    pages: how many it has, where they are counted.     language: of its text, where that is known.
    """

    path: str
    content: bytes
    format: str = "pdf"
    pages: int | None = None
    language: str = ""


def manifest(files: Sequence[File], stamp: Stamp, pieces: Sequence[str] = ()) -> bytes:
    """Return the manifest: every file's SHA-256, size and pages, what it was made from and with.

    pieces: the keys of what the PDFs were put together from, in order.
    Raises ValueError for a name that is used twice or could leave its folder.
    """
    check_paths([file.path for file in files])
    return canonical(
        {
            "format": FORMAT,
            "title": stamp.heading,
            "version": stamp.version_label,
            "frozen_at": stamp.moment.astimezone(UTC),
            "fingerprint": stamp.fingerprint,
            "files": [listed(file) for file in files],
            "pieces": list(pieces),
            "made_with": {library: version(library) for library in LIBRARIES},
        }
    )


def listed(file: File) -> dict[str, Any]:
    """Return what the manifest tells of a file."""
    return {
        "name": file.path,
        "sha256": digest(file.content),
        "size": len(file.content),
        "pages": file.pages,
        "format": file.format,
        "language": file.language or None,
    }


def bundle(files: Sequence[File], told: bytes, stamp: Stamp) -> bytes:
    """Return a ZIP of the files in the order given, the manifest last, dated by the version's own moment."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for path, content in (*((file.path, file.content) for file in files), (NAME, told)):
            archive.writestr(entry(path, stamp), content)
    return target.getvalue()


def entry(name: str, stamp: Stamp) -> ZipInfo:
    """Return a ZIP entry that depends on name and version alone; stored, since PDFs are packed already."""
    info = ZipInfo(name, stamp.moment.astimezone(UTC).timetuple()[:6])
    info.compress_type, info.create_system, info.external_attr = ZIP_STORED, UNIX, READABLE_FILE
    return info


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def check_paths(paths: Sequence[str]) -> None:
    """Refuse paths that collide or are no plain file names, in one folder at most."""
    if len({path.casefold() for path in (*paths, NAME)}) != len(paths) + 1:
        raise ValueError("a file name is used twice")
    names = [name for path in paths for name in path.split("/", 1)]
    if any(not name or name.startswith(".") or set(name) & set('/\\:*?"<>|\0') for name in names):
        raise ValueError("a file name must be plain")
