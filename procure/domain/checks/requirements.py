"""The checks of what is asked for.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law
from procure.domain.tender import RequirementFacts, TenderFacts

EQUIVALENT = re.compile(r"eller\s+tilsvar(?:ende|ande)", re.IGNORECASE)

rules = Rules()
rule = rules.rule


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
def many_absolute(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """Every absolute requirement can cost a good bid."""
    count = sum(each.is_absolute for each in tender.requirements)
    if count > law.many_absolute:
        yield said(
            N_("%(count)s krav er absolutte. Hvert av dem kan føre til at et godt tilbud må avvises."),
            count=count,
        )
