"""What the steps of a timeline are called, and why each has the day it has, in marked sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from procure.domain.deadlines import DAY, Caution, cautions
from procure.domain.errors import N_, Fact, Marked
from procure.domain.timeline import (
    DEADLINES,
    FOLLOWS,
    Course,
    Days,
    Step,
    asides,
    bare,
    earliest,
    latest,
    law_days,
    length,
    nearest_before,
    usual,
)

NAMES: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.MARKET_DIALOGUE: N_("Dialog med markedet"),
        Step.APPROVAL: N_("Dokumentene er godkjent"),
        Step.DISPATCH: N_("Kunngjøringen sendes"),
        Step.REQUESTS: N_("Frist for å be om å delta"),
        Step.INVITATION: N_("Invitasjon til å gi tilbud"),
        Step.QUESTIONS: N_("Frist for spørsmål"),
        Step.ANSWERS: N_("Siste dag for svar"),
        Step.DEADLINE: N_("Tilbudsfrist"),
        Step.OPENING: N_("Åpning av tilbudene"),
        Step.NEGOTIATIONS: N_("Forhandlingene begynner"),
        Step.FINAL_OFFERS: N_("Frist for endelige tilbud"),
        Step.DEMONSTRATIONS: N_("Demonstrasjoner"),
        Step.NOTIFICATION: N_("Melding om hvem som er valgt"),
        Step.STANDSTILL_END: N_("Karensperioden er ute"),
        Step.SIGNING: N_("Kontraktene signeres"),
        Step.START: N_("Tjenesten er i bruk"),
        Step.VALIDITY_END: N_("Tilbudene binder til"),
    }
)
SAID: Final[Mapping[Step, str]] = MappingProxyType(  # in a sentence
    {
        Step.MARKET_DIALOGUE: N_("dialogen med markedet"),
        Step.APPROVAL: N_("godkjenningen"),
        Step.DISPATCH: N_("avsendelsen"),
        Step.REQUESTS: N_("fristen for å be om å delta"),
        Step.INVITATION: N_("invitasjonen"),
        Step.QUESTIONS: N_("spørsmålsfristen"),
        Step.ANSWERS: N_("siste dag for svar"),
        Step.DEADLINE: N_("tilbudsfristen"),
        Step.OPENING: N_("åpningen"),
        Step.NEGOTIATIONS: N_("starten på forhandlingene"),
        Step.FINAL_OFFERS: N_("fristen for endelige tilbud"),
        Step.DEMONSTRATIONS: N_("demonstrasjonene"),
        Step.NOTIFICATION: N_("meldingen om hvem som er valgt"),
        Step.STANDSTILL_END: N_("karensperioden"),
        Step.SIGNING: N_("signeringen"),
        Step.START: N_("oppstarten"),
        Step.VALIDITY_END: N_("tiden tilbudene binder"),
    }
)
BEGINS: Final[Mapping[Step, str]] = MappingProxyType(  # at the beginning of a sentence
    {
        Step.REQUESTS: N_("Fristen for å be om å delta"),
        Step.QUESTIONS: N_("Spørsmålsfristen"),
        Step.DEADLINE: N_("Tilbudsfristen"),
        Step.FINAL_OFFERS: N_("Fristen for endelige tilbud"),
        Step.SIGNING: N_("Signeringen"),
        Step.START: N_("Oppstarten"),
    }
)
OFF: Final[Mapping[Caution, str]] = MappingProxyType(
    {
        Caution.WEEKEND: N_("en helg"),
        Caution.HOLIDAY: N_("en helligdag"),
        Caution.CHRISTMAS: N_("jula"),
        Caution.EASTER: N_("påska"),
        Caution.JULY: N_("juli, når mange har ferie"),
    }
)
MOVED_LATER: Final = N_("Flyttet fra %(day)s, som er i %(what)s.")
MOVED_EARLIER: Final = N_("Tidligere enn %(day)s, som er i %(what)s.")


class Ground(StrEnum):
    """What a day rests on."""

    LAW = "law"
    PRACTICE = "practice"
    BACKWARDS = "backwards"
    CHOSEN = "chosen"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a step has its day: the ground, a marked sentence with its facts, and the source, if any.

    off: a second sentence, where a poor day was avoided.
    """

    ground: Ground
    sentence: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    source: str = ""
    off: str = ""
    off_facts: Mapping[str, Fact] = field(default_factory=dict)


