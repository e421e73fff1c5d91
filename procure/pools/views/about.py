"""What every page about one pool needs, and whose place is the reader's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort
from wtforms import Field, HiddenField
from wtforms import PasswordField as SecretField

from procure import db
from procure.clock import OSLO
from procure.domain.errors import RuleBroken
from procure.domain.law import law_on
from procure.domain.states import BEFORE_LOCK
from procure.pools import queries, service, sums, words
from procure.pools.models import Participation, Pool
from procure.web.access import current_actor
from procure.web.errors import explain
from procure.web.forms import ChoiceField, Form


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
        "law": law_on(now.astimezone(OSLO).date()),
        "now": now,
    }


def seen(pool: Pool, now: datetime) -> Participation | None:
    """Return the reader's own place, and let it be noted that the invitation has been opened."""
    service.note_opened(db.session(), current_actor(), pool, now)
    return pool.participation_of(current_actor().organisation_id)


def place(own: Participation | None) -> Participation:
    """Return the place; a body that leads without one has no such page."""
    return own if own is not None else abort(404)


def typed(form: Form) -> list[tuple[str, str]]:
    """Return what stood in a form that came too late, by label, so that it is not lost; never a password."""
    found = []
    for field in form:
        text = _typed(field)
        if text and not isinstance(field, HiddenField | SecretField):
            found.append((str(field.label.text), text))
    return found


def _typed(field: Field) -> str:
    if isinstance(field, ChoiceField):
        return next((str(option.label.text) for option in field if option.checked), "")
    return str(field.raw_data[0]).strip() if field.raw_data else ""


def why_not_lock(pool: Pool) -> str | None:
    """Say why the list cannot be locked yet; None when it can."""
    return why_not(service.check_may_lock, pool)


def why_not(check: Callable[..., object], *facts: object) -> str | None:
    """Say why an act is not possible now; None when it is."""
    try:
        check(*facts)
    except RuleBroken as reason:
        return explain(reason)
    return None
