"""What stands around every page: the menu, whom one acts for, whether the data are for show."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user

from procure.domain.policy import ANYONE, Role
from procure.web.access import current_actor


class Item(NamedTuple):
    """One place in the menu: the page it leads to, its name, and the blueprint that it stands for."""

    endpoint: str
    name: str


START, NEEDS, CONTRACTS = (
    Item("start.show", _("Mitt arbeid")),
    Item("demand.needs", _("Behov")),
    Item("demand.contracts", _("Avtaler")),
)
POOLS, TENDERS = Item("pools.index", _("Fellesskap")), Item("tenders.index", _("Konkurranser"))
PUBLISHED = Item("publication.index", _("Kunngjorte konkurranser"))
PEOPLE = Item("accounts.people", _("Brukere"))
LIBRARY, BANK = Item("library.agreements", _("Maler")), Item("bank.index", _("Kravbank"))
ORGANISATIONS = Item("accounts.organisations", _("Virksomheter"))

MENUS: dict[Role, tuple[Item, ...]] = {
    Role.BUYER: (START, NEEDS, CONTRACTS, POOLS, TENDERS, BANK),
    Role.SIGNATORY: (START, CONTRACTS, POOLS, TENDERS),
    Role.ADVISER: (START, LIBRARY, BANK, PUBLISHED),
    Role.COORDINATOR: (START, PUBLISHED),
    Role.SUPPLIER: (PUBLISHED,),
    Role.LOCAL_ADMIN: (START, PEOPLE),
    Role.ADMIN: (START, ORGANISATIONS, LIBRARY, BANK),
}


def menu() -> list[dict[str, Any]]:
    """Return the menu of the one who reads: the places of each role held, once each, in order."""
    actor = current_actor()
    items = dict.fromkeys(item for role in Role if role in actor.roles for item in MENUS[role])
    places = [
        (url_for(item.endpoint), item.name)
        for item in (items or {PUBLISHED: None})
        if item.endpoint in current_app.view_functions
    ]
    return [{"url": url, "label": name, "current": _stands_under(url)} for url, name in places]


def _stands_under(url: str) -> bool:
    """Answer whether the page that is read lies under a place in the menu."""
    return request.path == url or request.path.startswith(f"{url}/")


def init_app(app: Flask) -> None:
    """Give every template what the layout needs."""

    @app.context_processor
    def shell() -> dict[str, Any]:
        return {
            "menu": menu(),
            "acting": current_user if current_actor() is not ANYONE else None,
            "demo": current_app.config["DEMO"],
        }
