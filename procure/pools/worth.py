"""What a pool's purchase is worth: counted from what is paid today, until its tender has an estimate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.orm import Session

from procure.domain.law import Figure, Law, Part, part_of
from procure.domain.money import Ore
from procure.domain.policy import Actor
from procure.domain.pooling import FEWEST_IN_SPREAD
from procure.domain.states import ParticipationState
from procure.domain.value import (
    CostKind,
    EstimateLine,
    NextLimit,
    Parts,
    counted_months,
    estimate,
    next_limit,
    reached_limit,
)
from procure.pools.models import Participation, Pool
from procure.pools.sums import is_inside


class Planned(NamedTuple):
    """What a pool's tender says of its worth, and when it is to be sent; everything in øre excl. VAT.

    parts, months: of its lines, where it has any; joint: what is shared of them; own: the reader's share.
    """

    total: Ore | None
    parts: Parts | None
    joint: Ore
    months: int | None
    own: Ore | None
    dispatch_on: date | None


Asks = Callable[[Session, Actor, Pool, date], Planned | None]
on_asked_for_plan: list[Asks] = []  # what knows of tenders answers; pools themselves know of none


class Source(StrEnum):
    """What an estimate is made of."""

    NEEDS = "needs"  # what the participants pay today
    TENDER = "tender"


class Rules(NamedTuple):
    """Which rules follow from a value: the part, the limit it has reached, and the next one."""

    part: Part
    reached: Figure | None
    above: NextLimit | None


@dataclass(frozen=True, kw_only=True)
class Worth:
    """The estimate of a pool as one reader may see it, in øre excl. VAT.

    total: None while it is not known, or held back from the reader.
    committed, interested: their parts, of what is paid today; own: the reader's.
    known: how many participants it is made of, out of `count`.
    months: how many running costs are counted for; None where the tender's estimate is one sum.
    """

    source: Source
    total: Ore | None
    committed: Ore | None
    interested: Ore | None
    own: Ore | None
    known: int
    count: int
    months: int | None
    parts: Parts | None
    rules: Rules | None


def plan(session: Session, actor: Actor, pool: Pool, today: date) -> Planned | None:
    """Ask what the pool's tender says; None where it has none that the reader sees."""
    answers = (ask(session, actor, pool, today) for ask in on_asked_for_plan)
    return next((found for found in answers if found is not None), None)


def worth(pool: Pool, actor: Actor, law: Law, planned: Planned | None) -> Worth:
    """Estimate a pool for a reader: by its tender where that has an estimate, else by what is paid today."""
    if planned is not None and planned.total is not None and is_inside(pool, actor):
        return _of_tender(pool, planned, planned.total, law)
    return _of_needs(pool, actor, law)


def _of_tender(pool: Pool, planned: Planned, total: Ore, law: Law) -> Worth:
    count = len(pool.remaining)
    return Worth(
        source=Source.TENDER,
        total=total,
        committed=None,
        interested=None,
        own=planned.own,
        known=count,
        count=count,
        months=planned.months,
        parts=planned.parts,
        rules=rules(total, law),
    )


def _of_needs(pool: Pool, actor: Actor, law: Law) -> Worth:
    """Count what is paid today for the term that the law counts; one outside sees no sum of few."""
    remaining, inside = pool.remaining, is_inside(pool, actor)
    known = sum(each.figures.yearly_cost is not None for each in remaining)
    total = paid(remaining, law) if inside or known >= FEWEST_IN_SPREAD else None
    own = [each for each in remaining if each.organisation_id == actor.organisation_id]
    return Worth(
        source=Source.NEEDS,
        total=total,
        committed=paid(_in_state(remaining, ParticipationState.COMMITTED), law) if inside else None,
        interested=paid(_in_state(remaining, ParticipationState.INTERESTED), law) if inside else None,
        own=paid(own, law),
        known=known,
        count=len(remaining),
        months=counted_months(None, law),
        parts=None,
        rules=None if total is None else rules(total, law),
    )


def _in_state(places: Iterable[Participation], state: ParticipationState) -> list[Participation]:
    return [each for each in places if each.state is state]


def paid(places: Iterable[Participation], law: Law) -> Ore | None:
    """Count what these pay today for the term that the law counts; None when nobody has shown it."""
    costs = [each.figures.yearly_cost for each in places]
    return over_term([cost for cost in costs if cost is not None], law)


def over_term(yearly: Iterable[Ore], law: Law) -> Ore | None:
    """Count some yearly costs for the term that the law counts where none is agreed; None of none.

    Source: FOA § 5-4 (12).
    """
    lines = [EstimateLine("", CostKind.YEARLY, None, cost) for cost in yearly]
    return estimate(lines, None, law).total if lines else None


def rules(total: Ore, law: Law) -> Rules:
    """Say which rules follow from a value."""
    return Rules(part_of(total, law), reached_limit(total, law), next_limit(total, law))
