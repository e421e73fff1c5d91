"""Reading needs: one's own, those that fit them, and what they say about today's contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from procure import audit
from procure.accounts.models import BUYING, Membership, Organisation
from procure.accounts.queries import alphabetical, names
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain import pooling
from procure.domain.policy import Actor, Role
from procure.reference.models import Category

NO_CONTRACT = (None, ContractEnd.NO_SYSTEM)
LIVE = (NeedState.DRAFT, NeedState.SHARED)
OF_A_WINDOW = (  # all that is read of a need that might fit; there may be thousands
    *(Need.organisation_id, Need.category_key, Need.contract_end, Need.ends_on),
    *(Need.renewal_months, Need.notice_months, Need.extension_months),
)


@dataclass(frozen=True)
class Match:
    """A need of somebody else's that fits one's own: no more of it than they have chosen to show."""

    organisation: Organisation
    need_id: int
    window: pooling.Window
    meeting: pooling.Meeting
    same_county: bool


@dataclass(frozen=True)
class Contract:
    """What a need says about today's contract: when one can leave, must say so, and can wait until."""

    need: Need
    window: pooling.Window
    notice_on: date | None  # the last day to give notice, of a contract that ends or renews itself

    @property
    def renews(self) -> bool:
        """Whether it goes on by itself when nobody gives notice."""
        return self.need.contract_end is ContractEnd.DATE and self.need.renewal_months is not None


def _whole() -> tuple[ORMOption, ...]:
    """Return what is loaded with a need; not at import, when the classes above it are not there yet."""
    return joinedload(Need.organisation), joinedload(Need.category)


def find_need(session: Session, actor: Actor, need_id: int) -> Need | None:
    """Find a need that the actor may see."""
    return session.scalar(select(Need).where(Need.id == need_id, Need.visible_to(actor)).options(*_whole()))


def find_by_once(session: Session, actor: Actor, once: str) -> Need | None:
    """Find the need that this form has made already."""
    return session.scalar(select(Need).where(Need.once == once, Need.visible_to(actor)))


def needs_of(session: Session, actor: Actor, *states: NeedState) -> Sequence[Need]:
    """List the own organisation's needs in these states, or in all; the newest first."""
    return session.scalars(_needs_of(actor, states or tuple(NeedState))).all()


@lru_cache(maxsize=256)  # made of who asks alone
def _needs_of(actor: Actor, states: tuple[NeedState, ...]) -> Select[Need]:
    asked = select(Need).where(Need.visible_to(actor), Need.state.in_(states))
    return asked.options(*_whole()).order_by(Need.id.desc())


def acted_for(session: Session, actor: Actor) -> Sequence[int]:
    """List the bodies that the person may see the needs of, whoever they act for now."""
    held = select(Membership.organisation_id).where(
        Membership.user_id == actor.user_id, Membership.role.in_((Role.BUYER, Role.SIGNATORY))
    )
    return session.scalars(held.distinct()).all()


def needs_everywhere(session: Session, actor: Actor) -> Sequence[Need]:
    """List the needs that go on in all bodies that the person buys or signs for."""
    mine = acted_for(session, actor)
    theirs = or_(Need.organisation_id.in_(mine), Need.keeper_id.in_(mine))
    asked = select(Need).where(theirs, Need.state.in_(LIVE)).options(*_whole())
    return session.scalars(asked.order_by(Need.id.desc())).all()


def categories(session: Session) -> Sequence[Category]:
    """List the kinds of system that can be bought, in their order."""
    return session.scalars(select(Category).where(Category.buyable).order_by(Category.position)).all()


def concerned(session: Session, actor: Actor) -> Sequence[Organisation]:
    """List whom the actor may register a need for: whoever the person buys for, the acting one first."""
    buys_for = select(Membership.organisation_id).where(
        Membership.user_id == actor.user_id, Membership.role == Role.BUYER
    )
    found = session.scalars(
        select(Organisation).where(Organisation.id.in_(buys_for), Organisation.kind.in_(BUYING))
    ).all()
    return sorted(found, key=lambda each: (each.id != actor.organisation_id, alphabetical(each.name)))


def bodies_with(session: Session, bodies: Iterable[Organisation], category_key: str | None) -> set[int]:
    """Return which of these bodies have a need of this kind already."""
    asked = select(Need.organisation_id).where(
        Need.organisation_id.in_([body.id for body in bodies]),
        Need.category_key == category_key,
        Need.state.in_(LIVE),
    )
    return set(session.scalars(asked))


