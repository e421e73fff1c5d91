"""Time limits: Norwegian holidays, periods counted as the EEA regulation says, when the public page may open.

A day here is a day in Oslo, and a moment has a zone. Counting: regulation on time limits in the EEA
Agreement (FOR-1992-12-04-910), article 3, by FOA § 7-6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from procure.domain.law import Law, Part, Procedure, holidays_known

DAY = timedelta(days=1)
WEEKEND = 5  # Saturday is day 5 of the week


class Caution(StrEnum):
    """Why a day is a poor one for a deadline."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CHRISTMAS = "christmas"
    EASTER = "easter"
    JULY = "july"


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What changes the least number of days.

    urgent: urgency makes the usual days impossible.
    prior_notice: a prior notice was complete, and published 35 days to 12 months before.
    on_paper: bids are not handed in electronically.
    extra_days: `law.restricted_access_days` where some documents are not free and directly online.
    """

    urgent: bool = False
    prior_notice: bool = False
    on_paper: bool = False
    extra_days: int = 0


USUAL: Final = Circumstances()


def easter_sunday(year: int) -> date:
    """Compute Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876).

    >>> easter_sunday(2027)
    datetime.date(2027, 3, 28)
    """
    century, of_century = divmod(year, 100)
    moon = year % 19
    epact = (19 * moon + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (moon + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> Mapping[date, str]:
    """Return the holidays of a year with their keys in `law.toml`; of two on one day, the first listed.

    >>> holidays(2027)[date(2027, 3, 25)]
    'maundy_thursday'
    """
    easter = easter_sunday(year)
    found: dict[date, str] = {}
    for key, holiday in holidays_known().items():
        day = date(year, *holiday.on) if holiday.on else easter + holiday.from_easter * DAY
        found.setdefault(day, key)
    return MappingProxyType(found)


def is_working_day(day: date) -> bool:
    """Answer whether a day is neither Saturday, Sunday nor holiday."""
    return day.weekday() < WEEKEND and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself, or the first working day after it."""
    while not is_working_day(day):
        day += DAY
    return day


def period_end(start: date, days: int) -> date:
    """Find the last day of a period of calendar days counted forwards.

    start: the day of the event, which is not counted itself.

    The period ends with the last hour of its last day; on a Saturday, Sunday or holiday, of the next
    working day. One of two days or more holds at least two working days.
    Raises ValueError when there are no days to count. Source: article 3 (1), (4), (5).

    >>> period_end(date(2026, 4, 17), 30)  # 17 May is a holiday
    datetime.date(2026, 5, 18)
    """
    if days < 1:
        raise ValueError("a period has at least one day")
    end = next_working_day(start + days * DAY)
    if days > 1 and not any(is_working_day(start + n * DAY) for n in range(1, (end - start).days)):
        end = next_working_day(end + DAY)
    return end


def days_before(day: date, days: int) -> date:
    """Count a period backwards from a day, which is not counted itself; such a period is never moved.

    Source: article 3 (4), last sentence.

    >>> days_before(date(2026, 5, 23), 6)
    datetime.date(2026, 5, 17)
    """
    return day - days * DAY


def earliest_request_deadline(
    dispatched: date, procedure: Procedure, how: Circumstances = USUAL
) -> date | None:
    """Find the first day that may be the deadline for requests to take part.

    dispatched: the day the notice was sent; the period runs from it.
    None where nobody asks to take part, and where the law sets no number of days.
    Source: FOA §§ 20-3, 20-4.
    """
    days = procedure.request_days
    if how.urgent and procedure.short_request_days:
        days = procedure.short_request_days
    return None if days is None else period_end(dispatched, days)


def earliest_invited_deadline(invited: date, procedure: Procedure, how: Circumstances = USUAL) -> date | None:
    """Find the first day that may be the offer deadline of those who are invited to bid.

    invited: the day the invitation was sent; the period runs from it.
    None where the law sets no number of days. Source: FOA §§ 20-3, 20-4.
    """
    days = least_offer_days(procedure, how)
    return None if days is None else period_end(invited, days)


