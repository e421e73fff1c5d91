"""How far the files of a version have come, for those who wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class StepState(StrEnum):
    """Where a file is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One file: the pages laid out for it, of about so many in all; found: those that lay ready."""

    kind: str
    name: str
    total: int
    done: int = 0
    found: int = 0
    state: StepState = StepState.WAITING


Watch = Callable[[tuple[Step, ...]], object]  # told of all files, in order, each time something is new


class Progress:
    """Gathers news of pages and files, and tells whoever watches."""

    def __init__(self, steps: Iterable[Step], watch: Watch | None) -> None:
        self.steps = {step.kind: step for step in steps}
        self.pages: dict[str, dict[str, int]] = {step: {} for step in self.steps}
        self.watch = watch

    def page(self, kind: str, piece: str, pages: int, *, found: bool = False) -> None:
        """Note the pages of a piece that are laid out; 0 when it begins. found: they lay ready.

        A document that is no file of its own is part of the last one.
        """
        step = self.steps.get(kind) or list(self.steps.values())[-1]
        if found:
            step = replace(step, found=step.found + pages)
        known = self.pages[step.kind]
        if pages <= known.get(piece, -1):  # a page can be laid out twice
            return
        known[piece] = pages
        done = sum(known.values())
        self.tell(replace(step, done=done, total=max(step.total, done), state=StepState.WORKING))

    def file(self, kind: str) -> None:
        """Note that a file is ready; one of which no page was told lay ready as a whole."""
        step = self.steps[kind]
        total = sum(self.pages[kind].values()) or step.total
        found = step.found if self.pages[kind] else total
        self.tell(replace(step, done=total, total=total, found=found, state=StepState.DONE))

    def tell(self, step: Step) -> None:
        """Keep what is new and pass it on."""
        self.steps[step.kind] = step
        if self.watch:
            self.watch(tuple(self.steps.values()))
