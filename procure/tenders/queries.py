"""Reading tenders: finding them and their parts, lists, what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from procure import clock
from procure.domain.checks import check_tender
from procure.domain.findings import Finding
from procure.domain.policy import Actor
from procure.domain.states import TenderState
from procure.library.models import Agreement
from procure.pools.models import Participation, Pool
from procure.pools.queries import find_pool
from procure.tenders import facts
from procure.tenders.clauses import TenderClause, clauses_of
from procure.tenders.loading import load_annexes, load_parts, load_people
from procure.tenders.merging import law_of
from procure.tenders.models import (
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
from procure.tenders.numbering import lost

Part = TypeVar(
    "Part",
    Attachment,
    ContractChange,
    Section,
    Requirement,
    Criterion,
    PriceLine,
    Lot,
    EstimateLine,
    Qualification,
)


# --- Finding one thing ---------------------------------------------------------------------------


def find_tender(session: Session, actor: Actor, tender_id: int) -> Tender | None:
    """Find a tender with its pool and those who are in it."""
    tender = session.scalar(_one(actor), {"id": tender_id})
    if tender is not None:
        load_people(session, tender)
        load_annexes(session, tender)
    return tender


def find_tender_alone(session: Session, actor: Actor, tender_id: int) -> Tender | None:
    """Find a tender the same way, for a page that says nothing of the agreement it is built on."""
    tender = session.scalar(_one_alone(actor), {"id": tender_id})
    if tender is not None:
        load_people(session, tender)
    return tender


def find_section(session: Session, actor: Actor, tender_id: int, section_id: int) -> Section | None:
    """Find a section in use, in its tender."""
    asked = _of(Section, tender_id, section_id, actor).where(Section.removed_at.is_(None))
    people = joinedload(Section.edited_by), joinedload(Section.owner), joinedload(Section.writer)
    return session.scalar(asked.options(*people))


def find_requirement(
    session: Session, actor: Actor, tender_id: int, requirement_id: int
) -> Requirement | None:
    """Find a requirement that has not been taken out, in its tender."""
    asked = _of(Requirement, tender_id, requirement_id, actor)
    return session.scalar(asked.where(Requirement.removed_at.is_(None)))


def find_criterion(session: Session, actor: Actor, tender_id: int, criterion_id: int) -> Criterion | None:
    """Find an award criterion, in its tender."""
    return session.scalar(_of(Criterion, tender_id, criterion_id, actor))


def find_lot(session: Session, actor: Actor, tender_id: int, lot_id: int) -> Lot | None:
    """Find a lot that has not been taken out, in its tender."""
    return session.scalar(_of(Lot, tender_id, lot_id, actor).where(Lot.removed_at.is_(None)))


def find_qualification(
    session: Session, actor: Actor, tender_id: int, qualification_id: int
) -> Qualification | None:
    """Find a qualification requirement, in its tender."""
    return session.scalar(_of(Qualification, tender_id, qualification_id, actor))


def find_line(session: Session, actor: Actor, tender_id: int, line_id: int) -> PriceLine | None:
    """Find a price line that has not been taken out, with its quantities, in its tender."""
    asked = _of(PriceLine, tender_id, line_id, actor).options(selectinload(PriceLine.quantities))
    return session.scalar(asked.where(PriceLine.removed_at.is_(None)))


def find_estimate_line(
    session: Session, actor: Actor, tender_id: int, estimate_line_id: int
) -> EstimateLine | None:
    """Find a line of the estimate, in its tender."""
    return session.scalar(_of(EstimateLine, tender_id, estimate_line_id, actor))


def find_change(session: Session, actor: Actor, tender_id: int, change_id: int) -> ContractChange | None:
    """Find a change to the general text of an agreement, in its tender."""
    return session.scalar(_of(ContractChange, tender_id, change_id, actor))


def find_attachment(session: Session, actor: Actor, tender_id: int, attachment_id: int) -> Attachment | None:
    """Find a file that goes with the documents, in its tender."""
    asked = _of(Attachment, tender_id, attachment_id, actor).options(joinedload(Attachment.stored))
    return session.scalar(asked)


def find_form(session: Session, actor: Actor, tender_id: int, section_id: int) -> Section | None:
    """Find the text of a standard form, in its tender."""
    return session.scalar(_of(Section, tender_id, section_id, actor).where(Section.form.is_not(None)))


def find_clause(session: Session, actor: Actor, tender_id: int, key: str) -> TenderClause | None:
    """Find a clause that the law sets in the contracts of a tender and lets a reason leave out."""
    tender = find_tender(session, actor, tender_id)
    found = clauses_of(tender, law_of(tender, clock.today())) if tender else []
    return next((each for each in found if each.clause.key == key and each.clause.omissible), None)


def find_pool_to_buy_for(session: Session, actor: Actor, pool_id: int | None) -> Pool | None:
    """Find the pool that a tender is to be made from."""
    return find_pool(session, actor, pool_id) if pool_id is not None else None


def tender_of(session: Session, actor: Actor, pool: Pool) -> Tender | None:
    """Return the pool's tender, if it has one."""
    return session.scalar(select(Tender).where(Tender.pool_id == pool.id, Tender.visible_to(actor)))


