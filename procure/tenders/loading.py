"""Everything that belongs to a tender, loaded with one plain query for each kind of thing.

Requirements and quantities, of which there may be thousands, are read as rows: the checks need no objects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from procure.library.models import Annex, AnswerMode, MetWhen, RequirementKind
from procure.pools.models import OptionHolder, Participation
from procure.tenders.models import PriceLine, Quantity, Requirement, Section, Tender

PARTS: Final = (
    *("sections", "contract_changes", "omitted_clauses", "criteria", "estimate_lines"),
    *("qualifications", "lots", "milestones", "price_lines"),
)
PLAIN: Final = "plain"  # where a tender keeps its rows


class Asked(NamedTuple):
    """A requirement in force as a row: what the checks read of it, and what is printed."""

    identifier: str
    id: int
    kind: RequirementKind
    text: str
    met_when: MetWhen
    met_by: date | None
    answer_mode: AnswerMode
    criterion_id: int | None
    brand_reason: str | None
    weight: int | None
    climate: bool
    lot_id: int | None
    answer: str
    area_name: str


class Line(NamedTuple):
    """A requirement as it stands in the table, read as a row: what is shown of it, and what is checked.

    local: how many bodies it is another for.
    """

    id: int
    area: str
    number: int
    area_name: str
    text: str
    kind: RequirementKind
    met_when: MetWhen
    met_by: date | None
    answer_mode: AnswerMode
    answer: str
    criterion_id: int | None
    weight: int | None
    climate: bool
    brand_reason: str | None
    bank_key: str | None
    adapted: bool
    own_id: str | None
    lot_id: int | None
    criterion: str | None
    lot: int | None
    local: int

    @property
    def identifier(self) -> str:
        """The id that everybody uses, such as SIK-004."""
        return f"{self.area}-{self.number:03d}"


@dataclass(frozen=True)
class Plain:
    """What is read as rows: the requirements in their order, and each line's amounts by body."""

    requirements: Sequence[Asked]
    amounts: Mapping[int, Mapping[int, int]]


def plain(tender: Tender) -> Plain | None:
    """Return the rows that `load_parts` read last; None of a tender whose parts it has not loaded."""
    found: Plain | None = inspect(tender).info.get(PLAIN)
    return found


def load_people(session: Session, tender: Tender) -> None:
    """Load those who are in the pool of a tender, each with their need."""
    people = session.scalars(_people(), {"pool": tender.pool_id}).all()
    set_committed_value(tender.pool, "participations", people)


def load_annexes(session: Session, tender: Tender) -> None:
    """Load the annexes of the agreements that a tender is built on."""
    built_on = {"first": tender.agreement_id, "second": tender.companion_id}
    found = session.scalars(_annexes(), built_on).all()
    for agreement in filter(None, (tender.agreement, tender.companion)):
        own = [annex for annex in found if annex.agreement_id == agreement.id]
        set_committed_value(agreement, "annexes", own)


def load(session: Session, tender: Tender, *names: str) -> None:
    """Load some kinds of parts of a tender as they are now."""
    for name in names:
        set_committed_value(tender, name, session.scalars(_part(name), {"tender": tender.id}).all())


def load_parts(session: Session, tender: Tender) -> None:
    """Load all parts of a tender as they are now."""
    of_tender = {"tender": tender.id}
    load(session, tender, *PARTS)
    rows = session.execute(_requirements(), of_tender)
    requirements = [Asked(f"{area}-{number:03d}", *facts) for area, number, *facts in rows]
    amounts: dict[int, dict[int, int]] = defaultdict(dict)
    for line, body, amount in session.execute(_quantities(), of_tender):
        amounts[line][body] = amount
    inspect(tender).info[PLAIN] = Plain(requirements, amounts)
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
def _requirements() -> Select[Any]:
    asked = select(
        Requirement.area, Requirement.number, *(getattr(Requirement, each) for each in Asked._fields[1:])
    )
    asked = asked.where(Requirement.tender_id == bindparam("tender"), Requirement.removed_at.is_(None))
    return asked.order_by(Requirement.position)


@cache
def _quantities() -> Select[int, int, int]:
    asked = select(Quantity.price_line_id, Quantity.organisation_id, Quantity.amount)
    return asked.join(PriceLine, PriceLine.id == Quantity.price_line_id).where(
        PriceLine.tender_id == bindparam("tender")
    )


@cache
def _people() -> Select[Participation]:
    both = joinedload(Participation.organisation), joinedload(Participation.need)
    asked = select(Participation).where(Participation.pool_id == bindparam("pool")).options(*both)
    return asked.order_by(Participation.id)


@cache
def _annexes() -> Select[Annex]:
    own = (Annex.agreement_id == bindparam("first")) | (Annex.agreement_id == bindparam("second"))
    return select(Annex).where(own).order_by(Annex.number)


@cache
def _holders() -> Select[OptionHolder]:
    asked = select(OptionHolder).where(OptionHolder.pool_id == bindparam("pool"))
    return asked.order_by(OptionHolder.id)
