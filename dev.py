"""Set up, run, test and check procure with nothing but Python: `python3 dev.py run`.

Every command first takes the steps it stands on (system packages, libraries, browser parts,
translations) and skips those whose input has not changed since the last time.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools import rows as feature_rows
from tools import setup, system
from tools.serving import serve
from tools.shell import BIN, FLASK, PYTHON, ROOT, Stop, call


@dataclass(frozen=True)
class Options:
    """What the person typed after the command's name."""

    yes: bool = False
    port: int = 5000
    rest: Sequence[str] = ()


# --- Steps ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing to get right; `work` does it and says in a few words what came of it."""

    title: str
    work: Callable[[Options], str]


def flask(*words: str) -> Callable[[Options], str]:
    """Make a step's work out of one of the application's own commands."""

    def work(_options: Options) -> str:
        call(*FLASK, *words)
        return "done"

    return work


def tested_with(options: Options) -> Sequence[system.Need]:
    """Return what the tests of this run need of the operating system."""
    return system.TO_TEST_SLOWLY if "--slow" in options.rest else system.TO_TEST


VIRTUAL_ENVIRONMENT = Step("Virtual environment", lambda _: setup.virtual_environment())
LIBRARIES_TO_TEST = Step("Libraries", lambda _: setup.python_libraries(setup.TEST_LOCK))
BROWSER_PARTS = Step("Browser parts", lambda _: setup.browser_parts())
TRANSLATIONS = Step("Translations", lambda _: setup.translations())

READY_TO_RUN = (
    Step("System packages", lambda options: system.system_packages(system.TO_RUN, yes=options.yes)),
    VIRTUAL_ENVIRONMENT,
    Step("Libraries", lambda _: setup.python_libraries(setup.RUN_LOCK)),
    BROWSER_PARTS,
    TRANSLATIONS,
    Step("Database", flask("db", "upgrade")),
    Step("Reference lists", flask("reference", "load")),
    Step("Demo data", flask("demo", "load")),
)
READY_TO_TEST = (
    Step("System packages", lambda options: system.system_packages(tested_with(options), yes=options.yes)),
    VIRTUAL_ENVIRONMENT,
    LIBRARIES_TO_TEST,
    BROWSER_PARTS,
    TRANSLATIONS,
)
READY_TO_LINT = (VIRTUAL_ENVIRONMENT, LIBRARIES_TO_TEST)


def take(steps: Sequence[Step], options: Options) -> None:
    """Take the steps in turn, saying which one is under way and how long each took."""
    for number, step in enumerate(steps, start=1):
        print(f"[{number}/{len(steps)}] {step.title} …", flush=True)
        began = time.monotonic()
        said = step.work(options)
        print(f"      {said} ({time.monotonic() - began:.1f} s)", flush=True)


# --- Commands ------------------------------------------------------------------------------------


def run(options: Options) -> None:
    """Set up, fill an empty database with demo data, and serve it."""
    os.environ.setdefault("DEMO", "1")
    take(READY_TO_RUN, options)
    serve(options.port)


RULES = (  # every branch of the rules of the field is reached by what needs nothing but Python
    *("tests/domain", "procure/domain", "-q", "--durations=1"),
    *("--cov=procure.domain", "--cov-branch", "--cov-fail-under=100"),
)


def test(options: Options) -> None:
    """Set up and run the tests; what follows is handed to pytest, --slow takes in the nightly ones."""
    take(READY_TO_TEST, options)
    words = [word for word in options.rest if word != "--slow"]
    nightly = ("-m", "") if "--slow" in options.rest else ()
    at_once = ("-n", str(os.cpu_count() or 1), "--dist", "loadfile")  # a file's tests share what they set up
    call(PYTHON, "-m", "pytest", *at_once, *nightly, *words)
    if not words:
        call(PYTHON, "-m", "pytest", *RULES)


LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("djlint", "--lint", "--quiet", "templates"),
)


def lint(options: Options) -> None:
    """Read the code with ruff, mypy, import-linter and djlint, and tell all they find."""
    take(READY_TO_LINT, options)
    bad = [name for name, *words in LINTERS if not is_clean(name, *words)]
    if bad:
        raise Stop(f"Not clean: {', '.join(dict.fromkeys(bad))}.")


def is_clean(name: str, *words: str) -> bool:
    """Run one linter, and answer whether it had nothing to say."""
    print(f"--- {name} {' '.join(words)}", flush=True)
    return subprocess.run([BIN / name, *words], cwd=ROOT, check=False).returncode == 0


def rows(_options: Options) -> None:
    """Print each feature row with its tests; a row claimed without a test fails."""
    feature_rows.print_rows()


def check(options: Options) -> None:
    """Lint, rows and test: what must be green before a change is handed in."""
    lint(options)
    rows(options)
    test(options)


def bench(options: Options) -> None:
    """Measure; the figures go into docs/performance.md."""
    take(READY_TO_TEST, options)
    call(PYTHON, "-m", "bench", *options.rest)


COMMANDS = {work.__name__: work for work in (run, test, lint, check, rows, bench)}


def parse(words: Sequence[str]) -> tuple[Callable[[Options], None], Options]:
    """Read the command line; what we do not know is handed on to pytest or the benchmark."""
    lines = [f"{name:6} {work.__doc__}" for name, work in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="commands:\n  " + "\n  ".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command")
    parser.add_argument("--yes", action="store_true", help="install system packages with sudo, unasked")
    parser.add_argument("--port", type=int, default=Options.port, help="where to serve (default: 5000)")
    typed, rest = parser.parse_known_args(words)
    return COMMANDS[typed.command], Options(yes=typed.yes, port=typed.port, rest=rest)


def interrupt(_signal: int, _frame: object) -> None:
    """Treat being told to end like Ctrl-C, so that the children are ended too."""
    raise KeyboardInterrupt


def main(words: Sequence[str]) -> int:
    """Carry out a command, and say in plain words why it could not be."""
    signal.signal(signal.SIGTERM, interrupt)
    work, options = parse(words)
    try:
        work(options)
    except Stop as reason:
        print(f"\ndev.py: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