def why(course: Course, days: Days, step: Step) -> Why:
    """Tell why a step has the day it has.

    Raises KeyError for a step without a day.
    """
    if step in FOLLOWS:
        return _following(course, step)
    if step is Step.QUESTIONS:
        return _questions(course, days)
    return next(_grounds(course, days, step))


def _grounds(course: Course, days: Days, step: Step) -> Iterator[Why]:
    """Yield what a day of the chain may rest on; the first one tells."""
    before, _following = _neighbours(course, days, step)
    on, least = days[step], earliest(course, days, step)
    if least and on < least:
        yield _too_early(course, step, least)
    if step is Step.DISPATCH:
        yield _dispatch(course, days)
    if before and on == usual(course, days, step):
        yield _by_rule(course, days, before, step)
    yield from _from_afar(course, days, step)
    yield from _by_what_follows(course, days, step)
    yield _chosen(days, before, step)


def _neighbours(course: Course, days: Days, step: Step) -> tuple[Step | None, Step | None]:
    """Return the steps right before and after one in the chain, where they have days."""
    chain = course.chain
    place = chain.index(step) if step in chain else None
    if place is None:
        return None, None
    before = chain[place - 1] if place else None
    following = chain[place + 1] if place + 1 < len(chain) else None
    return before if before in days else None, following if following in days else None


def _too_early(course: Course, step: Step, least: date) -> Why:
    asked = law_days(course, step)
    sentence = N_("For tidlig. Den første dagen som går, er %(earliest)s.")
    source = asked[1] if asked else ""
    return Why(ground=Ground.TOO_EARLY, sentence=sentence, facts={"earliest": least}, source=source)


def _by_rule(course: Course, days: Days, before: Step, step: Step) -> Why:
    """Tell which rule gave the day: the law's number where it reaches furthest, else what is usual."""
    day, normal, asked = (
        bare(course, before, step, days[before]),
        length(step, before),
        law_days(course, step),
    )
    off, off_facts = _off(MOVED_LATER, day) if days[step] != day else ("", {})
    facts: dict[str, Fact] = {"step": Marked(SAID[before])}
    if asked and asked[0] >= normal:
        sentence = N_("Loven krever minst %(days)s dager fra %(step)s, til en virkedag.")
        facts |= {"days": asked[0]}
        return Why(
            ground=Ground.LAW, sentence=sentence, facts=facts, source=asked[1], off=off, off_facts=off_facts
        )
    sentence = N_("%(days)s dager etter %(step)s er vanlig.") if normal else N_("Samme dag som %(step)s.")
    facts |= {"days": normal}
    if asked:
        sentence = N_("%(days)s dager etter %(step)s er vanlig. Loven krever minst %(least)s.")
        facts |= {"least": asked[0]}
    source = asked[1] if asked else ""
    return Why(
        ground=Ground.PRACTICE, sentence=sentence, facts=facts, source=source, off=off, off_facts=off_facts
    )


def _from_afar(course: Course, days: Days, step: Step) -> Iterator[Why]:
    """Yield that a day is counted from a step further back, where those between have no day."""
    afar = nearest_before(course, days, step)
    if afar and days[step] == usual(course, days, step):
        sentence = N_("%(days)s dager etter %(step)s, med vanlig tid til stegene imellom.")
        facts: dict[str, Fact] = {"days": (days[step] - days[afar]).days, "step": Marked(SAID[afar])}
        yield Why(ground=Ground.PRACTICE, sentence=sentence, facts=facts)