def earliest_offer_deadline(
    dispatched: date, procedure: Procedure, how: Circumstances = USUAL
) -> date | None:
    """Find the first day that may be the offer deadline; None where the law sets no number of days.

    dispatched: the day the notice was sent; periods run from it. In a procedure of two stages the
    invitation is taken to go out on the last day for requests.
    Source: FOA §§ 20-2 to 20-4.
    """
    requests = earliest_request_deadline(dispatched, procedure, how)
    return earliest_invited_deadline(requests or dispatched, procedure, how)


def least_offer_days(procedure: Procedure, how: Circumstances = USUAL) -> int | None:
    """Return the least number of days for bids; the shortest that the circumstances allow.

    >>> from procure.domain.law import law_on
    >>> least_offer_days(law_on(date(2026, 11, 30)).procedures["open"], Circumstances(on_paper=True))
    35
    """
    if procedure.offer_days is None:
        return None
    shorter = [
        days
        for holds, days in (
            (how.urgent, procedure.short_days),
            (how.prior_notice, procedure.prior_notice_days),
        )
        if holds and days
    ]
    usual = procedure.paper_days if how.on_paper else procedure.offer_days
    return min(shorter, default=usual or procedure.offer_days) + how.extra_days


def last_answer_day(deadline: date, law: Law, *, urgent: bool = False) -> date:
    """Find the last day for answers to questions. Source: FOA §§ 14-2 (2), 20-1 (3)."""
    return days_before(deadline, law.short_answer_days if urgent else law.answer_days)


def earliest_signing(notified: date, days: int) -> date:
    """Find the first day the contract may be signed: `days` of standstill after the award was told.

    The standstill counts from the day after the notification, and ends with a working day.
    Source: FOA §§ 10-2, 25-2, 7-6.

    >>> earliest_signing(date(2026, 12, 15), 10)  # the tenth day is Christmas Day, a Friday
    datetime.date(2026, 12, 29)
    """
    return period_end(notified, days) + DAY


def page_opens_at(
    part: Part,
    law: Law,
    *,
    dispatched_at: datetime | None,
    doffin_id: str | None = None,
    ted_confirmed_at: datetime | None = None,
    ted_published_at: datetime | None = None,
) -> datetime | None:
    """Find the moment from which the public page may be open; None while it cannot be told.

    Below the duty to publish: at dispatch. Below the EEA threshold: once the Doffin number is there.
    Above it: when TED has published, or `law.ted_hours` after TED's confirmation, the hour of the
    confirmation not counted; whichever is first.
    Source: FOA § 21-1 (5).
    """
    if dispatched_at is None:
        return None
    if part is not Part.III:
        return dispatched_at if doffin_id or not part.needs_notice else None
    moments = [ted_published_at] if ted_published_at else []
    if ted_confirmed_at:
        counted_from = ted_confirmed_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        moments.append(counted_from + timedelta(hours=law.ted_hours))
    return min(moments, default=None)


def cautions(day: date) -> list[Caution]:
    """List why a day is a poor one for a deadline (practice, no paragraph).

    >>> cautions(date(2026, 12, 26))
    [<Caution.WEEKEND: 'weekend'>, <Caution.HOLIDAY: 'holiday'>, <Caution.CHRISTMAS: 'christmas'>]
    """
    from_easter = (day - easter_sunday(day.year)).days
    found = {
        Caution.WEEKEND: day.weekday() >= WEEKEND,
        Caution.HOLIDAY: day in holidays(day.year),
        Caution.CHRISTMAS: (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2),
        Caution.EASTER: -8 <= from_easter <= 1,
        Caution.JULY: day.month == 7,
    }
    return [caution for caution, holds in found.items() if holds]
