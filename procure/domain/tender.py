"""A tender as plain facts, the way the checks read it; the feature fills them in from its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from procure.domain.law import Climate, Law, Part, Procedure, part_of
from procure.domain.money import Ore, split_cost
from procure.domain.scoring import CriteriaMode, CriterionFacts, PriceModel, TieRule
from procure.domain.value import Estimate, EstimateLine, estimate, shares


@dataclass(frozen=True, kw_only=True)
class SectionFacts:
    """A section to be written (avsnitt).

    annex: the annex it stands in, None for the tender rules; gaps: merge fields in it that have no value.
    contract: 2 in an annex of the companion; form: the standard form that it is the text of.
    prices: the text itself, where it stands in the annex with the prices.
    """

    key: str
    title: str
    filled: bool
    annex: int | None = None
    contract: int = 1
    form: str | None = None
    gaps: tuple[str, ...] = ()
    prices: str = ""

    @property
    def annex_key(self) -> str:
        """How places and tasks name its annex; "" for one that is in no annex."""
        return annex_key(self.contract, self.annex) if self.annex else ""


@dataclass(frozen=True, kw_only=True)
class Unprintable:
    """A text with characters that the document fonts lack, where it is, and what it is called."""

    place: str
    name: str
    characters: str


class Trouble(StrEnum):
    """What a text asks for that a document cannot give."""

    IMAGE = "image"
    HTML = "html"
    LINK = "link"  # to anything but the web or a mail address
    WORD = "word"  # that no line can hold
    DEEP = "deep"  # lists or quotes inside each other
    TABLE = "table"  # too large to read on paper


@dataclass(frozen=True, kw_only=True)
class Troubled:
    """A text that is printed another way than it was meant, where it is, its name, and a sample of what."""

    place: str
    name: str
    trouble: Trouble
    sample: str


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A reference that leads nowhere, the text it stands in, and what that is called."""

    place: str
    name: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class RequirementFacts:
    """A requirement (krav), by the id that everybody uses.

    kind, met_when, answer_mode: values as in `product.md`; None where nobody has chosen.
    criterion: key of the criterion it is scored under.
    brand_reason: why a make is named.
    weight: among those of its criterion; only what is scored has one.
    climate: it is about climate and environment.
    lot: number of the one lot it is for; None for all of them.
    """

    id: str
    kind: str
    text: str
    met_when: str | None = None
    met_by: date | None = None
    answer_mode: str | None = None
    criterion: str | None = None
    brand_reason: str = ""
    weight: int | None = None
    climate: bool = False
    lot: int | None = None

    @property
    def is_absolute(self) -> bool:
        """Whether a bid that does not meet it deviates."""
        return self.kind in ("absolute", "both")

    @property
    def is_scored(self) -> bool:
        """Whether it is scored under a criterion."""
        return self.kind in ("evaluated", "both")


def annex_key(contract: int, number: int) -> str:
    """Name an annex: by its number, and its contract where that is the second.

    >>> annex_key(1, 3), annex_key(2, 3)
    ('3', '2_3')
    """
    return str(number) if contract == 1 else f"{contract}_{number}"


def annex_reference(contract: int, role: str) -> str:
    """Name an annex for a reference: by its role, and its contract where that is the second.

    >>> annex_reference(1, "price"), annex_reference(2, "price")
    ('bilag:price', 'bilag:c2_price')
    """
    return f"bilag:{role}" if contract == 1 else f"bilag:c2_{role}"


@dataclass(frozen=True, kw_only=True)
class AnnexFacts:
    """An annex (bilag); filled: the customer's part is written; contract: 2 in the companion."""

    number: int
    title: str
    presupposed: bool
    filled: bool
    contract: int = 1

    @property
    def key(self) -> str:
        """How places and tasks name it: "3", or "2_3" in the second contract."""
        return annex_key(self.contract, self.number)


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """A change to the general text of an agreement; removes: the clause is taken out, so there is no text."""

    clause: str
    text: str
    removes: bool = False


@dataclass(frozen=True, kw_only=True)
class OmittedFacts:
    """A clause that the law sets and the contract leaves out; omissible: the law lets a reason do that.

    key: the clause's own, in `law.toml`.
    """

    name: str
    omissible: bool
    reason: str
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class AttachmentFacts:
    """A file that goes with the documents; annex: None for the tender documents."""

    title: str
    annex: int | None = None
    contract: int = 1


@dataclass(frozen=True, kw_only=True)
class PriceLineFacts:
    """A line of the price form; quantities by participant, None or left out where nobody has said.

    option: it may be bought, and need not be.
    joint: it is paid together, and `joint_amount` says how much of it.
    evaluated: it counts in the comparison.
    """

    number: int
    text: str
    option: bool = False
    joint: bool = False
    evaluated: bool = True
    joint_amount: int | None = None
    quantities: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LotFacts:
    """A part that can be bid for alone (delkontrakt).

    climate: its own choice; None: as the tender.
    """

    number: int
    title: str
    estimate: Ore | None = None
    title_en: str = ""
    description_en: str = ""
    climate: Climate | None = None
    climate_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class QualificationFacts:
    """What a supplier must be to take part (kvalifikasjonskrav).

    number: its place in the list, counted from 1.
    turnover: the least yearly turnover, where that is asked for.
    """

    number: int
    text: str
    documentation: str = ""
    turnover: Ore | None = None
    turnover_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ParticipantFacts:
    """A named buyer.

    committed: there is a valid commitment or mandate.
    ceiling: the most it may be bound to, in øre; None where no limit is set. Never in a sentence.
    cost_key: its part of the key that the joint part is shared by.
    users, inhabitants: its volumes; in a framework the most that it may call off.
    """

    name: str
    committed: bool
    organisation_number: str | None
    users: int | None = None
    inhabitants: int | None = None
    ceiling: Ore | None = None
    cost_key: int = 1


