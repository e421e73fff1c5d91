"""Feature rows: docs/features.md claims them, `@pytest.mark.row("A2")` on a test shows them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.shell import ROOT, Stop

FEATURES = ROOT / "docs" / "features.md"
TESTS = ROOT / "tests"


def claimed_rows(text: str) -> list[str]:
    """Read the rows that docs/features.md says work: the first cell of each line of its tables."""
    return re.findall(r"^\|\s*([A-Z]+\d+)\s*\|", text, flags=re.MULTILINE)


def rows_of(expression: ast.AST) -> Iterator[str]:
    """Find every id in `pytest.mark.row("A2")`, however the mark is put."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
            yield from (str(ast.literal_eval(word)) for word in node.args)


def rows_in(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Pair each row with the tests of one file that carry it; a module's mark holds for all of them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            yield from ((row, name) for row in rows_of(node.value))
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            marks = (row for mark in node.decorator_list for row in rows_of(mark))
            yield from ((row, f"{name}::{node.name}") for row in marks)


def tested_rows() -> dict[str, list[str]]:
    """Read every test file: which row is shown by which tests."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for row, test in rows_in(path.read_text(), path.relative_to(ROOT).as_posix()):
            found.setdefault(row, []).append(test)
    return found


def by_letter_and_number(row: str) -> tuple[str, int]:
    """Sort A10 after A9."""
    letters = row.rstrip("0123456789")
    return letters, int(row.removeprefix(letters) or 0)


def print_rows() -> None:
    """Print each row with its tests; stop when one is claimed without a test."""
    if not FEATURES.exists():
        raise Stop(f"{FEATURES.relative_to(ROOT)} is missing: it lists the rows that work.")
    claimed, tested = claimed_rows(FEATURES.read_text()), tested_rows()
    for row in sorted({*claimed, *tested}, key=by_letter_and_number):
        print(row if row in claimed else f"{row} (not claimed in {FEATURES.name})")
        print(*(f"    {test}" for test in tested.get(row, ["no test"])), sep="\n")
    if bare := [row for row in claimed if row not in tested]:
        raise Stop(f"Claimed without a test: {', '.join(bare)}.")
