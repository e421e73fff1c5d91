"""The blocks of a document as paragraphs and tables of a Word file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from procure.documents.word.elements import (
    PALE,
    SOFT,
    SUN,
    TEAL,
    Element,
    Letters,
    Shape,
    bookmarked,
    end_with,
    mm,
    paragraph,
    run,
    style_of,
    w,
)
from procure.documents.word.ledger import Ledger
from procure.documents.word.prose import Setting, Writer
from procure.documents.word.tables import (
    FIRST,
    HEAD,
    TABLE,
    TEXT,
    WRITING_ROOM,
    Cell,
    Row,
    shared_widths,
    table,
)
from procure.domain.assembly import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    Table,
)

NUMBER_ROOM = mm(13)  # a clause's text begins here, its number stands to the left
SHORT, UPRIGHT = 6, mm(162)  # a table of fewer rows is not torn apart, but on a page across, which is low
LABEL = mm(42)  # the width of the labels in a table of facts
REQUIREMENT_WIDTHS = (mm(20), None, mm(32), mm(42))
PRICE_WIDTHS = (mm(11), None, mm(25), mm(19), mm(28), mm(25))
PRICE_ROW = mm(6.8)  # the least height of a row to fill in
FORM, FORM_FIRST, FORM_GROUP, FORM_SUM = "FormText", "FormFirst", "FormGroup", "FormSum"  # smaller, as there
FORM_TABLE = "SamkjopForm"  # are many of them; closer too
SMALL, FADED, BOLD = Letters(size=18), Letters(color=SOFT), Letters(bold=True)
KEY = Letters(bold=True, size=23)
BOX = Setting("Note", left=mm(4), edge=(TEAL, 28), shade=PALE)


class Blocks:
    """Makes the blocks of a file; room: the width between the margins where they stand."""

    def __init__(self, ledger: Ledger, room: int) -> None:
        self.ledger, self.words, self.room = ledger, ledger.words, room
        self.writer = Writer(ledger)

    def under(self, heading: Heading) -> Iterator[Element]:
        """Yield everything that stands directly under a heading."""
        numbers = iter(heading.clauses)
        for block in heading.chapter.blocks:
            if isinstance(block, Prose):
                yield from self.prose(block, next(numbers, "") if block.numbered else "")
            else:
                yield from self.boxed(block)

    def boxed(self, block: Block) -> list[Element]:
        """Return a table with its caption, or a tinted box."""
        if isinstance(block, Facts):
            return [*caption(block.caption), self.facts(block.rows, block.caption)]
        if isinstance(block, Table):
            return [*caption(block.caption), self.table(block)]
        if isinstance(block, Requirements):
            return [*caption(block.caption), self.requirements(block)]
        if isinstance(block, Prices):
            return [*caption(block.caption), self.prices(block)]
        made = self.writer.texts(block.text, replace(BOX, room=self.room))
        if made:
            end_with(made[-1], mm(5))
        return made

    def prose(self, block: Prose, number: str) -> list[Element]:
        """Return running text; the number of a clause stands in its own column."""
        if not number:
            return self.writer.texts(block.text, Setting(room=self.room))
        made = self.writer.texts(block.text, Setting(left=NUMBER_ROOM, room=self.room))
        told = [run(number, FADED)]
        if not made or not is_plain(made[0]):
            return [paragraph(told, Shape("BodyText", keep=True)), *made]
        made[0][:1] = [Shape("Clause").properties(), *told, w("r", w("tab"))]
        return made

    def facts(self, rows: Sequence[Fact], title: str = "") -> Element:
        """Return labels and values in two columns."""
        made = [Row([Cell(self.label(fact.label)), Cell(self.value(fact))]) for fact in rows]
        return table([LABEL, self.room - LABEL], made, title, "SamkjopFacts")

    def label(self, text: str) -> list[Element]:
        """Return the name of a fact."""
        return [paragraph([run(text, FADED)], Shape(TEXT, after=0))]

    def value(self, fact: Fact) -> list[Element]:
        """Return a fact; a key fact is set larger."""
        letters = KEY if fact.key else Letters()
        return self.writer.cell(fact.value, Setting(TEXT, letters, room=self.room - LABEL))

    def table(self, block: Table) -> Element:
        """Return a table of the document's own columns."""
        widths = shared_widths(
            [column.width_mm and mm(column.width_mm) for column in block.columns], self.room
        )
        heads = [(column.title, column.numeric, column.fill) for column in block.columns]
        is_form = any(column.fill for column in block.columns)
        first, text = (FORM_FIRST, FORM) if is_form else (FIRST, TEXT)
        rows = [head_row(heads)]
        rows += [self.table_row(row, block.columns, widths, [first, text]) for row in block.rows]
        if block.foot:
            foot = self.table_row(block.foot, block.columns, widths, [first, first])
            rows.append(replace(foot, sum=True, total=True))
        whole = len(block.rows) < SHORT and self.room <= UPRIGHT
        return table(widths, rows, block.caption, FORM_TABLE if is_form else TABLE, whole=whole)

    def table_row(
        self, row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], styles: Sequence[str]
    ) -> Row:
        """Return a row, with room to write by hand where a cell is empty; styles: first cell, others."""
        first, other = styles
        cells = [Cell(self.writer.cell(row[0], Setting(first, room=widths[0])))]
        for text, column, width in zip(row[1:], columns[1:], widths[1:], strict=True):
            setting = Setting(other, room=width, right=column.numeric and not column.fill)
            cells.append(Cell(self.writer.cell(text, setting), fill=column.fill))
        filled = any(column.fill for column in columns)
        empty = not all(cell.content for cell in cells)
        return Row(cells, height=PRICE_ROW if filled else WRITING_ROOM if empty else 0)

    def requirements(self, block: Requirements) -> Element:
        """Return the requirements of an area."""
        widths = shared_widths(REQUIREMENT_WIDTHS, self.room)
        told = ("requirement", "need", "kind", "answer")
        rows = [head_row([(self.words[name], False, False) for name in told])]
        rows += [self.requirement(row, widths) for row in block.rows]
        return table(widths, rows, block.caption)

    def requirement(self, row: Requirement, widths: Sequence[int]) -> Row:
        """Return one requirement; its id is a place that links lead to."""
        place = self.ledger.places[f"krav:{row.id}"]
        told = bookmarked([run(row.id, SMALL)], place, self.ledger.next_id())
        need = self.writer.cell(row.text, Setting(TEXT, SMALL, room=widths[1]))
        if row.local_note:
            for last in need[-1:]:  # a text may say nothing, as a link's address alone
                end_with(last, mm(1.4))
            need += self.writer.cell(
                row.local_note, Setting("LocalNote", SMALL, room=widths[1], edge=(SUN, 24))
            )
        answer = self.writer.cell(row.answer, Setting(TEXT, replace(SMALL, color=SOFT), room=widths[3]))
        cells = [[paragraph(told, Shape(FIRST, after=0))], need, self.kind(row), answer]
        return Row([Cell(content) for content in cells])

    def kind(self, row: Requirement) -> list[Element]:
        """Return what kind of requirement it is, when it is to be met, and what it gives points under."""
        runs = [run(row.kind, replace(SMALL, bold=True))]
        runs += [run(f"\n{text}", replace(SMALL, color=SOFT)) for text in (row.when, row.scored) if text]
        return [paragraph(runs, Shape(TEXT, after=0))]

    def prices(self, block: Prices) -> Element:
        """Return a price form, with tinted cells to fill in."""
        widths = shared_widths(PRICE_WIDTHS, self.room)
        words = self.words
        rows = [
            head_row(
                [
                    (words["line"], False, False),
                    (words["what"], False, False),
                    (words["unit"], False, False),
                    (words["quantity"], True, False),
                    (words["price"], True, True),
                    (block.sum_label or words["sum"], True, True),
                ]
            )
        ]
        rows += [self.price_row(line, widths) for line in block.lines]
        for group in block.groups:
            rows.append(Row([Cell(plain(group.title, FORM_GROUP), span=6)], keep=True))
            rows += [self.price_row(line, widths) for line in group.lines]
            rows += sum_row(group.total, closing=False)
        rows += sum_row(block.total, closing=True)
        return table(widths, rows, block.caption, FORM_TABLE)

    def price_row(self, line: PriceLine, widths: Sequence[int]) -> Row:
        """Return one line for the supplier to price."""
        what = self.writer.cell(line.what, Setting(FORM, room=widths[1]))
        amount = [paragraph([run(line.quantity)], Shape(FORM, after=0, right=True))]
        told = [plain(line.id, FORM_FIRST), what, plain(line.unit, FORM), amount]
        return Row([*map(Cell, told), Cell(fill=True), Cell(fill=True)], height=PRICE_ROW)


def sum_row(label: str, *, closing: bool) -> list[Row]:
    """Return the row of a sum to fill in, if there is one; the closing one stands below a heavier line."""
    told = plain(label, FORM_FIRST if closing else FORM_SUM)
    cells = [Cell(told, span=5), Cell(fill=True)]
    return [Row(cells, sum=True, total=closing, height=PRICE_ROW)] if label else []


def plain(text: str, style: str) -> list[Element]:
    """Return a cell's content that is not Markdown."""
    return [paragraph([run(text)], Shape(style, after=0))]


def head_row(columns: Iterable[tuple[str, bool, bool]]) -> Row:
    """Return the head of a table from titles, each with whether it is flush right, and filled in below."""
    return Row(
        [
            Cell([paragraph([run(title)], Shape(HEAD, after=0, right=right))], fill)
            for title, right, fill in columns
        ],
        head=True,
    )


def caption(text: str) -> list[Element]:
    """Return the name of a table, which never stands alone at the end of a page."""
    return [paragraph([run(text)], Shape("Caption", keep=True))] if text else []


def is_plain(element: Element) -> bool:
    """Answer whether an element is a paragraph of running text."""
    return style_of(element) == "BodyText"
