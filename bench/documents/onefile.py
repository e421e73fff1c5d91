"""The same tender as one HTML file, for engines that print all of it at once: our own pages in a row."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from procure.documents import html
from procure.documents.assets import ASSETS, SCHEME
from procure.documents.boxes import read
from procure.documents.pieces import cut
from procure.documents.printer import bound
from procure.documents.stamps import Stamp
from procure.documents.words import in_fours
from procure.domain.assembly import Package

BODY: Final = re.compile(r"<body>(.*)</body>", re.DOTALL)
INSIDE: Final = re.compile(r'href="x-doc:([^/"]+)/[^"]*"')
BOX: Final = re.compile(r'<span class="(at|page)" id="([^"]+)"></span>')
ASSET: Final = re.compile(re.escape(SCHEME) + r"[\w.-]+")
RUNNING: Final = """
@page { @top-left { content: "Felles fagsystem"; font: 7.5pt "Paper"; }
  @top-right { content: "Versjon 1 · 2. desember 2026"; font: 7.5pt "Paper"; }
  @bottom-right { content: "Side " counter(page) " av " counter(pages); font: 7.5pt "Paper"; } }
@page cover { @top-left { content: none; } @top-right { content: none; } @bottom-right { content: none; } }
.part { break-before: page; }
a[href^="#"] { color: inherit; text-decoration: none; }
"""
PLACES: Final = """
.at { font-size: 7.5pt; white-space: nowrap; }
.at::after { content: "(side " target-counter(attr(data-to), page) ")"; }
.page { text-align: right; }
.page::after { content: target-counter(attr(data-to), page); font-size: 7.5pt; }
"""
BROWSER: Final = """
.cover { page: auto; } .cover-foot { position: static; } .cover-top { min-height: 0; }
"""


def whole(package: Package, stamp: Stamp, *, pieces: bool = False, browser: bool = False) -> str:
    """Return the tender as one page of HTML.

    pieces: with a new page wherever the printer cuts.
    browser: with a cover that has the margins of all pages, or Chromium makes everything smaller.
    """
    parts = [front(package, stamp)]
    for document in package.documents:
        made = cut(document, package.documents)
        own = [piece.html for piece in made] if pieces else [html.body(document, package.documents)]
        parts += own
    body = "\n".join(f'<div class="part">{between(part)}</div>' for part in parts)
    style = stylesheet() + (BROWSER if browser else "")
    head = f'<meta charset="utf-8"><title>{package.cover.title}</title><style>{style}</style>'
    return f'<!doctype html>\n<html lang="{package.language}"><head>{head}</head><body>{body}</body></html>\n'


def front(package: Package, stamp: Stamp) -> str:
    """Return cover and contents."""
    digits = in_fours(stamp.fingerprint)
    return html.front(package.cover, bound(package).entries, package.language, stamp.version_label, digits)


def between(page: str) -> str:
    """Return what stands in the body of a page, with links and boxes that lead within the same file."""
    found = BODY.search(page)
    inside = INSIDE.sub(lambda link: f'href="#{unquote(link[1])}"', found[1] if found else "")
    return BOX.sub(boxed, inside)


def boxed(found: re.Match[str]) -> str:
    """Return the box of a page's number as an element that tells whose page it is."""
    box = read(found[2])
    return f'<span class="{found[1]}" data-to="#{box.place if box else ""}"></span>'


def stylesheet() -> str:
    """Return our stylesheet with the lines along the pages and the numbers that we stamp ourselves."""
    style = ASSETS[f"{SCHEME}print.css"].read_text(encoding="utf-8")
    return ASSET.sub(lambda name: ASSETS[name[0]].as_uri(), style) + RUNNING + PLACES
