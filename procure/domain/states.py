"""The states of participation, pool and tender, and the moves between them: the one place that names them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from procure.domain.errors import N_, RuleBroken


class ParticipationState(StrEnum):
    """How far one municipality has gone into a pool."""

    INVITED = "invited"
    WATCHING = "watching"
    INTERESTED = "interested"
    COMMITTED = "committed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"


class PoolState(StrEnum):
    """How far a pool has come."""

    FORMING = "forming"
    OPEN = "open"
    LOCKED = "locked"
    DONE = "done"
    DISSOLVED = "dissolved"


class TenderState(StrEnum):
    """How far a tender has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


P, Q, T = ParticipationState, PoolState, TenderState

# From each state, the states that may follow. What is not written here is refused.
PARTICIPATION_MOVES: Mapping[ParticipationState, Set[ParticipationState]] = {
    P.INVITED: {P.WATCHING, P.INTERESTED, P.DECLINED},
    P.WATCHING: {P.INTERESTED, P.DECLINED},
    P.INTERESTED: {P.COMMITTED, P.WATCHING, P.DECLINED, P.WITHDRAWN},
    P.COMMITTED: {P.WITHDRAWN, P.RELEASED},
    P.DECLINED: {P.INTERESTED, P.WATCHING},  # the way back is open until the pool locks
    P.WITHDRAWN: {P.INTERESTED, P.WATCHING},
    P.RELEASED: set(),
}
POOL_MOVES: Mapping[PoolState, Set[PoolState]] = {
    Q.FORMING: {Q.OPEN, Q.DISSOLVED},
    Q.OPEN: {Q.LOCKED, Q.DISSOLVED},
    Q.LOCKED: {Q.DONE, Q.DISSOLVED},
    Q.DONE: set(),
    Q.DISSOLVED: set(),
}
TENDER_MOVES: Mapping[TenderState, Set[TenderState]] = {
    T.DRAFT: {T.APPROVED, T.CANCELLED},
    T.APPROVED: {T.DRAFT, T.DISPATCHED, T.CANCELLED},  # back to draft when a change voids the approval
    T.DISPATCHED: {T.PUBLISHED, T.CANCELLED},
    T.PUBLISHED: {T.CLOSED, T.CANCELLED},
    T.CLOSED: {T.CANCELLED},
    T.CANCELLED: set(),
}

TAKES_PART = frozenset({P.INTERESTED, P.COMMITTED})  # counted in a pool's totals before lock
IN_VIEW = frozenset({P.INVITED, P.WATCHING, P.INTERESTED, P.COMMITTED})  # sees the pool's own pages
LEAVES = frozenset({P.DECLINED, P.WITHDRAWN})
BEFORE_LOCK = frozenset({Q.FORMING, Q.OPEN})
SENT = frozenset({T.DISPATCHED, T.PUBLISHED, T.CLOSED})  # its content and its list of names are frozen


def counted(pool: PoolState) -> Set[ParticipationState]:
    """Return the states whose figures count in the pool's totals: after lock only the committed.

    >>> sorted(counted(PoolState.LOCKED))
    [<ParticipationState.COMMITTED: 'committed'>]
    """
    return TAKES_PART if pool in BEFORE_LOCK else frozenset({P.COMMITTED})


def check_participation(
    now: ParticipationState, wanted: ParticipationState, pool: PoolState, *, dispatched: bool = False
) -> None:
    """Raise RuleBroken unless a participation may go from one state to the other while the pool is as it is.

    dispatched: the tender has been sent; from then on the list of names is frozen.

    Before lock a municipality moves by itself; after lock only the lead's release lets it go.
    """
    if dispatched:
        raise RuleBroken(N_("Konkurransen er avsendt, og deltakerlisten er frosset."))
    if pool in BEFORE_LOCK:
        _check_before_lock(now, wanted, pool)
    else:
        _check_after_lock(now, wanted, pool)


def _check_before_lock(now: ParticipationState, wanted: ParticipationState, pool: PoolState) -> None:
    if wanted is P.RELEASED:
        raise RuleBroken(N_("Før låsing trekker kommunen seg selv. Først etter låsing kan leder frigi den."))
    if now is wanted:
        raise RuleBroken(N_("Dette svaret er allerede gitt."))
    if wanted is P.COMMITTED and now is not P.INTERESTED:
        raise RuleBroken(N_("Kommunen må ha meldt interesse før den kan forplikte seg."))
    if wanted is P.COMMITTED and pool is Q.FORMING:
        raise RuleBroken(N_("Fellesskapet er ikke åpnet ennå. Kommunen kan forplikte seg når det er åpnet."))
    if wanted not in PARTICIPATION_MOVES[now]:
        raise RuleBroken(N_("Kommunen kan ikke gå dit fra der den er nå."))


def _check_after_lock(now: ParticipationState, wanted: ParticipationState, pool: PoolState) -> None:
    if pool is not Q.LOCKED:
        raise RuleBroken(N_("Fellesskapet er avsluttet. Deltakelsen kan ikke endres."))
    if wanted in LEAVES:
        raise RuleBroken(N_("Fellesskapet er låst. Kommunen kan be leder om å bli frigitt."))
    if wanted is not P.RELEASED:
        raise RuleBroken(N_("Fellesskapet er låst og tar ikke imot flere."))
    if now is not P.COMMITTED:
        raise RuleBroken(N_("Bare en kommune som har forpliktet seg, kan bli frigitt."))


def check_pool(now: PoolState, wanted: PoolState) -> None:
    """Raise RuleBroken unless a pool may go from one state to the other."""
    if wanted not in POOL_MOVES[now]:
        raise RuleBroken(N_("Fellesskapet kan ikke gå dit fra der det er nå."))


def check_tender(now: TenderState, wanted: TenderState) -> None:
    """Raise RuleBroken unless a tender may go from one state to the other."""
    if wanted not in TENDER_MOVES[now]:
        raise RuleBroken(N_("Konkurransen kan ikke gå dit fra der den er nå."))
