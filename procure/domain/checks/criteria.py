"""The checks of how bids are judged.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, said
from procure.domain.law import Climate, Law, Part
from procure.domain.points import LEAST_BREAK, MOST_BREAK
from procure.domain.scoring import (
    ClimateGap,
    CriteriaMode,
    PriceModel,
    TieRule,
    climate_gaps,
    climate_weight,
    missing_weight,
    order_is_complete,
)
from procure.domain.tender import LotFacts, TenderFacts

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


@rule("task:criteria", Stops.IN_PART_III, "FOA § 18-1 (1)")
def lowest_price_alone(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The lowest price alone decides only where climate and environment are no criterion."""
    only_price = bool(tender.criteria) and all(each.price for each in tender.criteria)
    if only_price and {Climate.CRITERION, Climate.COMBINED} & _choices(tender):
        yield said(
            N_(
                "Bare pris avgjør, men klimavalget er et tildelingskriterium. "
                "Legg til kriteriet, eller gjør et annet klimavalg."
            )
        )


@rule("task:criteria", Stops.NEVER)
def scoring_not_settled(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """How prices become points, and what decides between equals, is said beforehand."""
    weighted_price = tender.mode is CriteriaMode.WEIGHTED and any(each.price for each in tender.criteria)
    if weighted_price and not tender.price_model:
        yield said(N_("Velg hvordan pris blir til poeng. Modellen bør stå i dokumentene."))
    if tender.criteria and not tender.tie_rule:
        yield said(N_("Velg hva som avgjør når to tilbud ender likt."))


@rule("task:criteria", Stops.NEVER)
def tie_rule_empty(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """What is to decide between equals is measured by a criterion."""
    criteria = tender.criteria
    if tender.tie_rule is TieRule.BEST_CLIMATE and not any(each.climate for each in criteria):
        yield said(N_("Klima og miljø skal avgjøre når to tilbud ender likt, men ingen kriterier måler det."))
    if tender.tie_rule is TieRule.BEST_QUALITY and all(each.price or each.climate for each in criteria):
        yield said(N_("Kvalitet skal avgjøre når to tilbud ender likt, men ingen kriterier måler den."))


@rule("task:criteria", Stops.ALWAYS, f"{CONTENT}; LOA § 4")
def formula_incomplete(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A formula that is chosen has every figure it needs."""
    if tender.mode is not CriteriaMode.WEIGHTED:
        return
    bends = tender.price_break is not None and LEAST_BREAK <= tender.price_break <= MOST_BREAK
    if tender.price_model is PriceModel.HYBRID and not bends:
        sentence = N_("Skriv hvor den delte modellen bøyer av, fra %(least)s til %(most)s prosent.")
        yield said(sentence, least=LEAST_BREAK, most=MOST_BREAK)
    for each in tender.criteria if tender.price_model is PriceModel.PRICED_QUALITY else ():
        if not each.price and each.worth is None:
            yield said(N_("«%(name)s» mangler hva full skår er verdt i kroner."), name=each.name)


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


CLIMATE_OF_LOT: Mapping[ClimateGap, str] = {
    ClimateGap.NOT_IN_FORCE: N_(
        "Klimavalget i delkontrakt %(lot)s gjelder ikke den dagen konkurransen sendes av."
    ),
    ClimateGap.NO_REASON: N_("Klimavalget i delkontrakt %(lot)s krever en begrunnelse."),
    ClimateGap.TOO_LIGHT: N_(
        "Klima og miljø vektes %(weight)s prosent i delkontrakt %(lot)s. "
        "Det skal være minst %(limit)s, eller en annen grunn."
    ),
    ClimateGap.NO_CRITERION: N_(
        "Klimavalget i delkontrakt %(lot)s bygger på et kriterium om klima og miljø, men det er ingen slike."
    ),
    ClimateGap.TOO_LOW: N_(
        "Klima og miljø skal stå som en av de %(places)s første i delkontrakt %(lot)s, "
        "eller det må være en annen grunn."
    ),
    ClimateGap.NO_REQUIREMENTS: N_(
        "Klimavalget i delkontrakt %(lot)s bygger på krav om klima og miljø, men det er ingen slike krav."
    ),
}


@rule("task:criteria", Stops.ALWAYS, "LOA §§ 5b, 5c")
def climate_not_settled(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Climate and environment are taken care of in one of the ways of the law, in every lot."""
    part = tender.part(law)
    if not (part and part.needs_notice):
        return
    if not tender.lots or any(lot.climate is None for lot in tender.lots):
        for gap in _gaps(tender, law, tender.climate, tender.climate_reason):
            yield _lacks(CLIMATE[gap], tender, law)
    for lot in tender.lots:
        for gap in _gaps(tender, law, lot.climate, lot.climate_reason, lot) if lot.climate else ():
            yield _lacks(CLIMATE_OF_LOT[gap], tender, law, lot.number)


def _lacks(sentence: str, tender: TenderFacts, law: Law, lot: int | None = None) -> Said:
    weight = climate_weight(tender.criteria)
    return said(sentence, weight=weight, limit=law.climate_percent, places=law.climate_rank, lot=lot)


def _gaps(
    tender: TenderFacts, law: Law, choice: Climate | None, reason: str, lot: LotFacts | None = None
) -> list[ClimateGap]:
    """List what a choice lacks; for a lot, its own requirements count, and those of all lots."""
    lots = {None, lot.number} if lot else {each.lot for each in tender.requirements}
    about = [each for each in tender.requirements if each.climate and each.lot in lots]
    return climate_gaps(tender.criteria, tender.mode, choice, reason=reason, requirements=len(about), law=law)


def _choices(tender: TenderFacts) -> set[Climate | None]:
    """Return the climate choices that hold for one lot or another."""
    return {lot.climate or tender.climate for lot in tender.lots} or {tender.climate}
