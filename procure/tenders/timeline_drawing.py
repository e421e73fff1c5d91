"""A tender's timeline, drawn: a row for each step, with its day on a line of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from procure.domain.deadlines import DAY
from procure.domain.timeline import Step
from procure.tenders.planning import Shown
from procure.web import language
from procure.web.drawings import NARROW, Scale, Turn, named, shortened
from procure.web.language import OSLO

TOP = 34  # pixels down to the first step, with the months above it
ROW = {False: 30, True: 46}  # pixels for a step, on a desk and on a phone: there its name is above it
NAMES = {False: 220, True: 8}  # pixels to the left of the lines
AFTER = {False: 96, True: 62}  # and for the day after them
LONGEST = {False: 30, True: 44}  # letters of a name
MONTHS_APART = 96  # pixels that the name of a month takes
STRONG = (Step.REQUESTS, Step.DEADLINE)  # what suppliers must meet


class Mark(NamedTuple):
    """A step: its name, the line from the step before it, its day, and whether suppliers must meet it."""

    name: str
    written: int  # how far down the name stands
    day: str
    top: int
    start: int
    end: int
    strong: bool


class Picture(NamedTuple):
    """All there is to draw."""

    width: int
    height: int
    months: list[Turn]
    marks: list[Mark]


def picture(steps: Sequence[Shown], width: int) -> Picture:
    """Place the steps that have days on one scale."""
    dated = [(each, _day(each.when)) for each in steps if each.when]
    if not dated:
        return Picture(width, 0, [], [])
    narrow = width == NARROW
    first, last = min(day for _step, day in dated), max(day for _step, day in dated)
    scale = Scale(first, last, NAMES[narrow], width - AFTER[narrow])
    marks, before = [], scale.left
    for n, (each, day) in enumerate(dated):
        at = scale.at(day)
        top = TOP + ROW[narrow] * n
        marks.append(_mark(each, day, (min(before, at), at), top, narrow=narrow))
        before = at
    months = (Turn(scale.at(day), language.month(day)) for day in _months(first, last))
    height = TOP + ROW[narrow] * len(marks) + 8
    return Picture(width, height, named(months, MONTHS_APART, width), marks)


def _mark(step: Shown, day: date, line: tuple[int, int], top: int, *, narrow: bool) -> Mark:
    name = shortened(step.name, LONGEST[narrow])
    down = top + 18 if narrow else top
    return Mark(name, top + 15, language.short_day(day), down, *line, step.step in STRONG)


def _day(when: date | None) -> date:
    if isinstance(when, datetime):
        return when.astimezone(OSLO).date()
    return when or date.min


def _months(first: date, last: date) -> list[date]:
    """Return the first day of each month between two days."""
    days = [(first + n * DAY) for n in range((last - first).days + 1)]
    return [day for day in days if day.day == 1]


def told(steps: Sequence[Shown]) -> str:
    """Say what the picture shows, for one who does not see it."""
    dated = [each for each in steps if each.when]
    if not dated:
        return ""
    first, last = min(dated, key=lambda each: _day(each.when)), max(dated, key=lambda each: _day(each.when))
    return _(
        "Tidslinje med %(count)s steg, fra %(start)s (%(first)s) til %(end)s (%(last)s).",
        count=language.number(len(dated)),
        start=language.day(_day(first.when)),
        first=first.name,
        end=language.day(_day(last.when)),
        last=last.name,
    )
