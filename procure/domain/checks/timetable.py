"""The checks of when things happen.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procure.domain.deadlines import Caution, cautions, last_answer_day, period_end
from procure.domain.errors import N_, Marked
from procure.domain.findings import CONTENT, Rules, Said, Stops, said
from procure.domain.law import Law
from procure.domain.tender import TenderFacts
from procure.domain.timeline import DEADLINES, Step, asides, course_of, days_of, law_days, too_early
from procure.domain.timeline_words import BEGINS, NAMES, SAID

rules = Rules()
rule = rules.rule


@rule("task:timetable", Stops.ALWAYS, CONTENT)
def dates_not_set(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Dispatch and deadlines have days."""
    if course_of(tender, law).two_stages and not tender.requests_until_on:
        yield said(N_("Fristen for å be om å delta mangler."))
    if not tender.deadline_on:
        yield said(N_("Tilbudsfristen mangler."))
    if not tender.dispatch_on:
        yield said(N_("Datoen for avsendelse mangler. Fristene regnes fra den."))


@rule("task:timetable", Stops.ALWAYS, CONTENT)
def dates_in_wrong_order(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """What comes after dispatch comes in its order."""
    for found in too_early(course_of(tender, law), days_of(tender)):
        if found.step is not Step.DISPATCH and not found.in_order:
            yield said(
                N_("«%(step)s» er satt til %(on)s. Det kan ikke komme før %(after)s, tidligst %(earliest)s."),
                step=Marked(NAMES[found.step]),
                on=found.on,
                after=Marked(SAID[found.after]),
                earliest=found.earliest,
            )
    deadline, questions = tender.deadline_on, tender.questions_until_on
    if deadline and questions and questions > deadline:
        yield said(N_("Spørsmålsfristen kan ikke være etter tilbudsfristen %(deadline)s."), deadline=deadline)


SHORT: Mapping[Step, str] = {
    Step.REQUESTS: N_(
        "Fristen for å be om å delta er for kort. "
        "Med %(after)s %(day)s kan den tidligst være %(earliest)s (minst %(days)s dager)."
    ),
    Step.DEADLINE: N_(
        "Tilbudsfristen er for kort. "
        "Med %(after)s %(day)s kan den tidligst være %(earliest)s (minst %(days)s dager)."
    ),
}


@rule("task:timetable", Stops.IN_PART_III, "FOA §§ 20-2 til 20-5, 7-6")
def deadline_too_short(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """The deadlines keep the least number of days, counted from dispatch or from the invitation."""
    run, days = course_of(tender, law), days_of(tender)
    for found in too_early(run, days):
        asked = law_days(run, found.step)
        if found.in_order and asked and found.step in SHORT:
            yield said(
                SHORT[found.step],
                after=Marked(SAID[found.after]),
                day=days[found.after],
                earliest=found.earliest,
                days=asked[0],
            )


@rule("task:timetable", Stops.NEVER, "FOA § 8-14")
def few_days(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Where the law sets no number of days, there is still reasonable time."""
    if not (tender.deadline_on and tender.dispatch_on and tender.procedure):
        return
    days = (tender.deadline_on - tender.dispatch_on).days
    if tender.procedure.offer_days is None and 0 < days < law.few_days:
        yield said(
            N_(
                "Leverandørene får %(days)s dager. Loven setter ikke noe tall, men fristen skal være rimelig."
            ),
            days=days,
        )


CAUTIONS: Mapping[Caution, str] = {
    Caution.WEEKEND: N_("%(deadline)s er i en helg."),
    Caution.HOLIDAY: N_("%(deadline)s er på en helligdag."),
    Caution.CHRISTMAS: N_("%(deadline)s er i jula."),
    Caution.EASTER: N_("%(deadline)s er i påska."),
    Caution.JULY: N_("%(deadline)s er i juli, når mange har ferie."),
}


@rule("task:timetable", Stops.NEVER, "FOA §§ 8-14, 20-1 (1)")
def poor_day_for_deadline(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every deadline is on a day when people are at work."""
    for step, day in days_of(tender).items():
        if step in DEADLINES:
            for caution in cautions(day):
                yield said(CAUTIONS[caution], deadline=Marked(BEGINS[step]))


@rule("task:timetable", Stops.NEVER, "FOA § 14-2 (2)")
def late_questions(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Questions end early enough to be answered in time."""
    if not tender.deadline_on:
        return
    last_answer = last_answer_day(tender.deadline_on, law)
    if not tender.questions_until_on:
        yield said(N_("Spørsmålsfristen mangler. Svar skal være ute senest %(day)s."), day=last_answer)
    elif last_answer <= tender.questions_until_on <= tender.deadline_on:
        yield said(N_("Spørsmålsfristen gir ikke tid til å svare innen %(day)s."), day=last_answer)


@rule("task:timetable", Stops.IN_PART_III, "FOA §§ 10-2, 25-2")
def short_standstill(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """The standstill lasts as long as the law says; below the threshold that is a good measure too."""
    days, part = days_of(tender), tender.part(law)
    told, end = days.get(Step.NOTIFICATION), days.get(Step.STANDSTILL_END)
    if not (told and end and told < end) or (part and not part.needs_notice):
        return
    if end < (earliest := period_end(told, law.standstill_days)):
        yield said(
            N_(
                "Karensperioden er kortere enn %(days)s dager. "
                "Med melding %(told)s varer den til %(earliest)s."
            ),
            days=law.standstill_days,
            told=told,
            earliest=earliest,
        )


@rule("task:timetable", Stops.IN_PART_III, "FOA §§ 10-2, 25-2")
def bound_in_standstill(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Nothing is signed or begun before the standstill has ended, where its end has no day of its own."""
    for found in too_early(course_of(tender, law), days_of(tender)):
        if found.in_order and found.step in (Step.SIGNING, Step.START):
            yield said(
                N_("%(step)s kan tidligst være %(earliest)s, når karensperioden er ute."),
                step=Marked(BEGINS[found.step]),
                earliest=found.earliest,
            )


@rule("task:timetable", Stops.NEVER, "FOA §§ 8-15, 20-6")
def bids_end_before_signing(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Bids still bind when the contracts are to be signed."""
    days = days_of(tender)
    end = asides(course_of(tender, law), days).get(Step.VALIDITY_END)
    if end and Step.SIGNING in days and end < days[Step.SIGNING]:
        yield said(
            N_("Tilbudene binder bare til %(end)s. Kontraktene skal signeres %(signing)s."),
            end=end,
            signing=days[Step.SIGNING],
        )
