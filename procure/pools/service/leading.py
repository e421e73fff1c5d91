"""How the lead changes hands: it is offered to another body, which takes it over by its own yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from procure import audit
from procure.accounts.models import Organisation
from procure.db import check_fresh
from procure.domain.errors import N_, Fact, RuleBroken
from procure.domain.policy import Actor, Role
from procure.domain.states import BEFORE_LOCK, PoolState
from procure.notifications.service import tell
from procure.pools import queries
from procure.pools.models import Pool
from procure.pools.service.shared import changed, hold_as_lead, is_dispatched, on_changed_lead, tell_people

NO_OFFER = N_("Dere er ikke lenger spurt om å lede fellesskapet.")


def offer_lead(
    session: Session,
    actor: Actor,
    pool: Pool,
    *,
    organisation_id: int,
    version: int | None = None,
    now: datetime,
) -> Organisation:
    """Ask another body to take over as lead; the actor's goes on leading until it has said yes.

    Raises RuleBroken when somebody else is asked already, the body cannot lead, or the tender has been sent.
    """
    hold_as_lead(session, actor, pool)
    if pool.offered_to is not None and pool.offered_to_id == organisation_id:
        return pool.offered_to
    check_fresh(pool, version)
    check_may_hand_over(session, pool)
    heir = next((each for each in queries.could_lead(session, pool) if each.id == organisation_id), None)
    if heir is None:
        raise RuleBroken(
            N_("Velg en som er med i fellesskapet, eller et innkjøpssamarbeid."), field="organisation_id"
        )
    pool.offered_to, pool.offered_at = heir, now
    session.flush()
    _record(session, actor, pool, "pool.lead_offered", heir)
    sentence = N_("%(lead)s spør om dere vil ta over som leder for «%(pool)s».")
    facts: dict[str, Fact] = {"lead": pool.lead.short_name}
    _tell_buyers(session, actor, pool, heir, sentence, facts, now, page="/lead/answer")
    return heir


def check_may_hand_over(session: Session, pool: Pool) -> None:
    """Raise RuleBroken unless the lead may be offered to somebody now."""
    if pool.state not in (*BEFORE_LOCK, PoolState.LOCKED):
        raise RuleBroken(N_("Fellesskapet er avsluttet, og ledelsen kan ikke gis videre."))
    if is_dispatched(session, pool):
        raise RuleBroken(N_("Konkurransen er avsendt med %(lead)s som leder."), lead=pool.lead.name)
    if pool.offered_to is not None:
        raise RuleBroken(
            N_("%(name)s er spurt og har ikke svart. Ta tilbake spørsmålet først."), name=pool.offered_to.name
        )


def take_back_lead(session: Session, actor: Actor, pool: Pool, *, now: datetime) -> None:
    """Take back the offer while nobody has said yes; done twice, it is done once."""
    hold_as_lead(session, actor, pool)
    heir = pool.offered_to
    if heir is None:
        return
    _close_offer(pool)
    session.flush()
    _record(session, actor, pool, "pool.lead_taken_back", heir)
    sentence = N_("%(lead)s leder «%(pool)s» videre selv, og spør ikke lenger dere.")
    _tell_buyers(session, actor, pool, heir, sentence, {"lead": pool.lead.short_name}, now)


def answer_lead(session: Session, actor: Actor, pool: Pool, *, accept: bool, now: datetime) -> bool:
    """Say yes or no for the body that is asked; return whether it leads. Said twice, it counts once.

    With a yes the lead is theirs at once, and the one before has no right of a lead any more.

    Raises RuleBroken when the offer has been taken back, or the tender has been sent meanwhile.
    """
    queries.hold(session, pool)
    if accept and pool.lead_id == actor.organisation_id:
        return True
    if pool.offered_to is None or pool.offered_to_id != actor.organisation_id:
        raise RuleBroken(NO_OFFER)
    if accept:
        _take_over(session, actor, pool, pool.offered_to, now)
    else:
        _decline(session, actor, pool, pool.offered_to, now)
    return accept


def _take_over(session: Session, actor: Actor, pool: Pool, heir: Organisation, now: datetime) -> None:
    if is_dispatched(session, pool):
        raise RuleBroken(N_("Konkurransen er avsendt med %(lead)s som leder."), lead=pool.lead.name)
    before, pool.lead = pool.lead, heir
    _close_offer(pool)
    session.flush()
    changed(on_changed_lead, session, actor, pool, now)
    _record(session, actor, pool, "pool.handed_over", heir, before=before.short_name)
    told = {each.organisation_id: each.organisation for each in queries.in_it(pool)}
    told[before.id] = before
    sentence = N_("%(lead)s har tatt over som leder for «%(pool)s» etter %(before)s.")
    facts: dict[str, Fact] = {"lead": heir.short_name, "before": before.short_name}
    tell_people(session, pool, told.values(), sentence, facts, but=actor, now=now)


def _decline(session: Session, actor: Actor, pool: Pool, heir: Organisation, now: datetime) -> None:
    _close_offer(pool)
    session.flush()
    _record(session, actor, pool, "pool.lead_declined", heir)
    sentence = N_("%(who)s tar ikke over som leder for «%(pool)s». Dere leder fortsatt.")
    _tell_buyers(session, actor, pool, pool.lead, sentence, {"who": heir.short_name}, now)


def _close_offer(pool: Pool) -> None:
    pool.offered_to = pool.offered_at = None


def _record(
    session: Session, actor: Actor, pool: Pool, action: str, heir: Organisation, **facts: object
) -> None:
    audit.record(
        session,
        actor,
        action,
        pool=pool.id,
        organisation=heir.short_name,
        organisation_id=heir.id,
        **facts,
    )


def _tell_buyers(
    session: Session,
    actor: Actor,
    pool: Pool,
    body: Organisation,
    sentence: str,
    facts: Mapping[str, Fact],
    now: datetime,
    page: str = "",
) -> None:
    """Tell the buyers of one body, on the page and by mail: the lead is a buyer's work."""
    users = queries.people(session, [body.id], Role.BUYER).get(body.id, [])
    tell(
        session,
        [user for user in users if user.id != actor.user_id],
        sentence,
        path=f"/pools/{pool.id}{page}",
        organisation_id=body.id,
        by_mail=True,
        now=now,
        **{"pool": pool.name, **facts},
    )
