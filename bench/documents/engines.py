"""The engines beside ours: each prepares itself, and then prints the same tender when it is asked."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from bench.documents.peers import FOLDER
from config import ROOT

Build = Callable[[], bytes]
Engine = Callable[[Path], AbstractContextManager[Build]]
FONTS: Final = ROOT / "procure" / "documents" / "fonts"
WHOLE, CUT, BROWSER, MARKUP = "whole.html", "cut.html", "browser.html", "whole.typ"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@contextmanager
def weasyprint(folder: Path, page: str = WHOLE) -> Iterator[Build]:
    """Print one tagged document in this process, with the numbers of pages that CSS knows."""
    from weasyprint import HTML

    def build() -> bytes:
        printed: bytes = HTML(filename=folder / page).write_pdf(pdf_variant="pdf/ua-1")
        return printed

    yield build


@contextmanager
def chromium(folder: Path) -> Iterator[Build]:
    """Print from an open browser, tagged and with bookmarks; it knows no pages of references."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        page = browser.new_page()
        page.set_default_timeout(0)

        def build() -> bytes:
            page.goto((folder / BROWSER).as_uri())
            return page.pdf(tagged=True, outline=True, print_background=True, prefer_css_page_size=True)

        yield build
        browser.close()


@contextmanager
def typst(folder: Path) -> Iterator[Build]:
    """Typeset the markup in this process, as PDF/UA-1."""
    sys.path.append(str(FOLDER))
    compiler = import_module("typst")

    def build() -> bytes:
        made: bytes = compiler.compile(
            str(folder / MARKUP),
            root=str(folder),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
        return made

    yield build


PEERS: Final[dict[str, Engine]] = {"WeasyPrint": weasyprint, "Chromium": chromium, "Typst": typst}
