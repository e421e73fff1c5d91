"""Another day for one step of a timeline, and what becomes of the steps after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from procure.domain.deadlines import last_answer_day
from procure.domain.timeline import Course, Days, Step, asides, counted, opens_with, usual


@dataclass(frozen=True)
class Move:
    """What became of a step: its day before and after. forced: it was set by hand, and could not stay."""

    step: Step
    before: date | None
    after: date
    forced: bool = False


@dataclass
class _Moving:
    """A timeline while it is moved."""

    course: Course
    old: Days
    new: dict[Step, date]
    moves: list[Move] = field(default_factory=list)

    def put(self, step: Step, day: date, *, forced: bool = False) -> None:
        """Give a step a day, and note the move when it is another than before."""
        if self.new.get(step) != day:
            self.moves.append(Move(step, self.old.get(step), day, forced))
            self.new[step] = day


def moved(course: Course, days: Days, step: Step, day: date) -> list[Move]:
    """Move one step, and what follows it by the rule; list every step that gets another day.

    A day that somebody has set, and that the rule would not have given, stays, unless it would come too early
    for law or order: then the rule gives it a day, and `forced` says so.
    """
    state = _Moving(course, days, dict(days))
    state.put(step, day)
    chain = course.chain
    if step in chain:
        for each in chain[chain.index(step) + 1 :]:
            if each in days:
                _follow(state, each)
    if step is not Step.QUESTIONS:
        _follow_questions(state)
    return sorted(state.moves, key=lambda move: list(Step).index(move.step))


def _follow(state: _Moving, step: Step) -> None:
    """Let a step of the chain follow the nearest one before it that has a day."""
    chain = state.course.chain
    before = next(each for each in reversed(chain[: chain.index(step)]) if each in state.new)
    day = state.new[before]
    wanted = counted(state.course, before, step, day, usual=True)
    if usual(state.course, state.old, step) == state.old[step]:
        state.put(step, wanted)
    elif state.old[step] < counted(state.course, before, step, day, usual=False):
        state.put(step, wanted, forced=True)


def _follow_questions(state: _Moving) -> None:
    """Let the question deadline follow the offer deadline, where it did, or could not stay."""
    before = asides(state.course, state.old).get(Step.QUESTIONS)
    wanted = asides(state.course, state.new).get(Step.QUESTIONS)
    own = state.old.get(Step.QUESTIONS)
    if own is None or wanted is None:
        return
    if own == before:
        state.put(Step.QUESTIONS, wanted)
    elif not _fits(state.course, state.new, own):
        state.put(Step.QUESTIONS, wanted, forced=True)


def _fits(course: Course, days: Days, questions: date) -> bool:
    """Answer whether a question deadline comes after the start, and early enough to be answered."""
    deadline, opens = days[Step.DEADLINE], days.get(opens_with(course, days))
    return questions < last_answer_day(deadline, course.law) and (opens is None or opens < questions)
