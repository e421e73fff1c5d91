"""Reading what those in a pool write to each other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from procure.domain.policy import Actor
from procure.pools.models import Pool, PoolComment
from procure.web.paging import Page, counted, paged


def find_comment(session: Session, actor: Actor, pool_id: int, comment_id: int) -> PoolComment | None:
    """Find what somebody has written, in its pool."""
    asked = select(PoolComment).where(PoolComment.id == comment_id, PoolComment.pool_id == pool_id)
    return session.scalar(asked.where(PoolComment.visible_to(actor)))


def written(session: Session, actor: Actor, pool: Pool, number: int) -> Page[PoolComment]:
    """Fetch a page of what has been written in a pool, the newest first."""
    return paged(session, _all(actor, pool), number)


def newest(session: Session, actor: Actor, pool: Pool, limit: int) -> tuple[Sequence[PoolComment], int]:
    """Return the last that was written in a pool, and how much there is."""
    asked = _all(actor, pool)
    return session.scalars(asked.limit(limit)).all(), counted(session, asked)


def _all(actor: Actor, pool: Pool) -> Select[PoolComment]:
    return (
        select(PoolComment)
        .where(PoolComment.pool_id == pool.id, PoolComment.visible_to(actor))
        .options(joinedload(PoolComment.author), joinedload(PoolComment.organisation))
        .order_by(PoolComment.written_at.desc(), PoolComment.id.desc())
    )
