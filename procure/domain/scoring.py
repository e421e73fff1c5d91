"""Award criteria: weights that make 100, an order that is complete, the place of climate and environment.

How prices become points is in `points`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from procure.domain.law import Climate, Law
from procure.domain.money import Ore

ALL = 100  # percent


class CriteriaMode(StrEnum):
    """How criteria stand to each other."""

    WEIGHTED = "weighted"
    RANKED = "ranked"


class PriceModel(StrEnum):
    """How prices become points, or quality becomes kroner."""

    LINEAR = "linear"
    LINEAR_WITH_FLOOR = "linear_with_floor"
    PROPORTIONAL = "proportional"
    HYBRID = "hybrid"
    PRICED_QUALITY = "priced_quality"


class TieRule(StrEnum):
    """What decides between bids that end equal."""

    LOWEST_PRICE = "lowest_price"
    BEST_QUALITY = "best_quality"
    BEST_CLIMATE = "best_climate"
    LOTS_DRAWN = "lots_drawn"


@dataclass(frozen=True, kw_only=True)
class CriterionFacts:
    """An award criterion (tildelingskriterium).

    weight: whole percent where criteria are weighted, else None.
    rank: place in the order, counted from 1, where they are ranked, else None.
    worth: what full points are worth, where quality is priced.
    price, climate: what it measures; neither is quality.
    """

    key: str
    name: str
    name_en: str = ""
    weight: int | None = None
    rank: int | None = None
    worth: Ore | None = None
    price: bool = False
    climate: bool = False
    documentation: str = ""


class ClimateGap(StrEnum):
    """What a tender lacks before climate and environment are taken care of."""

    NO_CHOICE = "no_choice"
    NOT_IN_FORCE = "not_in_force"
    NO_REASON = "no_reason"
    TOO_LIGHT = "too_light"
    TOO_LOW = "too_low"
    NO_CRITERION = "no_criterion"
    NO_REQUIREMENTS = "no_requirements"


def missing_weight(criteria: Sequence[CriterionFacts]) -> int:
    """Count the percent that are missing before weights make exactly 100; below zero there are too many.

    Source: FOA § 18-1 (6).

    >>> missing_weight([CriterionFacts(key=key, name=key, weight=w) for key, w in {"a": 50, "b": 40}.items()])
    10
    """
    return ALL - sum(criterion.weight or 0 for criterion in criteria)


def order_is_complete(criteria: Sequence[CriterionFacts]) -> bool:
    """Answer whether ranks run from 1 without gap or tie, and no criterion has a weight.

    Source: FOA §§ 8-11 (1), 18-1 (6).
    """
    ranks = sorted(criterion.rank or 0 for criterion in criteria)
    return ranks == list(range(1, len(ranks) + 1)) and all(each.weight is None for each in criteria)


def climate_weight(criteria: Sequence[CriterionFacts]) -> int:
    """Add up the weight of what measures climate and environment, in percent."""
    return sum(criterion.weight or 0 for criterion in criteria if criterion.climate)


def climate_gaps(
    criteria: Sequence[CriterionFacts],
    mode: CriteriaMode,
    choice: Climate | None,
    *,
    reason: str,
    requirements: int,
    law: Law,
) -> list[ClimateGap]:
    """List what is missing before climate and environment are taken care of.

    requirements: how many requirements are about climate and environment.

    To be asked only where the competition must be announced. Before 2024 there was no such rule.
    Source: LOA §§ 5b, 5c.
    """
    if not law.climate:
        return []
    if choice is None:
        return [ClimateGap.NO_CHOICE]
    if (rule := law.climate.get(choice)) is None:
        return [ClimateGap.NOT_IN_FORCE]
    gaps = []
    if rule.needs_reason and not reason.strip():
        gaps.append(ClimateGap.NO_REASON)
    if rule.needs_requirements and not requirements:
        gaps.append(ClimateGap.NO_REQUIREMENTS)
    return gaps + (_criterion_gaps(criteria, mode, choice, law) if rule.needs_criterion else [])


def _criterion_gaps(
    criteria: Sequence[CriterionFacts], mode: CriteriaMode, choice: Climate, law: Law
) -> list[ClimateGap]:
    """Weigh the criteria on climate; where requirements do part of the work, a lighter one will do."""
    if choice is Climate.COMBINED:
        return [] if any(each.climate for each in criteria) else [ClimateGap.NO_CRITERION]
    if mode is CriteriaMode.WEIGHTED:
        return [] if climate_weight(criteria) >= law.climate_percent else [ClimateGap.TOO_LIGHT]
    ranks = (each.rank for each in criteria if each.climate and each.rank)
    return [] if min(ranks, default=law.climate_rank + 1) <= law.climate_rank else [ClimateGap.TOO_LOW]
