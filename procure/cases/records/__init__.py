"""Every record of a case file: which columns of ours it holds, and what each of them says.

What is described here goes into `docs/case.schema.json`, so it is written for whoever makes a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from procure.cases.records import buyers, parts, tender
from procure.cases.shape import Record

RECORDS: Final[Mapping[str, Record]] = {
    "organisation": buyers.ORGANISATION,
    "need": buyers.NEED,
    "pool": buyers.POOL,
    "participant": buyers.PARTICIPANT,
    "option_holder": buyers.OPTION_HOLDER,
    "tender": tender.TENDER,
    "estimate_line": parts.ESTIMATE_LINE,
    "lot": parts.LOT,
    "milestone": parts.MILESTONE,
    "qualification": parts.QUALIFICATION,
    "criterion": parts.CRITERION,
    "requirement": parts.REQUIREMENT,
    "deviation": parts.DEVIATION,
    "price_line": parts.PRICE_LINE,
    "omitted_clause": parts.OMITTED_CLAUSE,
    "contract_change": parts.CONTRACT_CHANGE,
    "attachment": parts.ATTACHMENT,
    "section": parts.SECTION,
}
