"""The clauses that the law sets in the contracts of a tender: what applies, and what is left out."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from procure.domain.law import Clause, Law, Scope
from procure.domain.policy import Actor, Standing
from procure.tenders.models import Tender


@dataclass(frozen=True)
class TenderClause:
    """A clause in one tender; left_out: why it is not in the contracts, None where it is."""

    tender: Tender
    clause: Clause
    left_out: str | None

    def standings(self, actor: Actor) -> Set[Standing]:
        """As the tender."""
        return self.tender.standings(actor)


def clauses_in(tender: Tender, law: Law) -> list[Clause]:
    """List the clauses that apply to the tender; none until there is an estimate.

    Those for work by people with a trade certificate are left out: it is software that is bought here.
    """
    if tender.estimate is None:
        return []
    return [each for each in law.clauses_for(tender.estimate) if each.scope is not Scope.CRAFT]


def clauses_of(tender: Tender, law: Law) -> list[TenderClause]:
    """List every clause that applies, with the reason where it is left out."""
    reasons = {each.key: each.reason for each in tender.omitted_clauses}
    return [TenderClause(tender, each, reasons.get(each.key)) for each in clauses_in(tender, law)]


def kept_clauses(tender: Tender, law: Law) -> list[Clause]:
    """List those that stand in the contracts: all that apply but those left out."""
    return [each.clause for each in clauses_of(tender, law) if each.left_out is None]
