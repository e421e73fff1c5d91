"""The requirement table: which rows are asked for, a page of them, and what the checks found in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from procure.domain.checks import check_requirements
from procure.domain.findings import Finding
from procure.domain.law import Law
from procure.domain.policy import Actor
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.tenders import facts
from procure.tenders.loading import Line, load
from procure.tenders.models import Criterion, Deviation, Lot, Requirement, Tender
from procure.web.paging import Page, Prepared, cut

SIZE: Final = 100  # rows on a page
Number = int | BindParameter[int]  # of a tender: known, or named when the selection is asked


class Origin(StrEnum):
    """Where a requirement comes from."""

    BANK = "bank"
    ADAPTED = "adapted"
    OWN = "own"


class Noted(StrEnum):
    """What there is to notice about a requirement."""

    FOUND = "found"
    LOCAL = "local"


class Order(StrEnum):
    """How the rows stand: as somebody has placed them, or by id."""

    PLACED = "placed"
    ID = "id"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which requirements are asked for; what is not asked for is None or empty."""

    words: str = ""
    area: str = ""
    kind: RequirementKind | None = None
    criterion: int | None = None
    met_when: MetWhen | None = None
    answer_mode: AnswerMode | None = None
    lot: int | None = None
    origin: Origin | None = None
    noted: Noted | None = None
    order: Order = Order.PLACED

    @property
    def narrows(self) -> bool:
        """Whether it leaves any requirement out."""
        return any(value not in (None, "") for name, value in vars(self).items() if name != "order")


def line(row: Requirement) -> Line:
    """Make the line of one requirement that is loaded."""
    facts = [getattr(row, name) for name in Line._fields[:-3]]
    criterion, lot = row.criterion, row.lot
    scored_by = criterion.name if criterion else None
    return Line._make((*facts, scored_by, lot.number if lot else None, len(row.deviations)))


@dataclass(frozen=True)
class Found:
    """A page of requirements, with what the checks found in each by its id."""

    page: Page[Line]
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)


def requirements(session: Session, tender: Tender, wanted: Wanted, law: Law, number: int = 1) -> Found:
    """Read one page of a tender's requirements; those on it are checked, or all when that is asked for."""
    load(session, tender, "criteria", "lots")
    if wanted.noted is Noted.FOUND:
        rows = [Line._make(each) for each in _lines(wanted).all(session, tender=tender.id)]
        findings = check(tender, rows, law)
        return Found(cut([each for each in rows if each.identifier in findings], number, SIZE), findings)
    here = _lines(wanted).page(session, number, SIZE, tender=tender.id)
    rows = [Line._make(each) for each in here.rows]
    return Found(replace(here, rows=rows), check(tender, rows, law))


@lru_cache(maxsize=100)
def _lines(wanted: Wanted) -> Prepared:
    """Select the lines of what is asked for; what is counted is read of those on the page alone."""
    local = select(func.count(Deviation.id)).where(Deviation.requirement_id == Requirement.id)
    facts = (getattr(Requirement, name) for name in Line._fields[:-3])
    asked = select(*facts, Criterion.name, Lot.number, local.correlate(Requirement).scalar_subquery())
    asked = asked.select_from(Requirement).outerjoin(Requirement.criterion).outerjoin(Requirement.lot)
    tender: Number = bindparam("tender")
    total = select(func.count()).where(*_conditions(tender, wanted))
    return Prepared(_ordered(asked, tender, wanted), total)


def page_with(session: Session, tender: Tender, requirement_id: int) -> int:
    """Return the number of the page where a requirement stands when nothing is left out."""
    ids = session.scalars(_ordered(select(Requirement.id), tender.id, Wanted())).all()
    return ids.index(requirement_id) // SIZE + 1 if requirement_id in ids else 1


def every(session: Session, tender: Tender, wanted: Wanted, law: Law) -> list[Requirement]:
    """Read all the requirements that are asked for, on one page."""
    rows = session.scalars(_asked(tender, wanted)).unique().all()
    if wanted.noted is Noted.FOUND:
        findings = check(tender, rows, law)
        return [each for each in rows if each.identifier in findings]
    return list(rows)


def check(tender: Tender, rows: Sequence[Requirement | Line], law: Law) -> dict[str, list[Finding]]:
    """Check these requirements and nothing else of the tender; return what is found in each by its id."""
    return check_requirements(facts.of_requirements(tender, rows), law)


def _asked(tender: Tender, wanted: Wanted) -> Select[Requirement]:
    """Select what is asked for: area by area in the order that somebody gave them, or by id."""
    asked = select(Requirement).options(
        joinedload(Requirement.criterion),
        joinedload(Requirement.lot),
        selectinload(Requirement.deviations).joinedload(Deviation.organisation),
    )
    return _ordered(asked, tender.id, wanted)


