"""What happens to one need: begun, answered group by group, shared, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure import audit, clock
from procure.accounts.models import Organisation, User
from procure.accounts.queries import find_members, people
from procure.accounts.service import on_leaving
from procure.db import check_fresh
from procure.demand import queries
from procure.demand.models import ContractEnd, Need, NeedState, Visibility
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import SYSTEM, Actor, Role
from procure.domain.pooling import add_months
from procure.notifications import service as notifications
from procure.reference.models import Category

TOO_FAR_YEARS = 20
OF_A_DATE = ("ends_on", "renewal_months", "extension_months")  # answers that only such a contract has


def begin(session: Session, actor: Actor, *, category_key: str, once: str, now: datetime) -> Need:
    """Begin a need of one kind of system, as a draft; the same form sent twice gives the same need."""
    if need := queries.find_by_once(session, actor, once):
        return need
    category = _category(session, category_key)
    need = Need(
        organisation_id=actor.organisation_id,
        created_by_id=actor.user_id,
        state=NeedState.DRAFT,
        visibility=Visibility.LOOKING,
        category=category,
        once=once,
        created_at=now,
    )
    session.add(need)
    session.flush()
    audit.record(session, actor, "need.begun", need=need.id, category=category.key)
    return need


def answer(session: Session, actor: Actor, need: Need, *, version: int, today: date, **answers: Any) -> None:
    """Write the answers of one group of questions; what is not among them stays.

    Raises RuleBroken at the field that an answer is wrong in, StaleDataError when somebody was first.
    """
    check_fresh(need, version)
    kept = settled(answers)
    before = {name: getattr(need, name) for name in kept}
    if "category_key" in kept:
        _category(session, kept["category_key"])
    check_answers(kept, before, today)
    changed = {name: value for name, value in kept.items() if value != before[name]}
    for name, value in changed.items():
        setattr(need, name, value)
    if changed:
        session.flush()
        old = {name: before[name] for name in changed}
        audit.record(session, actor, "need.answered", need=need.id, before=old, after=changed)


def concern(session: Session, actor: Actor, need: Need, *, version: int, organisation_id: int) -> None:
    """Say whom the need concerns: the acting body, or another that the same person buys for."""
    check_fresh(need, version)
    if organisation_id == need.organisation_id:
        return
    chosen = {each.id: each for each in queries.concerned(session, actor)}.get(organisation_id)
    if chosen is None:
        raise RuleBroken(N_("Velg en virksomhet du er innkjøper for"), field="organisation_id")
    if need.state is not NeedState.DRAFT:
        raise RuleBroken(
            N_("Behovet er delt for %(name)s. Trekk det, og meld et nytt for den andre virksomheten"),
            field="organisation_id",
            name=need.organisation.name,
        )
    need.organisation = session.get_one(Organisation, chosen.id)
    need.keeper_id = None if chosen.id == actor.organisation_id else actor.organisation_id
    session.flush()
    audit.record(session, actor, "need.concerns", need=need.id, organisation=chosen.id)


def share(
    session: Session, actor: Actor, need: Need, *, version: int, visibility: Visibility, now: datetime
) -> None:
    """Share the need as far as chosen, or change how far it is shared; shares a withdrawn one again."""
    check_fresh(need, version)
    if need.category_key is None:
        raise RuleBroken(N_("Velg hvilken type system det gjelder, før dere deler behovet"))
    before, was_shown = (need.state, need.visibility), need.is_shown
    need.visibility = visibility
    if need.state is not NeedState.SHARED:
        need.state, need.shared_at, need.withdrawn_at = NeedState.SHARED, now, None
    if (need.state, need.visibility) == before:
        return
    session.flush()
    audit.record(session, actor, "need.shared", need=need.id, visibility=visibility, before=before)
    if need.is_shown and not was_shown:
        _tell_others(session, actor, need, now)


def _tell_others(session: Session, actor: Actor, need: Need, now: datetime) -> None:
    """Tell the buyers of those who need the same that one more does."""
    found = queries.matches(session, actor, need, now.astimezone(clock.OSLO).date())
    buyers = people(session, [match.organisation.id for match in found], Role.BUYER)
    for match in found:
        notifications.tell(
            session,
            buyers.get(match.organisation.id, []),
            N_("%(name)s har samme behov som dere: %(system)s."),
            path=f"/needs/{match.need_id}",
            organisation_id=match.organisation.id,
            now=now,
            name=need.organisation.name,
            system=need.category.name_nb if need.category else "",
        )


def withdraw(session: Session, actor: Actor, need: Need, *, version: int, now: datetime) -> None:
    """Take the need back: nobody else sees it any more. The answers are kept, and it can be shared again."""
    check_fresh(need, version)
    if need.state is NeedState.WITHDRAWN:
        raise RuleBroken(N_("Behovet er allerede trukket."))
    before, need.state, need.withdrawn_at = need.state, NeedState.WITHDRAWN, now
    session.flush()
    audit.record(session, actor, "need.withdrawn", need=need.id, before=before)


def _category(session: Session, key: str) -> Category:
    category = session.get(Category, key)
    if category is None or not category.buyable:
        raise RuleBroken(N_("Velg en type system fra listen"), field="category_key")
    return category


def settled(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as they are kept, without what the kind of contract end has no place for."""
    kept = {name: None if value == "" else value for name, value in answers.items()}
    if "contract_end" in kept:
        if kept["contract_end"] is None and kept.get("ends_on"):
            kept["contract_end"] = ContractEnd.DATE  # a date without the mark beside it says enough
        kept["renewal_months"] = kept.get("renewal_months") or None  # 0: it does not renew itself
        if kept["contract_end"] is not ContractEnd.DATE:
            kept |= dict.fromkeys(OF_A_DATE)
        if kept["contract_end"] not in (ContractEnd.DATE, ContractEnd.UNTIL_TERMINATED):
            kept["notice_months"] = None
    return kept


