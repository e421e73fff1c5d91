"""HTML to tagged PDF pages: the only module that knows WeasyPrint. It fetches nothing but our own assets."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from procure.documents.assets import ASSETS, SCHEME, content
from procure.documents.tagging import mend

MIME_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}
PAGE = re.compile(r"Page (\d+)")

OnPage = Callable[[int], object]  # told the number of pages laid out so far


class OwnAssetsOnly(URLFetcher):
    """Hands out our own fonts, drawing and stylesheet by name, and refuses every other address."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return an asset; ValueError for anything else, which WeasyPrint turns into «left out»."""
        if url not in ASSETS:
            raise ValueError("only our own assets can be used")
        path = ASSETS[url]
        return URLFetcherResponse(url, content(path), {"Content-Type": MIME_TYPES[path.suffix]})


def lay_out(html: str, on_page: OnPage | None = None) -> bytes:
    """Return tagged PDF pages without header, footer, page numbers or metadata: the assembler adds them.

    Each call has its own font configuration: the fonts' temporary files live and die with it.
    """
    fonts, fetcher = FontConfiguration(), OwnAssetsOnly()  # type: ignore[no-untyped-call]
    style = CSS(url=f"{SCHEME}print.css", url_fetcher=fetcher, font_config=fonts)
    with progress(on_page), quiet_collector():
        page_source = HTML(string=html, base_url="asset:none", url_fetcher=fetcher)
        pdf: bytes = page_source.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            finisher=lambda _, pages: mend(pages, sha256(html.encode()).hexdigest()[:8]),
            pdf_tags=True,
            pdf_version="1.7",
            full_fonts=True,
        )
    return pdf


@contextmanager
def progress(on_page: OnPage | None) -> Iterator[None]:
    """Tell on_page of every page that is laid out."""
    if on_page is None:
        yield
        return
    listener = PageListener(on_page)
    level = PROGRESS_LOGGER.level
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.addHandler(listener)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(listener)
        PROGRESS_LOGGER.setLevel(level)


class PageListener(logging.Handler):
    """Hears WeasyPrint lay out pages."""

    def __init__(self, on_page: OnPage) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        """Pass the page's number on."""
        if found := PAGE.search(record.getMessage()):
            self.on_page(int(found[1]))


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Let the cyclic collector rest: layout makes millions of objects and few cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
