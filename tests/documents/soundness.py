"""Finished PDFs are held to this: sound, read aloud, every place reached. Each raises where it is not so."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

from outloud import check
from pdfua import validate
from pikepdf import Array, Dictionary, Name, Object, OutlineItem

from tests.documents.reading import kids, links, marks, opened, parent_tree, places, structure

SAME_PLACE = "PAG-001"  # words at one place on three pages: a price form asks each who pays for the same


def other_programs_take_it(pdf: bytes, folder: Path) -> None:
    """Hold the file to qpdf, and its fonts to poppler: all within, all with their letters."""
    path = laid(pdf, folder)
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    fonts = told.splitlines()[2:]
    assert fonts
    assert all("TrueType" in line and "yes no  yes" in line for line in fonts)


def accessibility_checkers_find_no_failure(pdf: bytes, folder: Path) -> None:
    """Hold the file to both checkers."""
    path = str(laid(pdf, folder))
    assert validate(path).findings == ()
    result = check(path, layers=["conformance"])
    assert result.error is None
    assert [found for found in result.findings if found.rule != SAME_PLACE] == []


def laid(pdf: bytes, folder: Path) -> Path:
    """Lay the file where other programs find it."""
    path = folder / "held.pdf"
    path.write_bytes(pdf)
    return path


def all_content_belongs_to_an_element(pdf: bytes, _folder: Path) -> None:
    """Follow each mark on a page to its element and back."""
    file = opened(pdf)
    owners = parent_tree(file)
    held = {(e.Pg.objgen, kid): e for e in structure(file) for kid in kids(e) if isinstance(kid, int)}
    drawn = 0
    for page in file.pages:
        elements = owners[int(page.obj.StructParents)]
        assert isinstance(elements, Array)
        for mark in marks(page):
            assert elements[mark] == held[page.obj.objgen, mark]
            drawn += 1
    assert drawn == len(held)


def every_link_belongs_to_a_link_element(pdf: bytes, _folder: Path) -> None:
    """Follow each link to its element and back."""
    file = opened(pdf)
    owners = parent_tree(file)
    for _, link in links(file):
        element = owners[int(link.StructParent)]
        assert Name.Link == element.S
        assert any(isinstance(kid, Dictionary) and kid.get("/Obj") == link for kid in kids(element))


def every_bookmark_and_link_leads_to_a_place(pdf: bytes, _folder: Path) -> None:
    """Look up where each leads."""
    file = opened(pdf)
    there = places(file)
    inner = [
        str(link.A.D) if "/A" in link else str(link.Dest) for _, link in links(file) if goes_within(link)
    ]
    assert set(inner) <= there.keys()
    with file.open_outline() as outline:
        waiting: list[OutlineItem] = list(outline.root)
        assert waiting
        while waiting:
            item = waiting.pop()
            assert item.destination is not None or item.action is not None, item.title
            waiting += item.children


def goes_within(link: Object) -> bool:
    """Answer whether a link leads to a place in the file."""
    return "/Dest" in link or "/D" in link.A


def headings_never_skip_a_level(pdf: bytes, _folder: Path) -> None:
    """Read the levels in order."""
    levels = [int(str(e.S)[2]) for e in structure(opened(pdf)) if re.match(r"/H\d", str(e.S))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def header_cells_have_a_scope_and_ids_an_index(pdf: bytes, _folder: Path) -> None:
    """Look up the heads that the cells name."""
    file = opened(pdf)
    headers = [e for e in structure(file) if Name.TH == e.S]
    assert {str(e.A.Scope) for e in headers} <= {"/Column", "/Row"}
    if headers:
        leaves = list(file.Root.StructTreeRoot.IDTree.Kids)
        ids = [bytes(name) for leaf in leaves for name in list(leaf.Names)[::2]]
        assert ids == sorted(set(ids))
        assert all([leaf.Names[0], leaf.Names[-2]] == list(leaf.Limits) for leaf in leaves)
        cells = [e for e in structure(file) if Name.TD == e.S]
        wanted = {bytes(header) for cell in cells for header in cell.A.get("/Headers", Array())}
        assert wanted <= set(ids)


def no_table_stands_without_rows(pdf: bytes, _folder: Path) -> None:
    """Look below each table."""
    for table in (e for e in structure(opened(pdf)) if Name.Table == e.S):
        assert any(isinstance(kid, Dictionary) and kid.S in (Name.TBody, Name.TR) for kid in kids(table))


def what_it_says_of_itself_is_said_once(pdf: bytes, _folder: Path) -> None:
    """Hold the metadata packet to the older record, and to what the file is built to."""
    file = opened(pdf)
    with file.open_metadata() as packet:
        assert packet["dc:title"] == str(file.docinfo.Title)
        assert packet["pdf:Producer"] == str(file.docinfo.Producer)
        assert (packet["pdfuaid:part"], packet["pdfaid:part"], packet["pdfaid:conformance"]) == (
            "1",
            "3",
            "A",
        )


CHECKS: Final[tuple[Callable[[bytes, Path], None], ...]] = (
    other_programs_take_it,
    accessibility_checkers_find_no_failure,
    all_content_belongs_to_an_element,
    every_link_belongs_to_a_link_element,
    every_bookmark_and_link_leads_to_a_place,
    headings_never_skip_a_level,
    header_cells_have_a_scope_and_ids_an_index,
    no_table_stands_without_rows,
    what_it_says_of_itself_is_said_once,
)