def _ordered(asked: Select[Any], tender: Number, wanted: Wanted) -> Select[Any]:
    asked = asked.where(*_conditions(tender, wanted))
    if wanted.order is Order.ID:
        return asked.order_by(Requirement.area, Requirement.number)
    areas = select(Requirement.area, func.min(Requirement.position).label("first"))
    first = areas.where(*_in_force(tender)).group_by(Requirement.area).subquery()
    asked = asked.join(first, first.c.area == Requirement.area)
    return asked.order_by(first.c.first, Requirement.position, Requirement.id)


def in_force(tender: Tender) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of the requirements that have not been taken out."""
    return _in_force(tender.id)


def _in_force(tender: Number) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Requirement.tender_id == tender, Requirement.removed_at.is_(None)


def _conditions(tender: Number, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = list(_in_force(tender))
    plain = {
        Requirement.area: wanted.area or None,
        Requirement.kind: wanted.kind,
        Requirement.criterion_id: wanted.criterion,
        Requirement.met_when: wanted.met_when,
        Requirement.answer_mode: wanted.answer_mode,
        Requirement.lot_id: wanted.lot,
    }
    found += [column == value for column, value in plain.items() if value is not None]
    if wanted.words:
        found.append(_says(wanted.words))
    if wanted.origin:
        found.append(ORIGINS[wanted.origin])
    if wanted.noted is Noted.LOCAL:
        found.append(Requirement.deviations.any())
    return found


ORIGINS: Mapping[Origin, ColumnElement[bool]] = {
    Origin.BANK: Requirement.bank_key.is_not(None) & Requirement.adapted.is_(False),
    Origin.ADAPTED: Requirement.bank_key.is_not(None) & Requirement.adapted.is_(True),
    Origin.OWN: Requirement.bank_key.is_(None),
}


def _says(words: str) -> ColumnElement[bool]:
    """Ask for what holds some words, or has them for its id: here, in the bank, or where it came from."""
    area, _dash, number = words.upper().partition("-")
    ways = [
        Requirement.text.icontains(words, autoescape=True),
        Requirement.area == area,
        Requirement.bank_key == words.upper(),
        Requirement.own_id == words,
    ]
    if number.isascii() and number.isdigit() and len(number) < 6:
        ways.append((Requirement.area == area) & (Requirement.number == int(number)))
    return or_(*ways)


# --- Around the table ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Overview:
    """What a tender has of requirements: how many of each kind, its areas, how many are taken out."""

    kinds: Mapping[RequirementKind, int]
    areas: Mapping[str, str]
    removed: int


def overview(session: Session, tender: Tender) -> Overview:
    """Count a tender's requirements."""
    kinds: Counter[RequirementKind] = Counter()
    areas, removed = {}, 0
    for area, kind, is_out, name, count in session.execute(_counts(), {"tender": tender.id}):
        areas[area] = name
        removed += count if is_out else 0
        kinds[kind] += 0 if is_out else count
    return Overview(+kinds, areas, removed)


@cache
def _counts() -> Select[*tuple[Any, ...]]:
    columns = Requirement.area, Requirement.kind, Requirement.removed_at.is_not(None)
    asked = select(*columns, func.min(Requirement.area_name), func.count())
    asked = asked.where(Requirement.tender_id == bindparam("tender"))
    return asked.group_by(*columns).order_by(Requirement.area)


class Picked(NamedTuple):
    """A requirement that was picked from the bank: its id, what it is called here, and its edition."""

    id: int
    identifier: str
    edition: int


def picked(session: Session, tender: Tender) -> dict[str, Picked]:
    """Return what the tender has from the bank, by the bank's keys."""
    columns = (Requirement.bank_key, Requirement.id, Requirement.area, Requirement.number)
    asked = select(*columns, Requirement.bank_edition).where(
        *in_force(tender), Requirement.bank_key.is_not(None)
    )
    return {
        key: Picked(number, f"{area}-{place:03d}", edition or 0)
        for key, number, area, place, edition in session.execute(asked)
        if key
    }


def removed(session: Session, tender: Tender) -> Sequence[Requirement]:
    """List the requirements that have been taken out, the last first."""
    asked = select(Requirement).where(Requirement.tender_id == tender.id, Requirement.removed_at.is_not(None))
    return session.scalars(asked.order_by(Requirement.removed_at.desc(), Requirement.id.desc())).all()


def find_removed(session: Session, actor: Actor, tender_id: int, requirement_id: int) -> Requirement | None:
    """Find a requirement that has been taken out, in its tender."""
    return session.scalar(
        select(Requirement).where(
            Requirement.id == requirement_id,
            Requirement.tender_id == tender_id,
            Requirement.removed_at.is_not(None),
            Requirement.visible_to(actor),
        )
    )
