"""The named places of the file being put together: where links lead, on which page, and which are boxes."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Object, Page, Pdf, String

from procure.documents.boxes import Box, read


class Places:
    """Places by name, gathered from one piece after another.

    boxes: each with the page it is on, and its upper left corner.
    """

    def __init__(self) -> None:
        self.known: dict[str, Object] = {}
        self.boxes: list[tuple[Box, int, float, float]] = []
        self.numbers: dict[tuple[int, int], int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def count(self, pages: Sequence[Page]) -> None:
        """Give the next pages their numbers."""
        for page in pages:
            self.numbers[page.obj.objgen] = len(self.numbers) + 1

    def add(self, names: Object) -> None:
        """Take the places of a piece, whose pages have been counted."""
        pairs = list(names)
        for name, place in zip(map(str, pairs[::2]), pairs[1::2], strict=True):
            if box := read(name):
                page, _, x, y, _ = place
                self.boxes.append((box, self.numbers[page.objgen], float(x), float(y)))
            else:
                self.known[name] = place

    def page_of(self, name: str) -> int:
        """Return the page, from 1, of a place."""
        return self.numbers[self.known[name][0].objgen]

    def copy(self, name: str) -> Array:
        """Return the place itself, for a bookmark."""
        return Array(list(self.known[name]))

    def write(self, pdf: Pdf) -> None:
        """Write the named places that links lead to."""
        names = Array()
        for name in sorted(self.known, key=str.encode):
            names.append(String(name))
            names.append(self.known[name])
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))
