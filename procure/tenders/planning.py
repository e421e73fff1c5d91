"""A tender's timeline: its steps as they are set, why each is where it is, and what is poor about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from procure.domain import timeline
from procure.domain.deadlines import Caution
from procure.domain.errors import N_, Fact, RuleBroken
from procure.domain.law import Law
from procure.domain.tender import TenderFacts
from procure.domain.timeline import FOLLOWS, Course, Days, Step, course_of
from procure.domain.timeline_words import NAMES, Ground, warnings, why
from procure.tenders.models import Tender
from procure.web.errors import explain
from procure.web.language import OSLO

COLUMNS: Mapping[Step, str] = {  # of the tender; the other steps are milestones
    Step.DISPATCH: "dispatch_on",
    Step.REQUESTS: "requests_until",
    Step.QUESTIONS: "questions_until",
    Step.DEADLINE: "deadline",
    Step.START: "start_on",
}
POOR: Mapping[Caution, str] = {
    Caution.WEEKEND: N_("Helg"),
    Caution.HOLIDAY: N_("Helligdag"),
    Caution.CHRISTMAS: N_("Jul"),
    Caution.EASTER: N_("Påske"),
    Caution.JULY: N_("Ferie i juli"),
}


def known(tender: Tender) -> dict[str, Any]:
    """Tell the days that are set: fields of `TenderFacts`."""
    return {
        "dispatch_on": tender.dispatch_on,
        "requests_until_on": _day(tender.requests_until),
        "questions_until_on": _day(tender.questions_until),
        "deadline_on": _day(tender.deadline),
        "start_on": tender.start_on,
        "milestones": {each.step: each.on for each in tender.milestones},
    }


def facts(tender: Tender, law: Law) -> TenderFacts:
    """Tell what the timeline rests on, and nothing else of the tender."""
    return TenderFacts(
        estimate=tender.estimate,
        procedure=law.procedures.get(tender.procedure or ""),
        validity_months=tender.validity_months,
        **known(tender),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(OSLO).date() if moment else None


@dataclass(frozen=True)
class Plan:
    """The steps of a tender and their days."""

    course: Course
    days: Days
    moments: Mapping[Step, datetime] = field(default_factory=dict)

    @property
    def steps(self) -> list[Step]:
        """Those that the competition has, and any other that somebody has set, in order."""
        has = {*self.days, *self.course.chain, Step.QUESTIONS}
        return [step for step in Step if step in has]

    def when(self, step: Step) -> date | None:
        """Return the day of a step, or its moment where it has one."""
        moment = self.moments.get(step)
        day = self.days.get(step)
        return moment if moment and _day(moment) == day else day


def course(tender: Tender, law: Law, wanted: Iterable[Step]) -> Course:
    """Return how the competition would be run with other steps by choice than those it has."""
    told = facts(tender, law)
    return replace(course_of(told, law), wanted=frozenset(wanted))


def plan_of(tender: Tender, law: Law) -> Plan:
    """Return a tender's timeline, with the days that follow from those that are set."""
    told = facts(tender, law)
    run, days = course_of(told, law), timeline.days_of(told)
    following = {step: day for step, day in timeline.asides(run, days).items() if step in FOLLOWS}
    moments = {step: getattr(tender, name) for step, name in COLUMNS.items()}
    set_moments = {step: each for step, each in moments.items() if isinstance(each, datetime)}
    return Plan(run, days | following, set_moments)


# --- As pages show it -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A step as pages show it: when, why, by which source, and what is poor about the day.

    earliest: the first lawful day, where the law counts days.
    """

    step: Step
    name: str
    when: date | None
    why: str
    source: str
    poor: list[str]
    earliest: date | None
    too_early: bool

    @property
    def can_move(self) -> bool:
        """Whether somebody sets it, or it follows from others."""
        return self.step not in FOLLOWS


def shown(plan: Plan) -> list[Shown]:
    """Put every step of a timeline into words."""
    return [_shown(plan, step) for step in plan.steps]


def _shown(plan: Plan, step: Step) -> Shown:
    name = name_of(step)
    first = timeline.earliest(plan.course, plan.days, step) if timeline.law_days(plan.course, step) else None
    if step not in plan.days:
        return Shown(step, name, None, "", "", [], first, too_early=False)
    day, told = plan.days[step], why(plan.course, plan.days, step)
    reason = said(told.sentence, told.facts)
    if told.off:
        reason = f"{reason} {said(told.off, told.off_facts)}"
    poor = [_(POOR[each]) for each in warnings(step, day)]
    return Shown(
        step, name, plan.when(step), reason, told.source, poor, first, told.ground is Ground.TOO_EARLY
    )


def name_of(step: Step) -> str:
    """Return what a step is called."""
    return _(NAMES[step])


def said(sentence: str, about: Mapping[str, Fact]) -> str:
    """Write a marked sentence with its facts, in the reader's language."""
    reason = RuleBroken(sentence)
    reason.facts = dict(about)
    return explain(reason)
