"""Prints one file at a time, and keeps what is laid out where a test can look."""

from __future__ import annotations

from collections.abc import Sequence

from procure.documents.printer import Stamp, alone, bound, print_files
from procure.domain.assembly import Document, Package


def print_document(document: Document, stamp: Stamp, siblings: Sequence[Document] = ()) -> bytes:
    """Return one document as a PDF; siblings are the version's others, which references may name."""
    others = [sibling for sibling in siblings if sibling.kind != document.kind]
    return print_files([alone(document)], [document, *others], stamp)[0].pdf


def print_package(package: Package, stamp: Stamp) -> bytes:
    """Return all documents bound together."""
    return print_files([bound(package)], package.documents, stamp)[0].pdf


class InMemory:
    """A shelf that keeps all, for as long as the process lives."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str, /) -> bytes | None:
        """Return what was put there."""
        return self.kept.get(key)

    def has(self, key: str, /) -> bool:
        """Answer whether something was put there."""
        return key in self.kept

    def put(self, key: str, data: bytes, /) -> None:
        """Keep the bytes."""
        self.kept[key] = data
