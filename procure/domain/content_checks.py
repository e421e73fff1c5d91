"""The checks of what the documents say: criteria, requirements, prices, annexes and sections.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law, Part
from procure.domain.scoring import (
    ClimateGap,
    CriteriaMode,
    climate_gaps,
    climate_weight,
    missing_weight,
    order_is_complete,
)
from procure.domain.tender import RequirementFacts, SectionFacts, TenderFacts

MANY_CRITERIA = 4
MANY_ABSOLUTE = 15
EQUIVALENT = re.compile(r"eller\s+tilsvar(?:ende|ande)", re.IGNORECASE)

rules = Rules()
rule = rules.rule


# --- How bids are judged -------------------------------------------------------------------------


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
def many_criteria(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A few criteria are easier to bid for than many."""
    if len(tender.criteria) > MANY_CRITERIA:
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


# --- What is asked for ---------------------------------------------------------------------------


def _at(requirement: RequirementFacts) -> str:
    return f"requirement:{requirement.id}"


@rule("task:requirements", Stops.ALWAYS, CONTENT)
def no_requirements(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """There is something to meet."""
    if not tender.requirements:
        yield said(N_("Konkurransen har ingen krav."))


@rule("task:requirements", Stops.ALWAYS, CONTENT)
def requirement_unfinished(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every requirement can be answered and met."""
    for each in tender.requirements:
        if not each.text.strip():
            yield said(N_("%(id)s har ingen tekst."), at=_at(each), id=each.id)
        if not each.answer_mode:
            yield said(N_("%(id)s sier ikke hvordan det skal besvares."), at=_at(each), id=each.id)
        if each.is_absolute and not each.met_when:
            yield said(
                N_("%(id)s er absolutt, men sier ikke når det skal være oppfylt."), at=_at(each), id=each.id
            )
        if each.met_when == "by_date" and not each.met_by:
            yield said(
                N_("%(id)s skal være oppfylt innen en dato, men datoen mangler."), at=_at(each), id=each.id
            )


@rule("task:requirements", Stops.ALWAYS, "FOA §§ 8-11, 18-1 (9)")
def scored_without_criterion(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """What is scored belongs to a criterion."""
    known = {criterion.key for criterion in tender.criteria}
    for each in tender.requirements if known else ():  # without criteria, that alone is said
        if each.is_scored and each.criterion not in known:
            yield said(
                N_("%(id)s skal vurderes, men hører ikke til noe tildelingskriterium."),
                at=_at(each),
                id=each.id,
            )


@rule("task:requirements", Stops.ALWAYS, "FOA §§ 8-5 (3), 15-1 (4)")
def make_named(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A make is named with "or equivalent", or for a reason."""
    for each in tender.requirements:
        if each.brand_reason.strip() or EQUIVALENT.search(each.text):
            continue
        if named := _named(each.text, tender.products):
            sentence = N_("%(id)s nevner «%(name)s» uten «eller tilsvarende» eller en grunn.")
            yield said(sentence, at=_at(each), id=each.id, name=named)


def _named(text: str, products: Iterable[str]) -> str | None:
    """Find the first of the names that stands in a text as words of its own."""
    for name in filter(None, (product.strip() for product in products)):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            return name
    return None


@rule("task:requirements", Stops.NEVER)
def both_absolute_and_scored(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A requirement both absolute and scored is pointed out."""
    ids = [each.id for each in tender.requirements if each.is_absolute and each.is_scored]
    if ids:
        yield said(
            N_("Både absolutt og vurdert: %(ids)s. Det er lov, men si tydelig hva som gir poeng."),
            ids=names_in_a_row(ids),
        )


@rule("task:requirements", Stops.NEVER)
def many_absolute(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every absolute requirement can cost a good bid."""
    count = sum(each.is_absolute for each in tender.requirements)
    if count > MANY_ABSOLUTE:
        yield said(
            N_("%(count)s krav er absolutte. Hvert av dem kan føre til at et godt tilbud må avvises."),
            count=count,
        )


# --- What is printed -----------------------------------------------------------------------------


@rule("task:prices", Stops.ALWAYS, f"{CONTENT}; LOA § 4")
def price_form_unfinished(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The price form has lines, and every line a quantity."""
    if not tender.price_lines:
        yield said(N_("Prisskjemaet har ingen linjer."))
    for line in tender.price_lines:
        if not any(line.quantities.values()):
            yield said(N_("Prislinje P%(number)s har ikke antall for noen deltaker."), number=line.number)


@rule("task:prices", Stops.NEVER)
def quantity_missing(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every participant has its quantities."""
    for line in tender.price_lines:
        names = [body.name for body in tender.participants if line.quantities.get(body.name) is None]
        if names and any(line.quantities.values()):
            sentence = N_("Prislinje P%(number)s mangler antall for %(names)s.")
            yield said(sentence, number=line.number, names=names_in_a_row(names))


@rule("task:documents", Stops.ALWAYS, CONTENT)
def annex_empty(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """An annex that the agreement builds on is not empty."""
    for annex in tender.annexes:
        if annex.presupposed and not annex.filled:
            sentence = N_("Bilag %(number)s %(title)s er tomt. Avtaleteksten bygger på at det er fylt ut.")
            yield said(sentence, at=f"annex:{annex.number}", number=annex.number, title=annex.title)


@rule("task:documents", Stops.ALWAYS, CONTENT)
def section_unfinished(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every section is written; those of one part are told together, and not where the annex is empty."""
    empty = {annex.number for annex in tender.annexes if annex.presupposed and not annex.filled}
    left: dict[int | None, list[SectionFacts]] = {}
    for section in tender.sections:
        if not section.filled and section.annex not in empty:
            left.setdefault(section.annex, []).append(section)
    for annex, sections in left.items():
        yield _unfinished(annex, sections)


def _unfinished(annex: int | None, sections: Sequence[SectionFacts]) -> Said:
    first, count = sections[0], len(sections)
    if count == 1:
        return said(N_("«%(title)s» er ikke ferdig."), at=f"section:{first.key}", title=first.title)
    if annex is None:
        return said(N_("%(count)s tekster i konkurransegrunnlaget er ikke ferdige."), count=count)
    sentence = N_("%(count)s tekster i bilag %(number)s er ikke ferdige.")
    return said(sentence, at=f"annex:{annex}", count=count, number=annex)


@rule("task:documents", Stops.ALWAYS, CONTENT)
def field_without_value(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every merge field that a section uses has a value; a field is told once, where it is first used."""
    users: dict[str, list[SectionFacts]] = {}
    for section in tender.sections:
        for name in section.gaps:
            users.setdefault(name, []).append(section)
    for name, sections in users.items():
        sentence = N_("Feltet {%(name)s} har ingen verdi. Det brukes i %(titles)s.")
        titles = names_in_a_row(f"«{section.title}»" for section in sections)
        yield said(sentence, at=f"section:{sections[0].key}", name=name, titles=titles)


@rule("task:documents", Stops.NEVER)
def unprintable(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The document fonts have every character."""
    for text in tender.unprintable:
        sentence = N_("«%(name)s» har tegn som ikke kan trykkes: %(characters)s")
        yield said(sentence, at=text.place, name=text.name, characters=" ".join(text.characters))
