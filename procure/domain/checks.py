"""The checks before dispatch, together: what stops a tender, what is only advice, and by which paragraph."""

from __future__ import annotations

from procure.domain import content_checks, process_checks
from procure.domain.findings import Finding, Level
from procure.domain.law import Law
from procure.domain.tender import TenderFacts


def check_tender(tender: TenderFacts, law: Law) -> list[Finding]:
    """Run every check over a tender; blockers come first, else the order is that of the rules.

    law: the figures in force on the day of dispatch (FOA § 5-4 (2)).
    """
    found = [*process_checks.rules.look(tender, law), *content_checks.rules.look(tender, law)]
    return sorted(found, key=lambda finding: finding.level is not Level.BLOCKER)


def blockers(findings: list[Finding]) -> list[Finding]:
    """Pick those that stop dispatch."""
    return [finding for finding in findings if finding.level is Level.BLOCKER]
