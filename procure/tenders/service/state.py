"""What every change of a tender shares: is it still open, is the row fresh, what becomes of approvals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from procure import audit
from procure.accounts.queries import people
from procure.domain import states
from procure.domain.errors import N_, Marked, RuleBroken
from procure.domain.policy import Actor
from procure.domain.states import TenderState
from procure.notifications.service import tell
from procure.pools.models import Pool
from procure.pools.queries import DECIDES
from procure.pools.service import on_changed_ceiling, on_changed_holders, on_changed_volumes
from procure.tenders.models import (
    Approval,
    Attachment,
    ContractChange,
    Criterion,
    EstimateLine,
    Lot,
    PriceLine,
    Qualification,
    Requirement,
    Section,
    Tender,
    Version,
)

Made = TypeVar(
    "Made",
    Attachment,
    ContractChange,
    Criterion,
    EstimateLine,
    Lot,
    PriceLine,
    Qualification,
    Requirement,
    Section,
)
VOLUMES = N_("antall brukere eller innbyggere")
HOLDERS = N_("listen over opsjonstakere")
OPEN = frozenset({TenderState.DRAFT, TenderState.APPROVED})


def check_open(tender: Tender) -> None:
    """Raise RuleBroken when the tender has been sent, or cancelled: its content is frozen."""
    if tender.state is TenderState.CANCELLED:
        raise RuleBroken(N_("Konkurransen er avlyst. Innholdet kan ikke endres."))
    if tender.state not in OPEN:
        raise RuleBroken(N_("Konkurransen er avsendt. Innholdet kan ikke endres lenger."))


def lock(session: Session, tender: Tender) -> None:
    """Let nobody else number things in this tender until the transaction ends."""
    session.execute(select(Tender.id).where(Tender.id == tender.id).with_for_update())


def made_before(session: Session, kind: type[Made], tender: Tender, once: str | None) -> Made | None:
    """Return the row that the same form has made in this tender already; ask under the lock."""
    if once is None:
        return None
    return session.scalar(select(kind).where(kind.once == once, kind.tender_id == tender.id))


def touched(session: Session, actor: Actor, tender: Tender, now: datetime, because: str) -> None:
    """Void every approval that stands, and make an approved tender a draft again: its content has changed.

    because: what was changed, in a few words for people: marked with `N_`, or a name as pages have it.
    """
    voided = _standing(session, tender)
    for approval in voided:
        approval.voided_at, approval.voided_because = now, because[:400]
    if tender.state is TenderState.APPROVED:
        states.check_tender(tender.state, TenderState.DRAFT)
        tender.state = TenderState.DRAFT
    if voided:
        bodies = [approval.organisation_id for approval in voided]
        audit.record(session, actor, "approval.voided", tender=tender.id, bodies=bodies, because=because)
        _tell_of_the_fall(session, actor, voided[0].version, {tender.pool.lead_id, *bodies}, because, now)


def _standing(session: Session, tender: Tender) -> Sequence[Approval]:
    whole = contains_eager(Approval.version).defer(Version.content)
    asked = select(Approval).join(Approval.version).options(whole).order_by(Approval.id)
    return session.scalars(asked.where(Version.tender_id == tender.id, Approval.voided_at.is_(None))).all()


def _tell_of_the_fall(
    session: Session, actor: Actor, version: Version, bodies: Set[int], because: str, now: datetime
) -> None:
    """Tell the people of the lead and of those that had approved, but not the one who made the change."""
    for body, users in people(session, bodies, *DECIDES).items():
        tell(
            session,
            [user for user in users if user.id != actor.user_id],
            N_("Godkjenningen av versjon %(number)s av «%(title)s» falt bort. Dette ble endret: %(what)s."),
            path=f"/tenders/{version.tender_id}/versions/{version.number}",
            organisation_id=body,
            now=now,
            number=version.number,
            title=version.tender.title,
            what=Marked(because),
        )


def volumes_changed(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Let the pool's tender know that a participant counts with other volumes than before."""
    tender = session.scalar(select(Tender).where(Tender.pool_id == pool.id))
    if tender is not None:
        check_open(tender)
        touched(session, actor, tender, now, because=VOLUMES)


def tell_of_holders(session: Session, actor: Actor, pool: Pool, now: datetime) -> None:
    """Let the pool's tender know that others may join later than before."""
    tender = session.scalar(select(Tender).where(Tender.pool_id == pool.id))
    if tender is not None:
        check_open(tender)
        touched(session, actor, tender, now, because=HOLDERS)


def ceiling_changed(session: Session, _actor: Actor, pool: Pool, _now: datetime) -> None:
    """Refuse another ceiling once the pool's tender is sent; it is in no document, so no approval falls."""
    tender = session.scalar(select(Tender).where(Tender.pool_id == pool.id))
    if tender is not None:
        check_open(tender)


on_changed_volumes.append(volumes_changed)
on_changed_holders.append(tell_of_holders)
on_changed_ceiling.append(ceiling_changed)


def write(row: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write facts into a row; return what was changed, for the trace: [before, after] by name."""
    changed = {}
    for name, value in facts.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = [_brief(before), _brief(value)]
            setattr(row, name, value)
    return changed


def _brief(value: Any) -> str | int | None:
    """Shorten what goes into the trace; long texts have their own revisions."""
    if value is None or isinstance(value, int):
        return value
    text = str(value)
    return text if len(text) <= 500 else f"{text[:500]}…"
