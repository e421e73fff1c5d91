"""HTML to tagged PDF pages. It fetches nothing but our own assets; `paper.py` knows WeasyPrint too."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from weasyprint.logger import PROGRESS_LOGGER

from procure.documents.paper import Paper, looks
from procure.documents.tagging import mend

PAGE = re.compile(r"Page (\d+)")

OnPage = Callable[[int], object]  # told the number of pages laid out so far


def lay_out(html: str, on_page: OnPage | None = None) -> bytes:
    """Return tagged PDF pages without header, footer, page numbers or metadata: the assembler adds them."""
    with progress(on_page), quiet_collector():
        pdf: bytes = Paper(
            html
        ).write_pdf(  # type: ignore[no-untyped-call]
            stylesheets=[looks().style],
            font_config=looks().fonts,
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
