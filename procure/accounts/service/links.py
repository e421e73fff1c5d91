"""Links that carry a right: made, sent as a token, used once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from procure.accounts.models import Link, Purpose, User
from procure.accounts.sessions import hashed
from procure.domain.errors import N_, RuleBroken

LASTS: Final = {Purpose.INVITATION: timedelta(days=7), Purpose.PASSWORD_RESET: timedelta(hours=1)}
PROOF_LASTS: Final = timedelta(days=7)


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


def open_link(session: Session, user: User, purpose: Purpose, now: datetime) -> str:
    """Give the person a right to be sent as a token; what was sent before for the same stops working."""
    spend_links(session, user, purpose, now)
    token = new_token()
    link = Link(
        token_hash=hashed(token),
        purpose=purpose,
        user_id=user.id,
        created_at=now,
        expires_at=now + LASTS[purpose],
    )
    session.add(link)
    return token


def is_good(link: Link, now: datetime) -> bool:
    """Answer whether the link still works."""
    return link.used_at is None and now < link.expires_at and link.user.deactivated_at is None


def use_link(session: Session, link: Link, now: datetime) -> None:
    """Spend the link; of two at once only one gets through."""
    spent = session.execute(
        update(Link)
        .where(Link.id == link.id, Link.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if not is_good(link, now) or spent.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(N_("Lenken er brukt eller for gammel. Be om en ny"))


def spend_links(session: Session, user: User, purpose: Purpose, now: datetime) -> None:
    """Make every link of this kind that the person has been sent stop working."""
    session.execute(
        update(Link)
        .where(Link.user_id == user.id, Link.purpose == purpose, Link.used_at.is_(None))
        .values(used_at=now)
    )
