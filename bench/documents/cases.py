"""What is measured, and what we aim at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COLD: Final = "from nothing"
FIRST: Final = "first build"
NOTHING: Final = "nothing changed"
AGAIN: Final = "a new version of the same"
REVERTED: Final = "edits taken back"
EVERY: Final = "every file of the version"
RESTYLED: Final = "another stylesheet"
FOUR: Final = "four tenders at once"
HISTORY: Final = "after edits, by one worker"
SAME: Final = (COLD, FIRST, NOTHING, EVERY, FOUR, HISTORY)  # the same tender in the end

TOLD: Final = {
    COLD: "the process is started, nothing has been printed",
    FIRST: "workers wait, nothing has been printed",
    NOTHING: "the finished file is there",
    AGAIN: "all pieces are there, as when they were made while people wrote",
    REVERTED: "the same, after four edits",
    EVERY: "the package and each document alone, all pieces there",
    RESTYLED: "no piece can be used again",
    FOUR: "four different tenders, nothing has been printed",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a case may take of what something else takes, or in seconds.

    measure: of a result.     other: the engine, and its case, whose measure is the whole; none: seconds.
    """

    case: str
    at_most: float
    measure: str = "wall"
    other: tuple[str, str] | None = None


ONE_FILE: Final = ("WeasyPrint", FIRST)
BROWSER: Final = ("Chromium", FIRST)
GOALS: Final = (
    Goal(FIRST, 0.25, other=ONE_FILE),
    Goal(FIRST, 2.7, other=BROWSER),
    Goal("one paragraph", 0.05, other=ONE_FILE),
    Goal("one paragraph", 1.0, other=BROWSER),
    Goal("one requirement", 0.05, other=ONE_FILE),
    Goal("one requirement", 1.0, other=BROWSER),
    Goal(NOTHING, 0.2),
    Goal(FIRST, 0.40, "peak", ONE_FILE),
    Goal(FOUR, 4.2, other=("ours", FIRST)),
)  # for the largest size
