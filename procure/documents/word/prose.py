"""Markdown to paragraphs of a Word file, read by the same parser as the pages and the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode as Node

from procure.documents.prose import INTERNAL, MARKDOWN, too_deep
from procure.documents.word.elements import (
    PLAIN,
    Element,
    Letters,
    R,
    Shape,
    end_with,
    mm,
    paragraph,
    run,
    w,
    writable,
)
from procure.documents.word.ledger import BULLETS, Ledger
from procure.documents.word.tables import FIRST, HEAD, MOST_COLUMNS, TEXT, Cell, Row, shared_widths, table

STEP = mm(5.5)  # from one level of a list to the next
NARROWEST = mm(20)  # no line of a text has less room, however deep it lies
DEEPEST_LIST = 8  # levels of a list in the format, from 0
NAMED_LEVELS = 5  # levels of lists that have a style of their own
AFTER_TEXT = mm(2.4)
UNMARKED = re.compile(
    r"[^\W\d_][^\\`*_\[\]<>&#|~!+=\x00-\x1f]*|[\d\u00a0\u202f ,]*\d"
)  # one line without marks


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands.

    style: of its plain paragraphs; letters: how they are written; left, room: where lines begin and end.
    level: of the list around it, -1 for none; edge, shade: what is drawn behind it; right: flush right.
    """

    style: str = "BodyText"
    letters: Letters = PLAIN
    left: int = 0
    room: int = mm(162)
    level: int = -1
    edge: tuple[str, int] | None = None
    shade: str = ""
    right: bool = False

    @property
    def shape(self) -> Shape:
        """Return how a plain paragraph stands here."""
        return Shape(self.style, left=self.left or None, edge=self.edge, shade=self.shade, right=self.right)

    def deeper(self) -> Setting:
        """Return the setting one step in, as long as lines have room."""
        return replace(self, left=max(self.left, min(self.left + STEP, self.room - NARROWEST)))


