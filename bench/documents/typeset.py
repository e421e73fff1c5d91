"""The same tender as Typst markup: the same words and tables, its own list of contents and references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from procure.domain.assembly import (
    REFERENCE,
    Block,
    Column,
    Cover,
    Document,
    Fact,
    Facts,
    Heading,
    Note,
    Package,
    Prices,
    Prose,
    Requirement,
    Requirements,
    Table,
    anchors,
    outline,
)

PREAMBLE = """
#set document(title: "Felles fagsystem", date: datetime(year: 2026, month: 12, day: 2))
#set page(paper: "a4", margin: (top: 26mm, bottom: 24mm, left: 26mm, right: 22mm),
  header: text(7.5pt)[Felles fagsystem #h(1fr) Versjon 1 · 2. desember 2026],
  footer: context text(7.5pt)[#h(1fr) Side #counter(page).display() av #counter(page).final().first()])
#set text(font: "Open Sans", size: 9.75pt, lang: "nb", hyphenate: false, top-edge: 0.8em, bottom-edge: -0.2em)
#set par(leading: 0.48em, spacing: 1.18em)
#set table(stroke: (x, y) => (bottom: 0.2mm), inset: (x: 0mm, y: 1.7mm), column-gutter: 3mm)
#show heading.where(level: 1): it => { pagebreak(weak: true); text(20pt, it) }
#show heading.where(level: 2): set text(13pt)
#show heading.where(level: 3): set text(10.5pt)
#show table.cell.where(y: 0): set text(8.25pt, weight: 600)
#let at(place) = context counter(page).at(place).first()
#let caption(body) = block(sticky: true, text(10.5pt, weight: 700, body))
"""
WORDS = ("Krav", "Behov", "Type", "Slik svarer dere")
PRICED = ("Linje", "Hva", "Enhet", "Antall", "Pris per enhet", "Sum")


def source(package: Package) -> str:
    """Return the whole tender as one file of markup."""
    known = {name: said for document in package.documents for name, said in anchors(document).items()}
    return "\n".join([PREAMBLE, *_front(package.cover), *_Writer(known).all(package.documents)])


def _front(cover: Cover) -> Iterator[str]:
    yield f"#text(11pt)[{_plain(cover.kind)}]\n\n#text(27pt, weight: 700)[{_plain(cover.title)}]\n"
    yield from (_plain(line) + "\n" for line in cover.subtitle)
    yield _facts(cover.facts, _plain)
    yield "#pagebreak()\n#outline(title: [Innhold], depth: 3)"


def _plain(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _place(name: str) -> str:
    return f"<{name.replace(':', '.')}>"


def _facts(rows: Sequence[Fact], show: Callable[[str], str]) -> str:
    cells = "".join(f"[{_plain(row.label)}], [{show(row.value)}],\n" for row in rows)
    return f"#table(columns: (42mm, 1fr),\n{cells})"


def _table(columns: Sequence[str], titles: Sequence[str], cells: Sequence[str]) -> str:
    head = ", ".join(f"[{_plain(title)}]" for title in titles)
    body = "".join(f"[{cell}],\n" for cell in cells)
    return f"#table(columns: ({', '.join(columns)}),\ntable.header({head}),\n{body})"


def _width(column: Column) -> str:
    return f"{column.width_mm}mm" if column.width_mm else "1fr"


class _Writer:
    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def all(self, documents: Sequence[Document]) -> Iterator[str]:
        for document in documents:
            yield f"#heading(level: 1)[{_plain(document.name)}]\n\n{_plain(document.lead)}\n"
            for heading in outline(document):
                yield from self.chapter(heading)

    def chapter(self, heading: Heading) -> Iterator[str]:
        chapter, numbers = heading.chapter, iter(heading.clauses)
        if chapter.new_page:
            yield "#pagebreak(weak: true)"
        yield f"#heading(level: {heading.level + 1})[{_plain(heading.text)}] {_place(f'kap:{chapter.id}')}\n"
        for block in chapter.blocks:
            number = next(numbers) if isinstance(block, Prose) and block.numbered else ""
            yield self.block(block, number) + "\n"

    def block(self, block: Block, number: str) -> str:
        match block:
            case Prose(text):
                body = self.prose(text)
                return f"#grid(columns: (13mm, 1fr), [{_plain(number)}], [{body}])" if number else body
            case Note(text):
                return f'#block(fill: rgb("#f1f6f7"), inset: 4mm, width: 100%)[{self.prose(text)}]'
            case Facts(rows):
                return _facts(rows, self.prose)
            case Table(caption, columns, rows):
                cells = [self.prose(cell) for row in rows for cell in row]
                made = _table([_width(one) for one in columns], [one.title for one in columns], cells)
                return _captioned(caption, made)
            case Requirements(caption, asked):
                asked_for = [cell for row in asked for cell in self.requirement(row)]
                return _captioned(caption, _table(["20mm", "1fr", "26mm", "42mm"], WORDS, asked_for))
            case Prices(caption):
                return _captioned(caption, _prices(block))

    def requirement(self, row: Requirement) -> tuple[str, ...]:
        note = f"\n\n{_plain(row.local_note)}" if row.local_note else ""
        kind = " \\ ".join(_plain(said) for said in (row.kind, row.when, row.scored) if said)
        name = f"#metadata(none) {_place(f'krav:{row.id}')} *{row.id}*"
        return name, self.prose(row.text) + note, kind, self.prose(row.answer)

    def prose(self, text: str) -> str:
        if text.startswith("- "):
            return "".join(f"#list.item[{self.prose(line[2:])}]\n" for line in text.splitlines())
        parts = re.split(f"({REFERENCE.pattern.replace('(', '(?:')})", text)
        return "".join(self.reference(part) if REFERENCE.fullmatch(part) else _plain(part) for part in parts)

    def reference(self, text: str) -> str:
        name = text[2:-2]
        label = self.known[name] if name.startswith("krav:") else f"punkt {self.known[name]}"
        place = _place(name)
        return f"#link({place})[{_plain(label)}] (side #at({place}))"


def _captioned(caption: str, table: str) -> str:
    return f"#caption[{_plain(caption)}]\n{table}"


def _prices(block: Prices) -> str:
    cells = [
        cell
        for line in block.lines
        for cell in (_plain(line.id), _plain(line.what), _plain(line.unit), _plain(line.quantity), "", "")
    ]
    total = ["", _plain(block.total), "", "", "", ""] if block.total else []
    return _table(["11mm", "1fr", "24mm", "16mm", "26mm", "29mm"], PRICED, cells + total)
