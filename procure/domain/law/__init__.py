"""The figures in force on a day, read from `law.toml`, and which part of the regulation a value comes under.

Look up by the day of dispatch, or the day the process starts where no notice is due (FOA § 5-4 (2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from procure.domain.law.history import Change, Day, history
from procure.domain.law.rows import (
    About,
    Clause,
    Climate,
    ClimateRule,
    Event,
    Figure,
    Ground,
    Group,
    Holiday,
    LegalReference,
    Names,
    Part,
    Procedure,
    RecordField,
    RejectionGround,
    Rule,
    Scope,
    Unit,
)
from procure.domain.law.table import (
    all_clauses,
    all_climate,
    all_figures,
    all_grounds,
    all_procedures,
    all_record_fields,
    all_rejection_grounds,
    events,
    holidays_known,
    references,
)
from procure.domain.money import Ore

__all__ = [
    "About",
    "Change",
    "Clause",
    "Climate",
    "ClimateRule",
    "Day",
    "Event",
    "Figure",
    "Ground",
    "Group",
    "Holiday",
    "Law",
    "LegalReference",
    "Names",
    "Part",
    "Procedure",
    "RecordField",
    "RejectionGround",
    "Rule",
    "Scope",
    "Unit",
    "all_figures",
    "all_grounds",
    "all_record_fields",
    "all_rejection_grounds",
    "events",
    "first_day",
    "history",
    "holidays_known",
    "law_on",
    "part_of",
    "references",
]


@dataclass(frozen=True, kw_only=True)
class Law:
    """The rules in force on one day.

    The numbers that code reads are fields; `figures` holds them and all others with their sources.
    A field with a default had no row on some days: the rule did not exist, or its figure is not known.
    """

    day: date
    lower_limit: Ore
    national_threshold: Ore
    eea_threshold: Ore
    counted_months: int
    framework_months: int
    standstill_days: int
    national_standstill_days: int
    answer_days: int
    short_answer_days: int
    ted_hours: int
    restricted_access_days: int
    award_notice_days: int
    validity_days: int
    turnover_factor: int
    long_validity_months: int
    many_criteria: int
    many_absolute: int
    old_estimate_months: int
    few_days: int
    small_lot_limit: Ore | None = None
    small_lot_percent: int | None = None
    climate_percent: int = 0
    climate_rank: int = 0
    figures: Mapping[str, Figure] = field(repr=False)
    procedures: Mapping[str, Procedure] = field(repr=False)
    grounds: Mapping[str, Ground] = field(repr=False)
    climate: Mapping[Climate, ClimateRule] = field(repr=False)
    clauses: Mapping[str, Clause] = field(repr=False)

    def procedures_for(self, part: Part) -> list[Procedure]:
        """List the procedures of a part that the platform offers; those of part II where no notice is due."""
        return [each for each in self.all_procedures_for(part) if each.offered]

    def all_procedures_for(self, part: Part) -> list[Procedure]:
        """List every procedure of a part, those we cannot carry through as well."""
        wanted = part if part.needs_notice else Part.II
        return [each for each in self.procedures.values() if each.part is wanted]

    def clauses_for(self, value: Ore) -> list[Clause]:
        """List the clauses that apply to a purchase of the value (øre excl. VAT)."""
        if value < self.lower_limit:
            return []
        return [
            clause
            for clause in self.clauses.values()
            if not clause.applies_from or value >= self.figures[clause.applies_from].value
        ]

    def record_fields(self, part: Part) -> list[RecordField]:
        """List what the procurement record of a part holds. Source: FOA §§ 10-5, 25-5."""
        return [each for each in all_record_fields() if part in each.parts and each.in_force(self.day)]

    def rejection_grounds(self, part: Part) -> list[RejectionGround]:
        """List the grounds for rejection in a part. Source: FOA §§ 9-4 to 9-7, 24-1 to 24-10."""
        return [each for each in all_rejection_grounds() if part in each.parts and each.in_force(self.day)]


@lru_cache(maxsize=400)
def law_on(day: date) -> Law:
    """Return the law as it is on a day.

    Raises ValueError for a day before `first_day()`.

    >>> law_on(date(2026, 6, 30)).lower_limit, law_on(date(2026, 7, 1)).lower_limit
    (10000000, 50000000)
    """
    figures = {row.id: row for row in all_figures() if row.in_force(day)}
    if missing := _always_known() - set(figures):
        raise ValueError(f"no figure known on {day}: {', '.join(sorted(missing))}")
    typed = {each.name: figures[each.name].value for each in fields(Law) if each.name in figures}
    return Law(
        day=day,
        figures=MappingProxyType(figures),
        procedures=MappingProxyType({row.code: row for row in all_procedures() if row.in_force(day)}),
        grounds=MappingProxyType({row.letter: row for row in all_grounds() if row.in_force(day)}),
        climate=MappingProxyType({row.value: row for row in all_climate() if row.in_force(day)}),
        clauses=MappingProxyType({row.key: row for row in all_clauses() if row.in_force(day)}),
        **typed,  # type: ignore[arg-type]
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
    """Return the first day on which every figure is known that no purchase can do without.

    >>> first_day()
    datetime.date(2018, 4, 6)
    """
    oldest: dict[str, date] = {}
    for row in all_figures():
        oldest[row.id] = min(row.valid_from, oldest.get(row.id, row.valid_from))
    return max(oldest[name] for name in _always_known())


@cache
def _always_known() -> frozenset[str]:
    """Name the figures that code reads and that have no default."""
    ids = {row.id for row in all_figures()}
    return frozenset(each.name for each in fields(Law) if each.name in ids and each.default is MISSING)
