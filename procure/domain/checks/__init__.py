"""The checks before dispatch, together: what stops a tender, what is only advice, and by which paragraph."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from procure.domain.checks import (
    contract,
    criteria,
    documents,
    procedure,
    purchase,
    requirements,
    timetable,
)
from procure.domain.findings import Finding, Level, Rule
from procure.domain.law import Law
from procure.domain.tender import TenderFacts

TOPICS = (  # as they are read
    *(purchase, procedure, timetable, criteria, requirements),
    *(documents, contract),
)


def table() -> list[Rule]:
    """Return every rule there is, in the order they are read."""
    return [rule for topic in TOPICS for rule in topic.rules.table]


def check_tender(tender: TenderFacts, law: Law) -> list[Finding]:
    """Run every check over a tender; blockers come first, else the order is that of the rules.

    law: the figures in force on the day of dispatch (FOA § 5-4 (2)).
    """
    found = [finding for rule in table() for finding in rule.findings(tender, law)]
    return sorted(found, key=lambda finding: finding.level is not Level.BLOCKER)


PRICES: Final = "task:prices"
OF_TEXTS: Final = (documents.unprintable, documents.printed_otherwise)  # look at any text that is printed
OF_REQUIREMENTS: Final = "requirement:"  # begins the place of what is found in one of them


def check_requirements(tender: TenderFacts, law: Law) -> dict[str, list[Finding]]:
    """Run the checks that look at requirements one by one; return what is found in each, by its id."""
    looking = [*requirements.rules.table, *(rule for rule in table() if rule.look in OF_TEXTS)]
    found: dict[str, list[Finding]] = defaultdict(list)
    for rule in looking:
        for finding in rule.findings(tender, law):
            if finding.place.startswith(OF_REQUIREMENTS):
                found[finding.place.removeprefix(OF_REQUIREMENTS)].append(finding)
    return dict(found)


def check_prices(tender: TenderFacts, law: Law) -> list[Finding]:
    """Run the checks that look at the price form."""
    looking = [rule for rule in table() if rule.place == PRICES or rule.look in OF_TEXTS]
    return [each for rule in looking for each in rule.findings(tender, law) if each.place.startswith(PRICES)]


def blockers(findings: list[Finding]) -> list[Finding]:
    """Pick those that stop dispatch."""
    return [finding for finding in findings if finding.level is Level.BLOCKER]
