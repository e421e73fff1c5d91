"""The checks of how a competition is run, and of what is settled about the contract.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, said
from procure.domain.law import Law, Part
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
