"""Reading the library: the agreements, one of them, one annex."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from procure.domain.policy import Actor
from procure.library.models import Agreement, Annex


def agreements(session: Session) -> Sequence[Agreement]:
    """List every edition of every agreement, with its annexes."""
    return session.scalars(
        select(Agreement).options(selectinload(Agreement.annexes)).order_by(Agreement.id)
    ).all()


def find_agreement(session: Session, _actor: Actor, agreement_id: int) -> Agreement | None:
    """Find an agreement with its annexes; everybody who is signed in may read all of them."""
    asked = select(Agreement).options(selectinload(Agreement.annexes))
    return session.scalar(asked.where(Agreement.id == agreement_id))


def find_annex(session: Session, _actor: Actor, agreement_id: int, annex_id: int) -> Annex | None:
    """Find an annex in its agreement."""
    asked = select(Annex).options(joinedload(Annex.agreement))
    return session.scalar(asked.where(Annex.id == annex_id, Annex.agreement_id == agreement_id))
