"""What waits for a buyer in demand: drafts to share, and contracts that renew themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from procure.demand import queries, words
from procure.demand.models import Need, NeedState
from procure.demand.queries import Contract
from procure.domain.policy import Action, Actor, may
from procure.domain.pooling import add_months
from procure.web.language import day, join_names
from procure.web.todo import Todo

AHEAD_MONTHS = 12  # how long before the last day to give notice it is time to think
SOON_MONTHS = 3  # and when it begins to haste


def todos(actor: Actor, needs: Iterable[Need], pools: Mapping[int, str], today: date) -> list[Todo]:
    """Return what waits for a buyer, of these needs: what to share, and what to give notice of in time.

    pools: the names of those that the needs are in, by need.
    """
    found = []
    for need in needs:
        if not may(actor, Action.NEED_EDIT, need):
            continue
        if need.state is NeedState.DRAFT:
            found.append(_draft(need))
        told = queries.contract(need, today)
        if need.state is not NeedState.WITHDRAWN and told.renews and _is_near(told, today, AHEAD_MONTHS):
            found.append(_notice(told, pools.get(need.id), today))
    return found


def _draft(need: Need) -> Todo:
    missing = words.missing(need)
    text = _("Mangler %(what)s. Dere kan dele likevel.", what=join_names(missing)) if missing else ""
    return Todo(
        when=None,
        title=_("Del behovet for %(name)s", name=words.name(need)),
        url=url_for("demand.check", need_id=need.id),
        text=text or _("Alt er besvart. Se over svarene og del, så finner vi andre som trenger det samme."),
        kind="started",
        tag=_("Utkast"),
        since=need.created_at,
    )


def _is_near(told: Contract, today: date, months: int) -> bool:
    return told.notice_on is not None and today <= told.notice_on <= add_months(today, months)


def _notice(told: Contract, pool: str | None, today: date) -> Todo:
    need = told.need
    return Todo(
        when=told.notice_on,
        title=_("Si opp eller forleng avtalen om %(name)s", name=need.system or words.name(need)),
        url=url_for("demand.show", need_id=need.id),
        text=" ".join(filter(None, (_renewal(told), pool and _("Dere er med i %(pool)s.", pool=pool)))),
        kind="warning" if _is_near(told, today, SOON_MONTHS) else "waiting",
        tag=_("Fornyes av seg selv"),
    )


def _renewal(told: Contract) -> str:
    """Say what happens if nothing is done."""
    need = told.need
    renewed = add_months(told.window.earliest, need.renewal_months or 0) if told.window.earliest else None
    return _(
        "%(system)s. Gjør dere ingenting, løper avtalen %(months)s måneder til, til %(day)s.",
        system=_("%(name)s fra %(vendor)s", name=words.name(need), vendor=need.vendor)
        if need.vendor
        else words.name(need),
        months=need.renewal_months,
        day=day(renewed) if renewed else "",
    )
