"""A tender's rows as one plain content, and the content as documents to print."""

from __future__ import annotations

from procure.tenders.papers.bundle import (
    PACKAGE,
    documents,
    file_name,
    package,
    references,
    stamp,
    unprintable,
)
from procure.tenders.papers.content import content, unchanged

__all__ = [
    "PACKAGE",
    "content",
    "documents",
    "file_name",
    "package",
    "references",
    "stamp",
    "unchanged",
    "unprintable",
]
