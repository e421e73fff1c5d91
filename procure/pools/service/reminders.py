"""Who is reminded of an invitation: by the lead, and by the platform when somebody stays silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation
from procure.domain.errors import N_, Fact, RuleBroken
from procure.domain.policy import SYSTEM, Actor
from procure.domain.states import PoolState
from procure.jobs import queue
from procure.pools import queries, reaching
from procure.pools.models import Participation, Pool
from procure.pools.service.shared import check_takes_members, hold_as_lead, mark, tell_people

HOURLY = 3600


def remind(session: Session, actor: Actor, pool: Pool, *, now: datetime) -> list[Organisation]:
    """Remind those who have not answered and have heard nothing for a week; return whom.

    Raises RuleBroken when the pool takes no more, or when nobody is to be reminded.
    """
    hold_as_lead(session, actor, pool)
    if pool.state is PoolState.FORMING:
        raise RuleBroken(N_("Fellesskapet er ikke åpnet ennå, og ingen er invitert."))
    check_takes_members(pool, now)
    silent = reaching.with_somebody(session, queries.may_be_reminded(pool, now))
    if not silent:
        raise RuleBroken(
            N_("Ingen kan påminnes nå. De som ikke har svart, har nylig hørt fra dere eller kan ikke nås.")
        )
    return _remind(session, actor, pool, silent, now)


@queue.every(HOURLY)
def remind_the_silent(session: Session, now: datetime) -> None:
    """Remind, in every open pool, those who are due: each week, and when three days are left."""
    for pool in reaching.waiting_for_answers(session, now):
        queries.hold(session, pool)
        due = reaching.with_somebody(session, reaching.due(pool, now))
        if due:
            _remind(session, SYSTEM, pool, due, now)


def _remind(
    session: Session, actor: Actor, pool: Pool, silent: Sequence[Participation], now: datetime
) -> list[Organisation]:
    mark(session, silent, reminded_at=now)
    told = [each.organisation for each in silent]
    names = [each.short_name for each in told]
    audit.record(session, actor, "pool.reminded", pool=pool.id, organisations=names)
    sentence = N_("Dere har ikke svart på invitasjonen til «%(pool)s» ennå. Fristen er %(when)s.")
    facts: dict[str, Fact] = {"when": pool.closes_at}
    tell_people(session, pool, told, sentence, facts, page="participation", by_mail=True, now=now)
    return told
