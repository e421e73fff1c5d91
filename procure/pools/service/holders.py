"""Who may join later on the published terms: the list that the lead keeps of option holders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, PoolState
from procure.pools import queries
from procure.pools.models import OptionHolder, Pool
from procure.pools.service.shared import changed, hold_as_lead, on_changed_holders


def add_option_holder(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    organisation_id: int,
    users: int | None = None,
    inhabitants: int | None = None,
    now: datetime,
) -> OptionHolder:
    """Name a body that may join later; told the same twice, it stands there once.

    users, inhabitants: the highest volumes that it may call off.

    Raises RuleBroken when the body takes part or cannot buy, when it is named with other volumes, or when the
    tender has been sent.
    """
    hold_as_lead(session, actor, pool)
    if there := pool.holder_of(organisation_id):
        return _the_same(there, users, inhabitants)
    _check_open(pool)
    organisation = _body(session, pool, organisation_id)
    holder = OptionHolder(organisation=organisation, users=users, inhabitants=inhabitants, added_at=now)
    pool.option_holders.append(holder)
    _changed(session, actor, pool, now)
    _record(session, actor, pool, "option_holder.added", organisation, users, inhabitants)
    return holder


def _the_same(there: OptionHolder, users: int | None, inhabitants: int | None) -> OptionHolder:
    if (there.users, there.inhabitants) != (users, inhabitants):
        raise RuleBroken(
            N_("%(name)s står på listen med andre tall. Ta kommunen av listen først."),
            field="organisation_id",
            name=there.organisation.name,
        )
    return there


def _check_open(pool: Pool) -> None:
    if pool.state not in (*BEFORE_LOCK, PoolState.LOCKED):
        raise RuleBroken(N_("Fellesskapet er avsluttet. Listen over opsjonstakere ligger fast."))


def _body(session: Session, pool: Pool, organisation_id: int) -> Organisation:
    free = {each.id: each for each in queries.could_hold_option(session, pool)}
    if organisation_id not in free:
        raise RuleBroken(
            N_("Velg en kommune eller et samarbeid som ikke er med i fellesskapet."), field="organisation_id"
        )
    return free[organisation_id]


def remove_option_holder(session: Session, actor: Actor, holder: OptionHolder, *, now: datetime) -> None:
    """Take a body off the list, once. Raises RuleBroken when the tender has been sent."""
    pool, organisation = holder.pool, holder.organisation
    hold_as_lead(session, actor, pool)
    _check_open(pool)
    if holder not in pool.option_holders:
        return  # somebody was first
    pool.option_holders.remove(holder)
    _changed(session, actor, pool, now)
    _record(session, actor, pool, "option_holder.removed", organisation, holder.users, holder.inhabitants)


def _changed(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    changed(on_changed_holders, session, actor, pool, now)
    session.flush()


def _record(
    session: Session,
    actor: Actor,
    pool: Pool,
    action: str,
    body: Organisation,
    users: int | None,
    inhabitants: int | None,
) -> None:
    audit.record(
        session,
        actor,
        action,
        pool=pool.id,
        organisation=body.short_name,
        organisation_id=body.id,
        users=users,
        inhabitants=inhabitants,
    )
