"""The steps of a competition in order, how early each may come, and proposals that give every step a day.

A step is either set or follows from others. Those of the chain stand in a row, each after the one before it;
the asides follow from the offer deadline. Days are days in Oslo, deadlines are at noon. What the law asks for
is counted by `deadlines`; how long things usually take stands in `timeline.toml`, and is practice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property, reduce
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from procure.domain.deadlines import DAY, cautions, is_working_day, last_answer_day, period_end
from procure.domain.law import Law, Part, Procedure
from procure.domain.pooling import add_months
from procure.domain.tender import TenderFacts


class Step(StrEnum):
    """A step of the timeline, in the order that people read them."""

    MARKET_DIALOGUE = "market_dialogue"
    APPROVAL = "approval"
    DISPATCH = "dispatch"
    REQUESTS = "requests"
    INVITATION = "invitation"
    QUESTIONS = "questions"
    ANSWERS = "answers"
    DEADLINE = "deadline"
    OPENING = "opening"
    NEGOTIATIONS = "negotiations"
    FINAL_OFFERS = "final_offers"
    DEMONSTRATIONS = "demonstrations"
    NOTIFICATION = "notification"
    STANDSTILL_END = "standstill_end"
    SIGNING = "signing"
    START = "start"
    VALIDITY_END = "validity_end"


Days = Mapping[Step, date]
ASIDES: Final = (Step.QUESTIONS, Step.ANSWERS, Step.VALIDITY_END)  # follow from the offer deadline
CHAIN: Final = tuple(step for step in Step if step not in ASIDES)
FOLLOWS: Final = frozenset({Step.ANSWERS, Step.VALIDITY_END})  # never set by anybody
MOMENTS: Final = frozenset({Step.REQUESTS, Step.QUESTIONS, Step.DEADLINE})  # at a time of day
DEADLINES: Final = MOMENTS | {Step.FINAL_OFFERS}  # suppliers must be at work to meet them
CHOSEN: Final = frozenset({Step.MARKET_DIALOGUE, Step.DEMONSTRATIONS})  # only where somebody wants them
TALKS: Final = frozenset({Step.NEGOTIATIONS, Step.FINAL_OFFERS})
MILESTONES: Final = frozenset(Step) - FOLLOWS - MOMENTS - {Step.DISPATCH, Step.START}
TIME_TO_READ: Final = 14 * DAY  # practice
LOOKED_BACK: Final = 90  # days before the deadline, for questions where nobody knows when it is sent
SAME_DAY: Final = frozenset(  # may be the day of the step before
    {Step.DISPATCH, Step.INVITATION, Step.OPENING, Step.START}
)


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a competition is run: what decides which steps there are, and how early each may come.

    wanted: steps that are had by choice: those of `CHOSEN`, and talks where the law does not presuppose them.
    """

    law: Law
    part: Part | None = None
    procedure: Procedure | None = None
    validity_months: int | None = None
    wanted: frozenset[Step] = frozenset()

    @property
    def two_stages(self) -> bool:
        """Whether suppliers first ask to take part."""
        return self.procedure is not None and self.procedure.two_stages

    @property
    def may_talk(self) -> bool:
        """Whether offers may be negotiated; until there is a procedure, nobody knows."""
        return self.procedure is not None and self.procedure.negotiation

    @property
    def expects_talks(self) -> bool:
        """Whether the law presupposes that offers are negotiated. Source: FOA § 23-7."""
        return self.may_talk and self.procedure is not None and self.procedure.part is Part.III

    @cached_property
    def chain(self) -> list[Step]:
        """The steps that follow each other, in order."""
        return [step for step in CHAIN if self.has(step)]

    def has(self, step: Step) -> bool:
        """Answer whether the competition has a step. Standstill: FOA §§ 10-2 (3), 25-2 (2)."""
        if step in (Step.REQUESTS, Step.INVITATION):
            return self.two_stages
        if step in TALKS:
            return self.expects_talks or (self.may_talk and step in self.wanted)
        if step is Step.STANDSTILL_END:
            return self.part is None or self.part.needs_notice
        return step not in CHOSEN or step in self.wanted


