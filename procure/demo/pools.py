"""How the municipalities come together: one pool that is locked, one that is open, one that drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.accounts.models import Organisation
from procure.clock import OSLO, telling
from procure.demo.cast import PASSWORD, playing
from procure.demo.needs import month_end, need_of
from procure.domain.money import Ore
from procure.domain.policy import Role
from procure.domain.states import ParticipationState
from procure.pools import service
from procure.pools.models import CostKey, Pool

LEAD = "Tynset"
CLOSES = time(15, 0)
JOINS_LATER = "Engerdal"
CEILINGS = {  # kroner: the most that each lets itself be bound to
    "Tynset": 1_800_000,
    "Alvdal": 900_000,
    "Folldal": 700_000,
    "Os": 750_000,
    "Rendalen": 800_000,
    "Tolga": 700_000,
}


def at(now: datetime, days: int, clock: time = time(9, 0)) -> datetime:
    """Return that time of day, that many days from now, in Oslo; moved on from a weekend."""
    day = now.astimezone(OSLO).date() + timedelta(days=days)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return datetime.combine(day, clock, OSLO)


def quality(session: Session, now: datetime) -> Pool:
    """Six municipalities that have committed themselves, a seventh that may join later, and a locked list."""
    others = ("Alvdal", "Folldal", "Os", "Rendalen", "Tolga")
    pool = _open(
        session,
        "kvalitet",
        "Kvalitets- og avvikssystem for Nord-Østerdalen",
        "Ett system for kvalitet, avvik og risiko, med like rutiner i alle kommunene.",
        others,
        made=at(now, -90),
        closes=at(now, -45, CLOSES),
    )
    _interested(session, pool, others, at(now, -80))
    _volumes(session, pool, at(now, -62))
    _may_join(session, pool, JOINS_LATER, users=110, now=at(now, -61))
    _committed(session, pool, (LEAD, *others), at(now, -60), CEILINGS)
    return _locked(session, pool, at(now, -44))


def nurseries(session: Session, now: datetime) -> Pool:
    """Eight municipalities on the way: three committed, three interested, two not reached yet."""
    answered = ("Alvdal", "Folldal", "Os", "Rendalen", "Tolga")
    pool = _open(
        session,
        "barnehage",
        "Barnehagesystem for Nord-Østerdalen",
        "Opptak, betaling og samtale med foreldre i ett system som finnes på bokmål og nynorsk.",
        (*answered, "Engerdal", "Stor-Elvdal"),
        made=at(now, -21),
        closes=at(now, 24, CLOSES),
        start=month_end(now.date(), 13) + timedelta(days=1),
    )
    _interested(session, pool, answered, at(now, -14))
    _committed(session, pool, (LEAD, "Alvdal", "Os"), at(now, -6))
    _opened(session, pool, "Engerdal", at(now, -10))
    _said(
        session,
        pool,
        ("Folldal", at(now, -13), "Kan de som har oppvekstsenter, bruke systemet for begge deler?"),
        (LEAD, at(now, -12), "Ja, det tar vi med i kravene. Si fra om dere vil skrive det første utkastet."),
        ("Tolga", at(now, -7), "Avtalen vår går ut først. Vi må vite snart om vi skal forlenge."),
    )
    with telling(at(now, -6)):
        service.ask_signatories(session, playing(session, "Tolga", Role.BUYER), pool, now=at(now, -6))
    return pool


def forms(session: Session, now: datetime) -> Pool:
    """Three municipalities that are writing their tender."""
    others = ("Folldal", "Tolga")
    pool = _open(
        session,
        "skjema",
        "Skjemaløsning for tre kommuner",
        "Digitale skjema som innbyggerne klarer å fylle ut, og som havner rett i arkivet.",
        others,
        made=at(now, -50),
        closes=at(now, -20, CLOSES),
    )
    _interested(session, pool, others, at(now, -40))
    _volumes(session, pool, at(now, -32))
    _committed(session, pool, (LEAD, *others), at(now, -30))
    return _locked(session, pool, at(now, -19))


def _open(
    session: Session,
    category: str,
    name: str,
    purpose: str,
    others: Iterable[str],
    *,
    made: datetime,
    closes: datetime,
    start: date | None = None,
) -> Pool:
    invited = select(Organisation.id).where(Organisation.short_name.in_(list(others)))
    with telling(made):
        return service.create(
            session,
            playing(session, LEAD, Role.BUYER),
            need_id=need_of(session, LEAD, category).id,
            name=name,
            purpose=purpose,
            closes_at=closes,
            wanted_start_on=start,
            cost_key=CostKey.INHABITANTS,
            organisation_ids=session.scalars(invited).all(),
            message="Vi har samme system og avtaler som går ut omtrent samtidig. Blir dere med?",
            now=made,
        )


def _interested(session: Session, pool: Pool, places: Iterable[str], now: datetime) -> None:
    for place in places:
        buyer = playing(session, place, Role.BUYER)
        with telling(now):
            service.answer(session, buyer, pool, state=ParticipationState.INTERESTED, now=now)


def _said(session: Session, pool: Pool, *words: tuple[str, datetime, str]) -> None:
    for place, moment, text in words:
        with telling(moment):
            service.comment(session, playing(session, place, Role.BUYER), pool, text=text, now=moment)


def _opened(session: Session, pool: Pool, who: str, now: datetime) -> None:
    opener = playing(session, who, Role.BUYER)
    place = pool.participation_of(opener.organisation_id)
    if place is not None:
        with telling(now):
            service.mark_opened(session, opener, place.id, now=now)


def _locked(session: Session, pool: Pool, now: datetime) -> Pool:
    with telling(now):
        return service.lock(session, playing(session, LEAD, Role.BUYER), pool, now=now)


def _volumes(session: Session, pool: Pool, now: datetime) -> None:
    """Let each say how many it counts with: what its need says."""
    for place in pool.participations:
        buyer = playing(session, place.organisation.short_name, Role.BUYER)
        users = place.need.users if place.need else None
        with telling(now):
            inhabitants = place.organisation.inhabitants
            service.set_volumes(session, buyer, pool, users=users, inhabitants=inhabitants, now=now)


def _may_join(session: Session, pool: Pool, place: str, *, users: int, now: datetime) -> None:
    """Name one that waits, and may join on the same terms when its own contract has ended."""
    body = session.scalars(select(Organisation).where(Organisation.short_name == place)).one()
    with telling(now):
        service.add_option_holder(
            session,
            playing(session, LEAD, Role.BUYER),
            pool,
            organisation_id=body.id,
            users=users,
            inhabitants=body.inhabitants,
            now=now,
        )


def _committed(
    session: Session,
    pool: Pool,
    places: Iterable[str],
    now: datetime,
    ceilings: Mapping[str, int] = MappingProxyType({}),
) -> None:
    for place in places:
        signatory = playing(session, place, Role.SIGNATORY)
        ceiling = Ore(ceilings[place] * 100) if place in ceilings else None
        with telling(now):
            service.commit(session, signatory, pool, password=PASSWORD, ceiling=ceiling, now=now)
