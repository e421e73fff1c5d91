"""Every row of `law.toml`, of every day, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

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
    Scope,
    Unit,
)


@cache
def all_figures() -> tuple[Figure, ...]:
    """Return every figure ever in force; rows of one figure follow each other, oldest first."""
    return tuple(_figure(row) for row in _rows("figure"))


@cache
def all_procedures() -> tuple[Procedure, ...]:
    """Return every procedure of every part."""
    return tuple(Procedure(**{**row, "part": Part(row["part"])}) for row in _rows("procedure"))


@cache
def all_grounds() -> tuple[Ground, ...]:
    """Return the conditions for negotiation above the EEA threshold."""
    return tuple(Ground(**row) for row in _rows("ground"))


@cache
def all_climate() -> tuple[ClimateRule, ...]:
    """Return every way to take care of climate and environment."""
    return tuple(ClimateRule(**{**row, "value": Climate(row["value"])}) for row in _rows("climate"))


@cache
def all_clauses() -> tuple[Clause, ...]:
    """Return every clause that the law wants in contracts."""
    return tuple(Clause(**{**row, "scope": Scope(row["scope"])}) for row in _rows("clause"))


@cache
def all_record_fields() -> tuple[RecordField, ...]:
    """Return what procurement records hold, in the order of the law."""
    return tuple(RecordField(**{**row, "parts": _parts(row)}) for row in _rows("record"))


@cache
def all_rejection_grounds() -> tuple[RejectionGround, ...]:
    """Return every ground for rejection."""
    rows = _rows("rejection")
    return tuple(
        RejectionGround(**{**row, "parts": _parts(row), "about": About(row["about"])}) for row in rows
    )


@cache
def references() -> tuple[LegalReference, ...]:
    """Return the laws that the rules are read in, and paragraphs that have moved."""
    return tuple(LegalReference(**row) for row in _rows("reference"))


@cache
def events() -> tuple[Event, ...]:
    """Return what happened to the law, oldest first."""
    return tuple(sorted((Event(**row) for row in _rows("event")), key=lambda event: event.on))


@cache
def holidays_known() -> Mapping[str, Holiday]:
    """Return the holidays by key."""
    return MappingProxyType({row["key"]: _holiday(row) for row in _rows("holiday")})


def _figure(row: dict[str, Any]) -> Figure:
    unit = Unit(row["unit"])
    value = row["value"] * 100 if unit is Unit.KRONER else row["value"]
    return Figure(**{**row, "unit": unit, "value": value, "group": Group(row["group"])})


def _parts(row: dict[str, Any]) -> frozenset[Part]:
    return frozenset(Part(part) for part in row["parts"])


def _holiday(row: dict[str, Any]) -> Holiday:
    month, _, day = row.get("on", "").partition("-")
    on = (int(month), int(day)) if day else None
    return Holiday(key=row["key"], name=row["name"], on=on, from_easter=row.get("from_easter", 0))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("procure.domain").joinpath("law.toml").read_text(encoding="utf-8"))


def _rows(table: str) -> list[dict[str, Any]]:
    """Return the rows of a table; what stands by language in them are names."""
    return [
        {key: Names(value) if isinstance(value, dict) else value for key, value in row.items()}
        for row in _tables()[table]
    ]
