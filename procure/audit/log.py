"""Writing and reading the audit log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from procure import clock, db
from procure.audit.models import AuditDetail, AuditEvent
from procure.domain.policy import Actor

KEPT = timedelta(days=10 * 365)  # contracts and their procurement records outlive ten years at most
SEEN_AGAIN = timedelta(minutes=5)


def record(session: Session, actor: Actor, action: str, **facts: object) -> None:
    """Write what the actor does, in the same transaction as the act.

    facts: the first names the thing it happens to (`pool=3`), the rest what was before and after. No secrets.
    """
    details = {name: _plain(value) for name, value in facts.items()}
    written = json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    event = AuditEvent(
        at=clock.now(),
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        action=action,
        about=_about(details),
        details_hash=hashlib.sha256(written.encode()).hexdigest(),
    )
    event.detail = AuditDetail(details=details, keep_until=event.at + KEPT)
    session.add(event)


def note(session: Session, actor: Actor, action: str, **facts: object) -> None:
    """Write what must survive a refusal: in a transaction of its own, after the request's."""
    db.alone(session, lambda own: record(own, actor, action, **facts))


def seen(session: Session, actor: Actor, action: str, **facts: object) -> None:
    """Write that the actor has looked at a thing, at most once in five minutes."""

    def write(own: Session) -> None:
        about = _about({name: _plain(value) for name, value in facts.items()})
        again = exists().where(
            AuditEvent.user_id == actor.user_id,
            AuditEvent.action == action,
            AuditEvent.about == about,
            AuditEvent.at > clock.now() - SEEN_AGAIN,
        )
        if not own.scalar(select(again)):
            record(own, actor, action, **facts)

    db.alone(session, write)


def events_about(session: Session, about: str, limit: int = 200) -> Sequence[AuditEvent]:
    """Return what has happened to a thing ("pool:3"), newest first, details loaded."""
    return session.scalars(
        select(AuditEvent)
        .where(AuditEvent.about == about)
        .options(joinedload(AuditEvent.detail))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    ).all()


def _about(details: dict[str, Any]) -> str | None:
    first = next(iter(details.items()), None)
    return f"{first[0]}:{first[1]}"[:60] if first else None


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
