"""Mends laid-out pages, mostly their structure, while they are still WeasyPrint's objects.

What is done here is done once for a piece and kept with it: a table that goes on over pages becomes one,
header cells get a scope and ids that no other piece has, and elements that say nothing are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydyf import Array, Dictionary, Stream, String

HOLLOW = {"/Span", "/NonStruct", "/Div"}  # they group and say nothing
PLAIN = {"Type", "S", "K", "Pg", "P"}  # what an element has that says nothing
HEADINGS = {"/H1", "/H2", "/H3", "/H4"}
HOLDERS = {
    f"/{name}" for name in ("P", "TH", "TD", "LBody", "Lbl", "Caption", "Link", "Span", "NonStruct")
} | HEADINGS
REPEATED = {"Type": "/Pagination", "Subtype": "/Header"}


def mend(pdf: Any, own: str) -> None:
    """Mend pages; own: what begins the ids of these pages and of no others."""
    paint_flat(pdf)
    pages = Pages(pdf)
    flatten(pages)
    join_tables(pages)
    name_cells(pages, own)
    write_owners(pages)


def paint_flat(pdf: Any) -> None:
    """Take drawings out of transparency groups: our colours are opaque, and old archives know no others.

    Letters that are moved by nothing are drawn in one go.
    """
    for item in pdf.objects:
        if isinstance(item, Stream):
            item.extra.pop("Group", None)
            item.stream = [joined(step) for step in item.stream]


def joined(step: Any) -> Any:
    """Return a step of a drawing; one that shows letters says nothing of those that stand where they fall."""
    return step.replace(b">0<", b"") if isinstance(step, bytes) and step.endswith(b" TJ") else step


class Pages:
    """The structure elements of laid-out pages, parents before their children, and what is drawn on pages."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.elements = [item for item in pdf.objects if is_element(item)]
        self.same: dict[str, str] = {}  # the ids of repeated headers, to the ones they repeat
        self.marks: dict[bytes, dict[int, int]] = {}

    def at(self, reference: bytes) -> Any:
        """Return the object that a reference names."""
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Any) -> list[Any]:
        """Return the elements directly below one."""
        below = (self.at(kid) for kid in element.get("K", ()) if isinstance(kid, bytes))
        return [kid for kid in below if is_element(kid)]

    def tree(self, element: Any) -> Iterator[Any]:
        """Yield an element and all below it, in reading order."""
        yield element
        for kid in self.kids(element):
            yield from self.tree(kid)

    def drawn(self, page: bytes) -> list[Any]:
        """Return the drawing of a page, which can be changed."""
        steps: list[Any] = self.at(self.at(page)["Contents"]).stream
        return steps

    def place(self, page: bytes, mark: int) -> int:
        """Return where in the drawing of a page the content with a mark begins."""
        if page not in self.marks:
            self.marks[page] = {
                step["MCID"]: place
                for place, step in enumerate(self.drawn(page))
                if isinstance(step, dict) and "MCID" in step
            }
        return self.marks[page][mark]


def is_element(item: Any) -> bool:
    """Answer whether an object of the file is a structure element."""
    return isinstance(item, dict) and item.get("Type") == "/StructElem"


def is_annotation(pages: Pages, kid: Any) -> bool:
    """Answer whether a structure element's kid refers to an annotation."""
    item = pages.at(kid) if isinstance(kid, bytes) else kid
    return isinstance(item, dict) and item.get("Type") == "/OBJR"


def join_tables(pages: Pages) -> None:
    """Let each table torn apart by pages be one again; the heads it repeats are no text."""
    for parent in pages.elements:
        if any(kid["S"] == "/Table" for kid in pages.kids(parent)):
            join_tables_of(pages, parent)


def join_tables_of(pages: Pages, parent: Any) -> None:
    """Join tables directly below an element, where nothing stands between them."""
    first, page, kept = None, b"", Array()
    for reference in parent["K"]:
        item = pages.at(reference) if isinstance(reference, bytes) else {}
        table = item if item.get("S") == "/Table" else None
        here = table["Pg"] if table else b""
        if first and table and here != page and goes_on(pages, first, table):
            join(pages, first, table)
        else:
            first = table
            kept.append(reference)
        page = here
    parent["K"] = kept


def goes_on(pages: Pages, first: Any, table: Any) -> bool:
    """Answer whether a table begins with the very head of the first one, and no caption."""
    begins, head = next(iter(pages.kids(table)), None), head_of(pages, first)
    return bool(
        begins and head and begins["S"] == "/THead" and letters(pages, begins) == letters(pages, head)
    )


