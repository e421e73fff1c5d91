"""Where a tender's documents are mended, and what they stand under, for pages that know no tender."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext

from procure import db
from procure.jobs.queue import Link
from procure.tenders import queries, tasks
from procure.tenders.models import Tender
from procure.web.access import current_actor


def link(tender_id: int, place: str) -> Link | None:
    """Return the link to a place of a tender; None for those who do not see the tender."""
    actor = current_actor()
    tender = queries.find_tender(db.session(), actor, tender_id)
    return Link(*tasks.way_to(place, tender, actor)) if tender else None


def trail(tender: Tender) -> list[Link]:
    """Return the pages that everything about a tender stands under."""
    return [
        Link(gettext("Konkurranser"), url_for("tenders.index")),
        Link(tender.title, url_for("tenders.show", tender_id=tender.id)),
    ]
