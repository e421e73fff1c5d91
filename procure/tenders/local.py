"""Whom the requirements apply to: one body's place under one of them, and the table of all that deviate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from procure.accounts.models import Organisation
from procure.domain.policy import Actor, Standing
from procure.pools.models import Participation
from procure.tenders import table
from procure.tenders.merging import participants
from procure.tenders.models import Deviation, Requirement, Tender
from procure.tenders.queries import find_requirement
from procure.tenders.service import deviation_of


@dataclass(frozen=True)
class Local:
    """One requirement as it is for one of the participants."""

    requirement: Requirement
    organisation: Organisation

    @property
    def deviation(self) -> Deviation | None:
        """What is another for this body, if anything is."""
        return deviation_of(self.requirement, self.organisation.id)

    def standings(self, actor: Actor) -> Set[Standing]:
        own = actor.organisation_id == self.organisation.id
        return {*self.requirement.standings(actor), *([Standing.OWNER] if own else [])}


def find_local(
    session: Session, actor: Actor, tender_id: int, requirement_id: int, organisation_id: int
) -> Local | None:
    """Find a requirement as it is for one of those who buy now."""
    requirement = find_requirement(session, actor, tender_id, requirement_id)
    if requirement is None:
        return None
    return next((each for each in locals_of(requirement) if each.organisation.id == organisation_id), None)


def locals_of(requirement: Requirement) -> list[Local]:
    """Return a requirement as it is for each participant, by name."""
    return [Local(requirement, each.organisation) for each in participants(requirement.tender)]


@dataclass(frozen=True)
class Matrix:
    """The requirements that are another for somebody, and those they are another for.

    alike: how many of all requirements are the same for everybody, in percent; None without requirements.
    """

    rows: Sequence[Requirement]
    bodies: Sequence[Participation]
    cells: Mapping[tuple[int, int], Deviation]
    alike: int | None


def matrix(session: Session, tender: Tender) -> Matrix:
    """Read every requirement that is another for one of those who buy now."""
    asked = select(Requirement).where(*table.in_force(tender), Requirement.deviations.any())
    rows = session.scalars(
        asked.options(selectinload(Requirement.deviations)).order_by(Requirement.area, Requirement.position)
    ).all()
    people = {each.organisation_id: each for each in participants(tender)}
    cells = {
        (row.id, each.organisation_id): each
        for row in rows
        for each in row.deviations
        if each.organisation_id in people
    }
    deviating = {row for row, _body in cells}
    bodies = [each for key, each in people.items() if any(body == key for _row, body in cells)]
    total = sum(table.overview(session, tender).kinds.values())
    alike = (total - len(deviating)) * 100 // total if total else None
    return Matrix([row for row in rows if row.id in deviating], bodies, cells, alike)
