"""What the lead does: makes a pool, opens it, invites, locks the list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Kind, Organisation
from procure.db import check_fresh
from procure.demand.models import Need, NeedState
from procure.demand.queries import find_need
from procure.domain.errors import N_, Fact, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, IN_VIEW, PoolState, check_pool
from procure.domain.states import ParticipationState as S
from procure.pools import queries
from procure.pools.models import ApprovalRule, CostKey, Participation, Pool
from procure.pools.service.shared import (
    changed,
    check_takes_members,
    hold_as_lead,
    on_changed_members,
    tell_people,
)

LATEST_YEARS = 3  # a joining deadline further off is a slip of the hand


def create(
    session: Session,
    actor: Actor,
    *,
    need_id: int,
    name: str,
    purpose: str,
    closes_at: datetime,
    wanted_start_on: date | None = None,
    cost_key: CostKey = CostKey.INHABITANTS,
    approval_rule: ApprovalRule = ApprovalRule.ALL,
    organisation_ids: Collection[int] = (),
    message: str = "",
    later: bool = False,
    once: str | None = None,
    now: datetime,
) -> Pool:
    """Make a pool from one's own need, led by the actor's organisation, and invite others to it.

    later: it is prepared, and those chosen stand on the list without being asked until it is opened.
    once: where the form says so, the same form sent twice makes one pool.

    Raises RuleBroken when the need is not shared, or the joining deadline is not ahead.
    """
    need = find_need(session, actor, need_id)
    if need is None or need.state is not NeedState.SHARED or need.category_key is None:
        raise RuleBroken(N_("Behovet må være delt før dere kan opprette et fellesskap av det."))
    _check_deadline(closes_at, now)
    if once and (made := queries.find_by_once(session, actor, once)):
        return made
    pool = Pool(
        name=name,
        purpose=purpose,
        category_key=need.category_key,
        lead_id=actor.organisation_id,
        state=PoolState.FORMING if later else PoolState.OPEN,
        closes_at=closes_at,
        wanted_start_on=wanted_start_on,
        cost_key=cost_key,
        approval_rule=approval_rule,
        created_by_id=actor.user_id,
        created_at=now,
        once=once or None,
    )
    try:
        with session.begin_nested():
            session.add(pool)
    except IntegrityError:
        made = queries.find_by_once(session, actor, once or "")
        if made is None:
            raise
        return made
    _take_the_lead(session, pool, need, now)
    audit.record(session, actor, "pool.created", pool=pool.id, name=name, closes_at=closes_at, need=need.id)
    if organisation_ids:
        invite(session, actor, pool, organisation_ids=organisation_ids, message=message, now=now)
    return pool


def _check_deadline(closes_at: datetime, now: datetime) -> None:
    if closes_at <= now:
        raise RuleBroken(
            N_("Fristen %(when)s har vært. Velg et senere tidspunkt"), field="closes_at", when=closes_at
        )
    if closes_at.year > now.year + LATEST_YEARS:
        raise RuleBroken(
            N_("Fristen %(when)s er mer enn tre år fram. Velg et tidligere tidspunkt"),
            field="closes_at",
            when=closes_at,
        )


def _take_the_lead(session: Session, pool: Pool, need: Need, now: datetime) -> None:
    """Let the lead take part with its own need; a purchasing co-operation leads for others only."""
    if need.organisation.kind is Kind.COOPERATION:
        return
    pool.participations.append(
        Participation(
            organisation_id=need.organisation_id,
            need_id=need.id,
            state=S.INTERESTED,
            invited_at=now,
            opened_at=now,
            answered_at=now,
        )
    )
    session.flush()


def edit(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    name: str,
    purpose: str,
    closes_at: datetime,
    wanted_start_on: date | None,
    version: int,
    now: datetime,
) -> Pool:
    """Change what a pool is called, what it is for, and when; the terms that bodies answer to stand.

    Raises RuleBroken when the list is locked, or the joining deadline would come sooner than was said.
    """
    hold_as_lead(session, actor, pool)
    check_fresh(pool, version)
    if pool.state not in BEFORE_LOCK:
        raise RuleBroken(N_("Listen er låst, og da ligger beskrivelsen fast."))
    before = pool.closes_at
    if closes_at != before:
        _check_deadline(closes_at, now)
    if closes_at < before and pool.state is not PoolState.FORMING:
        sentence = N_("Fristen kan flyttes til senere, ikke tidligere. Andre regner med %(when)s")
        raise RuleBroken(sentence, field="closes_at", when=before)
    pool.name, pool.purpose = name, purpose
    pool.closes_at, pool.wanted_start_on = closes_at, wanted_start_on
    session.flush()
    audit.record(session, actor, "pool.edited", pool=pool.id, name=name, before=before, closes_at=closes_at)
    if closes_at > before and pool.state is not PoolState.FORMING:
        told = [each.organisation for each in pool.participations if each.state in IN_VIEW]
        sentence = N_("Fristen for å bli med i «%(pool)s» er flyttet til %(when)s.")
        tell_people(session, pool, told, sentence, {"when": closes_at}, but=actor, now=now)
    return pool


def invite(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    organisation_ids: Collection[int],
    message: str = "",
    now: datetime,
) -> list[Organisation]:
    """Invite buying bodies into an open pool, tell their people, and return those who were new.

    Raises RuleBroken when the pool takes no more, or when nobody is chosen.
    """
    hold_as_lead(session, actor, pool)
    check_takes_members(pool, now)
    if not organisation_ids:
        raise RuleBroken(N_("Velg hvem dere vil invitere"), field="organisation_ids")
    free = {each.id: each for each in queries.could_be_invited(session, pool, actor)}
    new = [free[each] for each in dict.fromkeys(organisation_ids) if each in free]
    pool.participations += [
        Participation(organisation=each, state=S.INVITED, message=message or None) for each in new
    ]
    session.flush()
    if pool.state is PoolState.FORMING:
        names = [each.short_name for each in new]
        audit.record(session, actor, "pool.listed", pool=pool.id, organisations=names)
    else:
        _ask(session, actor, pool, new, now)
    return new


def _ask(
    session: Session, actor: Actor, pool: Pool, organisations: Collection[Organisation], now: datetime
) -> None:
    """Send the invitations."""
    for organisation in organisations:
        place = pool.participation_of(organisation.id)
        if place is not None:
            place.invited_at = now
        facts = {"organisation": organisation.short_name, "organisation_id": organisation.id}
        audit.record(session, actor, "pool.invited", pool=pool.id, **facts)
    session.flush()
    sentence = N_("%(lead)s inviterer dere til innkjøpsfellesskapet «%(pool)s». Svar innen %(when)s.")
    told: dict[str, Fact] = {"lead": pool.lead.short_name, "when": pool.closes_at}
    tell_people(session, pool, organisations, sentence, told, page="participation", by_mail=True, now=now)


def open_up(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    organisation_ids: Collection[int],
    version: int | None = None,
    now: datetime,
) -> list[Organisation]:
    """Open a pool that was prepared, and invite those chosen from its list; the others are taken off it.

    Return those who are invited. Done twice, it is done once.

    Raises RuleBroken when the pool is over, or its joining deadline is not ahead.
    """
    hold_as_lead(session, actor, pool)
    if pool.state is PoolState.OPEN:
        return []
    check_fresh(pool, version)
    check_pool(pool.state, PoolState.OPEN)
    _check_deadline(pool.closes_at, now)
    listed = [each for each in pool.participations if each.state is S.INVITED]
    chosen = [each.organisation for each in listed if each.organisation_id in organisation_ids]
    pool.participations = [
        each for each in pool.participations if each not in listed or each.organisation in chosen
    ]
    pool.state = PoolState.OPEN
    session.flush()
    audit.record(session, actor, "pool.opened", pool=pool.id, closes_at=pool.closes_at)
    _ask(session, actor, pool, chosen, now)
    return chosen


def lock(session: Session, actor: Actor, pool: Pool, *, version: int | None = None, now: datetime) -> Pool:
    """Close the list for good: those who have committed remain, nobody else.

    Raises RuleBroken when nobody has committed, or the lead takes part and has not.
    """
    hold_as_lead(session, actor, pool)
    if pool.state is PoolState.LOCKED:
        return pool
    check_fresh(pool, version)
    check_pool(pool.state, PoolState.LOCKED)
    check_may_lock(pool)
    told = [each.organisation for each in queries.in_it(pool)]
    falls_out = any(each.state is S.INTERESTED for each in pool.participations)
    pool.state = PoolState.LOCKED
    pool.locked_at = now
    session.flush()
    changed(on_changed_members if falls_out else (), session, actor, pool, now)
    remaining = [each.organisation.short_name for each in pool.remaining]
    audit.record(session, actor, "pool.locked", pool=pool.id, remaining=remaining)
    sentence = N_("Listen i «%(pool)s» er låst. Deltakere: %(names)s.")
    tell_people(session, pool, told, sentence, {"names": ", ".join(remaining)}, but=actor, now=now)
    return pool


def check_may_lock(pool: Pool) -> None:
    """Raise RuleBroken unless somebody has committed, the lead first of all if it takes part."""
    lead = pool.participation_of(pool.lead_id)
    if lead is not None and lead.takes_part and lead.state is not S.COMMITTED:
        raise RuleBroken(N_("%(lead)s må forplikte seg før listen kan låses."), lead=pool.lead.short_name)
    if not any(each.state is S.COMMITTED for each in pool.participations):
        raise RuleBroken(N_("Minst én kommune må ha forpliktet seg før listen kan låses."))
