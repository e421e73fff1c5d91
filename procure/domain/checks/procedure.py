"""The checks of how a competition is run, and of what is settled about the contract.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure.domain.errors import N_, Amount
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law, Part
from procure.domain.money import Ore
from procure.domain.tender import TenderFacts

rules = Rules()
rule = rules.rule


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


@rule("task:procedure", Stops.NEVER)
def procedure_of_a_stricter_part(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """A value below the EEA threshold need not be run by the rules above it."""
    part = tender.part(law)
    if tender.procedure and tender.procedure.part is Part.III and part not in (Part.III, None):
        yield said(N_("Prosedyren hører til del III, men verdien er under EØS-terskelen. Er det meningen?"))


@rule("task:procedure", Stops.NEVER)
def procedure_not_carried(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A procedure that the platform does not follow to the end is pointed out."""
    if tender.procedure and not tender.procedure.offered:
        yield said(N_("Samkjøp følger ikke denne prosedyren hele veien. Stegene må følges opp utenfor."))


@rule("task:procedure", Stops.IN_PART_III, "FOA §§ 13-1 (2), 25-5 (2) d")
def no_ground(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Negotiation above the EEA threshold has a ground of § 13-2, and a reason."""
    if not (tender.procedure and tender.procedure.needs_ground):
        return
    if not (tender.procedure_ground.strip() and tender.procedure_reason.strip()):
        yield said(N_("Forhandling krever et vilkår i § 13-2. Velg bokstav og skriv hvorfor det er oppfylt."))


@rule("task:procedure", Stops.IN_PART_III, "FOA §§ 13-3, 13-4, 25-5")
def no_reason_for_no_notice(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A contract that nobody was invited to compete for openly has its reason."""
    if tender.procedure and tender.procedure.needs_reason and not tender.procedure_reason.strip():
        yield said(N_("Skriv hvorfor dette er et av de få tilfellene der loven åpner for prosedyren."))


@rule("task:procedure", Stops.IN_PART_II, "FOA § 9-3 (3)")
def silent_on_dialogue(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The documents say whether dialogue is planned."""
    if tender.procedure and tender.procedure.negotiation and not tender.dialogue.strip():
        yield said(N_("Skriv om dere planlegger dialog, og om hva. Skriv også om dere ikke gjør det."))


@rule("task:procedure", Stops.ALWAYS, "FOA §§ 8-9, 16-12")
def few_invited(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """In two stages it is said how many are invited, and they are as many as the law asks for."""
    if not (tender.procedure and tender.procedure.two_stages):
        return
    least, most, lowest = tender.invited_least, tender.invited_most, tender.procedure.min_invited or 1
    if least is None:
        yield said(N_("Skriv hvor mange som minst skal inviteres til å gi tilbud."))
    elif least < lowest:
        sentence = N_("Minst %(lowest)s skal inviteres når så mange er skikket. Her står det %(least)s.")
        yield said(sentence, lowest=lowest, least=least)
    if most is not None and most < (least or lowest):
        yield said(N_("Det høyeste antallet som inviteres, kan ikke være lavere enn det laveste."))


@rule("task:procedure", Stops.ALWAYS, "FOA §§ 8-9, 14-1 (3), 16-12")
def selection_not_told(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Where not all who are fit are invited, it is said how they are chosen."""
    two_stages = tender.procedure is not None and tender.procedure.two_stages
    if two_stages and tender.invited_most is not None and not tender.selection.strip():
        yield said(N_("Ikke alle inviteres. Skriv hvordan de som får gi tilbud, blir valgt ut."))


@rule("task:procedure", Stops.IN_PART_III, "FOA §§ 23-7, 23-11")
def negotiation_not_told(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Negotiation in phases is reserved for, and the documents say how it goes on."""
    chosen = tender.procedure
    if not (chosen and chosen.negotiation and chosen.part is Part.III and tender.part(law) is Part.III):
        return
    if tender.reduction and not tender.dialogue.strip():
        yield said(N_("Dere vil redusere antallet underveis. Skriv hvordan forhandlingene gjennomføres."))
    if tender.reduction is None:
        yield said(N_("Velg om dere vil kunne redusere antallet tilbud underveis i forhandlingene."))
    if tender.award_without_negotiation is None:
        yield said(N_("Velg om dere vil kunne tildele kontrakten uten å forhandle."))


@rule("task:lots", Stops.IN_PART_III, "FOA § 19-4 (2)")
def no_lots_reason(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """There are lots, or the reason for none."""
    part = tender.part(law)
    if part and part.needs_notice and not tender.lots and not tender.no_lots_reason.strip():
        yield said(N_("Konkurransen er ikke delt i delkontrakter, og begrunnelsen mangler."))


@rule("task:lots", Stops.NEVER)
def single_lot(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """One lot divides nothing."""
    if len(tender.lots) == 1:
        yield said(N_("Det er bare én delkontrakt. Legg til en, eller ta den ut og skriv hvorfor."))


@rule("task:lots", Stops.ALWAYS, "FOA § 5-4 (1), (8)")
def lots_above_estimate(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The lots are together worth no more than the whole."""
    total = sum(lot.estimate or 0 for lot in tender.lots)
    if tender.estimate is not None and total > tender.estimate:
        sentence = N_("Delkontraktene er til sammen anslått til %(total)s. Hele konkurransen er %(whole)s.")
        yield said(sentence, total=Amount(Ore(total)), whole=Amount(tender.estimate))


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
    if tender.duration_months is None and not tender.open_ended:
        yield said(N_("Skriv hvor lenge kontrakten skal vare."))
    if tender.variants is None:
        yield said(N_("Velg om leverandørene kan gi alternative tilbud."))


@rule("task:terms", Stops.ALWAYS, "FOA §§ 8-12 (2), 19-1 (2)")
def option_without_terms(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Extensions and options have their extent and conditions."""
    options = bool(tender.extension_months) or any(line.option for line in tender.price_lines)
    if options and not tender.option_terms.strip():
        yield said(N_("Skriv omfang og vilkår for forlengelsen og hver opsjon. Ellers kan de ikke brukes."))


@rule("task:procedure", Stops.ALWAYS, "FOA §§ 11-1 (4), 26-1 (4)")
def long_framework(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """A framework of more than four years has a special reason."""
    if not tender.is_framework or tender.duration_reason.strip():
        return
    if tender.open_ended:
        sentence = N_("Rammeavtalen har ingen slutt. Over %(limit)s måneder krever en særlig grunn.")
        yield said(sentence, limit=law.framework_months)
    elif (months := tender.term or 0) > law.framework_months:
        yield said(
            N_("Rammeavtalen kan vare i %(months)s måneder. Over %(limit)s måneder krever en særlig grunn."),
            months=months,
            limit=law.framework_months,
        )


@rule("task:procedure", Stops.NEVER, "FOA §§ 8-15, 20-6")
def long_validity(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Bids stand no longer than necessary."""
    if tender.validity_months and tender.validity_months > law.long_validity_months:
        yield said(
            N_("Tilbudene skal stå ved lag i %(months)s måneder. Det bør ikke være lenger enn nødvendig."),
            months=tender.validity_months,
        )


@rule("task:submission", Stops.ALWAYS, "FOA §§ 8-20, 22-1")
def no_submission_channel(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """There is a place to hand in bids."""
    if not (tender.channel_name.strip() and tender.channel_url.strip()):
        yield said(N_("Skriv navn og nettadresse til løsningen der tilbudene leveres."))


@rule("task:submission", Stops.IN_PART_III, "FOA § 17-1 (1)")
def no_espd(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Above the EEA threshold the buyer fills in the ESPD and hands it out with the notice."""
    if tender.part(law) is Part.III and not tender.espd:
        yield said(N_("Egenerklæringen (ESPD) er ikke fylt ut i innleveringsløsningen."))


@rule("task:basics", Stops.IN_PART_III, "FOA § 21-1 (2)")
def english_missing(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Above the EEA threshold the notice stands in English too."""
    if tender.part(law) is not Part.III:
        return
    if not (tender.title_en.strip() and tender.description_en.strip()):
        yield said(N_("Kunngjøringen trenger tittel og kort beskrivelse på engelsk."))
    lots = [each.title for each in tender.lots if not (each.title_en.strip() and each.description_en.strip())]
    criteria = [each.name for each in tender.criteria if not each.name_en.strip()]
    for place, names in (("task:lots", lots), ("task:criteria", criteria)):
        if names:
            sentence = N_("Kunngjøringen trenger engelsk tekst for %(names)s.")
            yield said(sentence, at=place, names=names_in_a_row(f"«{name}»" for name in names))
