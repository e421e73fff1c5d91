"""Puts laid-out parts together to one file with pikepdf: pages, structure, links, bookmarks, stamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Page, Pdf, String

from procure.documents.html import Entry
from procure.documents.metadata import describe
from procure.documents.stamps import RIGHT, Running, Stamp, Stamper
from procure.documents.structure import Tree, repair_links


@dataclass(frozen=True, slots=True)
class Part:
    """Laid-out pages of one document, or a file's front pages.

    pieces: the pages as they were laid out, in order: one PDF or several.
    covers: how many of the pages are cover, which has no running header and footer.
    """

    name: str
    language: str
    pieces: tuple[bytes, ...]
    covers: int = 0

    @property
    def is_front(self) -> bool:
        """Answer whether these are a file's cover and contents."""
        return self.covers > 0


def assemble(parts: Sequence[Part], entries: Sequence[Entry], title: str, stamp: Stamp) -> bytes:
    """Return one finished PDF of the parts, in order, with bookmarks to the entries' places."""
    pdf = Pdf.new()
    tree, places, running = Tree(pdf), dict[str, Object](), list[Running]()
    sources = [[Pdf.open(BytesIO(piece)) for piece in part.pieces] for part in parts]
    for part, pieces in zip(parts, sources, strict=True):
        tree.begin(part.language)
        pages = sum(append(pdf, tree, places, piece, part.is_front) for piece in pieces)
        running += [Running(part.name, part.language, cover=page < part.covers) for page in range(pages)]
    stamper = Stamper(pdf, stamp, running)
    for number, page in enumerate(pdf.pages, start=1):
        repair_links(tree, page, places, running[number - 1].language)
        stamper.put(page, number)
    tree.finish()
    share_fonts(pdf)
    write_places(pdf, places)
    write_outline(pdf, entries, places)
    describe(pdf, title, parts[0].language, stamp)
    return save(pdf)


def save(pdf: Pdf) -> bytes:
    """Return the file's bytes, the same for the same content."""
    target = BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, min_version="1.7")
    return target.getvalue()


def append(pdf: Pdf, tree: Tree, places: dict[str, Object], piece: Pdf, is_front: bool) -> int:
    """Add a piece's pages, places and structure; return how many pages it has.

    Pages come first, so that the structure's references to pages and links meet the copies.
    """
    start = len(pdf.pages)
    pdf.pages.extend(piece.pages)
    if "/Names" in piece.Root:
        names = pdf.copy_foreign(piece.make_indirect(piece.Root.Names.Dests.Names))
        pairs = list(names)
        places.update((str(name), place) for name, place in zip(pairs[::2], pairs[1::2], strict=True))
    moved = tree.adopt(pdf.copy_foreign(piece.Root.StructTreeRoot))
    pages = pdf.pages[start:]
    for page in pages:
        renumber(page, moved)
        if is_front:
            widen_links(page)
    return len(pages)


def renumber(page: Page, moved: int) -> None:
    """Move the keys by which a page and its links find their structure."""
    page.obj.StructParents += moved
    for annotation in page.obj.get("/Annots", Array()):
        annotation.StructParent += moved


def widen_links(page: Page) -> None:
    """Let a line of the contents be one link, from its title to the page number."""
    for annotation in page.obj.get("/Annots", Array()):
        annotation.Rect[2] = RIGHT


def pages_of(pdf: bytes) -> tuple[int, dict[str, int]]:
    """Return the number of pages and the page (from 0) of every place in laid-out pages."""
    with Pdf.open(BytesIO(pdf)) as source:
        index = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        pairs = list(source.Root.Names.Dests.Names) if "/Names" in source.Root else []
        found = {
            str(name): index[place[0].objgen] for name, place in zip(pairs[::2], pairs[1::2], strict=True)
        }
        return len(source.pages), found


def share_fonts(pdf: Pdf) -> None:
    """Let equal font programs be one object: every part has brought its own copy."""
    programs: dict[bytes, Object] = {}
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            if descriptor.objgen not in done:
                done.add(descriptor.objgen)
                program = descriptor.FontFile2
                descriptor.FontFile2 = programs.setdefault(sha256(program.read_bytes()).digest(), program)


def write_places(pdf: Pdf, places: dict[str, Object]) -> None:
    """Write the named places that links lead to."""
    names = Array()
    for name in sorted(places, key=str.encode):
        names.append(String(name))
        names.append(places[name])
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))


def write_outline(pdf: Pdf, entries: Sequence[Entry], places: dict[str, Object]) -> None:
    """Write the bookmarks: documents, and below them their chapters."""
    with pdf.open_outline() as outline:
        above: list[tuple[int, list[OutlineItem]]] = [(-2, outline.root)]
        for entry in entries:
            if entry.target not in places:
                continue
            while above[-1][0] >= entry.level:
                above.pop()
            item = OutlineItem(entry.text, Array(list(places[entry.target])))
            above[-1][1].append(item)
            above.append((entry.level, item.children))
    pdf.Root.PageMode = Name.UseOutlines