def _off(sentence: str, day: date) -> tuple[str, Mapping[str, Fact]]:
    return sentence, {"day": day, "what": Marked(OFF[cautions(day)[0]])}


def _by_what_follows(course: Course, days: Days, step: Step) -> Iterator[Why]:
    """Yield that a day is the last that leaves enough time; of two steps on one day, by the later one."""
    _before, following = _neighbours(course, days, step)
    if following is None or days[step] != latest(course, step, following, days[following]):
        return
    if days[following] == days[step]:
        yield from _by_what_follows(course, days, following)
    else:
        sentence = N_("Regnet bakover: %(days)s dager før %(step)s, så det rekker.")
        passed = (days[following] - days[step]).days
        facts: dict[str, Fact] = {"days": passed, "step": Marked(SAID[following])}
        yield Why(ground=Ground.BACKWARDS, sentence=sentence, facts=facts)


def _dispatch(course: Course, days: Days) -> Why:
    _before, following = _neighbours(course, days, Step.DISPATCH)
    if following is None:
        return Why(ground=Ground.CHOSEN, sentence=N_("Fristene regnes fra denne dagen."))
    facts: dict[str, Fact] = {
        "days": (days[following] - days[Step.DISPATCH]).days,
        "step": Marked(SAID[following]),
    }
    sentence = N_("%(days)s dager før %(step)s. Fristene regnes fra denne dagen.")
    return Why(ground=Ground.CHOSEN, sentence=sentence, facts=facts)


def _chosen(days: Days, before: Step | None, step: Step) -> Why:
    if before is None:
        return Why(ground=Ground.CHOSEN, sentence=N_("Valgt av dere."))
    return Why(
        ground=Ground.CHOSEN,
        sentence=N_("Valgt av dere, %(days)s dager etter %(step)s."),
        facts={"days": (days[step] - days[before]).days, "step": Marked(SAID[before])},
    )


def _questions(course: Course, days: Days) -> Why:
    """Tell why the question deadline is where it is."""
    on, deadline = days[Step.QUESTIONS], days.get(Step.DEADLINE)
    if deadline is None:
        return Why(ground=Ground.CHOSEN, sentence=N_("Valgt av dere."))
    passed = (deadline - on).days
    facts: dict[str, Fact] = {"days": passed, "step": Marked(SAID[Step.DEADLINE])}
    if on != asides(course, days).get(Step.QUESTIONS):
        sentence = N_("Valgt av dere, %(days)s dager før %(step)s.")
        return Why(ground=Ground.CHOSEN, sentence=sentence, facts=facts)
    day = deadline - length(Step.QUESTIONS, Step.DEADLINE) * DAY
    off, off_facts = ("", {}) if on == day else _off(MOVED_EARLIER, day)
    sentence = N_("%(days)s dager før %(step)s, så alle får svar i tide.")
    return Why(ground=Ground.PRACTICE, sentence=sentence, facts=facts, off=off, off_facts=off_facts)


def _following(course: Course, step: Step) -> Why:
    if step is Step.ANSWERS:
        figure = course.law.figures["answer_days"]
        sentence = N_("Svar skal være ute %(days)s dager før tilbudsfristen, også når det er i en helg.")
        return Why(ground=Ground.LAW, sentence=sentence, facts={"days": figure.value}, source=figure.source)
    return Why(
        ground=Ground.CHOSEN,
        sentence=N_("%(months)s måneder fra tilbudsfristen, som dere har valgt under varighet."),
        facts={"months": course.validity_months},
    )


def warnings(step: Step, day: date) -> list[Caution]:
    """List why a day is a poor one for a step: a deadline in a holiday season, anything else off work."""
    if step in FOLLOWS:
        return []
    found = cautions(day)
    return (
        found if step in DEADLINES else [each for each in found if each in (Caution.WEEKEND, Caution.HOLIDAY)]
    )
