"""Pools for the world that tests look through: prepared, offered to another lead, with one that wants out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Organisation
from procure.demand.models import Need
from procure.demo import cast
from procure.domain.policy import Actor, Role
from procure.domain.states import ParticipationState
from procure.pools import service
from procure.pools.models import Pool

PREPARED, OFFERED = "Forberedt fellesskap", "Fellesskap som skifter leder"


def fill(session: Session, lead: Actor, locked: Pool, now: datetime) -> None:
    """Let one in the locked pool want out, one hold an option in the open one, and make two pools more."""
    service.ask_release(session, cast.playing(session, "Tolga", Role.BUYER), locked, now=now)
    pool = session.scalars(select(Pool).where(Pool.name.startswith("Barnehage"))).one()
    [body] = _bodies(session, "Trysil")
    service.add_option_holder(session, lead, pool, organisation_id=body, inhabitants=6500, now=now)
    _pool(session, lead, PREPARED, "Trysil", now, later=True)
    _offered(session, lead, now)


def values(session: Session, locked: Pool) -> dict[str, int]:
    """Return the pools and the place that some acts need."""
    prepared, offered = (_id(session, name) for name in (PREPARED, OFFERED))
    leaving = next(each for each in locked.participations if each.release_asked_at)
    return {
        "pools.open_up:pool_id": prepared,
        "pools.cost_key:pool_id": prepared,  # nobody has committed to its key
        "pools.dissolve:pool_id": prepared,
        "pools.answer_lead:pool_id": offered,
        "pools.take_back_lead:pool_id": offered,
        "pools.ask_release:pool_id": locked.id,
        "pools.release:pool_id": locked.id,
        "pools.release:participation_id": leaving.id,
    }


def _offered(session: Session, lead: Actor, now: datetime) -> None:
    """Ask one of those who are interested whether it will lead."""
    pool = _pool(session, lead, OFFERED, "Tolga", now)
    other = cast.playing(session, "Tolga", Role.BUYER)
    service.answer(session, other, pool, state=ParticipationState.INTERESTED, now=now)
    [body] = _bodies(session, "Tolga")
    service.offer_lead(session, lead, pool, organisation_id=body, now=now)


def _pool(
    session: Session, lead: Actor, name: str, invited: str, now: datetime, *, later: bool = False
) -> Pool:
    need = select(Need.id).where(
        Need.organisation_id == lead.organisation_id, Need.category_key == "barnehage"
    )
    return service.create(
        session,
        lead,
        need_id=session.scalars(need).one(),
        name=name,
        purpose="Skal åpnes når teksten er ferdig." if later else "Skal ledes av en annen.",
        closes_at=now + timedelta(days=40),
        organisation_ids=_bodies(session, invited),
        later=later,
        now=now,
    )


def _bodies(session: Session, name: str) -> Sequence[int]:
    return session.scalars(select(Organisation.id).where(Organisation.short_name == name)).all()


def _id(session: Session, name: str) -> int:
    return session.scalars(select(Pool.id).where(Pool.name == name)).one()
