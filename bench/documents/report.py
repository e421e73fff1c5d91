"""What was measured as tables: medians of each case, ratios within each round, goals beside them."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from bench.documents.cases import BROWSER, GOALS, ONE_FILE, TOLD, Goal
from bench.documents.model import SIZES
from bench.documents.ours import OURS
from bench.documents.peers import versions
from bench.documents.result import Result
from bench.documents.run import Measured
from procure import clock

HEAD: Final = (
    "| who | what | seconds | CPU s | MB | pages | kB | × WeasyPrint | × Chromium |",
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
)
GOAL_HEAD: Final = ("| goal | at most | found | |", "| --- | --: | --: | --- |")
LARGEST: Final = "L"
Round = Sequence[Result]


def lines(found: Sequence[Measured], load: float) -> Iterator[str]:
    """Write everything."""
    yield machine(load)
    for measured in found:
        yield from ("", *sized(measured))


def machine(load: float) -> str:
    """Say when and on what it was measured; load: before it began."""
    python = f"Python {platform.python_version()}"
    on = f"{os.cpu_count()} cores with a load of {load:.1f} before it began, {python}"
    return f"Measured {clock.today()} on {on}; {versions()}."


def sized(measured: Measured) -> Iterator[str]:
    """Write what was found for one size."""
    size = SIZES[measured.size]
    yield (
        f"**{measured.size}**: {size.requirements} requirements, {size.municipalities} municipalities; "
        f"median of {len(measured.rounds)} rounds."
    )
    yield from ("", *HEAD)
    for engine, case in kinds(measured.rounds):
        yield row(measured.rounds, engine, case)
    if measured.size == LARGEST:
        yield from ("", *GOAL_HEAD, *(goal_row(measured.rounds, goal) for goal in GOALS))
    yield ""
    for gate in measured.gates:
        yield f"- {gate.name}: {'yes' if gate.holds else '**no**'} ({gate.seen})."


def kinds(rounds: Sequence[Round]) -> list[tuple[str, str]]:
    """Return every case of every engine, ours first, in the order of the first round."""
    found = list(dict.fromkeys((each.engine, each.case) for each in rounds[0]))
    return sorted(found, key=lambda kind: kind[0] != OURS)


def row(rounds: Sequence[Round], engine: str, case: str) -> str:
    """Write the line of one case."""
    of_it = [each for round_ in rounds for each in round_ if (each.engine, each.case) == (engine, case)]
    told = f"{case}: {TOLD[case]}" if engine == OURS and case in TOLD else case
    cells = (
        engine,
        told,
        seconds(median(each.wall for each in of_it)),
        seconds(median(each.cpu for each in of_it)),
        f"{median(each.peak for each in of_it):.0f}",
        str(of_it[0].pages),
        f"{of_it[0].size / 1000:.0f}",
        times(ratio(rounds, (engine, case), ONE_FILE)),
        times(ratio(rounds, (engine, case), BROWSER)),
    )
    return f"| {' | '.join(cells)} |"


def goal_row(rounds: Sequence[Round], goal: Goal) -> str:
    """Write a goal, and what became of it."""
    if goal.other:
        found = ratio(rounds, (OURS, goal.case), goal.other, goal.measure)
        unit, against = " ×", f"{goal.other[0]}'s {goal.other[1]}"
    else:
        found = median(each.wall for each in of(rounds, (OURS, goal.case)))
        unit, against = " s", "on the clock"
    subject = "memory of the largest process" if goal.measure == "peak" else "time"
    met = "reached" if found <= goal.at_most else "**missed**"
    return f"| {goal.case}: {subject}, {against} | {goal.at_most:g}{unit} | {found:.3g}{unit} | {met} |"


def of(rounds: Sequence[Round], kind: tuple[str, str]) -> list[Result]:
    """Return a case's results of all rounds."""
    return [each for round_ in rounds for each in round_ if (each.engine, each.case) == kind]


def ratio(
    rounds: Sequence[Round], kind: tuple[str, str], other: tuple[str, str], measure: str = "wall"
) -> float:
    """Return the median of the ratios found within each round that has both."""
    found = [{(each.engine, each.case): each for each in round_} for round_ in rounds]
    both = [known for known in found if kind in known and other in known]
    return median(spent(known[kind], measure) / spent(known[other], measure) for known in both)


def spent(found: Result, measure: str) -> float:
    """Return seconds or MB."""
    return {"wall": found.wall, "cpu": found.cpu, "peak": found.peak}[measure]


def seconds(figure: float) -> str:
    """Write seconds as exactly as they are worth."""
    return f"{figure:.2f}" if figure < 10 else f"{figure:.1f}"


def times(figure: float) -> str:
    """Write a ratio.

    >>> times(0.0234), times(1.56)
    ('0.023', '1.6')
    """
    return f"{figure:.2g}" if figure < 10 else f"{figure:.0f}"
