"""The checks of when things happen.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procure.domain.deadlines import Caution, cautions, earliest_offer_deadline, last_answer_day
from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, said
from procure.domain.law import Law
from procure.domain.tender import TenderFacts

rules = Rules()
rule = rules.rule


@rule("task:timetable", Stops.ALWAYS, CONTENT)
def dates_not_set(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Dispatch and deadline have days."""
    if not tender.deadline_on:
        yield said(N_("Tilbudsfristen mangler."))
    if not tender.dispatch_on:
        yield said(N_("Datoen for avsendelse mangler. Fristene regnes fra den."))


@rule("task:timetable", Stops.ALWAYS, CONTENT)
def dates_in_wrong_order(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Dispatch, questions and deadline follow each other."""
    deadline, dispatch, questions = tender.deadline_on, tender.dispatch_on, tender.questions_until_on
    if deadline and dispatch and deadline <= dispatch:
        yield said(N_("Tilbudsfristen må være etter avsendelsen %(dispatch)s."), dispatch=dispatch)
    if deadline and questions and questions > deadline:
        yield said(N_("Spørsmålsfristen kan ikke være etter tilbudsfristen %(deadline)s."), deadline=deadline)


@rule("task:timetable", Stops.IN_PART_III, "FOA §§ 20-2 til 20-5, 7-6")
def deadline_too_short(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The deadline keeps the least number of days, counted from dispatch."""
    if not (tender.deadline_on and tender.dispatch_on and tender.procedure):
        return
    earliest = earliest_offer_deadline(tender.dispatch_on, tender.procedure)
    if earliest and tender.deadline_on < earliest:
        yield said(
            N_("Tilbudsfristen er for kort. Med avsendelse %(dispatch)s kan den tidligst være %(earliest)s."),
            dispatch=tender.dispatch_on,
            earliest=earliest,
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
    Caution.WEEKEND: N_("Tilbudsfristen er i en helg."),
    Caution.HOLIDAY: N_("Tilbudsfristen er på en helligdag."),
    Caution.CHRISTMAS: N_("Tilbudsfristen er i jula."),
    Caution.EASTER: N_("Tilbudsfristen er i påska."),
    Caution.JULY: N_("Tilbudsfristen er i juli, når mange har ferie."),
}


@rule("task:timetable", Stops.NEVER, "FOA §§ 8-14, 20-1 (1)")
def poor_day_for_deadline(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The deadline is on a day when people are at work."""
    if tender.deadline_on:
        yield from (said(CAUTIONS[caution]) for caution in cautions(tender.deadline_on))


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
