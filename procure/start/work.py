"""The work that is going on: needs, pools and tenders, each once, where it is furthest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy.orm import Session

from procure.demand import words as need_words
from procure.demand.models import Need, NeedState
from procure.demand.queries import Match
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, ParticipationState, PoolState
from procure.pools import queries as pools
from procure.pools import words as pool_words
from procure.pools.models import Pool
from procure.tenders import queries as tenders
from procure.tenders.models import Tender
from procure.tenders.words import PROGRESS
from procure.web.language import day, in_words

ASKED = (ParticipationState.INVITED, ParticipationState.WATCHING)
OVER = (PoolState.DONE, PoolState.DISSOLVED)
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


def gathered(session: Session, actor: Actor) -> list[Pool]:
    """List the pools that the actor sees and that are not over."""
    return [each for each in pools.mine(session, actor) if each.state not in OVER]


def pooled(gathered: Sequence[Pool]) -> dict[int, str]:
    """Return the names of the pools that needs take part in, by need."""
    return {
        one.need_id: pool.name
        for pool in gathered
        for one in pool.participations
        if one.need_id is not None and one.takes_part
    }


def offered(gathered: Sequence[Pool], actor: Actor) -> set[str]:
    """Return the kinds of system that the actor's body is asked to buy in one of these pools."""
    asked = [pool for pool in gathered if pool.state in BEFORE_LOCK]
    owns = [(pool, pool.participation_of(actor.organisation_id)) for pool in asked]
    return {pool.category_key for pool, own in owns if own is not None and own.state in ASKED}


def at_work(
    session: Session,
    actor: Actor,
    gathered: Sequence[Pool],
    needs: Sequence[Need],
    matches: Mapping[int, Sequence[Match]],
    now: datetime,
) -> list[Work]:
    """List what is going on, furthest first: a pool is shown as its tender, a need as its pool."""
    written = [each for each in tenders.mine(session, actor) if each.state in PROGRESS]
    drafted = {each.pool_id for each in written}
    return [
        *(_tender(each) for each in written),
        *(_pool(each, actor, now) for each in gathered if each.id not in drafted),
        *(_need(each, len(matches[each.id])) for each in needs),
    ]


def _where(step: int) -> str:
    return _("Steg %(step)s av 10: %(name)s", step=step, name=STEPS[step])


def _tender(tender: Tender) -> Work:
    progress = PROGRESS[tender.state]
    return Work(
        title=tender.title,
        url=url_for("tenders.show", tender_id=tender.id),
        note=_("konkurranse, leder %(name)s", name=tender.pool.lead.short_name),
        where=_where(progress.step),
        next=str(progress.next),
        who=tender.pool.lead.short_name,
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
