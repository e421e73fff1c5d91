"""What is settled about the contracts, as plain data: clauses, changes to the general text, attachments."""

from __future__ import annotations

from typing import Any

from procure.domain.law import Law
from procure.library.shelf import clause_text
from procure.tenders.clauses import kept_clauses
from procure.tenders.models import Tender


def clauses(tender: Tender, law: Law) -> list[dict[str, Any]]:
    """Return the clauses that the law sets, in the tender's own language."""
    return [
        {
            "key": each.key,
            "name": each.name.get(tender.language, each.name["nb"]),
            "text": clause_text(each.key, tender.language),
            "source": each.source,
        }
        for each in kept_clauses(tender, law)
    ]


def changes(tender: Tender) -> list[dict[str, Any]]:
    """Return the changes to the general texts, in their order."""
    return [
        {
            "contract": each.contract,
            "clause": each.clause,
            "kind": each.kind.value,
            "text": each.text,
            "reason": each.reason,
        }
        for each in tender.contract_changes
    ]


def attachments(tender: Tender) -> list[dict[str, Any]]:
    """Return the attachments, each by the hash of its bytes."""
    return [
        {
            "title": each.title,
            "name": each.name,
            "annex": each.annex,
            "contract": each.contract,
            "official_text": each.official_text,
            "sha256": each.sha256,
        }
        for each in tender.attachments
    ]
