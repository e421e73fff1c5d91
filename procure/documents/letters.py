"""The letters we can print: what the fonts lack, and the font that the stamps are written with."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from procure.documents.assets import FONTS, content

STAMP_FONT = FONTS / "OpenSans-Regular.ttf"
UNPRINTED = {"\n", "\r", "\t", "\u00ad", "\u200b"}  # they lay out text and leave no mark


def missing_characters(text: str) -> set[str]:
    """Return the characters of a text that the document fonts cannot print."""
    return set(_unknown().findall(text))


@cache
def _unknown() -> re.Pattern[str]:
    """Make a pattern of every character but the known: twice as quick as comparing sets."""
    known = sorted(UNPRINTED.union(map(chr, stamp_font().glyphs)))
    return re.compile(f"[^{re.escape(''.join(known))}]")


class StampFont:
    """The regular font's glyphs and widths, for text the assembler writes itself."""

    def __init__(self, path: Path) -> None:
        font = TTFont(BytesIO(content(path)))
        order = {name: index for index, name in enumerate(font.getGlyphOrder())}
        self.unit: float = 1000 / font["head"].unitsPerEm
        self.glyphs: dict[int, int] = {code: order[name] for code, name in font.getBestCmap().items()}
        self.advances: list[int] = [font["hmtx"][name][0] for name in order]
        self.ascent, self.descent = font["hhea"].ascent, font["hhea"].descent
        self.bounds = [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax]

    def spell(self, text: str) -> list[int]:
        """Return the glyphs of a text, without the letters the font lacks."""
        return [self.glyphs[ord(letter)] for letter in text if ord(letter) in self.glyphs]

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points."""
        return sum(self.advances[glyph] for glyph in self.spell(text)) * self.unit / 1000 * size

    def shown(self, text: str) -> str:
        """Return the text as the operand of a PDF show operator."""
        return "<" + "".join(f"{glyph:04x}" for glyph in self.spell(text)) + ">"


@cache
def stamp_font() -> StampFont:
    """Read the font once."""
    return StampFont(STAMP_FONT)


def embed(pdf: Pdf, letters: set[str]) -> Dictionary:
    """Return the stamp font as an object of the file, with a map back to these letters."""
    font = stamp_font()
    program = Stream(pdf, content(STAMP_FONT))
    program.Length1 = len(content(STAMP_FONT))
    widths = [round(advance * font.unit) for advance in font.advances]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/OpenSans-Regular"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor(font, pdf.make_indirect(program))),
        DW=1000,
        W=Array([0, Array(widths)]),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/OpenSans-Regular"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=Stream(pdf, to_unicode(font, letters)),
        )
    )


def descriptor(font: StampFont, program: object) -> Dictionary:
    """Return what a PDF wants to know about the font."""
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/OpenSans-Regular"),
        Flags=4,
        ItalicAngle=0,
        FontBBox=Array([round(edge * font.unit) for edge in font.bounds]),
        Ascent=round(font.ascent * font.unit),
        Descent=round(font.descent * font.unit),
        CapHeight=714,
        StemV=80,
        FontFile2=program,
    )


def to_unicode(font: StampFont, letters: set[str]) -> bytes:
    """Return the map from glyphs to letters that copying and searching need."""
    pairs = sorted((font.glyphs[ord(letter)], letter) for letter in letters if ord(letter) in font.glyphs)
    blocks = []
    for start in range(0, len(pairs), 100):
        rows = [
            f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>"
            for glyph, letter in pairs[start : start + 100]
        ]
        blocks.append(f"{len(rows)} beginbfchar\n" + "\n".join(rows) + "\nendbfchar\n")
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        + "".join(blocks)
        + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