@lru_cache(maxsize=1000)  # made of who asks alone, and asked on every page
def _one(actor: Actor) -> Select[Tender]:
    agreements = joinedload(Tender.agreement), joinedload(Tender.companion)
    return _one_alone(actor).options(*agreements)


@lru_cache(maxsize=1000)
def _one_alone(actor: Actor) -> Select[Tender]:
    pool = joinedload(Tender.pool).options(joinedload(Pool.lead), joinedload(Pool.category))
    return select(Tender).options(pool).where(Tender.id == bindparam("id"), Tender.visible_to(actor))


@cache
def _with_pool() -> Select[Tender]:
    return select(Tender).options(
        joinedload(Tender.agreement).selectinload(Agreement.annexes),
        joinedload(Tender.companion).selectinload(Agreement.annexes),
        _pool(),
    )


def _pool() -> ExecutableOption:
    """Load with a tender its pool, the lead, the category and those who are in it."""
    people = selectinload(Pool.participations)
    return joinedload(Tender.pool).options(
        joinedload(Pool.lead),
        joinedload(Pool.category),
        people.joinedload(Participation.organisation),
        people.joinedload(Participation.need),
    )


def _of(part: type[Part], tender_id: int, part_id: int, actor: Actor) -> Select[Part]:
    """Select a part of a tender with the tender, its pool and those who are in it."""
    pool = joinedload(part.tender).joinedload(Tender.pool)
    people = pool.selectinload(Pool.participations)
    return (
        select(part)
        .where(part.id == part_id, part.tender_id == tender_id, part.visible_to(actor))
        .options(
            pool.joinedload(Pool.category),
            people.joinedload(Participation.organisation),
            people.joinedload(Participation.need),
        )
    )


# --- What stands in the way ----------------------------------------------------------------------


def findings(session: Session, tender: Tender, today: date) -> list[Finding]:
    """Check the tender as its rows are now; as many queries however much there is in it."""
    load_parts(session, tender)
    law = law_of(tender, today)
    known = replace(facts.of(tender, law), lost=tuple(lost(tender)))
    return check_tender(known, law)


def load_attachments(session: Session, tender: Tender) -> None:
    """Load the files that go with the documents, with their sizes."""
    attached = selectinload(Tender.attachments).joinedload(Attachment.stored)
    session.scalars(select(Tender).where(Tender.id == tender.id).options(attached)).unique().all()


def load_prices(session: Session, tender: Tender) -> None:
    """Load the price form of a tender: its lines with their quantities, and its lots."""
    asked = select(Tender).where(Tender.id == tender.id)
    lines = selectinload(Tender.price_lines).selectinload(PriceLine.quantities)
    session.scalars(asked.options(lines, selectinload(Tender.lots))).unique().all()


# --- Lists ---------------------------------------------------------------------------------------


def mine(session: Session, actor: Actor) -> Sequence[Tender]:
    """List the tenders that the actor may see, the newest first."""
    asked = _with_pool().where(Tender.visible_to(actor)).order_by(Tender.created_at.desc(), Tender.id.desc())
    return session.scalars(asked).all()


def agreements(session: Session) -> Sequence[Agreement]:
    """List the agreements to choose among."""
    known = select(Agreement).options(selectinload(Agreement.annexes)).order_by(Agreement.id)
    return [each for each in session.scalars(known) if each.ready]


def drafts_by_agreement(session: Session, actor: Actor) -> Counter[int]:
    """Count the drafts the actor may see by the agreements they are built on, alone or beside another."""
    drafts = select(Tender.agreement_id, Tender.companion_id).where(
        Tender.state == TenderState.DRAFT, Tender.visible_to(actor)
    )
    return Counter(each for both in session.execute(drafts) for each in both if each is not None)


def count_versions(session: Session, tender: Tender) -> int:
    """Count the versions that are frozen; their content is large and stays where it is."""
    return session.scalar(_versions(), {"id": tender.id}) or 0


@cache
def _versions() -> Select[int]:
    return select(func.count()).where(Version.tender_id == bindparam("id"))
