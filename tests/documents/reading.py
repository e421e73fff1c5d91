"""Reads finished PDFs the way a reader, a search and a screen reader do."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, parse_content_stream


def opened(pdf: bytes) -> Pdf:
    """Open a finished file."""
    return Pdf.open(BytesIO(pdf))


def page_texts(pdf: bytes, folder: Path, *, lines: bool = False) -> list[str]:
    """Return the text of every page, as another program sees it; lines: as it stands on paper."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", *(["-layout"] if lines else []), path, "-"], capture_output=True, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


def tops(pdf: bytes, folder: Path, word: str) -> list[tuple[int, float]]:
    """Return where a word stands: the page, from 1, and how far down on it, in points."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("<page ")[1:]
    found = re.compile(rf'yMin="([\d.]+)"[^>]*>{re.escape(word)}<')
    return [(number, float(top)) for number, page in enumerate(pages, start=1) for top in found.findall(page)]


def structure(pdf: Pdf) -> Iterator[Object]:
    """Yield all structure elements in reading order."""
    waiting = list(reversed(list(pdf.Root.StructTreeRoot.K)))
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in reversed(kids(element)) if isinstance(kid, Dictionary) and "/S" in kid]


def kids(element: Object) -> list[Object | int]:
    """Return what stands directly below an element."""
    found = element.get("/K", Array())
    return list(found) if isinstance(found, Array) else [found]


def parent_tree(pdf: Pdf) -> dict[int, Object]:
    """Return the map from pages and links to their structure."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, nums[::2]), nums[1::2], strict=True))


def places(pdf: Pdf) -> dict[str, int]:
    """Return the page, from 1, of every named place."""
    index = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {str(name): index[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}


def links(pdf: Pdf) -> list[tuple[int, Object]]:
    """Return every link with the page it stands on, from 1."""
    return [
        (number, annotation)
        for number, page in enumerate(pdf.pages, start=1)
        for annotation in page.obj.get("/Annots", Array())
        if annotation.Subtype == Name.Link
    ]


def marks(page: Page) -> list[int]:
    """Return the numbers of the marked content drawn on a page, in the order it is drawn."""
    begun = [step.operands for step in parse_content_stream(page) if str(step.operator) == "BDC"]
    return [int(properties.MCID) for _, properties in begun if "/MCID" in properties]
