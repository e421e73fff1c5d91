"""The clauses that the law sets in the contracts of a tender: what applies, and what is left out."""

from __future__ import annotations

from procure.domain.law import Clause, Law, Scope
from procure.tenders.models import Tender


def clauses_in(tender: Tender, law: Law) -> list[Clause]:
    """List the clauses that apply to the tender; none until there is an estimate.

    Those for work by people with a trade certificate are left out: it is software that is bought here.
    """
    if tender.estimate is None:
        return []
    return [each for each in law.clauses_for(tender.estimate) if each.scope is not Scope.CRAFT]


def kept_clauses(tender: Tender, law: Law) -> list[Clause]:
    """List those that stand in the contracts: all that apply but those left out."""
    left_out = {each.key for each in tender.omitted_clauses}
    return [each for each in clauses_in(tender, law) if each.key not in left_out]
