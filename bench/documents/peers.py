"""What is not ours and not in the project's lock: fetched by the bench, into a folder that git ignores."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Final

from config import ROOT

FOLDER: Final = ROOT / ".venv-bench"
WANTED: Final = ("typst==0.15.2",)
UV: Final = Path(sys.executable).with_name("uv")


def install() -> None:
    """Fetch what is missing."""
    there = {f"{found.name}=={found.version}" for found in distributions(path=[str(FOLDER)])}
    if missing := [wanted for wanted in WANTED if wanted not in there]:
        subprocess.run([UV, "pip", "install", "--quiet", "--target", FOLDER, *missing], check=True)


def versions() -> str:
    """Say what is measured."""
    chromium = subprocess.run(
        [shutil.which("chromium") or "chromium", "--version"], capture_output=True, check=True, text=True
    )
    typst = WANTED[0].replace("==", " ").capitalize()
    number = chromium.stdout.split()[1]
    return f"WeasyPrint {version('weasyprint')}, Chromium {number}, {typst}"