def check_answers(answers: Mapping[str, Any], before: Mapping[str, Any], today: date) -> None:
    """Raise RuleBroken at an answer that cannot be; a day that stood there before may have passed since."""
    if answers.get("contract_end") is ContractEnd.DATE and answers.get("ends_on") is None:
        raise RuleBroken(N_("Skriv når avtalen slutter, for eksempel 31.07.2027"), field="ends_on")
    for name in ("ends_on", "start_from", "start_to"):
        if name in answers and answers[name] not in (None, before.get(name)):
            _check_day(name, answers[name], today)
    start, end = answers.get("start_from"), answers.get("start_to")
    if start and end and end < start:
        raise RuleBroken(
            N_("Seneste start %(end)s er før tidligste start %(start)s"),
            field="start_to",
            start=start,
            end=end,
        )


def _check_day(name: str, day: date, today: date) -> None:
    """Refuse a day that has passed, or that is twenty years ahead or more."""
    if day < today:
        raise RuleBroken(N_("Datoen %(day)s har vært. Skriv en dato fram i tid"), field=name, day=day)
    limit = add_months(today, 12 * TOO_FAR_YEARS)
    if day >= limit:
        raise RuleBroken(
            N_("Datoen %(day)s er 20 år fram i tid eller mer. Skriv en dato før %(limit)s"),
            field=name,
            day=day,
            limit=limit,
        )


# --- When somebody leaves ------------------------------------------------------------------------


def hand_on(session: Session, leaver: User, organisation: Organisation, now: datetime) -> int:
    """Give the leaver's needs to another buyer of the organisation, and return how many were given.

    Where there is no other buyer, they stay with the organisation: the next buyer finds them all.
    """
    heirs = [one for one in find_members(session, organisation.id, Role.BUYER) if one.id != leaver.id]
    if not heirs:
        return 0
    heir, needs = heirs[0], _held(session, leaver, organisation)
    for need in needs:
        need.created_by_id = heir.id
        audit.record(session, SYSTEM, "need.handed_on", need=need.id, before=leaver.id, after=heir.id)
        if need.state is NeedState.DRAFT:
            _tell(session, heir, leaver, need, now)
    session.flush()
    return len(needs)


def _held(session: Session, leaver: User, organisation: Organisation) -> list[Need]:
    theirs = (Need.organisation_id == organisation.id) | (Need.keeper_id == organisation.id)
    going = Need.state != NeedState.WITHDRAWN
    return list(session.scalars(select(Need).where(Need.created_by_id == leaver.id, theirs, going)))


def _tell(session: Session, heir: User, leaver: User, need: Need, now: datetime) -> None:
    notifications.tell(
        session,
        [heir],
        N_("%(who)s har sluttet. Utkastet til behovet for %(system)s er ditt nå."),
        path=f"/needs/{need.id}",
        organisation_id=need.organisation_id,
        now=now,
        who=leaver.name,
        system=need.category.name_nb if need.category else "–",
    )


on_leaving.append(hand_on)
