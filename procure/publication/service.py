"""What happens to a notice: dispatched, recorded at Doffin and TED, opened, closed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from procure import audit
from procure.accounts.queries import people
from procure.accounts.service import confirm_identity
from procure.domain import states
from procure.domain.checks import blockers
from procure.domain.deadlines import page_opens_at
from procure.domain.errors import N_, RuleBroken
from procure.domain.law import Law, Part, Procedure, first_day, law_on, part_of
from procure.domain.money import Ore
from procure.domain.policy import SYSTEM, Actor, Role
from procure.domain.slugs import slug
from procure.domain.states import PoolState, TenderState
from procure.domain.timeline import Step, TooEarly, too_early
from procure.notifications.service import tell
from procure.publication.models import Notice
from procure.tenders import papers, queries, versions
from procure.tenders.models import Tender, Version
from procure.tenders.planning import plan_of
from procure.tenders.service import touched
from procure.tenders.service.state import lock
from procure.web.language import OSLO

DOFFIN_ID: Final = re.compile(r"\d{4}-\d{4,9}")
TOO_SHORT: Final = {
    Step.REQUESTS: N_(
        "Fristen for å be om å delta er for kort når kunngjøringen sendes %(sent)s. "
        "Den kan tidligst være %(earliest)s (%(source)s)."
    ),
    Step.DEADLINE: N_(
        "Tilbudsfristen er for kort når kunngjøringen sendes %(sent)s. "
        "Den kan tidligst være %(earliest)s (%(source)s)."
    ),
}
SENT_TOO_LATE: Final = N_("kunngjøringen ble sendt så sent at en frist er for kort")
NOT_A_NUMBER: Final = N_("Skriv nummeret slik det står i Doffin, for eksempel 2026-114503")


# --- Dispatch ------------------------------------------------------------------------------------


def dispatch(
    session: Session,
    actor: Actor,
    tender: Tender,
    *,
    already_sent: bool,
    dispatched_at: datetime | None,
    password: str,
    now: datetime,
) -> Notice:
    """Say that the notice is sent, now or at the moment given; content and participants are frozen by it.

    When it was sent already, and that makes the deadline too short, the fact is kept, the page stays closed,
    and the tender is a draft again: it needs a new version.
    Raises RuleBroken when something stands in the way, or when the deadline is too short and it is not sent.
    """
    lock(session, tender)
    version = ready(session, tender)
    sent = _sent_at(session, tender, already_sent, dispatched_at, now)
    check_no_blockers(session, tender, sent)
    short = too_late_for(tender, sent)
    if short and not already_sent:
        raise too_short(tender, sent)
    confirm_identity(session, actor, password, now)
    notice = _write(session, tender, version, sent)
    facts = {"number": version.number, "dispatched_at": sent, "too_short": short is not None}
    audit.record(session, actor, "tender.dispatched", tender=tender.id, **facts)
    if short:
        touched(session, actor, tender, now, because=SENT_TOO_LATE)
        return notice
    states.check_tender(tender.state, TenderState.DISPATCHED)
    tender.state = TenderState.DISPATCHED
    _tell(session, tender, N_("Konkurransen «%(title)s» er sendt til kunngjøring."), now)
    _settle(session, notice, now)
    return notice


def ready(session: Session, tender: Tender) -> Version:
    """Return the version that may be dispatched; raise RuleBroken when there is none."""
    if tender.state not in (TenderState.DRAFT, TenderState.APPROVED):
        raise RuleBroken(N_("Konkurransen er allerede avsendt."))
    version = versions.approved(session, tender)
    if tender.state is not TenderState.APPROVED or version is None:
        raise RuleBroken(N_("Godkjenn en versjon først. Bare en godkjent versjon kan sendes."))
    if tender.pool.state is not PoolState.LOCKED:
        raise RuleBroken(N_("Lås fellesskapet først. Deltakerlisten må ligge fast når konkurransen sendes."))
    if not papers.unchanged(session, tender, version.content):
        raise RuleBroken(N_("Noe er endret etter godkjenningen. Frys og godkjenn en ny versjon."))
    return version


def _sent_at(
    session: Session, tender: Tender, already_sent: bool, typed: datetime | None, now: datetime
) -> datetime:
    """Return when the notice was sent; once recorded, that moment stands."""
    known = session.get(Notice, tender.id)
    if known is not None and known.dispatched_at is not None:
        return known.dispatched_at
    if not already_sent:
        return now
    if typed is None:
        raise RuleBroken(N_("Skriv når kunngjøringen ble sendt"), field="dispatched_at")
    if typed > now:
        raise RuleBroken(N_("Tidspunktet kan ikke ligge fram i tid"), field="dispatched_at")
    if typed.astimezone(OSLO).date() < first_day():
        raise RuleBroken(N_("Tidspunktet ligger for langt tilbake"), field="dispatched_at")
    return typed


def check_no_blockers(session: Session, tender: Tender, sent: datetime) -> None:
    """Raise RuleBroken when a check stops dispatch."""
    if blockers(queries.findings(session, tender, sent.astimezone(OSLO).date())):
        raise RuleBroken(N_("Det er stoppere igjen på oppgavelisten. Rett dem først."))


def law_and_procedure(tender: Tender, sent: datetime) -> tuple[Law, Procedure | None]:
    """Return the law on the day of dispatch, and the procedure by it."""
    law = law_on(sent.astimezone(OSLO).date())
    return law, law.procedures.get(tender.procedure or "")


def part(estimate: Ore | None, sent: datetime) -> Part:
    """Return the part of the regulation a tender comes under on the day of dispatch."""
    return Part.OUTSIDE if estimate is None else part_of(estimate, law_on(sent.astimezone(OSLO).date()))


def too_late_for(tender: Tender, sent: datetime) -> TooEarly | None:
    """Return the first deadline that comes too early when the notice is sent then; None when all is well."""
    law, _procedure = law_and_procedure(tender, sent)
    plan = plan_of(tender, law)
    days = {**plan.days, Step.DISPATCH: sent.astimezone(OSLO).date()}
    return next((found for found in too_early(plan.course, days) if found.step in TOO_SHORT), None)


def too_short(tender: Tender, sent: datetime) -> RuleBroken:
    """Say which deadline is too short, with the earliest lawful day and the paragraph."""
    _law, procedure = law_and_procedure(tender, sent)
    found = too_late_for(tender, sent)
    if found is None:
        raise ValueError("no deadline is too short")
    day, source = sent.astimezone(OSLO).date(), procedure.source if procedure else ""
    return RuleBroken(TOO_SHORT[found.step], sent=day, earliest=found.earliest, source=source)


def _write(session: Session, tender: Tender, version: Version, sent: datetime) -> Notice:
    """Make the notice, or let the one there is stand for the new version."""
    if tender.deadline is None:
        raise RuleBroken(N_("Konkurransen har ingen tilbudsfrist."))
    notice = session.get(Notice, tender.id)
    if notice is None:
        notice = Notice(tender=tender, slug=slug(tender.title))
        session.add(notice)
    notice.version, notice.dispatched_at = version, sent
    notice.requests_until, notice.deadline = tender.requests_until, tender.deadline
    session.flush()
    return notice


# --- What Doffin and TED have said ---------------------------------------------------------------


def record_doffin(session: Session, actor: Actor, notice: Notice, *, doffin_id: str, now: datetime) -> None:
    """Write down the number that Doffin gave the notice."""
    if not DOFFIN_ID.fullmatch(doffin_id):
        raise RuleBroken(NOT_A_NUMBER, field="doffin_id")
    before, notice.doffin_id = notice.doffin_id, doffin_id
    audit.record(session, actor, "notice.doffin", tender=notice.tender_id, before=before, after=doffin_id)
    _settle(session, notice, now)


def record_ted(
    session: Session,
    actor: Actor,
    notice: Notice,
    *,
    confirmed_at: datetime | None,
    published_at: datetime | None,
    now: datetime,
) -> None:
    """Write down when TED confirmed the notice, and when it was published there."""
    _check_after_dispatch(notice, confirmed_at, now, "ted_confirmed_at")
    _check_after_dispatch(notice, published_at, now, "ted_published_at")
    before = [notice.ted_confirmed_at, notice.ted_published_at]
    notice.ted_confirmed_at, notice.ted_published_at = confirmed_at, published_at
    after = [confirmed_at, published_at]
    audit.record(session, actor, "notice.ted", tender=notice.tender_id, before=before, after=after)
    _settle(session, notice, now)


def _check_after_dispatch(notice: Notice, moment: datetime | None, now: datetime, field: str) -> None:
    if moment is None:
        return
    if moment > now:
        raise RuleBroken(N_("Tidspunktet kan ikke ligge fram i tid"), field=field)
    if notice.dispatched_at is not None and moment < notice.dispatched_at:
        raise RuleBroken(
            N_("Tidspunktet kan ikke ligge før avsendelsen %(sent)s"), field=field, sent=notice.dispatched_at
        )


# --- Opening and closing -------------------------------------------------------------------------


def _settle(session: Session, notice: Notice, now: datetime) -> None:
    """Compute when the page opens, and let time do its work; a page that is open does not close again."""
    if notice.tender.state is not TenderState.APPROVED and notice.tender.state is not TenderState.DRAFT:
        if notice.opens_at is None or notice.opens_at > now:
            notice.opens_at = opening(notice)
        _advance(session, notice, now)
    session.flush()


def opening(notice: Notice) -> datetime | None:
    """Return when the public page opens, by the facts that are known."""
    if notice.dispatched_at is None:
        return None
    law, _procedure = law_and_procedure(notice.tender, notice.dispatched_at)
    return page_opens_at(
        part(notice.tender.estimate, notice.dispatched_at),
        law,
        dispatched_at=notice.dispatched_at,
        doffin_id=notice.doffin_id,
        ted_confirmed_at=notice.ted_confirmed_at,
        ted_published_at=notice.ted_published_at,
    )


def tick(session: Session, now: datetime) -> int:
    """Open and close what time has come for; the worker asks every minute."""
    due = (
        select(Notice)
        .join(Notice.tender)
        .where(
            or_(
                (Tender.state == TenderState.DISPATCHED) & (Notice.opens_at <= now),
                (Tender.state == TenderState.PUBLISHED) & (Notice.deadline <= now),
            )
        )
        .options(joinedload(Notice.tender))
    )
    found = session.scalars(due).all()
    for notice in found:
        _advance(session, notice, now)
    return len(found)


def _advance(session: Session, notice: Notice, now: datetime) -> None:
    tender = notice.tender
    if tender.state is TenderState.DISPATCHED and notice.opens_at and notice.opens_at <= now:
        tender.state = TenderState.PUBLISHED
        audit.record(session, SYSTEM, "tender.published", tender=tender.id, opens_at=notice.opens_at)
        _tell(session, tender, N_("Konkurransen «%(title)s» er åpen for alle."), now)
    if tender.state is TenderState.PUBLISHED and notice.deadline <= now:
        tender.state = TenderState.CLOSED
        audit.record(session, SYSTEM, "tender.closed", tender=tender.id, deadline=notice.deadline)


def _tell(session: Session, tender: Tender, sentence: str, now: datetime) -> None:
    """Tell everybody who buys or signs for the lead and those who take part."""
    bodies = {tender.pool.lead_id} | {one.organisation_id for one in tender.pool.remaining}
    path, title = f"/tenders/{tender.id}/notice", tender.title
    for body, users in people(session, bodies, Role.BUYER, Role.SIGNATORY).items():
        tell(session, users, sentence, path=path, organisation_id=body, now=now, title=title)
