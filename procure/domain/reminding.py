"""When one who has not answered is told again."""

from __future__ import annotations

from datetime import datetime, timedelta

EVERY = timedelta(days=7)
LAST_CALL = timedelta(days=3)  # before the joining deadline


def is_due(last_told: datetime, closes_at: datetime, now: datetime) -> bool:
    """Answer whether to remind now: after a week of silence, and once when three days are left.

    last_told: when the invitation or the last reminder was sent.

    >>> from datetime import UTC
    >>> closes = datetime(2026, 12, 18, 14, tzinfo=UTC)
    >>> is_due(datetime(2026, 12, 10, 9, tzinfo=UTC), closes, now=datetime(2026, 12, 15, 15, tzinfo=UTC))
    True
    """
    if now > closes_at:
        return False
    return last_told <= now - EVERY or last_told < closes_at - LAST_CALL <= now
