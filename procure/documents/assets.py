"""Our own files that pages are made with, and the digests of all that decides how pages and files look.

A file is read once in the life of a process. What a digest tells of is thus what is used, also when somebody
replaces the files under a process that goes on; `isolated.py` sees to it that no two processes differ.
"""

from __future__ import annotations

import ctypes
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATES = HERE.parents[1] / "templates" / "documents"
NUMBERING = HERE.parent / "domain" / "assembly.py"
SCHEME = "asset:"
ASSETS = {
    f"{SCHEME}{path.name}": path
    for path in (
        *sorted(FONTS.glob("*.ttf")),
        *sorted(TEMPLATES.glob("*.svg")),
        *sorted(TEMPLATES.glob("*.css")),
    )
}
LAYOUT_LIBRARIES = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "pyphen", "fonttools")
FILE_LIBRARIES = ("pikepdf", "fonttools", "markdown-it-py", "nh3", "jinja2")
TEXT_ENGINES = {"libpango-1.0.so.0": "pango_version_string", "libharfbuzz.so.0": "hb_version_string"}


@cache
def content(path: Path) -> bytes:
    """Return a file of ours as it was when this process first asked for it."""
    return path.read_bytes()


@cache
def layout_digest() -> bytes:
    """Return the digest of what turns HTML into pages: stylesheet, fonts, drawings, libraries, our code."""
    whole = sha256()
    for path in (*ASSETS.values(), HERE / "paper.py", HERE / "pdf.py", HERE / "tagging.py"):
        whole.update(line_about(path))
    for library in LAYOUT_LIBRARIES:
        whole.update(f"{library} {version(library)}\n".encode())
    for library, asked in TEXT_ENGINES.items():
        whole.update(f"{library} {engine_version(library, asked)}\n".encode())
    return whole.digest()


@cache
def builder_digest() -> bytes:
    """Return the digest of what turns a document into a finished file: the above, our templates and code."""
    whole = sha256(layout_digest())
    ours = (*HERE.rglob("*.py"), *HERE.rglob("*.png"), *TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.xml"))
    for path in (*sorted(ours), NUMBERING):
        whole.update(line_about(path))
    for library in FILE_LIBRARIES:
        whole.update(f"{library} {version(library)}\n".encode())
    return whole.digest()


def line_about(path: Path) -> bytes:
    """Return a line that is another when the file is."""
    return f"{path.name} {sha256(content(path)).hexdigest()}\n".encode()


def engine_version(library: str, asked: str) -> str:
    """Return the version of a library of the system that decides where lines break; empty when unknown."""
    try:
        answer = getattr(ctypes.CDLL(library), asked)
    except (OSError, AttributeError):
        return ""
    answer.restype = ctypes.c_char_p
    return str(answer().decode())
