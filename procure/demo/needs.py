"""What the municipalities need: contracts that end about the same time, figures shared or kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from procure.clock import OSLO, telling
from procure.demand import service
from procure.demand.models import ContractEnd, Need, Visibility
from procure.demo.cast import playing
from procure.domain.money import Ore
from procure.domain.policy import Role

FJELLTIND = {"system": "Trollmor", "vendor": "Fjelltind Programvare AS"}
VARDE = {"system": "Varde Kvalitet", "vendor": "Varde Systemer AS"}
MYRA = {"system": "Myra Skjema", "vendor": "Myrull Data AS"}


class Wish(NamedTuple):
    """One municipality's need, with its figures in kroner and months from today until its contract ends."""

    place: str
    category: str
    today: Mapping[str, str]
    ends_in: int | None
    users: int | None
    yearly_kroner: int | None
    visibility: Visibility | None = Visibility.POOL  # None: still a draft
    notice: int = 6


LOOKING = Visibility.LOOKING

WISHES = (
    Wish("Tynset", "kvalitet", VARDE, 13, 620, 268_000),
    Wish("Alvdal", "kvalitet", VARDE, 13, 265, 121_000),
    Wish("Folldal", "kvalitet", VARDE, 10, 190, 98_000),
    Wish("Os", "kvalitet", VARDE, 13, 215, 104_000),
    Wish("Rendalen", "kvalitet", VARDE, 16, 240, 118_000),
    Wish("Tolga", "kvalitet", VARDE, 13, 195, 94_000),
    Wish("Tynset", "barnehage", FJELLTIND, 13, 84, 238_000),
    Wish("Alvdal", "barnehage", FJELLTIND, 8, 41, 131_000),
    Wish("Folldal", "barnehage", FJELLTIND, 13, 24, 98_000),
    Wish("Os", "barnehage", FJELLTIND, 7, 29, 104_000),
    Wish("Rendalen", "barnehage", FJELLTIND, 13, 26, 112_000),
    Wish("Tolga", "barnehage", FJELLTIND, 8, None, 99_000),
    Wish("Engerdal", "barnehage", FJELLTIND, 15, 19, 87_000, LOOKING),
    Wish("Stor-Elvdal", "barnehage", FJELLTIND, 16, 33, 126_000, LOOKING),
    Wish("Tynset", "skjema", MYRA, 11, 45, 165_000),
    Wish("Tolga", "skjema", MYRA, 12, 12, 61_000),
    Wish("Folldal", "skjema", MYRA, 12, 11, 58_000),
    Wish("Tolga", "kultur_booking", {"system": "Spelemannsboka", "vendor": ""}, 19, 6, 24_000, None),
    Wish("Folldal", "kultur_booking", {"system": "Spelemannsboka", "vendor": ""}, 17, 5, 22_000, LOOKING),
    Wish("Rendalen", "kultur_booking", {"system": "Spelemannsboka", "vendor": ""}, 24, 7, 29_000, LOOKING),
    Wish("Tolga", "eiendomsskatt", {"system": "Takstverk", "vendor": "Lavskrike AS"}, 25, 3, 47_000, LOOKING),
)

TALKS_TO = {
    "barnehage": "ID-porten, Folkeregisteret og økonomisystemet",
    "kvalitet": "pålogging for ansatte og sak- og arkivsystemet",
    "skjema": "ID-porten, Folkeregisteret, SvarUt og sak- og arkivsystemet",
    "kultur_booking": "ID-porten og fakturasystemet",
    "eiendomsskatt": "Matrikkelen og fakturasystemet",
}


def register(session: Session, then: datetime, today: date) -> None:
    """Let everybody register what they need; contracts end so many months from today."""
    for wish in WISHES:
        with telling(then):
            _register(session, wish, then, today)


def _register(session: Session, wish: Wish, now: datetime, today: date) -> None:
    buyer, day = playing(session, wish.place, Role.BUYER), now.astimezone(OSLO).date()
    need = service.begin(
        session, buyer, category_key=wish.category, once=f"demo-{wish.place}-{wish.category}", now=now
    )
    answers = dict(wish.today) | _contract(wish, today) | {"users": wish.users}
    answers |= {"yearly_cost": None if wish.yearly_kroner is None else Ore(wish.yearly_kroner * 100)}
    if wish.visibility is not None:
        answers |= {"integrations": TALKS_TO[wish.category], "data_formats": "Regneark og JSON"}
    service.answer(session, buyer, need, version=need.version, today=day, **answers)
    if wish.visibility is not None:
        service.share(session, buyer, need, version=need.version, visibility=wish.visibility, now=now)


def _contract(wish: Wish, day: date) -> dict[str, Any]:
    ends = month_end(day, wish.ends_in or 0)
    return {
        "contract_end": ContractEnd.DATE,
        "ends_on": ends,
        "renewal_months": 12,
        "notice_months": wish.notice,
        "extension_months": 6,
    }


def month_end(day: date, months: int) -> date:
    """Return the last day of the month that many months on."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def need_of(session: Session, place: str, category: str) -> Need:
    """Return the need that a place has registered of a kind of system."""
    buyer = playing(session, place, Role.BUYER)
    return session.query(Need).filter_by(organisation_id=buyer.organisation_id, category_key=category).one()
