"""The lists as they stand in our files, read and typed; `load` puts those with a table into the database."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

HERE = files("procure.reference")
SSA = (  # the files of standard agreements, in the order they are read
    *("ssa-l", "ssa-t", "ssa-s", "ssa-k", "ssa-v", "ssa-d", "ssa-sky", "ssa-r", "ssa-o", "ssa-b"),
    "discontinued",
)


@dataclass(frozen=True, kw_only=True)
class CpvCode:
    """A code of the common procurement vocabulary, with its check digit."""

    code: str
    name_nb: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class AnnexEntry:
    """One annex of a standard agreement (bilag); what its role says, unless the agreement says otherwise."""

    number: int
    role: str
    title_nb: str
    title_nn: str
    filled_by: str  # customer, supplier or both
    due: str  # publication, offer or contract
    presupposed: bool
    verified: bool
    guidance_nb: str
    guidance_nn: str


@dataclass(frozen=True, kw_only=True)
class AgreementEntry:
    """One edition of a standard agreement (SSA); never its general text.

    offered: a tender can be built on it. languages: those that the official text exists in.
    annex_clause: where the general text has its table of annexes. hints: what it says unless changed.
    """

    code: str
    edition: str
    name_nb: str
    name_nn: str
    name_en: str
    languages: list[str]
    offered: bool = True
    source: str
    verified: bool
    annex_clause: str
    use_nb: str
    use_nn: str
    change_note_nb: str
    change_note_nn: str
    precedence_nb: list[str] = field(default_factory=list)
    precedence_nn: list[str] = field(default_factory=list)
    hints_nb: list[str] = field(default_factory=list)
    hints_nn: list[str] = field(default_factory=list)
    annexes: tuple[AnnexEntry, ...]


def municipalities() -> list[dict[str, Any]]:
    """Read the municipalities, with a name that tells namesakes apart, as rows for the table."""
    lines = HERE.joinpath("municipalities.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";"))
    namesakes = Counter(row["name"] for row in rows)
    return [_municipality(row, alone=namesakes[row["name"]] == 1) for row in rows]


def _municipality(row: dict[str, str], *, alone: bool) -> dict[str, Any]:
    return {
        **row,
        "display_name": row["name"] if alone else f"{row['name']} ({row['county']})",
        "inhabitants": int(row["inhabitants"]),
        "organisation_number": row["organisation_number"] or None,
    }


def categories() -> Iterator[dict[str, Any]]:
    """Read the categories, as rows for the table; their place in the file is their position."""
    for position, row in enumerate(_rows("categories.toml", "category"), start=1):
        codes: list[str] = row.pop("cpv")
        codes_by_place = {"main_cpv": codes[0] if codes else None, "more_cpv": codes[1:]}
        yield {"buyable": True, **row, **codes_by_place, "position": position}


@cache
def cpv_codes() -> Mapping[str, CpvCode]:
    """Return the CPV codes that the product uses, by code with check digit."""
    return MappingProxyType({row["code"]: CpvCode(**row) for row in _rows("cpv.toml", "cpv")})


@cache
def roles() -> Mapping[str, Mapping[str, Any]]:
    """Return what annexes are for, by role: their names, who fills them in, when, and our guidance."""
    return MappingProxyType(_read("ssa/roles.toml"))


@cache
def agreements() -> tuple[AgreementEntry, ...]:
    """Return the standard agreements with their annexes, the one that suits most purchases first."""
    return tuple(_agreement(**row) for name in SSA for row in _rows(f"ssa/{name}.toml", "agreement"))


def checksums() -> dict[str, str]:
    """Return the checksum written down for each agreement, by code and edition."""
    return dict(_read("ssa/manifest.toml"))


def _agreement(*, annex: Sequence[dict[str, Any]] = (), **row: Any) -> AgreementEntry:
    return AgreementEntry(**row, annexes=tuple(_annex(each) for each in annex))


def _annex(row: dict[str, Any]) -> AnnexEntry:
    role = {name: value for name, value in roles()[row["role"]].items() if not name.startswith("name_")}
    return AnnexEntry(**{**role, **row})


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(name)[table]
    return rows


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(HERE.joinpath(name).read_text(encoding="utf-8"))
