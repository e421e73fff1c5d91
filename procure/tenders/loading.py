"""Everything that belongs to a tender, loaded with one plain query for each kind of thing."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from procure.pools.models import OptionHolder
from procure.tenders.models import PriceLine, Quantity, Section, Tender

PARTS: Final = (
    *("sections", "contract_changes", "omitted_clauses", "requirements", "criteria", "estimate_lines"),
    *("qualifications", "lots", "milestones", "price_lines"),
)


def load_parts(session: Session, tender: Tender) -> None:
    """Load all parts of a tender as they are now."""
    of_tender = {"tender": tender.id}
    for name in PARTS:
        set_committed_value(tender, name, session.scalars(_part(name), of_tender).all())
    by_line: dict[int, list[Quantity]] = defaultdict(list)
    for row in session.scalars(_quantities(), of_tender):
        by_line[row.price_line_id].append(row)
    for line in tender.price_lines:
        set_committed_value(line, "quantities", by_line[line.id])
    holders = session.scalars(_holders(), {"pool": tender.pool_id}).all()
    set_committed_value(tender.pool, "option_holders", holders)


@cache
def _part(name: str) -> Select[Any]:
    """Select one kind of part, made once: a general loader asks for more, and asks anew each time."""
    relation = Tender.__mapper__.relationships[name]
    part: Any = relation.entity.class_
    asked = select(part).where(part.tender_id == bindparam("tender")).order_by(*(relation.order_by or ()))
    return asked.where(Section.removed_at.is_(None)) if part is Section else asked


@cache
def _quantities() -> Select[Quantity]:
    asked = select(Quantity).join(PriceLine, PriceLine.id == Quantity.price_line_id)
    return asked.where(PriceLine.tender_id == bindparam("tender")).order_by(Quantity.id)


@cache
def _holders() -> Select[OptionHolder]:
    asked = select(OptionHolder).where(OptionHolder.pool_id == bindparam("pool"))
    return asked.order_by(OptionHolder.id)
