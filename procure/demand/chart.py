"""When contracts end, drawn: how long one is bound, when notice is due, how long one may wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from flask_babel import gettext as _

from procure.demand import words
from procure.demand.queries import Contract
from procure.domain.pooling import add_months, months_until
from procure.web.drawings import NARROW, Scale, Turn, shortened
from procure.web.language import day, short_day

MOST: Final = 15  # contracts in one picture: those that one can leave first
LEAST_MONTHS, MOST_MONTHS = 12, 60
TOP, STEP, LETTER = 44, 40, 7.2  # pixels; the last is how wide a letter is
MARGIN: Final = 12  # pixels to the right of the scale
OPEN_MONTHS: Final = 6  # how far a bar goes on that nothing ends


class Line(NamedTuple):
    """One contract: bound until `exit`, free to wait until `end`; all in pixels from the left."""

    name: str
    when: str
    top: int
    exit: int
    end: int
    open: bool
    notice: int | None


class Picture(NamedTuple):
    """All there is to draw."""

    width: int
    height: int
    lines: list[Line]
    marks: list[Turn]


def picture(contracts: Sequence[Contract], today: date, width: int) -> Picture:
    """Place the contracts whose exit is known on a scale from today until the last can wait no more."""
    shown = first_out(contracts)
    months = _months(shown, today)
    scale = Scale(today, add_months(today, months), 0, width - MARGIN)
    lines = [_line(told, TOP + STEP * n, scale) for n, told in enumerate(shown)]
    marks = [Turn(scale.at(when), name) for when, name in _turns(today, months, width)]
    return Picture(width, TOP + STEP * len(lines) + 8, lines, marks)


def first_out(contracts: Sequence[Contract]) -> list[Contract]:
    """Return those that are drawn: the ones that one can leave first."""
    known = [told for told in contracts if told.window.earliest is not None]
    return sorted(known, key=lambda told: told.window.earliest or date.max)[:MOST]


def told(contracts: Sequence[Contract], today: date) -> str:
    """Say what the picture shows, for one who does not see it."""
    shown = first_out(contracts)
    if not shown:
        return ""
    first, last = shown[0], shown[-1]
    due = [each for each in shown if each.notice_on is not None and each.notice_on >= today]
    said = [
        _(
            "Tidslinje for avtaler. Først ut er %(first)s, %(day)s.",
            first=_name(first),
            day=day(first.window.earliest or today),
        )
    ]
    if len(shown) > 1:
        said.append(
            _("Sist ut er %(last)s, %(day)s.", last=_name(last), day=day(last.window.earliest or today))
        )
    if due:
        nearest = min(due, key=lambda each: each.notice_on or date.max)
        facts = {"name": _name(nearest), "day": day(nearest.notice_on or today)}
        said.append(_("Første frist for å si opp er %(day)s, for %(name)s.", **facts))
    return " ".join([*said, _("Tabellen under har alle datoene.")])


def _months(shown: Sequence[Contract], today: date) -> int:
    ends = [_end(told) for told in shown]
    furthest = max((months_until(today, end) for end in ends if end > today), default=0)
    return min(MOST_MONTHS, max(LEAST_MONTHS, furthest))


def _end(told: Contract) -> date:
    """Return where the bar of a contract stops: an open one goes on for a while."""
    earliest = told.window.earliest or date.max
    return told.window.latest or add_months(earliest, OPEN_MONTHS)


def _line(told: Contract, top: int, scale: Scale) -> Line:
    earliest, notice = told.window.earliest or scale.first, told.notice_on
    when = short_day(earliest, year=True)
    letters = int(scale.right / LETTER) - len(when) - 2
    return Line(
        name=shortened(_name(told), letters),
        when=when,
        top=top,
        exit=scale.at(earliest),
        end=max(scale.at(_end(told)), scale.at(earliest) + 6),
        open=told.window.latest is None,
        notice=scale.at(notice) if notice is not None and notice >= scale.first else None,
    )


def _name(told: Contract) -> str:
    return told.need.system or words.name(told.need)


def _turns(today: date, months: int, width: int) -> list[tuple[date, str]]:
    """Return the days that the scale names: each new year, and midsummer between where there is room."""
    years = range(today.year, add_months(today, months).year + 1)
    days = [(date(year, month, 1), f"1.{month}.{year}") for year in years for month in (1, 7)]
    within = [(when, name) for when, name in days if today < when <= add_months(today, months)]
    roomy = len(within) <= (4 if width == NARROW else 8)
    return within if roomy else [(when, name) for when, name in within if when.month == 1]
