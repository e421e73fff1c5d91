"""What the files of a version are called: in the language that the documents are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from procure.domain.slugs import slug

PACKAGE: Final = "package"

WHOLE: Final[Mapping[str, str]] = {"nb": "samlet-konkurransegrunnlag", "nn": "samla-konkurransegrunnlag"}
ARCHIVES: Final[Mapping[str, str]] = {"nb": "alle-dokumenter.zip", "nn": "alle-dokument.zip"}


@dataclass(frozen=True)
class Folders:
    """The folders inside the archive, by what lies in them."""

    word: str
    sheets: str
    attachments: str


FOLDERS: Final[Mapping[str, Folders]] = {
    "nb": Folders(word="word", sheets="regneark", attachments="vedlegg"),
    "nn": Folders(word="word", sheets="rekneark", attachments="vedlegg"),
}


def file_name(kind: str, name: str, language: str = "nb", suffix: str = "pdf") -> str:
    """Return the name that a document is downloaded by.

    name: what the document is called, in its own language; suffix: "pdf", "docx" or "xlsx".

    >>> file_name("annex_1", "Bilag 1 Kundens kravspesifikasjon")
    'bilag-1-kundens-kravspesifikasjon.pdf'
    >>> file_name("package", "Samla konkurransegrunnlag", "nn", "docx")
    'samla-konkurransegrunnlag.docx'
    """
    words = WHOLE[language] if kind == PACKAGE else slug(name)
    return f"{words}.{suffix}"


def archive_name(language: str) -> str:
    """Return the name of the archive with everything in it.

    >>> archive_name("nn")
    'alle-dokument.zip'
    """
    return ARCHIVES[language]


def folders(language: str) -> Folders:
    """Return the names of the folders inside the archive.

    >>> folders("nn").sheets
    'rekneark'
    """
    return FOLDERS[language]
