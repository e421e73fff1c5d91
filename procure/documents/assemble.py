"""Puts laid-out parts together to one file with pikepdf: pages, structure, links, bookmarks, stamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from pikepdf import Array, Name, Object, ObjectStreamMode, OutlineItem, Page, Pdf

from procure.documents import boxes
from procure.documents.archive import Inside as Inside  # part of what callers need
from procure.documents.archive import put_inside, say_colours
from procure.documents.html import Entry
from procure.documents.metadata import describe
from procure.documents.places import Places
from procure.documents.stamps import Line, Running, Stamp, Stamper, ending_at, sheet_of, within
from procure.documents.structure import Tree, repair_links
from procure.documents.words import words

CONTENTS = "contents"  # the place where a file's list of contents begins


@dataclass(frozen=True, slots=True)
class Part:
    """Laid-out pages of one document, or a file's front: its cover, then its contents if it has any.

    pieces: the pages as they were laid out, in order: one PDF or several.
    """

    name: str
    language: str
    pieces: tuple[bytes, ...]
    front: bool = False


def assemble(
    parts: Sequence[Part], entries: Sequence[Entry], title: str, stamp: Stamp, inside: Sequence[Inside] = ()
) -> bytes:
    """Return one finished PDF of the parts, in order, with bookmarks to the entries' places.

    inside: files that travel within it.
    """
    pdf = Pdf.new()
    tree, places, running = Tree(pdf), Places(), list[Running]()
    sources = [[Pdf.open(BytesIO(piece)) for piece in part.pieces] for part in parts]
    for part, pieces in zip(parts, sources, strict=True):
        tree.begin(part.language)
        start = len(pdf.pages)
        for piece in pieces:
            append(pdf, tree, places, piece)
        pages = pdf.pages[start:]
        covers = 0
        if part.front:
            covers = places.page_of(CONTENTS) - 1 if CONTENTS in places else len(pages)
            widen_links(pages)
        running += [Running(part.name, part.language, number < covers) for number, _ in enumerate(pages)]
    stamper = Stamper(pdf, stamp, running, filled(places, running))
    for number, page in enumerate(pdf.pages, start=1):
        repair_links(tree, page, places, running[number - 1].language)
        stamper.put(page, number)
    tree.finish()
    share_fonts(pdf)
    places.write(pdf)
    write_outline(pdf, entries, places)
    describe(pdf, title, parts[0].language, stamp)
    say_colours(pdf)
    put_inside(pdf, inside, stamp.moment)
    return save(pdf)


def save(pdf: Pdf) -> bytes:
    """Return the file's bytes, the same for the same content."""
    target = BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, min_version="1.7")
    return target.getvalue()


def append(pdf: Pdf, tree: Tree, places: Places, piece: Pdf) -> None:
    """Add a piece's pages, places and structure.

    Pages come first, so that the structure's references to pages and links meet the copies.
    """
    start = len(pdf.pages)
    pdf.pages.extend(piece.pages)
    pages = pdf.pages[start:]
    places.count(pages)
    if "/Names" in piece.Root:
        places.add(pdf.copy_foreign(piece.make_indirect(piece.Root.Names.Dests.Names)))
    moved = tree.adopt(pdf.copy_foreign(piece.Root.StructTreeRoot))
    for page in pages:
        renumber(page, moved)


def renumber(page: Page, moved: int) -> None:
    """Move the keys by which a page and its links find their structure."""
    page.obj.StructParents += moved
    for annotation in page.obj.get("/Annots", Array()):
        annotation.StructParent += moved


def widen_links(pages: Sequence[Page]) -> None:
    """Let a line of the contents be one link, from its title to the page number."""
    for page in pages:
        for annotation in page.obj.get("/Annots", Array()):
            annotation.Rect[2] = sheet_of(page).right


def filled(places: Places, running: Sequence[Running]) -> dict[int, list[Line]]:
    """Return what is written in the boxes of each page."""
    found: dict[int, list[Line]] = {}
    for box, page, x, y in places.boxes:
        known = box.place in places
        said = words(running[page - 1].language)
        base = y - boxes.HEIGHT
        if box.use == boxes.REFERENCE:
            text = said["at_page"].format(page=places.page_of(box.place)) if known else box.otherwise
            line = within(text, x, base, boxes.WIDTH, size=boxes.SIZE)
        else:
            text = str(places.page_of(box.place)) if known else ""
            line = ending_at(text, x + boxes.ROW_WIDTH, base, size=boxes.ROW_SIZE)
        found.setdefault(page, []).append(line)
    return found


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
    """Let equal font programs be one object: every piece has brought its own copy, and whole ones."""
    programs: dict[bytes, Object] = {}
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            if font.objgen not in done:
                done.add(font.objgen)
                inner = font.DescendantFonts[0]
                descriptor = inner.FontDescriptor
                program = descriptor.FontFile2
                descriptor.FontFile2 = programs.setdefault(sha256(program.read_bytes()).digest(), program)
                font.BaseFont = inner.BaseFont = descriptor.FontName = whole(font.BaseFont)


def whole(name: Object) -> Name:
    """Return a font's name without the tag of a font that is embedded in part."""
    return Name("/" + str(name).rpartition("+")[2].lstrip("/"))


def write_outline(pdf: Pdf, entries: Sequence[Entry], places: Places) -> None:
    """Write the bookmarks: documents, and below them their chapters."""
    with pdf.open_outline() as outline:
        above: list[tuple[int, list[OutlineItem]]] = [(-2, outline.root)]
        for entry in entries:
            if entry.target not in places:
                continue
            while above[-1][0] >= entry.level:
                above.pop()
            item = OutlineItem(entry.text, places.copy(entry.target))
            above[-1][1].append(item)
            above.append((entry.level, item.children))
    pdf.Root.PageMode = Name.UseOutlines
