"""The structure tree of joined pieces: one tree, one index of ids, links that speak."""

from __future__ import annotations

from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from procure.documents.places import Places
from procure.documents.prose import INTERNAL
from procure.documents.words import words

PRINTED = 4  # the annotation flag «print»


class Tree:
    """The structure tree of the file being put together."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.top = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array())
        )
        self.parents: dict[int, Object] = {}
        self.ids: list[Object] = []
        self.part = self.top

    def begin(self, language: str) -> None:
        """Open a part: the pieces adopted from now on hang under it."""
        self.part = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self.top, K=Array(), Lang=String(language))
        )
        self.top.K.append(self.part)

    def adopt(self, source: Object) -> int:
        """Hang a piece's copied tree under the open part; return what its parent keys moved by."""
        moved = max(self.parents, default=-1) + 1
        entries = list(source.ParentTree.Nums)
        for key, element in zip(entries[::2], entries[1::2], strict=True):
            self.parents[int(key) + moved] = element
        for kid in source.K[0].K:
            kid.P = self.part
            self.part.K.append(kid)
        if "/IDTree" in source:
            self.ids.append(source.IDTree)
        return moved

    def finish(self) -> None:
        """Write the tree and its indexes into the file."""
        nums = Array()
        for key in sorted(self.parents):
            nums.append(key)
            nums.append(self.parents[key])
        self.root.K = Array([self.top])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=nums))
        self.root.ParentTreeNextKey = max(self.parents, default=-1) + 1
        if self.ids:
            leaves = sorted(self.ids, key=lambda leaf: bytes(leaf.Limits[0]))
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Kids=Array(leaves)))
        self.pdf.Root.StructTreeRoot = self.root


def repair_links(tree: Tree, page: Page, places: Places, language: str) -> None:
    """Make the page's links lead to their places and say where.

    A link whose place is in another file becomes text. Marked-up words inside a link bring an annotation of
    their own, which goes.
    """
    kept = Array()
    for annotation in page.obj.get("/Annots", Array()):
        if Name.Link == tree.parents[int(annotation.StructParent)].S and aim(annotation, places, language):
            annotation.F = PRINTED
            kept.append(annotation)
        else:
            unlink(tree, annotation)
    if "/Annots" in page.obj:
        page.obj.Annots = kept


def aim(annotation: Object, places: Places, language: str) -> bool:
    """Give a link its place or address and its spoken words; False when its place is not in this file."""
    uri = str(annotation.A.URI)
    address = unquote_place(uri)
    if address is None:
        annotation.Contents = String(words(language)["open"].format(label=uri))
        return True
    place, spoken = address
    if place in places:
        said = words(language)["go_to_page"].format(spoken=spoken, page=places.page_of(place))
        annotation.Dest, annotation.Contents = String(place), String(said)
        del annotation.A
    return place in places


def unquote_place(uri: str) -> tuple[str, str] | None:
    """Return place and spoken words of a link inside the documents; None for any other link."""
    scheme, _, rest = uri.partition(":")
    place, slash, spoken = rest.partition("/")
    return (unquote(place), unquote(spoken)) if scheme == INTERNAL and slash else None


def unlink(tree: Tree, annotation: Object) -> None:
    """Take a link's annotation out of the structure: what was a link is plain text, what is empty goes."""
    element = tree.parents.pop(int(annotation.StructParent))
    if Name.Link == element.S:
        element.S = Name.Span
    element.K = Array([kid for kid in element.K if not is_annotation(kid)])
    if not len(element.K):
        above = element.P
        above.K = Array([kid for kid in above.K if getattr(kid, "objgen", None) != element.objgen])


def is_annotation(kid: Object | int) -> bool:
    """Answer whether a structure element's kid refers to an annotation."""
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