def days_of(tender: TenderFacts) -> dict[Step, date]:
    """Return the days that are set for a tender's steps."""
    own = {
        Step.DISPATCH: tender.dispatch_on,
        Step.REQUESTS: tender.requests_until_on,
        Step.QUESTIONS: tender.questions_until_on,
        Step.DEADLINE: tender.deadline_on,
        Step.START: tender.start_on,
    }
    milestones = {step: tender.milestones.get(step.value) for step in MILESTONES}
    return {step: on for step, on in (own | milestones).items() if on is not None}


def course_of(tender: TenderFacts, law: Law) -> Course:
    """Return how a tender's competition is run; a step by choice is had where it has a day."""
    return Course(
        law=law,
        part=tender.part(law),
        procedure=tender.procedure,
        validity_months=tender.validity_months,
        wanted=frozenset(days_of(tender)),
    )


# --- How early ------------------------------------------------------------------------------------


def law_days(course: Course, step: Step) -> tuple[int, str] | None:
    """Return the least number of days before a step, counted from the one before it, and the paragraph.

    None where the law sets no number. Source: FOA §§ 20-2 to 20-4, 25-2.
    """
    procedure = course.procedure
    if procedure and step is Step.REQUESTS and procedure.request_days:
        return procedure.request_days, procedure.source
    if procedure and step is Step.DEADLINE and procedure.offer_days:
        return procedure.offer_days, procedure.source
    if step is Step.STANDSTILL_END and course.part is Part.III:
        return course.law.standstill_days, course.law.figures["standstill_days"].source
    return None


def earliest(course: Course, days: Days, step: Step) -> date | None:
    """Return the first day that a step of the chain may have, by law and order, after those that are set.

    Steps between without a day are taken to come as early as they may. None where nothing before it is set.

    >>> from procure.domain.law import law_on
    >>> law = law_on(date(2026, 11, 30))
    >>> course = Course(law=law, part=Part.III, procedure=law.procedures["open"])
    >>> earliest(course, {Step.DISPATCH: date(2026, 11, 30)}, Step.DEADLINE)
    datetime.date(2026, 12, 30)
    """
    before = nearest_before(course, days, step)
    return None if before is None else counted(course, before, step, days[before], usual=False)


def usual(course: Course, days: Days, step: Step) -> date | None:
    """Return the day that a step of the chain usually has, on a day when people are at work."""
    before = nearest_before(course, days, step)
    return None if before is None else counted(course, before, step, days[before], usual=True)


def nearest_before(course: Course, days: Days, step: Step) -> Step | None:
    """Return the nearest step before one in the chain that has a day."""
    chain = course.chain
    earlier = chain[: chain.index(step)] if step in chain else []
    return next((each for each in reversed(earlier) if each in days), None)


def counted(course: Course, first: Step, last: Step, day: date, *, usual: bool) -> date:
    """Count from the day of one step to a later one, link by link: as early as it may be, or as usual."""
    chain = course.chain
    links = pairwise(chain[chain.index(first) : chain.index(last) + 1])
    count = _usual if usual else _lawful
    return reduce(lambda on, link: count(course, link[0], link[1], on), links, day)


def _lawful(course: Course, _before: Step, step: Step, day: date) -> date:
    if found := law_days(course, step):
        return period_end(day, found[0])
    return day if step in SAME_DAY else day + DAY


def _usual(course: Course, before: Step, step: Step, day: date) -> date:
    return _at_work(step, bare(course, before, step, day))


def bare(course: Course, before: Step, step: Step, day: date) -> date:
    """Return the day a step usually has after the one before it, before poor days are avoided."""
    return max(_lawful(course, before, step, day), day + length(step, before) * DAY)


def is_good(step: Step, day: date) -> bool:
    """Answer whether people are at work on a day, and for a deadline whether suppliers have had time."""
    return not cautions(day) if step in DEADLINES else is_working_day(day)


def _at_work(step: Step, day: date) -> date:
    while not is_good(step, day):
        day += DAY
    return day


