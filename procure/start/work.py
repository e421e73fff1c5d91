"""The work that is going on: needs, pools and tenders, each once, where it is furthest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from procure.demand import words as need_words
from procure.demand.models import Need, NeedState
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK
from procure.pools import queries as pools
from procure.pools import words as pool_words
from procure.pools.models import Pool
from procure.start.places import OVER
from procure.tenders import listing as tenders
from procure.tenders.models import Tender
from procure.tenders.words import PROGRESS
from procure.web.language import day, in_words

MOST = 5  # of each kind that are shown; the lists have them all
LISTS = {
    "tenders.index": lazy("Alle konkurransene"),
    "pools.index": lazy("Alle fellesskapene"),
    "demand.needs": lazy("Alle behovene"),
}
STEPS = {
    1: lazy("Behov"),
    2: lazy("Fellesskap"),
    3: lazy("Forpliktelse"),
    4: lazy("Utkast"),
    6: lazy("Godkjenning"),
    7: lazy("Kunngjøring"),
    8: lazy("Tilbud"),
}


class Work(NamedTuple):
    """One thing that is going on: where it is, what comes next, who must act."""

    title: str
    url: str
    note: str
    where: str
    next: str
    who: str


class Under(NamedTuple):
    """The work that is shown, and the lists that hold more than is shown."""

    works: Sequence[Work]
    more: Sequence[tuple[str, str]]  # address and name


def under_way(
    session: Session, actor: Actor, needs: Sequence[Need], counts: Mapping[int, int], now: datetime
) -> Under:
    """List what is going on, furthest first: a pool is shown as its tender, a need as its pool.

    needs: those in no pool.
    """
    written, gathered = tenders.under_way(session, actor, MOST + 1), _gathered(session, actor)
    works = [
        *(_tender(line) for line in written[:MOST]),
        *(_pool(pool, actor, now) for pool in gathered[:MOST]),
        *(_need(need, counts.get(need.id, 0)) for need in needs[:MOST]),
    ]
    kinds = ((written, "tenders.index"), (gathered, "pools.index"), (needs, "demand.needs"))
    return Under(works, [(url_for(page), str(LISTS[page])) for kind, page in kinds if len(kind) > MOST])


def _gathered(session: Session, actor: Actor) -> Sequence[Pool]:
    """List the pools that are not over and have no tender yet: those that still move first, by deadline."""
    return session.scalars(_still(actor)).all()


@lru_cache(maxsize=256)  # made of who asks alone
def _still(actor: Actor) -> Select[Pool]:
    written = select(Tender.pool_id).where(Tender.visible_to(actor), Tender.state.in_(tenders.UNDER_WAY))
    still = case((Pool.state.in_(BEFORE_LOCK), 0), else_=1)
    asked = select(Pool).where(Pool.visible_to(actor), Pool.state.not_in(OVER), Pool.id.not_in(written))
    return asked.options(*pools.WHOLE).order_by(still, Pool.closes_at, Pool.id).limit(MOST + 1)


def _where(step: int) -> str:
    return _("Steg %(step)s av 10: %(name)s", step=step, name=STEPS[step])


def _tender(line: Any) -> Work:
    progress = PROGRESS[line.state]
    return Work(
        title=line.title,
        url=url_for("tenders.show", tender_id=line.id),
        note=_("konkurranse, leder %(name)s", name=line.lead),
        where=_where(progress.step),
        next=str(progress.next),
        who=line.lead,
    )


def _pool(pool: Pool, actor: Actor, now: datetime) -> Work:
    closes = _("Fellesskapet lukkes %(day)s", day=day(pool.closes_at))
    still_open = pool.state in BEFORE_LOCK and now <= pool.closes_at
    return Work(
        title=pool.name,
        url=url_for("pools.show", pool_id=pool.id),
        note=pool_words.present(pool),
        where=_where(pool_words.step(pool)),
        next=closes if still_open else pool_words.upcoming(pool, now),
        who=pool_words.must_act(pool, actor, now),
    )


def _need(need: Need, found: int) -> Work:
    following, who = _after(need, found)
    draft = need.state is NeedState.DRAFT
    return Work(
        title=need_words.name(need),
        url=url_for("demand.show", need_id=need.id),
        note=_("behov, ikke delt ennå")
        if draft
        else _("behov i %(name)s", name=need.organisation.short_name),
        where=_where(1),
        next=following,
        who=who,
    )


def _after(need: Need, found: int) -> tuple[str, str]:
    """Say what comes next for a need, and who must act."""
    buyer = _("Innkjøperen")
    if need.state is NeedState.DRAFT:
        return _("Se over svarene og del"), buyer
    if not need.is_shown:
        return _("Velge hvem som skal se det"), buyer
    if not found:
        return _("Vente til flere trenger det samme"), _("Ingen")
    if found == 1:
        return _("Gå sammen med den andre som trenger det"), _("En av dere")
    return _("Samle de %(count)s andre i et fellesskap", count=in_words(found)), _("En av dere")
