"""A page of ours as WeasyPrint takes it: read quickly, and styled by no more than our elements need.

WeasyPrint knows all of HTML. Each element is held against the rules of its own stylesheet and gets six styles
for notes it never has, each page has sixteen boxes in its margins, and its parser mends any page there is.
Ours are well-formed, and have no notes and nothing in the margins (ADR 16).
"""

from __future__ import annotations

import atexit
import re
import threading
from xml.etree import ElementTree

import cssselect2  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from procure.documents.assets import ASSETS, SCHEME, content

MIME_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}
NOWHERE = "asset:none"  # what addresses on a page are relative to
VOID = re.compile(r"<((?:br|hr|wbr|col|meta)\b[^>/]*)/?>")  # elements without an end
BETWEEN = re.compile(r">\s+(?=</?(?:table|caption|colgroup|col|thead|tbody|tr|th|td)\b)")
MENDED = re.compile(
    r"<p\b[^>]*>\s*<(?:p|ul|ol|table|blockquote|pre|hr)\b"
)  # HTML ends the paragraph, XML does not


class OwnAssetsOnly(URLFetcher):
    """Hands out our own fonts, drawing and stylesheets by name, and refuses every other address."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return an asset; ValueError for anything else, which WeasyPrint turns into «left out»."""
        if url not in ASSETS:
            raise ValueError("only our own assets can be used")
        path = ASSETS[url]
        return URLFetcherResponse(url, content(path), {"Content-Type": MIME_TYPES[path.suffix]})


class Paper(HTML):
    """A page of ours.

    What it takes the place of is no public part of WeasyPrint: tests tell when that becomes another.
    """

    def __init__(self, source: str) -> None:
        tree, fetcher = well_formed(source), OwnAssetsOnly()  # type: ignore[no-untyped-call]
        if tree is None:
            super().__init__(string=source, base_url=NOWHERE, url_fetcher=fetcher)  # type: ignore[no-untyped-call]
            return
        self.base_url, self.url_fetcher, self.media_type = NOWHERE, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        """Return what stands in for WeasyPrint's own stylesheet."""
        return [looks().base]


class Looks:
    """The stylesheets and fonts of our pages, read once."""

    def __init__(self) -> None:
        self.fonts, self.fetcher = FontConfiguration(), OwnAssetsOnly()  # type: ignore[no-untyped-call]
        self.base, self.style = self.sheet("base.css"), self.sheet("print.css")

    def sheet(self, name: str) -> CSS:
        """Read one of our stylesheets."""
        return CSS(url=f"{SCHEME}{name}", url_fetcher=self.fetcher, font_config=self.fonts)


KEPT = threading.local()
atexit.register(KEPT.__dict__.clear)  # the fonts lie in a folder of their own, which goes with them


def looks() -> Looks:
    """Return what this thread has read: the text engine's fonts are not made to be shared between threads."""
    if not hasattr(KEPT, "looks"):
        KEPT.looks = Looks()
    found: Looks = KEPT.looks
    return found


def well_formed(source: str) -> ElementTree.Element | None:
    """Return a page that XML reads as HTML does; None for one that only a parser of HTML can read.

    White space between the parts of a table is left out: it would be laid out, and then thrown away.
    """
    if MENDED.search(source):
        return None
    page = source[source.find("<html") :]
    page = BETWEEN.sub(">", VOID.sub(r"<\1/>", page).replace("&nbsp;", "&#160;"))
    try:
        return ElementTree.fromstring(page)  # noqa: S314 - ours, and without a document type
    except (ElementTree.ParseError, ValueError):
        return None
