"""What a person has been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from procure.domain.policy import Actor
from procure.notifications.models import Notification
from procure.notifications.service import restored
from procure.web.errors import say

MOST = 100


@dataclass(frozen=True)
class Notice:
    """One notice as the reader reads it."""

    id: int
    text: str
    path: str
    at: datetime
    unread: bool


def find_notification(session: Session, actor: Actor, notification_id: int) -> Notification | None:
    """Find one of the person's own notices."""
    return session.scalar(
        select(Notification).where(Notification.id == notification_id, Notification.visible_to(actor))
    )


def notices(session: Session, actor: Actor) -> list[Notice]:
    """Return the newest hundred, unread ones first."""
    newest = (
        select(Notification)
        .where(Notification.visible_to(actor))
        .order_by(Notification.read_at.is_not(None), Notification.created_at.desc(), Notification.id.desc())
        .limit(MOST)
    )
    return [
        Notice(one.id, _text(one), one.path, one.created_at, one.read_at is None)
        for one in session.scalars(newest)
    ]


def _text(notice: Notification) -> str:
    return say(notice.sentence, {name: restored(kept) for name, kept in notice.facts.items()})


def count_unread(session: Session, actor: Actor, path: str) -> tuple[int, int]:
    """Count what the person has not read: of other pages than this one, and of this one."""
    total, of_this = session.execute(_unread(actor), {"path": path}).one()
    return total - (of_this or 0), of_this or 0


@lru_cache(maxsize=1000)  # made of who asks alone, and asked on every page
def _unread(actor: Actor) -> Select[int, int]:
    here = func.sum(case((Notification.path == bindparam("path"), 1), else_=0))
    mine = Notification.visible_to(actor), Notification.read_at.is_(None)
    return select(func.count(), here).where(*mine)
