"""Who can wait until when, drawn: a bar for each body on a line of time, and the start across them all."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from procure.domain.pooling import Suits, Window, add_months
from procure.pools.horizon import Horizon, Waits
from procure.web.drawings import NARROW, Scale, Turn, named, shortened
from procure.web.language import short_day

TOP, ROW = 58, {False: 32, True: 48}  # pixels down to the first body, and to each next; True on a phone
NAMES = {False: 150, True: 8}  # pixels to the left of the line of time: on a phone the name is above the bar
MARGIN = 12
MONTHS_APART = 64  # pixels between two names of months
LONGEST = {False: 19, True: 40}  # letters of a name
MOST_MONTHS = 60  # what lies further off than this from the first is cut


class Bar(NamedTuple):
    """When one body can change; `open` where nothing forces it out, so that the bar has no end."""

    name: str
    written: int
    top: int
    left: int
    length: int
    open: bool
    note: str  # in place of a bar, where there is none
    mine: bool
    misses: bool  # the start does not suit it


class Line(NamedTuple):
    """A day across the picture, with its name."""

    left: int
    name: str
    day: str
    anchor: str


class Picture(NamedTuple):
    """All there is to draw."""

    width: int
    height: int
    months: list[Turn]
    bars: list[Bar]
    start: Line | None
    dispatch: Line | None


def picture(found: Horizon, width: int) -> Picture:
    """Place every body on one line of time, by whole months: a day is nobody's business."""
    narrow = width == NARROW
    scale = _scale(found, NAMES[narrow], width - MARGIN)
    if scale is None:
        return Picture(width, 0, [], [], None, None)
    bars = [_bar(each, n, scale, narrow=narrow) for n, each in enumerate(found.rows)]
    start = _line(_("Felles start"), found.start, scale)
    dispatch = _line(_("Kunngjøring"), found.dispatch_on, scale)
    if start and dispatch and abs(start.left - dispatch.left) < 2 * MONTHS_APART:
        dispatch = dispatch._replace(name="", day="")
    return Picture(width, TOP + ROW[narrow] * len(bars) + 8, _months(scale), bars, start, dispatch)


def _scale(found: Horizon, left: int, right: int) -> Scale | None:
    days = [each.seen.earliest for each in found.known if each.seen and each.seen.earliest]
    if not days:
        return None
    days += [each.seen.latest for each in found.known if each.seen and each.seen.latest]
    days += [day for day in (found.start, found.dispatch_on) if day]
    first = add_months(min(days).replace(day=1), -1)
    last = min(add_months(max(days).replace(day=1), 3), add_months(first, MOST_MONTHS))
    return Scale(first, last, left, right)


def _bar(one: Waits, number: int, scale: Scale, *, narrow: bool) -> Bar:
    row = TOP + ROW[narrow] * number
    short = shortened(one.organisation.short_name, LONGEST[narrow])
    top = row + 20 if narrow else row + 5
    seen = one.seen or Window(None, None)
    if seen.earliest is None:
        note = _("ikke kjent") if one.seen else _("viser ikke når")
        return Bar(short, row + 19, top, scale.left, 0, False, note, one.mine, False)
    left = scale.at(seen.earliest.replace(day=1))
    end = scale.right if seen.latest is None else scale.at(add_months(seen.latest.replace(day=1), 1))
    misses = one.fit is not None and one.fit.suits is not Suits.FITS
    return Bar(short, row + 19, top, left, max(end - left, 6), seen.latest is None, "", one.mine, misses)


def _line(name: str, day: date | None, scale: Scale) -> Line | None:
    if day is None:
        return None
    left = scale.at(day)
    anchor = "middle"
    if left > scale.right - MONTHS_APART:
        anchor = "end"
    elif left < scale.left + MONTHS_APART:
        anchor = "start"
    return Line(left, name, short_day(day, year=True), anchor)


def _months(scale: Scale) -> list[Turn]:
    """Return the first of each month or quarter; the names that there is room for."""
    count = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    step = 1 if count <= 12 else 3
    days = [add_months(scale.first, n) for n in range(count + 1)]
    turns = (Turn(scale.at(day), short_month(day)) for day in days if (day.month - 1) % step == 0)
    return named(turns, MONTHS_APART, scale.right)


def short_month(day: date) -> str:
    """Write a month for a scale: «jan. 2028»."""
    return short_day(day, year=True).split("\N{NO-BREAK SPACE}", 1)[1]
