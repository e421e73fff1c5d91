"""What the bodies in a pool write to each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation, User
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import IN_VIEW, PoolState
from procure.notifications.models import Notification
from procure.notifications.service import tell
from procure.pools import queries
from procure.pools.models import Pool, PoolComment

NEWS = N_("Det er skrevet noe nytt i samtalen i «%(pool)s».")


def comment(
    session: Session, actor: Actor, pool: Pool, *, text: str, once: str | None = None, now: datetime
) -> PoolComment:
    """Write to the others in the pool; the same form sent twice makes one comment.

    Each of them is told once, and not again before that has been read.
    Raises RuleBroken when the actor's body is out of the pool, or the pool is over.
    """
    check_may_write(pool, actor)
    if once and (made := _made(session, actor, once)):
        return made
    written = PoolComment(
        pool_id=pool.id,
        organisation_id=actor.organisation_id,
        author_id=actor.user_id,
        text=text,
        written_at=now,
        once=once or None,
    )
    try:
        with session.begin_nested():
            session.add(written)
    except IntegrityError:
        if once and (made := _made(session, actor, once)):
            return made
        raise
    audit.record(session, actor, "comment.written", pool_comment=written.id, pool=pool.id)
    _tell(session, actor, pool, now)
    return written


def check_may_write(pool: Pool, actor: Actor) -> None:
    """Raise RuleBroken when the actor's body is out of the pool, or the pool is over."""
    if pool.state in (PoolState.DONE, PoolState.DISSOLVED):
        raise RuleBroken(N_("Fellesskapet er avsluttet, og samtalen med det."))
    if actor.organisation_id not in {each.id for each in _readers(pool)}:
        raise RuleBroken(N_("Dere er ikke med i fellesskapet lenger, og kan ikke skrive i samtalen."))


def _readers(pool: Pool) -> list[Organisation]:
    """List the bodies that read on: the lead, the invited and watching, and those whose figures count."""
    waiting = [each for each in pool.participations if each.state in IN_VIEW and pool.locked_at is None]
    return [pool.lead, *(each.organisation for each in (waiting or pool.remaining))]


def _made(session: Session, actor: Actor, once: str) -> PoolComment | None:
    asked = select(PoolComment).where(PoolComment.once == once, PoolComment.author_id == actor.user_id)
    return session.scalar(asked)


def _tell(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Tell the people of the bodies that something is new, but those who know and have not looked yet."""
    path = f"/pools/{pool.id}/discussion"
    there = queries.people(session, {each.id for each in _readers(pool)}, *queries.DECIDES)
    everybody = {user.id for users in there.values() for user in users}
    told = _knowing(session, everybody, path) | {actor.user_id or 0}
    for organisation_id, users in there.items():
        new = [user for user in users if user.id not in told]
        told |= {user.id for user in new}
        _tell_some(session, pool, new, organisation_id, path, now)


def _tell_some(
    session: Session, pool: Pool, users: Iterable[User], organisation_id: int, path: str, now: datetime
) -> None:
    tell(session, users, NEWS, path=path, organisation_id=organisation_id, now=now, pool=pool.name)


def _knowing(session: Session, people: Iterable[int], path: str) -> set[int]:
    """Return those who have been told already, and have not read it."""
    unread = select(Notification.user_id).where(
        Notification.user_id.in_(people), Notification.path == path, Notification.read_at.is_(None)
    )
    return set(session.scalars(unread))


def take_back(session: Session, actor: Actor, written: PoolComment, *, now: datetime) -> None:
    """Take back what one has written: the words are gone, and that there were some is left."""
    if written.taken_back_at is not None:
        return
    written.text, written.taken_back_at = "", now
    session.flush()
    audit.record(session, actor, "comment.taken_back", pool_comment=written.id, pool=written.pool_id)
