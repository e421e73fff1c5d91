"""The checks of what is bought, what it is worth, and who buys.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator

from procure.domain.errors import N_, Amount
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law
from procure.domain.pooling import add_months
from procure.domain.tender import TenderFacts

rules = Rules()
rule = rules.rule


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
def old_estimate(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """An estimate of more than a year ago may no longer be sound."""
    if not (tender.estimated_on and tender.dispatch_on):
        return
    if add_months(tender.estimated_on, law.old_estimate_months) < tender.dispatch_on:
        yield said(
            N_(
                "Verdien er anslått %(estimated)s. Den skal være forsvarlig den dagen konkurransen sendes av."
            ),
            estimated=tender.estimated_on,
        )


# --- What the estimate consists of ----------------------------------------------------------------


@rule("task:value", Stops.ALWAYS, "FOA § 5-4 (1), (5)")
def estimate_leaves_out(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every participant and option holder, the joint part and the options are in the estimate."""
    holders = [body.name for body in tender.option_holders]
    if not tender.estimate_lines:
        if holders:
            sentence = N_("Anslaget må vise linje for linje hva opsjonstakerne kan kjøpe: %(names)s.")
            yield said(sentence, names=names_in_a_row(holders))
        return
    counted = {line.body for line in tender.estimate_lines}
    missing = [body.name for body in tender.bodies if body.name not in counted]
    if missing:
        yield said(N_("Anslaget har ingen linje for %(names)s."), names=names_in_a_row(missing))
    if len(tender.participants) > 1 and None not in counted:
        yield said(
            N_("Anslaget har ingen linje for den felles delen. Kjøper dere ikke noe felles, skriv 0 kr.")
        )
    priced = any(line.option for line in tender.price_lines)
    if priced and not any(line.option for line in tender.estimate_lines):
        yield said(N_("Prisskjemaet har opsjoner, men anslaget har ingen. De regnes med, brukt eller ikke."))


@rule("task:value", Stops.NEVER)
def estimate_has_others(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Nobody is in the estimate who may not buy."""
    known = {body.name for body in tender.bodies}
    others = {line.body: None for line in tender.estimate_lines if line.body and line.body not in known}
    if others:
        yield said(
            N_("Anslaget har linjer for noen som ikke er med: %(names)s."), names=names_in_a_row(others)
        )


@rule("task:value", Stops.ALWAYS, "FOA § 5-4 (1), (2)")
def estimate_differs(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """The estimate is what its lines come to."""
    if tender.estimate is None or not tender.estimate_lines:
        return
    total = tender.counted(law).total
    if total != tender.estimate:
        yield said(
            N_("Anslått verdi er %(estimate)s, men linjene gir %(total)s. Bruk summen, eller rett linjene."),
            estimate=Amount(tender.estimate),
            total=Amount(total),
        )


@rule("task:value", Stops.ALWAYS, "FOA § 5-4 (5)")
def framework_maximum(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A framework states the most that may be called off, and that is no less than the estimate."""
    if not tender.is_framework:
        return
    if tender.framework_maximum is None:
        yield said(N_("Rammeavtalen mangler maksimal verdi. Er den brukt opp, er det slutt på avropene."))
    elif tender.estimate is not None and tender.framework_maximum < tender.estimate:
        yield said(
            N_("Rammeavtalens maksimale verdi %(maximum)s er lavere enn anslått verdi %(estimate)s."),
            maximum=Amount(tender.framework_maximum),
            estimate=Amount(tender.estimate),
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


@rule("task:participants", Stops.ALWAYS, "kommuneloven § 6-1; FOA § 29-1 (2)")
def ceiling_below_share(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """No body is bound beyond its ceiling; who it is, is said, and never the amount."""
    shares = tender.shares(law)
    for body in tender.participants:
        if body.ceiling is not None and body.ceiling < shares[body.name]:
            yield said(N_("Rammen til %(name)s er lavere enn sin del av anslått verdi."), name=body.name)


@rule("task:participants", Stops.NEVER, "FOA § 5-4 (5)")
def no_volumes(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Whoever may call off has its highest volumes beside the framework maximum, and an option its extent."""
    bodies = tender.bodies if tender.is_framework else tender.option_holders
    missing = [body.name for body in bodies if body.users is None and body.inhabitants is None]
    if missing:
        sentence = N_("Skriv det meste hver kan bestille. Ingen tall står for %(names)s.")
        yield said(sentence, names=names_in_a_row(missing))


@rule("task:participants", Stops.NEVER, "FOA § 26-1 (3)")
def no_organisation_number(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Named buyers are known by their organisation number."""
    for body in tender.bodies:
        if not body.organisation_number:
            yield said(
                N_("%(name)s mangler organisasjonsnummer. Kunngjøringen skal vise entydig hvem som kjøper."),
                name=body.name,
            )
