"""What we have written to help: the texts of a tender with their guidance, and requirements for the bank."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Protocol

from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.web.language import spoken as spoken

HERE = files("procure.library")
DEFAULT = "nb"
SECOND = "c2_"  # begins the keys of the companion's sections
FORM = "form_"  # begins the keys of the standard forms
OPEN: Mapping[str, Any] = MappingProxyType(
    {"source_nn": "", "categories": (), "climate": False, "weight": None, "change": ""}
)  # what a requirement of the bank need not say
WHERE = frozenset({"roles", "agreements", "variant"})  # of a row: where it has its place


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """A section that a tender begins with (avsnitt).

    annex: the annex it stands in; None for the tender rules and the standard forms.
    form: the standard form that it is the text of.
    text: what stands there until somebody writes: Markdown with merge fields in braces.
    guidance, example: our own advice to the one who writes, in Markdown; never printed.
    """

    key: str
    contract: int = 1
    annex: int | None = None
    form: str | None = None
    title_nb: str
    title_nn: str
    text_nb: str
    text_nn: str
    guidance_nb: str
    guidance_nn: str
    example_nb: str = ""
    example_nn: str = ""
    source: str


class Numbered(Protocol):
    """An annex, as far as its texts need to know it."""

    @property
    def role(self) -> str: ...
    @property
    def number(self) -> int: ...


class Templated(Protocol):
    """An agreement, as far as its texts need to know it: a row or an entry of the lists."""

    @property
    def code(self) -> str: ...
    @property
    def annexes(self) -> Sequence[Numbered]: ...


def section_texts(agreement: Templated, companion: Templated | None = None) -> Mapping[str, SectionText]:
    """Return the sections of a tender by key, in their order.

    First the tender rules, then the annexes of the agreement and of its companion, last the standard forms.
    """
    found = [*_plain("rules"), *_of_annexes(agreement, 1)]
    if companion is not None:
        found += _of_annexes(companion, 2)
    return MappingProxyType({text.key: text for text in (*found, *form_texts())})


@cache
def form_texts() -> tuple[SectionText, ...]:
    """Return the standard forms (skjemaer): each is a document of its own, filled in by the supplier."""
    rows = _texts("forms")
    return tuple(SectionText(**{**row, "key": f"{FORM}{row['key']}", "form": row["key"]}) for row in rows)


def clause_text(key: str, language: str) -> str:
    """Return the wording of a clause that the law sets, as it stands in the contract."""
    text: str = clause_texts()[key][f"text_{'nn' if language == 'nn' else DEFAULT}"]
    return text


@cache
def clause_texts() -> Mapping[str, Mapping[str, str]]:
    """Return the wording of each clause, by its key in `law.toml`."""
    return MappingProxyType({row["key"]: row for row in _read("texts/clauses.toml")["clause"]})


@cache
def _plain(name: str) -> tuple[SectionText, ...]:
    return tuple(SectionText(**row) for row in _texts(name))


def _of_annexes(agreement: Templated, contract: int) -> list[SectionText]:
    """Return the sections of one contract, annex by annex."""
    numbers: dict[str, int] = {}
    for annex in agreement.annexes:
        numbers.setdefault(annex.role, annex.number)
    fitting = (_fitted(row, agreement.code, contract, numbers) for row in _texts("annexes"))
    return sorted((text for text in fitting if text), key=lambda text: text.annex or 0)


def _fitted(
    row: Mapping[str, Any], code: str, contract: int, numbers: Mapping[str, int]
) -> SectionText | None:
    """Return the text as it is in one contract, None where it has no place there."""
    only, own = row.get("agreements", [code]), row.get("contract", contract)
    annex = next((numbers[role] for role in row["roles"] if role in numbers), None)
    if code not in only or own != contract or annex is None:
        return None
    variants: Sequence[dict[str, Any]] = row.get("variant", ())
    variant = next((each for each in variants if code in each["agreements"]), {})
    facts = {name: value for name, value in {**row, **variant}.items() if name not in WHERE}
    key = row["key"] if contract == 1 else f"{SECOND}{row['key']}"
    return SectionText(**{**facts, "key": key, "annex": annex, "contract": contract})


@cache
def _texts(name: str) -> tuple[dict[str, Any], ...]:
    rows = [_trimmed(row) for row in _read(f"texts/{name}.toml")["section"]]
    for row in rows:
        row["variant"] = [_trimmed(each) for each in row.get("variant", ())]
    return tuple({name: value for name, value in row.items() if value != []} for row in rows)


def bank() -> Iterator[dict[str, Any]]:
    """Read the requirements of the bank, area by area, as rows for the table."""
    for area in bank_areas():
        for row in area["requirement"]:
            yield {
                **OPEN,
                **_trimmed(row),
                "edition": row.get("edition", 1),
                "area": area["area"],
                "area_name_nb": area["name_nb"],
                "area_name_nn": area["name_nn"],
                "kind": RequirementKind(row["kind"]),
                "met_when": MetWhen(row["met_when"]),
                "answer_mode": AnswerMode(row["answer_mode"]),
            }


@cache
def bank_areas() -> tuple[dict[str, Any], ...]:
    """Read the files of the bank, each with its requirements, in the order of their three letters."""
    names = sorted(each.name for each in HERE.joinpath("bank/areas").iterdir())
    return tuple(_read(f"bank/areas/{name}") for name in names if name.endswith(".toml"))


def _trimmed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(HERE.joinpath(name).read_text(encoding="utf-8"))
