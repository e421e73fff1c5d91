"""A tender as plain facts, the way the checks read it; the feature fills them in from its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from procure.domain.law import Climate, Law, Part, Procedure, part_of
from procure.domain.money import Ore
from procure.domain.scoring import CriteriaMode, CriterionFacts


@dataclass(frozen=True, kw_only=True)
class SectionFacts:
    """A section to be written (avsnitt).

    annex: the annex it stands in, None for the tender rules; gaps: merge fields in it that have no value.
    """

    key: str
    title: str
    filled: bool
    annex: int | None = None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unprintable:
    """A text with characters that the document fonts lack, where it is, and what it is called."""

    place: str
    name: str
    characters: str


@dataclass(frozen=True, kw_only=True)
class RequirementFacts:
    """A requirement (krav), by the id that everybody uses.

    kind, met_when, answer_mode: values as in `product.md`; None where nobody has chosen.
    criterion: key of the criterion it is scored under.
    brand_reason: why a make is named.
    climate: it is about climate and environment.
    """

    id: str
    kind: str
    text: str
    met_when: str | None = None
    met_by: date | None = None
    answer_mode: str | None = None
    criterion: str | None = None
    brand_reason: str = ""
    climate: bool = False

    @property
    def is_absolute(self) -> bool:
        """Whether a bid that does not meet it deviates."""
        return self.kind in ("absolute", "both")

    @property
    def is_scored(self) -> bool:
        """Whether it is scored under a criterion."""
        return self.kind in ("evaluated", "both")


@dataclass(frozen=True, kw_only=True)
class AnnexFacts:
    """An annex of the agreement (bilag); filled: the customer's part is written."""

    number: int
    title: str
    presupposed: bool
    filled: bool


@dataclass(frozen=True, kw_only=True)
class PriceLineFacts:
    """A line of the price form; quantities by participant, None or left out where nobody has said."""

    number: int
    text: str
    quantities: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ParticipantFacts:
    """A named buyer; committed: there is a valid commitment or mandate."""

    name: str
    committed: bool
    organisation_number: str | None


@dataclass(frozen=True, kw_only=True)
class TenderFacts:
    """Everything the checks look at. None or empty means: not answered yet.

    dispatch_on: the day the notice was sent, or is planned to be; time limits run from it.
    requests_until_on, deadline_on, questions_until_on: days in Oslo; the first in two stages alone.
    milestones: the days of the other steps of the timeline, by the step's key in `timeline`.
    products: makes and vendors to look for in requirements, such as those the participants have today.
    """

    title: str = ""
    description: str = ""
    language: str = "nb"
    cpv: str | None = None
    dispatch_on: date | None = None
    estimate: Ore | None = None
    estimated_on: date | None = None
    estimate_method: str = ""
    procedure: Procedure | None = None
    procedure_ground: str = ""
    procedure_reason: str = ""
    dialogue: str = ""
    no_lots_reason: str = ""
    contract_model: str | None = None
    responsibility: str | None = None
    responsibility_parts: str = ""
    duration_months: int | None = None
    extension_months: int | None = None
    duration_reason: str = ""
    validity_months: int | None = None
    variants: bool | None = None
    requests_until_on: date | None = None
    deadline_on: date | None = None
    questions_until_on: date | None = None
    start_on: date | None = None
    milestones: Mapping[str, date] = field(default_factory=dict)
    channel_name: str = ""
    channel_url: str = ""
    mode: CriteriaMode = CriteriaMode.WEIGHTED
    ranked_reason: str = ""
    criteria: tuple[CriterionFacts, ...] = ()
    climate: Climate | None = None
    climate_reason: str = ""
    sections: tuple[SectionFacts, ...] = ()
    requirements: tuple[RequirementFacts, ...] = ()
    annexes: tuple[AnnexFacts, ...] = ()
    price_lines: tuple[PriceLineFacts, ...] = ()
    participants: tuple[ParticipantFacts, ...] = ()
    products: tuple[str, ...] = ()
    unprintable: tuple[Unprintable, ...] = ()

    def part(self, law: Law) -> Part | None:
        """Find the part of the regulation it comes under; None until there is an estimate."""
        return None if self.estimate is None else part_of(self.estimate, law)