@dataclass(frozen=True, kw_only=True)
class OptionHolderFacts:
    """A named body that may join later (opsjonstaker), with the highest volumes that it may call off."""

    name: str
    organisation_number: str | None
    users: int | None = None
    inhabitants: int | None = None


@dataclass(frozen=True, kw_only=True)
class TenderFacts:
    """Everything the checks look at. None or empty means: not answered yet.

    dispatch_on: the day the notice was sent, or is planned to be; time limits run from it.
    requests_until_on, deadline_on, questions_until_on: days in Oslo; the first in two stages alone.
    milestones: the days of the other steps of the timeline, by the step's key in `timeline`.
    open_ended: the contract runs until somebody ends it; `duration_months` is then the least time.
    estimate_lines: by name of the body that pays, as the participants and option holders are named.
    products: makes and vendors to look for in requirements, such as those the participants have today.
    """

    title: str = ""
    description: str = ""
    title_en: str = ""
    description_en: str = ""
    language: str = "nb"
    cpv: str | None = None
    dispatch_on: date | None = None
    estimate: Ore | None = None
    estimated_on: date | None = None
    estimate_method: str = ""
    estimate_lines: tuple[EstimateLine, ...] = ()
    framework_maximum: Ore | None = None
    procedure: Procedure | None = None
    procedure_ground: str = ""
    procedure_reason: str = ""
    dialogue: str = ""
    invited_least: int | None = None
    invited_most: int | None = None
    selection: str = ""
    reduction: bool | None = None
    award_without_negotiation: bool | None = None
    lots: tuple[LotFacts, ...] = ()
    no_lots_reason: str = ""
    contract_model: str | None = None
    responsibility: str | None = None
    responsibility_parts: str = ""
    duration_months: int | None = None
    extension_months: int | None = None
    open_ended: bool = False
    duration_reason: str = ""
    option_terms: str = ""
    validity_months: int | None = None
    variants: bool | None = None
    requests_until_on: date | None = None
    deadline_on: date | None = None
    questions_until_on: date | None = None
    start_on: date | None = None
    milestones: Mapping[str, date] = field(default_factory=dict)
    channel_name: str = ""
    channel_url: str = ""
    espd: bool | None = None
    mode: CriteriaMode = CriteriaMode.WEIGHTED
    ranked_reason: str = ""
    criteria: tuple[CriterionFacts, ...] = ()
    climate: Climate | None = None
    climate_reason: str = ""
    price_model: PriceModel | None = None
    price_break: int | None = None
    tie_rule: TieRule | None = None
    qualifications: tuple[QualificationFacts, ...] = ()
    sections: tuple[SectionFacts, ...] = ()
    requirements: tuple[RequirementFacts, ...] = ()
    annexes: tuple[AnnexFacts, ...] = ()
    changes: tuple[ChangeFacts, ...] = ()
    omitted: tuple[OmittedFacts, ...] = ()
    attachments: tuple[AttachmentFacts, ...] = ()
    price_lines: tuple[PriceLineFacts, ...] = ()
    participants: tuple[ParticipantFacts, ...] = ()
    option_holders: tuple[OptionHolderFacts, ...] = ()
    products: tuple[str, ...] = ()
    unprintable: tuple[Unprintable, ...] = ()
    troubled: tuple[Troubled, ...] = ()
    lost: tuple[Lost, ...] = ()

    def part(self, law: Law) -> Part | None:
        """Find the part of the regulation it comes under; None until there is an estimate."""
        return None if self.estimate is None else part_of(self.estimate, law)

    @property
    def bodies(self) -> tuple[ParticipantFacts | OptionHolderFacts, ...]:
        """Everybody that buys or may buy later."""
        return (*self.participants, *self.option_holders)

    @property
    def is_framework(self) -> bool:
        """Whether it ends in a framework agreement with call-offs."""
        return self.contract_model == "framework"

    @property
    def term(self) -> int | None:
        """How many months the contract may last, with every extension; None without an end, or not set."""
        months = self.duration_months
        return None if months is None or self.open_ended else months + (self.extension_months or 0)

    def counted(self, law: Law) -> Estimate:
        """Count the lines of the estimate."""
        return estimate(self.estimate_lines, self.term, law, framework=self.is_framework)

    def shares(self, law: Law) -> dict[str, Ore]:
        """Find each body's share by name: of the lines where there are any, else of the estimate by key."""
        keys = {body.name: body.cost_key for body in self.participants}
        if not any(keys.values()):
            keys = dict.fromkeys(keys, 1)
        if self.estimate_lines:
            return shares(self.counted(law), keys) if keys else {}
        return split_cost(self.estimate or Ore(0), keys) if keys else {}