@cache
def _lengths() -> Mapping[tuple[str, str | None], int]:
    rows = tomllib.loads(files("procure.domain").joinpath("timeline.toml").read_text(encoding="utf-8"))
    return MappingProxyType({(row["step"], row.get("after")): row["days"] for row in rows["length"]})


def length(step: Step, before: Step) -> int:
    """Return how many days usually pass between two steps in a row (practice).

    >>> length(Step.DEADLINE, Step.DISPATCH), length(Step.DEADLINE, Step.INVITATION)
    (45, 35)
    """
    known = _lengths()
    return known.get((step, before), known[step, None])


# --- Proposals ------------------------------------------------------------------------------------


def propose_forwards(course: Course, dispatch_on: date) -> dict[Step, date]:
    """Give every step a day from a day of dispatch: what comes before it as late as it may."""
    days = {Step.DISPATCH: dispatch_on}
    _backwards_from(course, days, Step.DISPATCH)
    for before, step in pairwise(_from(course.chain, Step.DISPATCH)):
        days[step] = _usual(course, before, step, days[before])
    return _in_order(days | asides(course, days))


def propose_backwards(course: Course, start_on: date) -> dict[Step, date]:
    """Give every step the latest day that lets the contract start on a wanted day."""
    days = {Step.START: start_on}
    _backwards_from(course, days, Step.START)
    return _in_order(days | asides(course, days))


def _backwards_from(course: Course, days: dict[Step, date], last: Step) -> None:
    chain = course.chain
    for before, step in reversed(list(pairwise(chain[: chain.index(last) + 1]))):
        days[before] = latest(course, before, step, days[step])


def latest(course: Course, before: Step, step: Step, day: date) -> date:
    """Return the last day of a step that lets the next one come on its day with the usual time between."""
    found = day
    while not (is_good(before, found) and _usual(course, before, step, found) <= day):
        found -= DAY
    return found


def asides(course: Course, days: Days) -> dict[Step, date]:
    """Return the days that follow from the offer deadline, as far as it is set."""
    deadline = days.get(Step.DEADLINE)
    if deadline is None:
        return {}
    found = {Step.ANSWERS: last_answer_day(deadline, course.law)}
    if asked := _questions(course, days, deadline):
        found[Step.QUESTIONS] = asked
    if course.validity_months:
        found[Step.VALIDITY_END] = add_months(deadline, course.validity_months)
    return found


def _questions(course: Course, days: Days, deadline: date) -> date | None:
    """Return the last good day for questions before the deadline; None where there is no room.

    A holiday season is not avoided where that leaves too little time to read before asking.
    """
    opens = days.get(opens_with(course, days), deadline - LOOKED_BACK * DAY)
    last = deadline - length(Step.QUESTIONS, Step.DEADLINE) * DAY
    room = [last - n * DAY for n in range((last - opens).days)]
    good = (day for day in room if is_good(Step.QUESTIONS, day) and day - opens >= TIME_TO_READ)
    return next(good, next(filter(is_working_day, room), None))


def opens_with(course: Course, days: Days) -> Step:
    """Return the step from which suppliers can ask about what they are to offer."""
    return Step.INVITATION if course.two_stages and Step.INVITATION in days else Step.DISPATCH


def _from(chain: list[Step], step: Step) -> list[Step]:
    return chain[chain.index(step) :]


def _in_order(days: Days) -> dict[Step, date]:
    return {step: days[step] for step in Step if step in days}


# --- What is wrong --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TooEarly:
    """A step that comes too early: the first day it may have, and the step before it that has a day.

    in_order: it comes after that step, but the law or what lies between asks for more.
    """

    step: Step
    on: date
    earliest: date
    after: Step
    in_order: bool


def too_early(course: Course, days: Days) -> Iterator[TooEarly]:
    """Yield the steps of the chain that come before the law allows, or before the step before them."""
    for step in course.chain:
        before, least = nearest_before(course, days, step), earliest(course, days, step)
        if step in days and before and least and days[step] < least:
            first = days[before] if step in SAME_DAY else days[before] + DAY
            in_order = days[step] >= first
            yield TooEarly(step=step, on=days[step], earliest=least, after=before, in_order=in_order)
