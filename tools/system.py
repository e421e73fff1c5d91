"""What the operating system must have, and how Debian gets it."""

from __future__ import annotations

import importlib
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tools.shell import Stop, call


@dataclass(frozen=True)
class Need:
    """Something the operating system must have; `package` is what Debian calls it."""

    package: str
    is_there: Callable[[], object]


def module(name: str) -> Callable[[], object]:
    return lambda: find_spec(name)


def library(name: str) -> Callable[[], object]:
    return lambda: find_library(name)


def program(name: str) -> Callable[[], object]:
    return lambda: shutil.which(name)


def java(name: str) -> Callable[[], object]:
    return lambda: Path(f"/usr/share/java/{name}.jar").exists()


def office(name: str) -> Callable[[], object]:
    return lambda: Path(f"/usr/lib/libreoffice/program/lib{name}lo.so").exists()


TO_RUN = (
    Need("python3-venv", module("ensurepip")),
    Need("libpango-1.0-0", library("pango-1.0")),
    Need("libpangoft2-1.0-0", library("pangoft2-1.0")),
    Need("libharfbuzz-subset0", library("harfbuzz-subset")),
    Need("libatomic1", library("atomic")),
)
TO_TEST = (
    *TO_RUN,
    Need("chromium", program("chromium")),
    Need("poppler-utils", program("pdftotext")),
    Need("qpdf", program("qpdf")),
)
TO_TEST_SLOWLY = (
    *TO_TEST,
    Need("libreoffice-writer-nogui", office("sw")),
    Need("libreoffice-calc-nogui", office("sc")),
    Need("default-jre-headless", program("java")),
    Need("libpdfbox2-java", java("preflight")),
    Need("libactivation-java", java("javax.activation")),
    Need("libjaxb-api-java", java("jaxb-api")),
)


def missing(needs: Iterable[Need]) -> list[str]:
    """Name the packages that are not here yet."""
    importlib.invalidate_caches()
    return [need.package for need in needs if not need.is_there()]


def how_to_install(packages: Sequence[str], *, apt: bool, root: bool, sudo: bool) -> tuple[str, ...]:
    """Answer the shell lines that install the packages; none where we know of no way."""
    if not apt or not (root or sudo):
        return ()
    prefix = "" if root else "sudo "
    install = f"{prefix}apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"{prefix}apt-get update -q", install


def may_install(lines: Sequence[str], *, root: bool, yes: bool) -> bool:
    """Root and `--yes` have said it already; others are asked when there is somebody to ask."""
    if root or yes:
        return True
    print("This will be run:", *lines, sep="\n  ", flush=True)
    return sys.stdin.isatty() and input("Go on? [y/N] ").strip().lower() in {"y", "yes", "j", "ja"}


def system_packages(needs: Sequence[Need], *, yes: bool) -> str:
    """Install what is missing, if it may be; say what came of it."""
    packages = missing(needs)
    if not packages:
        return "all there"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    lines = how_to_install(
        packages, apt=bool(shutil.which("apt-get")), root=root, sudo=bool(shutil.which("sudo"))
    )
    if not lines or not may_install(lines, root=root, yes=yes):
        raise Stop(advice(packages))
    for line in lines:
        call(*shlex.split(line), env={"DEBIAN_FRONTEND": "noninteractive"})
    if left := missing(needs):
        raise Stop(f"Installed, yet not found: {', '.join(left)}.")
    return f"installed {', '.join(packages)}"


def advice(packages: Sequence[str]) -> str:
    """Tell a person what to install."""
    return (
        "The system lacks something. On Debian and Ubuntu, as root:\n"
        f"  apt-get install {' '.join(packages)}\n"
        "Elsewhere, install what these packages hold, then try again;\n"
        "  macOS: brew install pango poppler qpdf"
    )
