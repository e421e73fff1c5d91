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

    covers: how many of the pages are cover, which has no running header and footer.
    """

    name: str
    language: str
    pdf: bytes
    covers: int = 0

    @property
    def is_front(self) -> bool:
        """Answer whether these are a file's cover and contents."""
        return self.covers > 0


def assemble(parts: Sequence[Part], entries: Sequence[Entry], title: str, stamp: Stamp) -> bytes:
    """Return one finished PDF of the parts, in order, with bookmarks to the entries' places."""
    pdf, sources = Pdf.new(), [Pdf.open(BytesIO(part.pdf)) for part in parts]
    tree, places, running = Tree(pdf), dict[str, Object](), list[Running]()
    for part, source in zip(parts, sources, strict=True):
        running += append(pdf, tree, places, part, source)
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


def append(pdf: Pdf, tree: Tree, places: dict[str, Object], part: Part, source: Pdf) -> list[Running]:
    """Add a part's pages, places and structure; return what runs along its pages.

    Pages come first, so that the structure's references to pages and links meet the copies.
    """
    start = len(pdf.pages)
    pdf.pages.extend(source.pages)
    if "/Names" in source.Root:
        names = pdf.copy_foreign(source.make_indirect(source.Root.Names.Dests.Names))
        pairs = list(names)
        places.update((str(name), place) for name, place in zip(pairs[::2], pairs[1::2], strict=True))
    moved = tree.adopt(pdf.copy_foreign(source.Root.StructTreeRoot), part.language)
    pages = pdf.pages[start:]
    for page in pages:
        renumber(page, moved)
        if part.is_front:
            widen_links(page)
    return [Running(part.name, part.language, cover=index < part.covers) for index, _ in enumerate(pages)]


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