def head_of(pages: Pages, table: Any) -> Any:
    """Return the head of a table, or None."""
    return next((kid for kid in pages.kids(table) if kid["S"] == "/THead"), None)


def marked(pages: Pages, top: Any) -> list[tuple[bytes, int]]:
    """Return page and mark of all content below an element."""
    return [(item["Pg"], kid) for item in pages.tree(top) for kid in item["K"] if isinstance(kid, int)]


def letters(pages: Pages, top: Any) -> list[str]:
    """Return the letters drawn below an element, wherever on the page they are."""
    found = []
    for page, mark in marked(pages, top):
        steps, place = pages.drawn(page), pages.place(page, mark)
        until = steps.index(b"EMC", place)
        found += [step for step in map(as_text, steps[place:until]) if step.endswith(("TJ", "Tj"))]
    return found


def as_text(step: Any) -> str:
    """Return a step of a drawing as text."""
    return step.decode("latin-1") if isinstance(step, bytes) else str(step)


def join(pages: Pages, first: Any, table: Any) -> None:
    """Move the rows of a table that goes on to the table where it began."""
    head, *rows = pages.kids(table)
    for page, mark in marked(pages, head):
        place = pages.place(page, mark)
        pages.drawn(page)[place - 1 : place + 1] = ["/Artifact", Dictionary(REPEATED)]
    begun = head_of(pages, first)
    pages.same.update(zip(ids(pages, head), ids(pages, begun), strict=True))
    for row in rows:
        row["P"] = first.reference
        first["K"].append(row.reference)
    for gone in [table, *pages.tree(head)]:
        drop(gone)


def ids(pages: Pages, top: Any) -> list[str]:
    """Return the ids below an element, in reading order."""
    return [item["ID"].string for item in pages.tree(top) if "ID" in item]


def drop(element: Any) -> None:
    """Empty an element that nothing refers to any more: its number in the file stays taken."""
    element.clear()


def name_cells(pages: Pages, own: str) -> None:
    """Give header cells their scope and an id of their own, and write the index of ids."""
    cells = [item for item in pages.elements if item.get("S") in ("/TH", "/TD") and "A" in item]
    heads = [cell for cell in cells if "ID" in cell]
    known = {cell["ID"].string: String(f"{own}{count:05x}") for count, cell in enumerate(heads)}
    index = Array()
    for cell in heads:
        in_head = pages.at(pages.at(cell["P"])["P"])["S"] == "/THead"
        cell["A"]["Scope"] = "/Column" if in_head else "/Row"
        cell["ID"] = known[cell["ID"].string]
        index.extend([cell["ID"], cell.reference])
    for cell in cells:
        if headers := cell["A"].get("Headers"):
            names = [pages.same.get(header.string, header.string) for header in headers]
            cell["A"]["Headers"] = Array(known[name] for name in names)
    if index:
        leaf = Dictionary({"Names": index, "Limits": Array([index[0], index[-2]])})
        pages.pdf.add_object(leaf)
        pages.root["IDTree"] = leaf.reference


def flatten(pages: Pages) -> None:
    """Leave out the elements that only group, and let what they stand in hold what they held."""
    for element in reversed(pages.elements):  # children before their parents
        kept = Array()
        for kid in element.get("K", ()):
            kept += emptied(pages, element, kid)
        element["K"] = kept


def emptied(pages: Pages, element: Any, kid: Any) -> list[Any]:
    """Return what takes a kid's place in an element: itself, or what a hollow one held."""
    group = pages.at(kid) if isinstance(kid, bytes) else {}
    if group.get("S") not in HOLLOW or not PLAIN.issuperset(group):
        return [kid]
    held: list[Any] = group["K"]
    if any(is_annotation(pages, item) for item in held):  # the assembler takes it away, by its owner
        return [kid]
    if element["S"] not in HOLDERS and any(isinstance(item, int) for item in held):
        return [kid]
    for below in pages.kids(group):
        below["P"] = element.reference
    drop(group)
    return held


def write_owners(pages: Pages) -> None:
    """Write anew which element owns each piece of content; what is no text has none."""
    owners: dict[bytes, dict[int, bytes]] = {page: {} for page in pages.pdf.page_references}
    for element in pages.elements:
        for kid in element.get("K", ()):
            if isinstance(kid, int):
                owners[element["Pg"]][kid] = element.reference
    table = pages.at(pages.root["ParentTree"])["Nums"]
    for number, found in enumerate(owners.values()):
        table[2 * number + 1] = Array(found.get(mark, "null") for mark in range(max(found, default=-1) + 1))
