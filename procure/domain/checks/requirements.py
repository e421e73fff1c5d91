"""The checks of what is asked for, of suppliers and of what they offer.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from procure.domain.errors import N_, Amount
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law
from procure.domain.money import Ore
from procure.domain.tender import RequirementFacts, TenderFacts

NOTHING = "(?!)"  # a pattern that no text has
EQUIVALENT = re.compile(r"eller\s+tilsvar(?:ende|ande)", re.IGNORECASE)

# Those whose standards are named with a number after them, the longest name first
BODIES = (
    *("NS-EN ISO/IEC", "NS-EN ISO", "NS-ISO/IEC", "NS-ISO", "NS-EN", "NS", "EN ISO/IEC", "EN ISO", "ETSI EN"),
    *("EN", "ISO/IEC", "ISO", "IEC", "ETSI", "CEN/TS", "SN/TS", "IEEE", "DIN", "ANSI", "BS"),
)
STANDARD = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, BODIES))})[ \u00a0-]?\d{{3}}[\d.:/-]*\b")
NUMBER = re.compile(r"\d{3}")  # in the name of every standard

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
    products = list(dict.fromkeys(name for name in map(str.strip, tender.products) if name))
    letters = [name.lower() for name in products]
    some = re.compile("|".join(map(_as_words, products)) or NOTHING, re.IGNORECASE)
    for each in tender.requirements:
        text = each.text.lower()
        if not any(name in text for name in letters) or not some.search(each.text):  # the quick look first
            continue
        if each.brand_reason.strip() or EQUIVALENT.search(each.text):
            continue
        sentence = N_("%(id)s nevner «%(name)s» uten «eller tilsvarende» eller en grunn.")
        yield said(sentence, at=_at(each), id=each.id, name=_named(each.text, products))


def _named(text: str, products: Iterable[str]) -> str:
    """Return the first of the names that stands in a text as words of its own; one of them does."""
    return next(name for name in products if re.search(_as_words(name), text, re.IGNORECASE))


def _as_words(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


@rule("task:requirements", Stops.IN_PART_III, "FOA § 15-1 (3) b")
def standard_named(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A standard is named with "or equivalent"."""
    for each in tender.requirements:
        if not NUMBER.search(each.text):  # the quick look first
            continue
        if (named := STANDARD.search(each.text)) and not EQUIVALENT.search(each.text):
            sentence = N_("%(id)s viser til standarden «%(name)s» uten «eller tilsvarende».")
            yield said(sentence, at=_at(each), id=each.id, name=named[0])


@rule("task:requirements", Stops.ALWAYS, "FOA §§ 8-11, 18-1")
def weight_without_score(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Only what is scored carries weight."""
    for each in tender.requirements:
        if each.weight is not None and not each.is_scored:
            sentence = N_("%(id)s har vekt, men gir ikke poeng. Ta bort vekten, eller velg en annen type.")
            yield said(sentence, at=_at(each), id=each.id)


@rule("task:requirements", Stops.ALWAYS, CONTENT)
def lot_is_gone(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A requirement of one lot has that lot."""
    known = {lot.number for lot in tender.lots}
    for each in tender.requirements:
        if each.lot is not None and each.lot not in known:
            sentence = N_("%(id)s gjelder delkontrakt %(lot)s, som er tatt bort.")
            yield said(sentence, at=_at(each), id=each.id, lot=each.lot)


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


# --- Of suppliers --------------------------------------------------------------------------------


@rule("task:qualifications", Stops.NEVER)
def no_qualifications(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Something is asked of those who may bid."""
    if not tender.qualifications:
        yield said(N_("Konkurransen har ingen kvalifikasjonskrav. Da kan hvem som helst få kontrakten."))


@rule("task:qualifications", Stops.ALWAYS, "FOA §§ 8-7 (3), 16-1 (3)")
def qualification_unfinished(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every qualification requirement says what is asked, and how it is shown."""
    for each in tender.qualifications:
        if not each.text.strip():
            yield said(N_("Kvalifikasjonskrav %(number)s har ingen tekst."), number=each.number)
        if not each.documentation.strip():
            sentence = N_("Kvalifikasjonskrav %(number)s sier ikke hvordan det skal dokumenteres.")
            yield said(sentence, number=each.number)


@rule("task:qualifications", Stops.IN_PART_III, "FOA § 16-3 (1) a")
def turnover_too_high(tender: TenderFacts, law: Law) -> Iterator[Said]:
    """No more turnover is asked for than a multiple of the value, or the reason stands there."""
    if tender.estimate is None:
        return
    most = Ore(law.turnover_factor * tender.estimate)
    for each in tender.qualifications:
        if each.turnover is not None and each.turnover > most and not each.turnover_reason.strip():
            sentence = N_(
                "Kvalifikasjonskrav %(number)s ber om en omsetning på %(asked)s i året. "
                "Over %(most)s, %(times)s ganger verdien, krever en begrunnelse."
            )
            yield said(
                sentence,
                number=each.number,
                asked=Amount(each.turnover),
                most=Amount(most),
                times=law.turnover_factor,
            )
