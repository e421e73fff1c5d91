"""What must hold however fast it is: the same bytes, the same words, the right pages."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest
from pathlib import Path
from typing import Final

from bench.documents.cases import SAME
from bench.documents.ours import OURS
from bench.documents.result import Result
from bench.documents.work import DONE, READ_LIKE

PAGE: Final = re.compile(r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD: Final = re.compile(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">(.*?)</word>')
TOKEN: Final = re.compile(r"\w+")
REFERENCE: Final = re.compile(r"\bside (\d+)\b")
MARGIN: Final = 62.0  # points at the top and the foot of a page, where headers and footers stand


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must hold, and what was seen."""

    name: str
    holds: bool
    seen: str


def passed(folder: Path, found: Sequence[Result]) -> Iterator[Gate]:
    """Look at what was printed, and at the same tender as one document with a new page at each cut."""
    yield same_bytes(found)
    ours, other = read(folder / DONE), read(folder / READ_LIKE)
    yield same_words(ours, other)
    yield real_pages(ours, other)


def same_bytes(found: Sequence[Result]) -> Gate:
    """Every build of the first tender gives the same file: one worker or two, after edits, in a crowd."""
    digests = [each.digest for each in found if each.engine == OURS and each.case in SAME]
    return Gate("Same bytes", len(set(digests)) == 1, f"{len(digests)} builds, {len(set(digests))} files")


def same_words(ours: Sequence[str], other: Sequence[str]) -> Gate:
    """Every page has the same words in the same order; numbers are the next gate's, as we write them last."""
    differ = differing([in_order(page) for page in ours], [in_order(page) for page in other])
    return Gate("Same words", not differ, f"{len(ours)} pages, differing: {told(differ)}")


def real_pages(ours: Sequence[str], other: Sequence[str]) -> Gate:
    """Every page tells the same numbers of pages as the one document, where CSS has counted them."""
    differ = differing([Counter(tokens(page)) for page in ours], [Counter(tokens(page)) for page in other])
    references = sum(len(REFERENCE.findall(page)) for page in ours)
    holds = not differ and references > 0
    return Gate("Real pages", holds, f"{references} references, pages differing: {told(differ)}")


def differing(ours: Sequence[object], other: Sequence[object]) -> list[int]:
    """Return the numbers of the pages that are not alike, or that only one has."""
    pairs = enumerate(zip_longest(ours, other), start=1)
    return [number for number, (mine, theirs) in pairs if mine != theirs]


def in_order(page: str) -> list[str]:
    """Return the words of a page without references' pages and bare numbers."""
    return [word for word in tokens(REFERENCE.sub("", page)) if not word.isdigit()]


def told(pages: Sequence[int]) -> str:
    """Name the first pages of some."""
    return ", ".join(map(str, pages[:5])) + (" …" if len(pages) > 5 else "") if pages else "none"


def tokens(text: str) -> list[str]:
    """Return the words of a text without what stands between them."""
    return TOKEN.findall(text)


def read(pdf: Path) -> list[str]:
    """Return the text of every page as another program sees it, without header and footer."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-bbox", pdf, "-"], capture_output=True, check=True, text=True
    )
    return [within(words, float(height)) for height, words in PAGE.findall(done.stdout)]


def within(words: str, height: float) -> str:
    """Return the words between header and footer."""
    kept = [word for top, word in WORD.findall(words) if MARGIN < float(top) < height - MARGIN]
    return unescape(" ".join(kept))
