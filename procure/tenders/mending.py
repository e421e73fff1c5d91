"""Where a document that could not be made is mended, from pages that know no tender."""

from __future__ import annotations

from procure import db
from procure.domain.findings import Finding, Level
from procure.jobs.queue import Link
from procure.tenders import queries, tasks
from procure.web.access import current_actor


def link(tender_id: int, place: str) -> Link | None:
    """Return the link to a place of a tender; None for those who do not see the tender."""
    actor = current_actor()
    tender = queries.find_tender(db.session(), actor, tender_id)
    if tender is None:
        return None
    finding = Finding(level=Level.WARNING, code="not_made", sentence="", place=place)
    return Link(*tasks.place_of(finding, tender, actor))
