"""The files of a version as people look for them: a document in every format, all of it, what is laid by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from procure.tenders.models import PreviewFile, VersionFile
from procure.tenders.papers import PACKAGE

Filed = VersionFile | PreviewFile

ARCHIVE, MANIFEST, ATTACHMENT = "zip", "manifest", "attachment"
NO_DOCUMENTS: Final = (PACKAGE, ARCHIVE, MANIFEST, ATTACHMENT)
FORMATS: Final = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "zip": "ZIP", "json": "JSON"}


@dataclass(frozen=True, slots=True)
class Line:
    """One document in the formats it is handed out in."""

    kind: str
    files: tuple[Filed, ...]

    @property
    def title(self) -> str:
        """What the document is called."""
        return self.files[0].title


@dataclass(frozen=True, slots=True)
class Shelved:
    """The files of one version."""

    files: Sequence[Filed]

    @property
    def documents(self) -> list[Line]:
        """The documents in reading order, each in all its formats."""
        return [line for line in self._lines() if line.kind not in NO_DOCUMENTS]

    @property
    def whole(self) -> Line | None:
        """All documents in one file."""
        return next((line for line in self._lines() if line.kind == PACKAGE), None)

    @property
    def attachments(self) -> list[Filed]:
        """The files that the buyers have laid by."""
        return [file for file in self.files if file.kind == ATTACHMENT]

    @property
    def price_form(self) -> Filed | None:
        """The workbook that suppliers fill their prices in."""
        return next((file for file in self.of("price_form") if file.name.endswith(".xlsx")), None)

    def one(self, kind: str) -> Filed | None:
        """The first file of a kind."""
        return next((file for file in self.files if file.kind == kind), None)

    def of(self, kind: str) -> tuple[Filed, ...]:
        """Return a document's files, in every format."""
        return tuple(file for file in self.files if file.kind == kind)

    def _lines(self) -> list[Line]:
        """Gather what is of one kind, by the place of the first of them."""
        first: dict[str, int] = {}
        for place, file in enumerate(self.files):
            first.setdefault(file.kind, place)
        ordered = sorted(self.files, key=lambda file: first[file.kind])
        return [Line(kind, tuple(found)) for kind, found in groupby(ordered, key=lambda file: file.kind)]


def format_of(file: Filed) -> str:
    """Return the name of a file's format, as people say it: by the ending it is downloaded with."""
    ending = file.name.rpartition(".")[2].lower()
    return FORMATS.get(ending, ending.upper())
