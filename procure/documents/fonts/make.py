"""Make the document fonts from the system's Open Sans: `python procure/documents/fonts/make.py [folder]`.

Run by hand when the letters change. The result is kept in the repository: a changed font moves line breaks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCE = Path("/usr/share/fonts/truetype/open-sans")
STYLES = {"Regular": "Regular", "Italic": "Italic", "Semibold": "SemiBold", "Bold": "Bold"}

RANGES = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x017F),  # Latin-1 and Extended-A: the Sami letters are here
    (0x0218, 0x021B),  # Romanian
    (0x01E4, 0x01EF),  # Skolt Sami
    (0x02B9, 0x02BC),
    (0x0386, 0x03CE),  # Greek, for formulas
    (0x1E80, 0x1E85),
    (0x2010, 0x203A),  # dashes, quotes, bullet, ellipsis
    (0x2044, 0x2044),
    (0x2070, 0x208E),
    (0x20AC, 0x20AC),
    (0x2116, 0x2122),
    (0x2150, 0x215E),
    (0x2200, 0x2265),  # mathematics
    (0x25CA, 0x25CA),
)

# What Open Sans lacks and tenders use, in 2048 units to the em: advance, then outlines.
RIGHT = (
    (120, 660),
    (1320, 660),
    (940, 280),
    (1080, 140),
    (1680, 740),
    (1080, 1340),
    (940, 1200),
    (1320, 820),
    (120, 820),
)
DRAWN: dict[int, tuple[int, tuple[tuple[tuple[int, int], ...], ...]]] = {
    0x2190: (1800, (tuple((1800 - x, y) for x, y in reversed(RIGHT)),)),
    0x2192: (1800, (RIGHT,)),
    0x2191: (1480, (tuple((y, x - 170) for x, y in reversed(RIGHT)),)),
    0x2193: (1480, (tuple((y, 1630 - x) for x, y in RIGHT),)),
    0x2610: (
        1700,
        (
            ((150, 0), (150, 1400), (1550, 1400), (1550, 0)),
            ((290, 140), (1410, 140), (1410, 1260), (290, 1260)),
        ),
    ),
    0x2713: (1600, (((120, 700), (250, 830), (600, 460), (1350, 1400), (1490, 1290), (610, 180)),)),
}
ALIASES = {0x2011: 0x002D, 0x2009: 0x0020, 0x202F: 0x00A0}  # non-breaking hyphen, narrow spaces


def make(source: Path) -> None:
    """Write one small TrueType font for each style."""
    letters = [code for first, last in RANGES for code in range(first, last + 1)]
    for style, name in STYLES.items():
        options = subset.Options(
            hinting=False,
            layout_features=["kern", "mark", "mkmk"],
            name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
            notdef_outline=True,
            glyph_names=False,
            recalc_timestamp=False,
            recalc_bounds=True,
            drop_tables=["DSIG", "GDEF", "GSUB", "gasp"],
        )
        font = subset.load_font(source / f"OpenSans-{style}.ttf", options)
        draw(font)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[*letters, *DRAWN, *ALIASES])
        subsetter.subset(font)
        subset.save_font(font, HERE / f"OpenSans-{name}.ttf", options)


def draw(font: TTFont) -> None:
    """Add the glyphs that the font lacks."""
    cmap = font["cmap"].getBestCmap()
    added = {code: cmap[like] for code, like in ALIASES.items() if code not in cmap}
    for code, (advance, outlines) in DRAWN.items():
        pen = TTGlyphPen(None)
        for outline in outlines:
            pen.moveTo(outline[0])
            for point in outline[1:]:
                pen.lineTo(point)
            pen.closePath()
        added[code] = f"uni{code:04X}"
        font["glyf"][added[code]] = pen.glyph()
        font["hmtx"][added[code]] = (advance, min(x for outline in outlines for x, _ in outline))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(added)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
