"""The timeline against tables made by hand, and what holds of every timeline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procure.domain import timeline
from procure.domain.deadlines import cautions, is_working_day
from procure.domain.errors import Marked
from procure.domain.law import Part, law_on
from procure.domain.tender import TenderFacts
from procure.domain.timeline import Course, Step, earliest, propose_backwards, propose_forwards
from procure.domain.timeline_moves import Move, moved
from procure.domain.timeline_words import NAMES, OFF, SAID, Ground, Why, warnings, why

DAY = timedelta(days=1)
EVERY_CHOICE = frozenset({Step.MARKET_DIALOGUE, Step.DEMONSTRATIONS, Step.NEGOTIATIONS, Step.FINAL_OFFERS})


def course(code: str | None = "open", day: date = date(2026, 11, 30), **changes) -> Course:
    law = law_on(day)
    procedure = law.procedures[code] if code else None
    part = procedure.part if procedure else None
    return Course(**({"law": law, "part": part, "procedure": procedure, "validity_months": 4} | changes))


@pytest.mark.row("I3")
@pytest.mark.parametrize(
    ("code", "dispatch", "requests", "offers"),
    [
        ("open", date(2026, 4, 17), None, date(2026, 5, 18)),  # 17 May is a Sunday and a holiday
        ("open", date(2026, 4, 20), None, date(2026, 5, 20)),  # the last day of the old threshold
        ("open", date(2026, 4, 21), None, date(2026, 5, 21)),  # the first day of the new one
        ("open", date(2026, 6, 30), None, date(2026, 7, 30)),  # the last day of the old lower limit
        ("open", date(2026, 7, 1), None, date(2026, 7, 31)),
        ("open", date(2026, 4, 14), None, date(2026, 5, 15)),  # Ascension Day
        ("open", date(2026, 11, 25), None, date(2026, 12, 28)),  # Christmas Day, and a weekend
        ("open", date(2026, 12, 1), None, date(2026, 12, 31)),  # New Year's Eve is a working day
        ("open", date(2026, 12, 2), None, date(2027, 1, 4)),  # New Year's Day, and a weekend
        ("open", date(2027, 2, 23), None, date(2027, 3, 30)),  # Maundy Thursday to Easter Monday
        ("negotiated", date(2026, 11, 30), date(2026, 12, 30), date(2027, 1, 25)),
        ("restricted", date(2027, 4, 16), date(2027, 5, 18), date(2027, 6, 14)),  # Whitsun and 17 May
        ("negotiated", date(2027, 2, 22), date(2027, 3, 24), date(2027, 4, 19)),
    ],
)
def test_the_first_lawful_days_are_those_of_the_table(code, dispatch, requests, offers):
    """FOA §§ 20-2 to 20-4: 30 days from dispatch; in two stages 25 more from the invitation."""
    days = {Step.DISPATCH: dispatch}
    if requests:
        assert earliest(course(code, dispatch), days, Step.REQUESTS) == requests
        days[Step.INVITATION] = requests
    assert earliest(course(code, dispatch), days, Step.DEADLINE) == offers


def test_standstill_is_ten_days_above_the_threshold_and_a_judgement_below():
    told = {Step.NOTIFICATION: date(2027, 3, 15)}  # ten days on is Maundy Thursday
    assert earliest(course(), told, Step.STANDSTILL_END) == date(2027, 3, 30)
    assert earliest(course("national_open"), told, Step.STANDSTILL_END) == date(2027, 3, 16)
    assert Step.STANDSTILL_END not in course("national_open", part=Part.I).chain


def test_an_open_procedure_forwards():
    days = propose_forwards(course(), date(2026, 11, 30))
    assert days == {
        Step.APPROVAL: date(2026, 11, 23),
        Step.DISPATCH: date(2026, 11, 30),
        Step.QUESTIONS: date(2027, 1, 5),
        Step.ANSWERS: date(2027, 1, 8),
        Step.DEADLINE: date(2027, 1, 14),
        Step.OPENING: date(2027, 1, 14),
        Step.NOTIFICATION: date(2027, 2, 18),
        Step.STANDSTILL_END: date(2027, 3, 1),  # the tenth day is a Sunday
        Step.SIGNING: date(2027, 3, 8),
        Step.START: date(2027, 7, 6),
        Step.VALIDITY_END: date(2027, 5, 14),
    }
    assert list(days) == [step for step in Step if step in days]


@pytest.mark.row("I3")
@pytest.mark.parametrize(
    ("dispatch", "deadline", "questions"),
    [
        (date(2026, 11, 10), date(2027, 1, 4), date(2026, 12, 21)),  # Christmas
        (date(2027, 2, 8), date(2027, 3, 30), date(2027, 3, 19)),  # Easter: Maundy Thursday would be the day
        (date(2026, 5, 25), date(2026, 8, 3), date(2026, 6, 30)),  # July
        (date(2026, 6, 26), date(2026, 8, 10), date(2026, 7, 31)),  # July, and too early to ask before it
        (date(2027, 4, 2), date(2027, 5, 18), date(2027, 5, 7)),  # 17 May, which is Whit Monday too
        (date(2026, 11, 18), date(2027, 1, 4), date(2026, 12, 21)),  # New Year
        (date(2026, 4, 20), date(2026, 6, 4), date(2026, 5, 26)),  # Whit Monday is the 25th
    ],
)
def test_proposed_deadlines_avoid_days_when_people_are_away(dispatch, deadline, questions):
    days = propose_forwards(course("open", dispatch), dispatch)
    assert (days[Step.DEADLINE], days[Step.QUESTIONS]) == (deadline, questions)


def test_a_negotiated_procedure_backwards():
    days = propose_backwards(course("negotiated"), date(2027, 12, 1))
    assert [step for step in days if step not in timeline.FOLLOWS] == [
        Step.APPROVAL,
        Step.DISPATCH,
        Step.REQUESTS,
        Step.INVITATION,
        Step.QUESTIONS,
        Step.DEADLINE,
        Step.OPENING,
        Step.NEGOTIATIONS,
        Step.FINAL_OFFERS,
        Step.NOTIFICATION,
        Step.STANDSTILL_END,
        Step.SIGNING,
        Step.START,
    ]
    assert days[Step.SIGNING] == date(2027, 8, 3)
    assert days[Step.NOTIFICATION] == date(2027, 7, 16)  # 17 July is a Saturday
    assert days[Step.FINAL_OFFERS] == date(2027, 6, 18)


# --- What holds of every timeline ----------------------------------------------------------------

some_days = st.dates(date(2026, 7, 1), date(2060, 12, 31))
courses = st.builds(
    lambda code, wanted, months: course(code, wanted=wanted, validity_months=months),
    st.sampled_from(["open", "restricted", "negotiated", "national_open", None]),
    st.frozensets(st.sampled_from(sorted(EVERY_CHOICE))),
    st.sampled_from([None, 1, 6]),
)


def check(run: Course, days: timeline.Days) -> None:
    """Check that every step is there, in order, late enough by law, and on a day when people are at work."""
    assert set(run.chain) <= set(days)
    assert list(timeline.too_early(run, days)) == []
    on_their_way = [step for step in run.chain if step not in (Step.DISPATCH, Step.START)]
    assert all(timeline.is_good(step, days[step]) for step in on_their_way)
    assert days[Step.QUESTIONS] < days[Step.ANSWERS] < days[Step.DEADLINE]
    assert days[Step.QUESTIONS] > days[Step.INVITATION if run.two_stages else Step.DISPATCH]
    assert is_working_day(days[Step.QUESTIONS])


@given(courses, some_days)
def test_forwards_order_and_every_lawful_minimum_are_kept(run, dispatch):
    days = propose_forwards(run, dispatch)
    assert days[Step.DISPATCH] == dispatch
    check(run, days)


@given(courses, some_days)
def test_backwards_gets_there_in_time_and_agrees_with_forwards(run, start):
    days = propose_backwards(run, start)
    assert days[Step.START] == start
    check(run, days)
    again = propose_forwards(run, days[Step.DISPATCH])
    assert all(again[step] <= days[step] for step in run.chain)


@given(courses, some_days, st.data())
def test_moving_a_step_keeps_what_follows_lawful_and_in_order(run, dispatch, data):
    days = propose_forwards(run, dispatch)
    step = data.draw(st.sampled_from(list(run.chain)))
    day = days[step] + data.draw(st.integers(-60, 200)) * DAY
    after = {**days, **{move.step: move.after for move in moved(run, days, step, day)}}
    following = set(run.chain[run.chain.index(step) + 1 :])
    assert after[step] == day
    assert not [each for each in timeline.too_early(run, after) if each.step in following]


@given(courses, some_days, st.sampled_from(list(Step)))
def test_every_day_of_a_proposal_says_why(run, dispatch, step):
    days = propose_forwards(run, dispatch)
    if step in days:
        told = why(run, days, step)
        assert told.sentence % told.facts
        assert told.off % told.off_facts or not told.off
        assert told.ground is not Ground.TOO_EARLY


# --- Moving one ----------------------------------------------------------------------------------

DAYS = propose_forwards(course(), date(2026, 11, 30))


def test_what_follows_by_the_rule_moves_along():
    moves = {move.step: move.after for move in moved(course(), DAYS, Step.DISPATCH, date(2026, 12, 7))}
    assert moves[Step.DEADLINE] == date(2027, 1, 21)
    assert moves[Step.QUESTIONS] == date(2027, 1, 12)
    assert moves[Step.START] == date(2027, 7, 13)
    assert Step.APPROVAL not in moves


def test_a_day_set_by_hand_stays_until_it_cannot():
    own = {
        **DAYS,
        **{move.step: move.after for move in moved(course(), DAYS, Step.DEADLINE, date(2027, 1, 20))},
    }
    own[Step.START] = date(2027, 10, 1)
    near = moved(course(), own, Step.DISPATCH, date(2026, 12, 7))
    assert near == [Move(Step.DISPATCH, date(2026, 11, 30), date(2026, 12, 7))]
    far = {move.step: move for move in moved(course(), own, Step.DISPATCH, date(2027, 1, 11))}
    assert far[Step.DEADLINE] == Move(Step.DEADLINE, date(2027, 1, 20), date(2027, 2, 25), forced=True)
    assert not far[Step.OPENING].forced
    assert Step.START not in far


def test_questions_of_ones_own_move_only_when_answers_would_come_too_late():
    own = {**DAYS, Step.QUESTIONS: date(2026, 12, 18)}
    near = [move.step for move in moved(course(), own, Step.DEADLINE, date(2027, 1, 13))]
    assert near == [Step.DEADLINE, Step.OPENING, Step.NOTIFICATION]
    early = {move.step: move for move in moved(course(), own, Step.DEADLINE, date(2026, 12, 21))}
    assert early[Step.QUESTIONS] == Move(Step.QUESTIONS, date(2026, 12, 18), date(2026, 12, 11), forced=True)
    no_room = {move.step for move in moved(course(), own, Step.DEADLINE, date(2026, 12, 4))}
    assert Step.QUESTIONS not in no_room


def test_questions_are_moved_alone():
    assert moved(course(), DAYS, Step.QUESTIONS, date(2027, 1, 4)) == [
        Move(Step.QUESTIONS, DAYS[Step.QUESTIONS], date(2027, 1, 4))
    ]


def test_a_step_the_competition_does_not_have_moves_nothing():
    assert moved(course(), {}, Step.REQUESTS, date(2027, 1, 4)) == [
        Move(Step.REQUESTS, None, date(2027, 1, 4))
    ]
    alone = moved(course(), {Step.START: date(2027, 9, 1)}, Step.DEADLINE, date(2027, 9, 2))
    assert alone[1] == Move(Step.START, date(2027, 9, 1), date(2028, 2, 22), forced=True)


# --- Why -----------------------------------------------------------------------------------------


def written(told: Why) -> str:
    def plain(facts):
        return {name: fact.words if isinstance(fact, Marked) else fact for name, fact in facts.items()}

    return f"{told.sentence % plain(told.facts)} {told.off % plain(told.off_facts)}".strip()


@pytest.mark.parametrize(
    ("change", "step", "ground", "said"),
    [
        ({}, Step.DISPATCH, Ground.CHOSEN, "Fristene regnes fra denne dagen"),
        ({}, Step.DEADLINE, Ground.PRACTICE, "45 dager etter avsendelsen er vanlig. Loven krever minst 30."),
        ({}, Step.OPENING, Ground.PRACTICE, "Samme dag som tilbudsfristen."),
        ({}, Step.STANDSTILL_END, Ground.LAW, "Loven krever minst 10 dager"),
        ({}, Step.SIGNING, Ground.PRACTICE, "7 dager etter karensperioden er vanlig."),
        ({}, Step.QUESTIONS, Ground.PRACTICE, "9 dager før tilbudsfristen, så alle får svar i tide."),
        ({}, Step.ANSWERS, Ground.LAW, "Svar skal være ute 6 dager før"),
        ({}, Step.VALIDITY_END, Ground.CHOSEN, "4 måneder fra tilbudsfristen"),
        ({}, Step.APPROVAL, Ground.BACKWARDS, "Regnet bakover: 7 dager før avsendelsen"),
        ({Step.DEADLINE: date(2026, 12, 22)}, Step.DEADLINE, Ground.TOO_EARLY, "30"),
        ({Step.DEADLINE: date(2027, 1, 20)}, Step.DEADLINE, Ground.CHOSEN, "51 dager etter avsendelsen"),
        ({Step.QUESTIONS: date(2027, 1, 4)}, Step.QUESTIONS, Ground.CHOSEN, "10 dager før tilbudsfristen"),
        ({Step.APPROVAL: date(2026, 11, 2)}, Step.APPROVAL, Ground.CHOSEN, "Valgt av dere."),
        ({Step.OPENING: date(2027, 1, 18)}, Step.OPENING, Ground.CHOSEN, "4 dager etter tilbudsfristen"),
        ({Step.MARKET_DIALOGUE: date(2026, 9, 1)}, Step.MARKET_DIALOGUE, Ground.CHOSEN, "Valgt av dere."),
    ],
)
def test_a_day_says_why(change, step, ground, said):
    told = why(course(), DAYS | change, step)
    assert told.ground is ground
    assert said in written(told)


def test_a_day_moved_off_a_poor_one_says_so():
    days = propose_forwards(course(), date(2026, 11, 10))
    assert "Flyttet fra 2026-12-25, som er i" in written(why(course(), days, Step.DEADLINE))
    assert "Tidligere enn 2026-12-26, som er i" in written(why(course(), days, Step.QUESTIONS))


def test_a_day_alone_is_chosen():
    alone = {Step.QUESTIONS: date(2027, 1, 4), Step.START: date(2027, 9, 1)}
    assert why(course(), alone, Step.QUESTIONS).ground is Ground.CHOSEN
    assert written(why(course(), alone, Step.START)) == "Valgt av dere."


def test_a_day_counted_from_afar_says_from_what():
    days = {Step.DEADLINE: DAYS[Step.DEADLINE], Step.START: DAYS[Step.START]}
    told = why(course(), days, Step.START)
    assert told.ground is Ground.PRACTICE
    assert written(told) == "173 dager etter tilbudsfristen, med vanlig tid til stegene imellom."


def test_of_two_steps_on_one_day_the_later_tells():
    days = {step: DAYS[step] for step in (Step.DEADLINE, Step.OPENING, Step.NOTIFICATION)}
    assert written(why(course(), days, Step.DEADLINE)).startswith("Regnet bakover: 35 dager før meldingen")
    alone = {Step.DISPATCH: date(2026, 11, 30)}
    assert written(why(course(), alone, Step.DISPATCH)) == "Fristene regnes fra denne dagen."


def test_a_deadline_is_warned_of_in_july_and_a_signing_is_not():
    july = date(2027, 7, 6)
    assert warnings(Step.DEADLINE, july) == cautions(july)
    assert warnings(Step.SIGNING, july) == []
    assert warnings(Step.SIGNING, date(2027, 7, 10)) == ["weekend"]
    assert warnings(Step.ANSWERS, date(2027, 7, 10)) == []


def test_every_step_and_caution_has_words():
    assert set(NAMES) == set(SAID) == set(Step)
    assert set(OFF) == {caution for day in range(400) for caution in cautions(date(2026, 1, 1) + day * DAY)}


# --- From a tender -------------------------------------------------------------------------------


def test_a_tender_has_the_days_that_are_set():
    tender = TenderFacts(
        dispatch_on=date(2026, 11, 30),
        milestones={"demonstrations": date(2027, 2, 1), "unknown": date(2027, 1, 1)},
    )
    days = timeline.days_of(tender)
    assert days == {Step.DISPATCH: date(2026, 11, 30), Step.DEMONSTRATIONS: date(2027, 2, 1)}
    run = timeline.course_of(tender, law_on(date(2026, 11, 30)))
    assert Step.DEMONSTRATIONS in run.chain
    assert Step.MARKET_DIALOGUE not in run.chain
    assert not run.may_talk
    assert not run.two_stages


def test_what_comes_too_early_says_whether_it_is_in_order():
    days = {Step.DISPATCH: date(2026, 11, 30), Step.DEADLINE: date(2026, 12, 21)}
    (short,) = timeline.too_early(course(), days)
    assert (short.earliest, short.after, short.in_order) == (date(2026, 12, 30), Step.DISPATCH, True)
    (backwards,) = timeline.too_early(course(), days | {Step.DEADLINE: date(2026, 11, 30)})
    assert not backwards.in_order


def test_before_anything_is_set_nothing_is_early():
    assert earliest(course(), {}, Step.DEADLINE) is None
    assert timeline.usual(course(), {}, Step.DEADLINE) is None
    assert timeline.asides(course(), {}) == {}
    assert earliest(course("open"), {Step.DISPATCH: date(2026, 11, 30)}, Step.REQUESTS) is None