class Writer:
    """Writes the texts of one file."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def texts(self, text: str, setting: Setting) -> list[Element]:
        """Return the paragraphs, lists and tables of a Markdown text."""
        if UNMARKED.fullmatch(text):
            return [paragraph([run(text.rstrip(), setting.letters)], setting.shape)]
        tokens = MARKDOWN.parse(text, {"links": self.ledger.links})
        if too_deep(tokens):
            return [paragraph([run(" ".join(text.split()), setting.letters)], setting.shape)]
        return list(self.blocks(Node(tokens).children, setting))

    def cell(self, text: str, setting: Setting) -> list[Element]:
        """Return the content of a table's cell, without space below its last line."""
        found = self.texts(text, setting)
        if found:
            end_with(found[-1], 0)
        return found

    def blocks(self, nodes: Sequence[Node], setting: Setting) -> Iterator[Element]:
        """Yield what stands in a row of blocks."""
        for node in nodes:
            if node.type in ("bullet_list", "ordered_list"):
                yield from self.points(node, setting)
            elif node.type == "table":
                yield self.table(node, setting)
                yield paragraph((), Shape("TableEnd"))
            elif node.type == "blockquote":
                quoted = (
                    replace(setting.deeper(), style="Quote") if setting.style != "Quote" else setting.deeper()
                )
                yield from self.blocks(node.children, quoted)
            else:
                yield self.simple(node, setting)

    def simple(self, node: Node, setting: Setting) -> Element:
        """Return one paragraph: text, a line across, code, or a heading of the writer's own, in bold."""
        shape, letters = setting.shape, setting.letters
        if node.type == "hr":
            return paragraph((), replace(shape, style="Rule"))
        if node.type in ("fence", "code_block"):
            return paragraph(
                [run(node.content.rstrip("\n"), letters)], replace(shape, style="HTMLPreformatted")
            )
        return paragraph(
            self.inline(node.children, replace(letters, bold=letters.bold or node.type == "heading")), shape
        )

    def points(self, node: Node, setting: Setting) -> Iterator[Element]:
        """Yield the points of a list; a numbered one counts for itself."""
        level = min(setting.level + 1, DEEPEST_LIST)
        name = "ListNumber" if node.type == "ordered_list" else "ListBullet"
        style = name if level == 0 else f"{name}{min(level + 1, NAMED_LEVELS)}"
        number = BULLETS
        if node.type == "ordered_list":
            number = self.ledger.list_from(int(node.attrs.get("start", 1)), level)
        inner = replace(setting.deeper(), style=style, level=level)
        last: Element | None = None
        for item in node.children:
            for last in self.point(item, inner, number):
                yield last
        if last is not None and setting.level < 0:
            end_with(last, AFTER_TEXT)

    def point(self, item: Node, setting: Setting, number: int) -> Iterator[Element]:
        """Yield one point: its first paragraph has the mark, what follows stands below it."""
        children = list(item.children)
        first = children.pop(0) if children and children[0].type in ("paragraph", "heading") else None
        runs = self.inline(first.children, setting.letters) if first else ()
        yield paragraph(runs, replace(setting.shape, number=(number, setting.level), hanging=STEP))
        yield from self.blocks(children, replace(setting, style="ListContinue"))

    def table(self, node: Node, setting: Setting) -> Element:
        """Return a table that was typed in the text."""
        rows = [row for part in node.children for row in part.children]
        columns = min(len(rows[0].children), MOST_COLUMNS)
        widths = shared_widths([None] * columns, max(setting.room - setting.left, NARROWEST))
        return table(widths, [self.table_row(row, columns, setting) for row in rows], left=setting.left)

    def table_row(self, row: Node, columns: int, setting: Setting) -> Row:
        """Return a row; what the format has no column for stands in the last one."""
        cells: list[list[Element]] = [[] for _ in range(columns)]
        head = any(cell.type == "th" for cell in row.children)
        for index, cell in enumerate(row.children):
            style = HEAD if head else FIRST if index == 0 else TEXT
            cells[min(index, columns - 1)].append(
                paragraph(self.inline(cell.children, setting.letters), Shape(style, after=0))
            )
        return Row([Cell(content) for content in cells], head=head)

    def inline(self, nodes: Sequence[Node], letters: Letters) -> list[Element]:
        """Return the runs and links of a line of text."""
        return [element for node in nodes for element in self.piece(node, letters)]

    def piece(self, node: Node, letters: Letters) -> list[Element]:
        """Return the runs of one piece of a line."""
        if node.type == "inline":
            return self.inline(node.children, letters)
        if node.type == "link":
            return [self.link(node, letters)]
        if node.type in ("strong", "em"):
            bold, italic = letters.bold or node.type == "strong", letters.italic or node.type == "em"
            return self.inline(node.children, replace(letters, bold=bold, italic=italic))
        if node.type == "code_inline":
            return [run(node.content, replace(letters, code=True))]
        if node.type in ("softbreak", "hardbreak"):
            return [run(" " if node.type == "softbreak" else "\n", letters)]
        return [run(node.content.replace("\t", " "), letters)]

    def link(self, node: Node, letters: Letters) -> Element:
        """Return a link: to a place in the file, or out of it."""
        href = str(node.attrs["href"])
        scheme, _, place = href.partition(":")
        if scheme == INTERNAL:
            inside = self.inline(node.children, letters)
            spoken = self.ledger.words["go_to"].format(label=inner_text(node))
            return w("hyperlink", *inside, anchor=place, tooltip=writable(spoken), history=1)
        made = w("hyperlink", *self.inline(node.children, replace(letters, link=True)), history=1)
        made.set(R + "id", self.ledger.address(href))
        return made


def inner_text(node: Node) -> str:
    """Return the words below a node."""
    return "".join(part.content for part in node.walk() if part.type in ("text", "code_inline"))
