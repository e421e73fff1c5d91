"""The checks of how bids are judged.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procure.domain.errors import N_
from procure.domain.findings import Rules, Said, Stops, said
from procure.domain.law import Law, Part
from procure.domain.scoring import (
    ClimateGap,
    CriteriaMode,
    climate_gaps,
    climate_weight,
    missing_weight,
    order_is_complete,
)
from procure.domain.tender import TenderFacts

rules = Rules()
rule = rules.rule


@rule("task:criteria", Stops.ALWAYS, "FOA §§ 8-11 (1), 18-1")
def no_criteria(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """There are award criteria."""
    if not tender.criteria:
        yield said(N_("Konkurransen mangler tildelingskriterier."))


@rule("task:criteria", Stops.ALWAYS, "FOA § 18-1 (6); LOA § 4")
def weights_not_100(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Weights make exactly 100."""
    if tender.mode is not CriteriaMode.WEIGHTED or not tender.criteria:
        return
    for criterion in tender.criteria:
        if criterion.weight is None:
            yield said(N_("«%(name)s» mangler vekt."), name=criterion.name)
    if gap := missing_weight(tender.criteria):
        yield said(N_("Vektene blir %(total)s. De skal bli 100."), total=100 - gap)


@rule("task:criteria", Stops.ALWAYS, "FOA §§ 8-11 (1), 18-1 (6)")
def order_incomplete(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A ranked order is complete."""
    if tender.mode is CriteriaMode.RANKED and not order_is_complete(tender.criteria):
        yield said(N_("Rekkefølgen er ikke fullstendig. Hvert kriterium skal ha sin plass og ingen vekt."))


@rule("task:criteria", Stops.IN_PART_III, "FOA § 18-1 (6)")
def ranked_without_reason(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Ranking above the EEA threshold has its reason."""
    in_part_iii = tender.part(law) is Part.III
    if in_part_iii and tender.mode is CriteriaMode.RANKED and not tender.ranked_reason.strip():
        yield said(N_("Kriteriene er rangert. Skriv hvorfor det ikke er mulig å vekte dem."))


@rule("task:criteria", Stops.ALWAYS, "FOA §§ 8-11 (4), 18-1 (9)")
def criterion_without_documentation(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every criterion says what a bid must show."""
    for criterion in tender.criteria:
        if not criterion.documentation.strip():
            yield said(N_("«%(name)s» mangler krav til hva tilbudet skal vise."), name=criterion.name)


@rule("task:criteria", Stops.NEVER)
def many_criteria(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """A few criteria are easier to bid for than many."""
    if len(tender.criteria) > law.many_criteria:
        yield said(
            N_("Det er %(count)s tildelingskriterier. Tre eller fire er som regel nok."),
            count=len(tender.criteria),
        )


CLIMATE: Mapping[ClimateGap, str] = {
    ClimateGap.NO_CHOICE: N_("Velg hvordan klima og miljø er tatt hensyn til."),
    ClimateGap.NOT_IN_FORCE: N_("Dette klimavalget gjelder ikke den dagen konkurransen sendes av."),
    ClimateGap.NO_REASON: N_("Klimavalget krever en begrunnelse."),
    ClimateGap.TOO_LIGHT: N_(
        "Klima og miljø vektes %(weight)s prosent. Det skal være minst %(limit)s, eller en annen grunn."
    ),
    ClimateGap.NO_CRITERION: N_(
        "Klimavalget bygger på et tildelingskriterium om klima og miljø, men det er ikke noe slikt kriterium."
    ),
    ClimateGap.TOO_LOW: N_(
        "Klima og miljø skal stå som en av de %(places)s første, eller det må være en annen grunn."
    ),
    ClimateGap.NO_REQUIREMENTS: N_(
        "Klimavalget bygger på krav om klima og miljø, men det er ingen slike krav."
    ),
}


@rule("task:criteria", Stops.ALWAYS, "LOA §§ 5b, 5c")
def climate_not_settled(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Climate and environment are taken care of in one of the ways of the law."""
    part = tender.part(law)
    if not (part and part.needs_notice):
        return
    for gap in climate_gaps(
        tender.criteria,
        tender.mode,
        tender.climate,
        reason=tender.climate_reason,
        requirements=sum(each.climate for each in tender.requirements),
        law=law,
    ):
        weight = climate_weight(tender.criteria)
        yield said(CLIMATE[gap], weight=weight, limit=law.climate_percent, places=law.climate_rank)
