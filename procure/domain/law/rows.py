"""What a row of `law.toml` is: a figure, a procedure, a clause, a reference, something that changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Names(dict[str, str]):
    """Words of a row by language: nb, nn, and en where there are such; the rest is said in bokmål."""

    def __missing__(self, language: str) -> str:
        return self.get("nb", "")


class Part(StrEnum):
    """The part of the regulation (del av forskriften) that a purchase comes under."""

    OUTSIDE = "outside"
    I = "I"  # noqa: E741 the law's own numeral
    II = "II"
    III = "III"

    @property
    def needs_notice(self) -> bool:
        """Whether the competition must be announced (FOA §§ 8-17, 21-1)."""
        return self in (Part.II, Part.III)


class Unit(StrEnum):
    """What a figure counts."""

    KRONER = "kroner"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    PERCENT = "percent"
    COUNT = "count"


class Group(StrEnum):
    """What a figure is about, the way the page of the rules sorts them."""

    AMOUNTS = "amounts"
    DEADLINES = "deadlines"
    CONTRACT = "contract"
    CLIMATE = "climate"
    PRACTICE = "practice"  # no paragraph sets it


class Climate(StrEnum):
    """How a tender takes care of climate and environment (LOA §§ 5b, 5c)."""

    CRITERION = "criterion"
    REPLACED_BY_REQUIREMENTS = "replaced_by_requirements"
    COMBINED = "combined"
    EXEMPT_INSIGNIFICANT = "exempt_insignificant"
    EXEMPT_CRITICAL_INTEREST = "exempt_critical_interest"
    EXEMPT_NATIONAL_MINIMUM = "exempt_national_minimum"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every row of the law has: names, days in force, source, and whether the text was read.

    note: says what is not checked, where something is not.
    """

    name: Names
    valid_from: date
    valid_to: date | None = None
    source: str
    verified: bool
    note: Names = field(default_factory=Names)

    def in_force(self, day: date) -> bool:
        """Answer whether the row applies on the day; both ends count."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Figure(Rule):
    """One figure: `value` in `unit`, and in øre where the unit is kroner."""

    id: str
    value: int
    unit: Unit
    group: Group


@dataclass(frozen=True, kw_only=True)
class Procedure(Rule):
    """One way to run a competition (anskaffelsesprosedyre).

    two_stages: suppliers ask to take part, and some of them are invited to bid.
    request_days, offer_days: least number of days; None where the law sets no number.
    short_request_days, short_days: the same where urgency makes the usual ones impossible.
    paper_days: least days for bids where they are not handed in electronically.
    prior_notice_days: least days for bids after a prior notice that was complete and in good time.
    agreed_days: least days for bids where buyer and invited suppliers do not agree on a deadline.
    min_invited: how many are invited at least, if there are so many.
    needs_ground: one of the conditions of FOA § 13-2 must be met and stored.
    needs_reason: it is lawful in a few cases alone, and why this is one of them must be stored.
    offered: the platform can carry it through today.
    """

    code: str
    part: Part
    two_stages: bool = False
    negotiation: bool
    needs_ground: bool
    needs_reason: bool = False
    offered: bool
    request_days: int | None = None
    short_request_days: int | None = None
    offer_days: int | None = None
    short_days: int | None = None
    paper_days: int | None = None
    prior_notice_days: int | None = None
    agreed_days: int | None = None
    min_invited: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ground(Rule):
    """A condition of FOA § 13-2, by its letter; one must be met to negotiate above the EEA threshold."""

    letter: str


@dataclass(frozen=True, kw_only=True)
class ClimateRule(Rule):
    """What one climate choice asks for."""

    value: Climate
    eforms: str
    needs_reason: bool
    needs_criterion: bool
    needs_requirements: bool


class Scope(StrEnum):
    """The contracts that a clause is for."""

    ALL = "all"
    SERVICES = "services"
    CRAFT = "craft"  # where work by people with a trade certificate is relevant


@dataclass(frozen=True, kw_only=True)
class Clause(Rule):
    """A term that the law wants in the contract, or a duty that the contract must make room for.

    about: what it means, in bokmål and nynorsk.
    applies_from: the figure whose amount it applies from; empty where it applies to every purchase.
    omissible: a stored reason may leave it out.
    """

    key: str
    about: Names
    scope: Scope
    applies_from: str = ""
    omissible: bool


@dataclass(frozen=True, kw_only=True)
class RecordField(Rule):
    """Something the procurement record holds where it is relevant; letter: of the paragraph, where read."""

    key: str
    parts: frozenset[Part]
    letter: str = ""


class About(StrEnum):
    """What is rejected, or why."""

    FORMAL = "formal"
    SUPPLIER = "supplier"
    OFFER = "offer"


@dataclass(frozen=True, kw_only=True)
class RejectionGround(Rule):
    """A ground for rejecting a supplier or a bid (avvisningsgrunn).

    shall: the buyer has no choice.
    years: how far back one may look, in part III; None where the law names no span.
    """

    key: str
    parts: frozenset[Part]
    about: About
    shall: bool
    years: int | None = None


@dataclass(frozen=True, kw_only=True)
class LegalReference:
    """A law, or a paragraph that has moved: where it is found, and what took its place."""

    key: str
    short: str
    name: Names
    citation: str
    url: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    replaced_by: str = ""
    note: Names = field(default_factory=Names)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to the law, told in bokmål and nynorsk."""

    on: date
    text: Names
    source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A holiday, on a fixed month and day or a number of days from Easter Sunday."""

    key: str
    name: Names
    on: tuple[int, int] | None
    from_easter: int