# --- Matches ---------------------------------------------------------------------------------------


def matches(session: Session, actor: Actor, need: Need, today: date) -> list[Match]:
    """List who else needs the same in a window that meets, nearest first; nobody for a need kept private."""
    return matches_of(session, actor, [need], today)[need.id]


def matches_of(
    session: Session, actor: Actor, needs: Sequence[Need], today: date
) -> Mapping[int, list[Match]]:
    """List the matches of several needs, by need, with one query."""
    asking = [need for need in needs if _asks(need)]
    keys = {need.category_key for need in asking if need.category_key}
    candidates = _candidates(session, actor, keys, today)
    found: dict[int, list[Match]] = {need.id: [] for need in needs}
    for need in asking:
        found[need.id] = _fitting(need, candidates.get(need.category_key or "", ()), today)
    return found


def _asks(need: Need) -> bool:
    kept = need.visibility is Visibility.MINE and need.state is NeedState.SHARED
    return need.state in LIVE and not kept and need.category_key is not None


def _candidates(
    session: Session, actor: Actor, keys: set[str], today: date
) -> Mapping[str, list[tuple[Need, pooling.Window]]]:
    """Find the needs of these categories that may be mentioned, each with its window, by category."""
    found: dict[str, list[tuple[Need, pooling.Window]]] = {}
    if not keys:
        return found
    asked = select(Need).where(
        Need.known_to(actor), Need.visibility != Visibility.MINE, Need.category_key.in_(keys)
    )
    enough = (joinedload(Need.organisation), load_only(*OF_A_WINDOW))
    for need in session.scalars(asked.options(*enough).order_by(Need.id)):
        found.setdefault(need.category_key or "", []).append((need, pooling.window(need.end, today)))
    return found


def _fitting(need: Need, candidates: Iterable[tuple[Need, pooling.Window]], today: date) -> list[Match]:
    """Keep those whose window meets the need's; of several needs of one body the closest."""
    mine = pooling.window(need.end, today)
    best: dict[int, Match] = {}
    for other, theirs in candidates:
        if other.organisation_id == need.organisation_id:
            continue
        meeting = pooling.meets(mine, theirs)
        if meeting is not None:
            match = Match(other.organisation, other.id, theirs, meeting, _same_county(need, other))
            best[other.organisation_id] = min(match, best.get(other.organisation_id, match), key=_distance)
    return sorted(best.values(), key=_distance)


CLOSENESS = list(pooling.Closeness)


def _distance(match: Match) -> tuple[int, int, bool, str]:
    meeting = match.meeting
    return (
        CLOSENESS.index(meeting.closeness),
        meeting.months_apart,
        not match.same_county,
        match.organisation.name,
    )


def _same_county(one: Need, other: Need) -> bool:
    here, there = one.organisation.municipality, other.organisation.municipality
    return here is not None and there is not None and here.county_number == there.county_number


# --- Contracts ----------------------------------------------------------------------------------------


def contract(need: Need, today: date) -> Contract:
    """Say what a need tells about today's contract."""
    window, notice = pooling.window(need.end, today), need.notice_months
    if need.contract_end is not ContractEnd.DATE or notice is None or window.earliest is None:
        return Contract(need, window, None)
    return Contract(need, window, pooling.add_months(window.earliest, -notice))


def contracts(session: Session, actor: Actor, today: date) -> list[Contract]:
    """List the contracts that the own organisation's needs tell of."""
    return contracts_of(needs_of(session, actor, *LIVE), today)


def contracts_of(needs: Iterable[Need], today: date) -> list[Contract]:
    """List the contracts that these needs tell of; first out first, unknown last."""
    found = [contract(need, today) for need in needs if need.contract_end not in NO_CONTRACT]
    return sorted(found, key=lambda each: (each.window.earliest or date.max, each.need.id))


# --- What has happened --------------------------------------------------------------------------------


class Happening(NamedTuple):
    """One line of a need's history."""

    at: datetime
    action: str
    who: str | None


def history(session: Session, need: Need) -> list[Happening]:
    """List what has happened to a need, newest first."""
    events = audit.events_about(session, f"need:{need.id}", 20)
    known = names(session, [event.user_id for event in events])
    return [Happening(event.at, event.action, known.get(event.user_id or 0)) for event in events]
