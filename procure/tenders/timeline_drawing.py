"""A tender's timeline, drawn: a row for each step, with its day on a line of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from procure.domain.deadlines import DAY
from procure.domain.timeline import Step
from procure.pools.chart import NARROW
from procure.tenders.planning import Shown
from procure.web import language
from procure.web.language import OSLO

ROW, TOP = 30, 34  # pixels down: a step, and the months above them
NAMES = {False: 220, True: 162}  # pixels for what a step is called, on a desk and on a phone
AFTER = {False: 96, True: 62}  # and for the day after it
LONGEST = {False: 30, True: 19}
MONTHS_APART = {False: 60, True: 74}  # pixels between the names of two months


class Month(NamedTuple):
    """The first of a month, as a thin line; the name is left out where there is no room."""

    left: int
    name: str


class Mark(NamedTuple):
    """A step: its name, the line from the step before it, its day, and whether suppliers must meet it."""

    name: str
    day: str
    top: int
    start: int
    end: int
    strong: bool


class Picture(NamedTuple):
    """All there is to draw."""

    width: int
    height: int
    months: list[Month]
    marks: list[Mark]


def picture(steps: Sequence[Shown], width: int) -> Picture:
    """Place the steps that have days on one scale."""
    dated = [(each, _day(each.when)) for each in steps if each.when]
    if not dated:
        return Picture(width, 0, [], [])
    narrow = width == NARROW
    first, last = min(day for _step, day in dated), max(day for _step, day in dated)
    room = width - NAMES[narrow] - AFTER[narrow]

    def place(day: date) -> int:
        return NAMES[narrow] + round(room * (day - first).days / max((last - first).days, 1))

    marks, before = [], place(first)
    for n, (each, day) in enumerate(dated):
        at = place(day)
        name = _short(each.name, LONGEST[narrow])
        marks.append(_mark(name, day, TOP + ROW * n, min(before, at), at, each.step))
        before = at
    months = [Month(place(day), language.month(day)) for day in _months(first, last)]
    return Picture(width, TOP + ROW * len(marks) + 8, _named(months, MONTHS_APART[narrow]), marks)


def _mark(name: str, day: date, top: int, start: int, end: int, step: Step) -> Mark:
    strong = step in (Step.REQUESTS, Step.DEADLINE)
    return Mark(name, language.short_day(day), top, start, end, strong)


def _day(when: date | None) -> date:
    if isinstance(when, datetime):
        return when.astimezone(OSLO).date()
    return when or date.min


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _months(first: date, last: date) -> list[date]:
    """Return the first day of each month between two days."""
    days = [(first + n * DAY) for n in range((last - first).days + 1)]
    return [day for day in days if day.day == 1]


def _named(months: Sequence[Month], apart: int) -> list[Month]:
    """Leave out the names there is no room for."""
    found: list[Month] = []
    until = 0
    for month in months:
        room = month.left >= until
        found.append(month if room else month._replace(name=""))
        until = month.left + apart if room else until
    return found


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
