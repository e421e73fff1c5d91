"""What every page about one pool needs, and whose place is the reader's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort

from procure import db
from procure.domain.errors import RuleBroken
from procure.domain.states import BEFORE_LOCK
from procure.pools import queries, service, sums, words
from procure.pools.models import Participation, Pool
from procure.web.access import current_actor
from procure.web.errors import explain


def about(pool: Pool, own: Participation | None, now: datetime) -> dict[str, Any]:
    """Return what every page about one pool needs."""
    actor = current_actor()
    inside = sums.is_inside(pool, actor)
    return {
        "pool": pool,
        "own": own,
        "actor": actor,
        "inside": inside,
        "before_lock": pool.state in BEFORE_LOCK,
        "is_open": queries.is_open(pool, now),
        "share": words.percent(sums.share(pool, own)) if own and inside else None,
        "words": words,
        "now": now,
    }


def seen(pool: Pool, now: datetime) -> Participation | None:
    """Return the reader's own place, and let it be noted that the invitation has been opened."""
    service.note_opened(db.session(), current_actor(), pool, now)
    return pool.participation_of(current_actor().organisation_id)


def place(own: Participation | None) -> Participation:
    """Return the place; a body that leads without one has no such page."""
    return own if own is not None else abort(404)


def why_not_lock(pool: Pool) -> str | None:
    """Say why the list cannot be locked yet; None when it can."""
    try:
        service.check_may_lock(pool)
    except RuleBroken as reason:
        return explain(reason)
    return None
