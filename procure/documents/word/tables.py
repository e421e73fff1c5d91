"""Tables of a Word file: fixed widths, heads that repeat on every page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from procure.documents.word.elements import (
    DARK,
    TEAL,
    TINT,
    Element,
    Shape,
    keep_with_next,
    mm,
    paragraph,
    w,
    writable,
)

MOST_COLUMNS = 60  # Word opens no table with more than 63
LONGEST_WHOLE = 1500  # letters; a row with more may break over pages, or its end would be cut off
HEAD, FIRST, TEXT = "TableHead", "TableFirst", "TableText"  # the styles of paragraphs in cells
TABLE = "Samkjop"  # the style of tables
WRITING_ROOM = mm(8)  # the least height of a row somebody is to write in by hand


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; fill: tinted, for the supplier to write in; span: over how many columns."""

    content: Sequence[Element] = ()
    fill: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row; head: repeated on every page; height: at least so much.

    keep: it stands on the page of the row below it.  sum: it adds up those above, and goes with them;
    total: it closes the table below a heavier line.
    """

    cells: Sequence[Cell]
    head: bool = False
    keep: bool = False
    sum: bool = False
    total: bool = False
    height: int = 0


def table(
    widths: Sequence[int],
    rows: Sequence[Row],
    title: str = "",
    style: str = TABLE,
    left: int = 0,
    *,
    whole: bool = False,
) -> Element:
    """Return a table; title: what it is called by those who hear it; left: how far in it begins.

    whole: it is short enough to be kept on one page.
    """
    made = w("tbl", properties(sum(widths), title, style, left, has_head=any(row.head for row in rows)))
    made.append(w("tblGrid", *(w("gridCol", w=width) for width in widths)))
    made.extend(table_row(row, widths) for row in together(rows, whole=whole))
    return made


def together(rows: Sequence[Row], *, whole: bool = False) -> Iterator[Row]:
    """Yield the rows, each kept with the next where it, or the next one, would else stand alone.

    >>> "".join("+" if row.keep else "." for row in together([Row([Cell()])] * 9))
    '+......+.'
    """
    body = [number for number, row in enumerate(rows) if not row.head]
    held = set(body) if whole else {*body[:1], *body[-2:-1]}
    for number, (row, below) in enumerate(zip(rows, [*rows[1:], None], strict=True)):
        keep = row.head or row.keep or number in held or (below is not None and below.sum)
        yield replace(row, keep=keep and below is not None)


def properties(width: int, title: str, style: str, left: int, *, has_head: bool) -> Element:
    """Return what holds for the whole table."""
    look = {
        "firstRow": int(has_head),
        "lastRow": 0,
        "firstColumn": 1,
        "lastColumn": 0,
        "noHBand": 1,
        "noVBand": 1,
    }
    return w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=width, type="dxa"),
        w("tblInd", w=left, type="dxa") if left else None,
        w("tblLayout", type="fixed"),
        w("tblLook", val="06A0" if has_head else "0680", **look),
        w("tblCaption", val=writable(title)) if title else None,
    )


def table_row(row: Row, widths: Sequence[int]) -> Element:
    """Return a row; what has no content and no tint gets room to write in."""
    letters = sum(len(part) for cell in row.cells for element in cell.content for part in element.itertext())
    made = w(
        "tr",
        w(
            "trPr",
            w("cantSplit") if letters <= LONGEST_WHOLE else None,
            w("trHeight", val=row.height, hRule="atLeast") if row.height else None,
            w("tblHeader") if row.head else None,
        ),
    )
    start = 0
    for cell in row.cells:
        made.append(table_cell(cell, row, sum(widths[start : start + cell.span])))
        start += cell.span
    if row.keep:
        keep_with_next(made)
    return made


def table_cell(cell: Cell, row: Row, width: int) -> Element:
    """Return a cell, which always ends with a paragraph."""
    made = w(
        "tc",
        w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("gridSpan", val=cell.span) if cell.span > 1 else None,
            borders(cell, row),
            w("shd", val="clear", color="auto", fill=TINT) if cell.fill and not row.head else None,
            w("vAlign", val="bottom") if row.head else None,
        ),
    )
    made.extend(cell.content)
    if not cell.content or cell.content[-1].tag.endswith("}tbl"):
        made.append(paragraph((), Shape(TEXT, after=0)))
    return made


def borders(cell: Cell, row: Row) -> Element | None:
    """Return the lines that are the cell's own: below the head, above a total, around what is filled in."""
    top = w("top", val="single", sz=12, space=0, color=DARK) if row.total else None
    left = w("left", val="single", sz=45, space=0, color="FFFFFF") if cell.fill else None
    below = None
    if row.head:
        below = w("bottom", val="single", sz=12, space=0, color=DARK)
    elif cell.fill:
        below = w("bottom", val="single", sz=9, space=0, color=TEAL)
    elif row.total:
        below = w("bottom", val="nil")
    lines = [line for line in (top, left, below) if line is not None]
    return w("tcBorders", *lines) if lines else None


def shared_widths(wanted: Sequence[int | None], room: int) -> list[int]:
    """Return the columns' widths: as wanted, the others share the rest; all squeezed to the room there is.

    >>> shared_widths([2000, None, None], 10000)
    [2000, 4000, 4000]
    """
    told = sum(width or 0 for width in wanted)
    open_ones = sum(width is None for width in wanted)
    least = min(mm(12), room // len(wanted))
    share = max((room - told) // open_ones, least) if open_ones else 0
    widths = [share if width is None else width for width in wanted]
    total = sum(widths)
    return [max(1, width * room // total) for width in widths] if total > room else widths
