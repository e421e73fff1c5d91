"""Many needs at once: from a table with a row for each body, or from a spreadsheet; all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from procure import audit, clock
from procure.accounts.models import Organisation
from procure.accounts.queries import people
from procure.demand import queries
from procure.demand.models import Need, NeedState, Visibility
from procure.demand.service.one import check_answers, settled
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor, Role
from procure.notifications import service as notifications
from procure.sheets import service as sheets
from procure.sheets.models import Upload


@dataclass(frozen=True)
class Wanted:
    """A need that is to be made: whom it concerns, what kind of system, and the answers."""

    organisation: Organisation
    category_key: str
    answers: Mapping[str, Any]


def settled_row(answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the answers of one row as they are kept; raises RuleBroken at what is wrong."""
    kept = settled(answers)
    check_answers(kept, {}, today)
    return kept


def register_several(
    session: Session,
    actor: Actor,
    wanted: Sequence[Wanted],
    *,
    once: str,
    visibility: Visibility | None,
    now: datetime,
) -> list[Need]:
    """Make needs for several bodies, as drafts or shared; a form makes them once."""
    if not wanted:
        raise RuleBroken(N_("Fyll ut en rad for minst én kommune"))
    marks = [f"{once}-{place}" for place in range(len(wanted))]
    audit.record(session, actor, "needs.registered", form=once, rows=len(wanted))
    return _make(session, actor, wanted, marks, "need.begun", visibility, now)


def bring_in(
    session: Session,
    actor: Actor,
    upload: Upload,
    wanted: Sequence[Wanted],
    *,
    version: int,
    visibility: Visibility | None,
    now: datetime,
) -> list[Need]:
    """Make the needs of a spreadsheet, as drafts or shared; a second time is refused."""
    sheets.finish(session, actor, upload, version=version, count=len(wanted), now=now)
    if not wanted:
        raise RuleBroken(N_("Ingen av radene kan importeres. Rett listen, og last den opp på nytt."))
    return _make(session, actor, wanted, [None] * len(wanted), "need.imported", visibility, now)


def _make(
    session: Session,
    actor: Actor,
    wanted: Sequence[Wanted],
    marks: Sequence[str | None],
    action: str,
    visibility: Visibility | None,
    now: datetime,
) -> list[Need]:
    """Make the needs, with a line in the log for each, and tell those who need the same."""
    allowed = {each.id for each in queries.concerned(session, actor)}
    if any(each.organisation.id not in allowed for each in wanted):
        raise RuleBroken(N_("Velg virksomheter du er innkjøper for"))
    needs = [_need(actor, one, mark, visibility, now) for one, mark in zip(wanted, marks, strict=True)]
    session.add_all(needs)
    session.flush()
    for need, one in zip(needs, wanted, strict=True):
        facts = {"need": need.id, "organisation": need.organisation_id, "category": need.category_key}
        audit.record(session, actor, action, **facts, visibility=visibility, after=dict(one.answers))
        if visibility is not None:
            audit.record(session, actor, "need.shared", need=need.id, visibility=visibility, before=None)
    if visibility not in (None, Visibility.MINE):
        _tell_others(session, actor, needs, now)
    return needs


def _need(
    actor: Actor, wanted: Wanted, once: str | None, visibility: Visibility | None, now: datetime
) -> Need:
    body = wanted.organisation
    return Need(
        organisation=body,
        keeper_id=None if body.id == actor.organisation_id else actor.organisation_id,
        created_by_id=actor.user_id,
        state=NeedState.DRAFT if visibility is None else NeedState.SHARED,
        visibility=visibility or Visibility.LOOKING,
        shared_at=None if visibility is None else now,
        category_key=wanted.category_key,
        once=once,
        created_at=now,
        **wanted.answers,
    )


def _tell_others(session: Session, actor: Actor, needs: Sequence[Need], now: datetime) -> None:
    """Tell those who need the same, once for each of their needs, however many have come."""
    found = queries.matches_of(session, actor, needs, now.astimezone(clock.OSLO).date())
    mine = {need.organisation_id for need in needs}
    news: dict[int, tuple[int, list[Need]]] = {}
    for need in needs:
        for match in found[need.id]:
            if match.organisation.id not in mine:
                news.setdefault(match.need_id, (match.organisation.id, []))[1].append(need)
    buyers = people(session, {body for body, _needs in news.values()}, Role.BUYER)
    for need_id, (body, come) in news.items():
        notifications.tell(
            session,
            buyers.get(body, []),
            N_("%(name)s har samme behov som dere: %(system)s.")
            if len(come) == 1
            else N_("%(count)s virksomheter har meldt samme behov som dere: %(system)s."),
            path=f"/needs/{need_id}",
            organisation_id=body,
            now=now,
            system=come[0].category.name_nb if come[0].category else "",
            **({"name": come[0].organisation.name} if len(come) == 1 else {"count": len(come)}),
        )
