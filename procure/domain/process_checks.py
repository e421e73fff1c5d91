"""The checks of what is bought, by whom, how and when: one small rule each.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procure.domain.deadlines import Caution, cautions, earliest_offer_deadline, last_answer_day
from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law, Part
from procure.domain.pooling import add_months
from procure.domain.tender import TenderFacts

LONG_VALIDITY_MONTHS = 6
OLD_ESTIMATE_MONTHS = 12
FEW_DAYS = 30  # where the law sets no number

rules = Rules()
rule = rules.rule


# --- What it is, and what it is worth ------------------------------------------------------------


@rule("task:basics", Stops.ALWAYS, CONTENT)
def not_described(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A tender has a title and a short description."""
    if not tender.title.strip():
        yield said(N_("Konkurransen mangler tittel."))
    if not tender.description.strip():
        yield said(N_("Konkurransen mangler en kort beskrivelse av det som skal kjøpes."))


@rule("task:basics", Stops.ALWAYS, "FOA §§ 8-17 (1), 21-1 (1), (3)")
def no_cpv(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A notice has a main CPV code."""
    if not tender.cpv:
        yield said(N_("Konkurransen mangler CPV-kode. Uten den kan den ikke kunngjøres."))


@rule("task:value", Stops.ALWAYS, "FOA § 5-4 (2)")
def no_estimate(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """There is an estimate, with its date and method."""
    if tender.estimate is None:
        yield said(N_("Anslått verdi mangler. Den avgjør hvilke regler som gjelder."))
    elif not tender.estimated_on:
        yield said(N_("Anslått verdi mangler dato."))
    elif not tender.estimate_method.strip():
        yield said(N_("Skriv hvordan verdien er anslått."))


@rule("task:value", Stops.ALWAYS, "FOA § 5-4 (2)")
def estimate_after_dispatch(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The estimate was made before the notice was sent."""
    if tender.estimated_on and tender.dispatch_on and tender.estimated_on > tender.dispatch_on:
        yield said(
            N_("Verdien er anslått %(estimated)s, etter avsendelsen %(dispatch)s."),
            estimated=tender.estimated_on,
            dispatch=tender.dispatch_on,
        )


@rule("task:value", Stops.NEVER, "FOA § 5-4 (2)")
def old_estimate(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """An estimate of more than a year ago may no longer be sound."""
    if not (tender.estimated_on and tender.dispatch_on):
        return
    if add_months(tender.estimated_on, OLD_ESTIMATE_MONTHS) < tender.dispatch_on:
        yield said(
            N_(
                "Verdien er anslått %(estimated)s. Den skal være forsvarlig den dagen konkurransen sendes av."
            ),
            estimated=tender.estimated_on,
        )


# --- Who takes part ------------------------------------------------------------------------------


@rule("task:participants", Stops.ALWAYS, "kommuneloven § 6-1; FOA § 29-1 (2)")
def not_committed(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every named participant is committed."""
    waiting = [body.name for body in tender.participants if not body.committed]
    if not tender.participants:
        yield said(N_("Ingen deltakere er med i konkurransen."))
    if len(waiting) == 1:
        yield said(N_("%(name)s har ikke forpliktet seg."), name=waiting[0])
    elif waiting:
        yield said(N_("Disse har ikke forpliktet seg: %(names)s."), names=names_in_a_row(waiting))


@rule("task:participants", Stops.NEVER, "FOA § 26-1 (3)")
def no_organisation_number(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Named buyers are known by their organisation number."""
    for body in tender.participants:
        if not body.organisation_number:
            yield said(
                N_("%(name)s mangler organisasjonsnummer. Kunngjøringen skal vise entydig hvem som kjøper."),
                name=body.name,
            )


# --- How it is run -------------------------------------------------------------------------------


@rule("task:procedure", Stops.ALWAYS, CONTENT)
def no_procedure(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A procedure has been chosen."""
    if tender.procedure is None:
        yield said(N_("Velg hvilken prosedyre konkurransen følger."))


@rule("task:procedure", Stops.ALWAYS, "FOA § 5-1 (3)")
def procedure_of_a_laxer_part(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """A value above the EEA threshold is not run by the rules below it."""
    if tender.procedure and tender.procedure.part is Part.II and tender.part(law) is Part.III:
        yield said(N_("Verdien når EØS-terskelen. Da gjelder del III, og prosedyren må velges derfra."))


@rule("task:procedure", Stops.IN_PART_III, "FOA §§ 13-1 (2), 25-5 (2) d")
def no_ground(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Negotiation above the EEA threshold has a ground of § 13-2, and a reason."""
    if not (tender.procedure and tender.procedure.needs_ground):
        return
    if not (tender.procedure_ground.strip() and tender.procedure_reason.strip()):
        yield said(N_("Forhandling krever et vilkår i § 13-2. Velg bokstav og skriv hvorfor det er oppfylt."))


@rule("task:procedure", Stops.IN_PART_II, "FOA § 9-3 (3)")
def silent_on_dialogue(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The documents say whether dialogue is planned."""
    if tender.procedure and tender.procedure.negotiation and not tender.dialogue.strip():
        yield said(N_("Skriv om dere planlegger dialog, og om hva. Skriv også om dere ikke gjør det."))


@rule("task:procedure", Stops.IN_PART_III, "FOA § 19-4 (2)")
def no_lots_reason(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """There are lots, or the reason for none."""
    part = tender.part(law)
    if part and part.needs_notice and not tender.no_lots_reason.strip():
        yield said(N_("Konkurransen er ikke delt i delkontrakter, og begrunnelsen mangler."))


@rule("task:procedure", Stops.ALWAYS, f"{CONTENT}; § 29-1")
def contract_not_settled(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Who signs and who answers is settled."""
    if not tender.contract_model:
        yield said(N_("Velg hvem som skal skrive under på kontrakten med leverandøren."))
    if not tender.responsibility:
        yield said(N_("Velg hvordan kommunene svarer for at reglene følges."))
    elif tender.responsibility == "partly_joint" and not tender.responsibility_parts.strip():
        yield said(N_("Ansvaret er delvis felles. Skriv hvilke deler som er felles."))


@rule("task:procedure", Stops.ALWAYS, CONTENT)
def terms_not_settled(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The length of the contract and the use of variants are settled."""
    if tender.duration_months is None:
        yield said(N_("Skriv hvor lenge kontrakten skal vare."))
    if tender.variants is None:
        yield said(N_("Velg om leverandørene kan gi alternative tilbud."))


@rule("task:procedure", Stops.ALWAYS, "FOA §§ 11-1 (4), 26-1 (4)")
def long_framework(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """A framework of more than four years has a special reason."""
    months = (tender.duration_months or 0) + (tender.extension_months or 0)
    if tender.contract_model != "framework" or tender.duration_reason.strip():
        return
    if months > law.framework_months:
        yield said(
            N_("Rammeavtalen kan vare i %(months)s måneder. Over %(limit)s måneder krever en særlig grunn."),
            months=months,
            limit=law.framework_months,
        )


@rule("task:procedure", Stops.NEVER, "FOA §§ 8-15, 20-6")
def long_validity(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Bids stand no longer than necessary."""
    if tender.validity_months and tender.validity_months > LONG_VALIDITY_MONTHS:
        yield said(
            N_("Tilbudene skal stå ved lag i %(months)s måneder. Det bør ikke være lenger enn nødvendig."),
            months=tender.validity_months,
        )


@rule("task:submission", Stops.ALWAYS, "FOA §§ 8-20, 22-1")
def no_submission_channel(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """There is a place to hand in bids."""
    if not (tender.channel_name.strip() and tender.channel_url.strip()):
        yield said(N_("Skriv navn og nettadresse til løsningen der tilbudene leveres."))


# --- When ----------------------------------------------------------------------------------------


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
def few_days(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Where the law sets no number of days, there is still reasonable time."""
    if not (tender.deadline_on and tender.dispatch_on and tender.procedure):
        return
    days = (tender.deadline_on - tender.dispatch_on).days
    if tender.procedure.offer_days is None and 0 < days < FEW_DAYS:
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
