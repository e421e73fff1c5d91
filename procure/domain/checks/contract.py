"""The checks of what is settled about the contracts: clauses, changes, moving prices, files.

FOA: forskrift om offentlige anskaffelser. LOA: lov om offentlige anskaffelser. Where two paragraphs are
given, the first is that of part II and the second that of part III. A rule without one is practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from procure.domain.errors import N_
from procure.domain.findings import CONTENT, Rules, Said, Stops, said
from procure.domain.law import Law
from procure.domain.tender import TenderFacts

UNIVERSAL: Final = "universal_design"  # the key of its clause in `law.toml`
FOR_EVERYBODY: Final = re.compile(
    r"universel|wcag|301\s?549|uu-krav|skjermles|(?:bare|berre) tastatur", re.IGNORECASE
)
MOVES: Final = re.compile(
    r"(?:pris|vederlag|sats)\w*\b.{0,80}\b(?:reguler|juster)|prisreguler|prisjuster|indeksreg",
    re.IGNORECASE | re.DOTALL,
)
BY_WHAT: Final = re.compile(r"indeks|\bkpi\b|prosent|%", re.IGNORECASE)
WHEN: Final = re.compile(r"\bår|månad|måned|kvartal|dato", re.IGNORECASE)

rules = Rules()
rule = rules.rule


@rule("task:changes", Stops.ALWAYS, CONTENT)
def change_without_text(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A clause of the general text that is replaced or added has its new wording."""
    for change in tender.changes:
        if not (change.removes or change.text.strip()):
            yield said(N_("Endringen av punkt %(clause)s mangler ny ordlyd."), clause=change.clause)


@rule("task:clauses", Stops.ALWAYS, "LOA §§ 5e, 5p")
def clause_left_out(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A clause that the law sets is left out only where it may be, and with a reason."""
    for clause in tender.omitted:
        if not clause.omissible:
            yield said(N_("«%(name)s» er påbudt og kan ikke utelates fra kontrakten."), name=clause.name)
        elif not clause.reason.strip():
            yield said(N_("Skriv hvorfor «%(name)s» er utelatt fra kontrakten."), name=clause.name)


@rule("task:requirements", Stops.IN_PART_III, "FOA § 15-2; LOA § 5n")
def universal_design_not_asked(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """Universal design is asked for, or excepted with a reason."""
    excepted = any(each.key == UNIVERSAL and each.reason.strip() for each in tender.omitted)
    asked = any(FOR_EVERYBODY.search(each.text) for each in tender.requirements)
    if tender.requirements and not (asked or excepted):
        yield said(
            N_(
                "Ingen krav handler om universell utforming. "
                "Still et krav, eller utelat det lovpålagte vilkåret og skriv hvorfor."
            )
        )


@rule("task:documents", Stops.ALWAYS, "FOA §§ 8-12 (2), 19-1 (2)")
def price_moves_without_terms(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A price that may be regulated says by what and when."""
    for section in tender.sections:
        text = section.prices
        if MOVES.search(text) and not (BY_WHAT.search(text) and WHEN.search(text)):
            sentence = N_("«%(title)s» lar prisene bli regulert, men sier ikke med hvilken indeks og når.")
            yield said(sentence, at=f"section:{section.key}", title=section.title)


@rule("task:attachments", Stops.NEVER)
def attachment_without_annex(tender: TenderFacts, _law: Law) -> Iterator[Said]:
    """A file belongs to an annex that is there."""
    annexes = {(each.contract, each.number) for each in tender.annexes}
    for each in tender.attachments:
        if each.annex is not None and (each.contract, each.annex) not in annexes:
            sentence = N_("Vedlegget «%(title)s» hører til bilag %(number)s, som ikke finnes i avtalen.")
            yield said(sentence, title=each.title, number=each.annex)
