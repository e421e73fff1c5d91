"""The figures in force on a day, read from `law.toml`, and which part of the regulation a value comes under.

Look up by the day of dispatch, or the day the process starts where no notice is due (FOA § 5-4 (2)).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from procure.domain.money import Ore

Names = Mapping[str, str]  # by language: nb, nn, en


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
    PERCENT = "percent"
    COUNT = "count"


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
    """What every row of the law has: names, days in force, source, and whether the text was read."""

    name: Names
    valid_from: date
    valid_to: date | None = None
    source: str
    verified: bool
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Answer whether the row applies on the day; both ends count."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Figure(Rule):
    """One figure: `value` in `unit`, and in øre where the unit is kroner."""

    id: str
    value: int
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Procedure(Rule):
    """One way to run a competition (anskaffelsesprosedyre).

    request_days, offer_days: least number of days; None where the law sets no number.
    needs_ground: one of the conditions of FOA § 13-2 must be met and stored.
    offered: the platform can carry it through today.
    """

    code: str
    part: Part
    negotiation: bool
    needs_ground: bool
    offered: bool
    request_days: int | None = None
    offer_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClimateRule(Rule):
    """What one climate choice asks for."""

    value: Climate
    eforms: str
    needs_reason: bool
    needs_criterion: bool
    needs_requirements: bool


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A holiday, on a fixed month and day or a number of days from Easter Sunday."""

    key: str
    name: Names
    on: tuple[int, int] | None
    from_easter: int


@dataclass(frozen=True, kw_only=True)
class Law:
    """The figures in force on one day; `figures` holds the same ones with their sources."""

    day: date
    lower_limit: Ore
    national_threshold: Ore
    eea_threshold: Ore
    counted_months: int
    framework_months: int
    standstill_days: int
    answer_days: int
    ted_hours: int
    validity_days: int
    climate_percent: int
    climate_rank: int
    figures: Mapping[str, Figure] = field(repr=False)
    procedures: Mapping[str, Procedure] = field(repr=False)
    climate: Mapping[Climate, ClimateRule] = field(repr=False)

    def procedures_for(self, part: Part) -> list[Procedure]:
        """List the procedures of a part that the platform offers; those of part II where no notice is due."""
        wanted = part if part.needs_notice else Part.II
        return [each for each in self.procedures.values() if each.part is wanted and each.offered]


@lru_cache(maxsize=400)
def law_on(day: date) -> Law:
    """Return the law as it is on a day.

    Raises ValueError for a day before `first_day()`.

    >>> law_on(date(2026, 6, 30)).lower_limit, law_on(date(2026, 7, 1)).lower_limit
    (10000000, 50000000)
    """
    figures = {row.id: row for row in all_figures() if row.in_force(day)}
    if missing := {row.id for row in all_figures()} - set(figures):
        raise ValueError(f"no figure known on {day}: {', '.join(sorted(missing))}")
    return Law(
        day=day,
        figures=MappingProxyType(figures),
        procedures=MappingProxyType({row.code: row for row in _procedures() if row.in_force(day)}),
        climate=MappingProxyType({row.value: row for row in _climate() if row.in_force(day)}),
        **{name: figure.value for name, figure in figures.items()},  # type: ignore[arg-type]
    )


def part_of(value: Ore, law: Law) -> Part:
    """Find the part of the regulation for goods or services bought by municipalities.

    value: the estimate in øre excl. VAT. A value equal to a limit comes under the stricter part.
    Source: LOA § 2; FOA §§ 1-1, 5-1 (3), 5-3.

    >>> part_of(Ore(2_500_000_00), law_on(date(2026, 11, 22)))
    <Part.III: 'III'>
    """
    if value >= law.eea_threshold:
        return Part.III
    if value >= law.national_threshold:
        return Part.II
    return Part.I if value >= law.lower_limit else Part.OUTSIDE


@cache
def first_day() -> date:
    """Return the first day on which every figure is known.

    >>> first_day()
    datetime.date(2024, 1, 1)
    """
    oldest: dict[str, date] = {}
    for row in all_figures():
        oldest[row.id] = min(row.valid_from, oldest.get(row.id, row.valid_from))
    return max(oldest.values())


@cache
def all_figures() -> tuple[Figure, ...]:
    """Return every figure ever in force, for the page that shows the law."""
    return tuple(_figure(row) for row in _rows("figure"))


@cache
def holidays_known() -> Mapping[str, Holiday]:
    """Return the holidays by key."""
    return MappingProxyType({row["key"]: _holiday(row) for row in _rows("holiday")})


@cache
def _procedures() -> tuple[Procedure, ...]:
    return tuple(Procedure(**{**row, "part": Part(row["part"])}) for row in _rows("procedure"))


@cache
def _climate() -> tuple[ClimateRule, ...]:
    return tuple(ClimateRule(**{**row, "value": Climate(row["value"])}) for row in _rows("climate"))


def _figure(row: dict[str, Any]) -> Figure:
    unit = Unit(row["unit"])
    value = row["value"] * 100 if unit is Unit.KRONER else row["value"]
    return Figure(**{**row, "unit": unit, "value": value})


def _holiday(row: dict[str, Any]) -> Holiday:
    month, _, day = row.get("on", "").partition("-")
    on = (int(month), int(day)) if day else None
    return Holiday(key=row["key"], name=row["name"], on=on, from_easter=row.get("from_easter", 0))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("procure.domain").joinpath("law.toml").read_text(encoding="utf-8"))


def _rows(table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _tables()[table]
    return rows
