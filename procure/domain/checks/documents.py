"""The checks of what is printed: price form, annexes and sections.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, names_in_a_row, said
from procure.domain.law import Law
from procure.domain.tender import SectionFacts, TenderFacts, Trouble

rules = Rules()
rule = rules.rule


@rule("task:prices", Stops.ALWAYS, f"{CONTENT}; LOA § 4")
def price_form_unfinished(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The price form has lines, and every line that is compared a quantity."""
    if not tender.price_lines:
        yield said(N_("Prisskjemaet har ingen linjer."))
    for line in tender.price_lines:
        if not line.evaluated:
            continue
        if line.joint and not line.joint_amount:
            yield said(N_("Prislinje P%(number)s har ikke antall for fellesdelen."), number=line.number)
        elif not line.joint and not any(line.quantities.values()):
            yield said(N_("Prislinje P%(number)s har ikke antall for noen deltaker."), number=line.number)


@rule("task:prices", Stops.NEVER)
def quantity_missing(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every participant has its quantities."""
    for line in (each for each in tender.price_lines if each.evaluated and not each.joint):
        told = {body.name: line.quantities.get(body.name) for body in tender.participants}
        names = [name for name, amount in told.items() if amount is None]
        if names and any(told.values()):  # what is paid jointly has none of them
            sentence = N_("Prislinje P%(number)s mangler antall for %(names)s.")
            yield said(sentence, number=line.number, names=names_in_a_row(names))


@rule("task:documents", Stops.ALWAYS, CONTENT)
def annex_empty(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """An annex that the agreement builds on is not empty."""
    for annex in tender.annexes:
        if annex.presupposed and not annex.filled:
            sentence = N_("Bilag %(number)s %(title)s er tomt. Avtaleteksten bygger på at det er fylt ut.")
            yield said(sentence, at=f"annex:{annex.key}", number=annex.number, title=annex.title)


@rule("task:documents", Stops.ALWAYS, CONTENT)
def section_unfinished(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every section is written; those of one part are told together, and not where the annex is empty."""
    empty = {annex.key for annex in tender.annexes if annex.presupposed and not annex.filled}
    left: dict[str, list[SectionFacts]] = {}
    for section in tender.sections:
        if not section.filled and section.annex_key not in empty:
            left.setdefault("forms" if section.form else section.annex_key, []).append(section)
    for sections in left.values():
        yield _unfinished(sections)


def _unfinished(sections: Sequence[SectionFacts]) -> Said:
    first, count = sections[0], len(sections)
    if count == 1:
        return said(N_("«%(title)s» er ikke ferdig."), at=f"section:{first.key}", title=first.title)
    if first.form:
        return said(N_("%(count)s av skjemaene er ikke ferdige."), at="task:forms", count=count)
    if first.annex is None:
        return said(N_("%(count)s tekster i konkurransegrunnlaget er ikke ferdige."), count=count)
    sentence = N_("%(count)s tekster i bilag %(number)s er ikke ferdige.")
    return said(sentence, at=f"annex:{first.annex_key}", count=count, number=first.annex)


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


@rule("task:documents", Stops.ALWAYS, CONTENT)
def reference_leads_nowhere(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Every reference in a text leads to something that is there."""
    for one in tender.lost:
        sentence = N_("Henvisningen [[%(reference)s]] i «%(name)s» fører ingen steder.")
        yield said(sentence, at=one.place, reference=one.reference, name=one.name)


@rule("task:documents", Stops.NEVER)
def unprintable(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """The document fonts have every character."""
    for text in tender.unprintable:
        sentence = N_("«%(name)s» har tegn som ikke kan trykkes: %(characters)s")
        yield said(sentence, at=text.place, name=text.name, characters=" ".join(text.characters))


TROUBLES: Final = {
    Trouble.IMAGE: N_(
        "«%(name)s» viser til et bilde: %(sample)s. Bilder kan ikke stå i teksten. Legg det ved som fil."
    ),
    Trouble.HTML: N_(
        "«%(name)s» har HTML: %(sample)s. Det skrives ut tegn for tegn. Ta det bort, eller bruk Markdown."
    ),
    Trouble.LINK: N_(
        "«%(name)s» har en lenke som ikke virker: %(sample)s. Begynn den med https:// eller mailto:"
    ),
    Trouble.WORD: N_("«%(name)s» har et ord som ingen linje har plass til: %(sample)s. Det deles midt i."),
    Trouble.DEEP: N_(
        "«%(name)s» har lister eller sitater for dypt i hverandre. Det skrives uten form. Bruk færre nivåer."
    ),
    Trouble.TABLE: N_(
        "«%(name)s» har en tabell som er for stor til å lese på papir (rader × kolonner: %(sample)s). "
        "Del den opp, eller legg den ved som fil."
    ),
}


@rule("task:documents", Stops.NEVER)
def printed_otherwise(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A text asks for nothing that the documents cannot give: pictures, HTML, odd links, huge tables."""
    for text in tender.troubled:
        yield said(TROUBLES[text.trouble], at=text.place, name=text.name, sample=text.sample)
