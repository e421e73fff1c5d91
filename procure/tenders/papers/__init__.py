"""A tender's rows as one plain content, and the content as documents to print."""

from __future__ import annotations

from procure.tenders.papers.bundle import (
    documents,
    package,
    references,
    stamp,
    troubled,
    unprintable,
)
from procure.tenders.papers.content import content, unchanged
from procure.tenders.papers.names import PACKAGE, archive_name, file_name, folders
from procure.tenders.papers.price_book import price_book

__all__ = [
    "PACKAGE",
    "archive_name",
    "content",
    "documents",
    "file_name",
    "folders",
    "package",
    "price_book",
    "references",
    "stamp",
    "troubled",
    "unchanged",
    "unprintable",
]
