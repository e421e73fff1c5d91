"""What we have written to help: the texts of a tender with their guidance, and requirements for the bank."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from procure.library.models import AnswerMode, MetWhen, RequirementKind

HERE = files("procure.library")
DEFAULT = "nb"


def spoken(thing: object, name: str, language: str) -> str:
    """Return a text that is held in bokmål and nynorsk, in the language asked for; bokmål for any other."""
    text: str = getattr(thing, f"{name}_{'nn' if language == 'nn' else DEFAULT}")
    return text


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """A section that every tender of an agreement begins with (avsnitt).

    annex: the annex it stands in; None for the tender rules.
    text: what stands there until somebody writes: Markdown with merge fields in braces.
    guidance, example: our own advice to the one who writes, in Markdown; never printed.
    """

    key: str
    annex: int | None = None
    title_nb: str
    title_nn: str
    text_nb: str
    text_nn: str
    guidance_nb: str
    guidance_nn: str
    example_nb: str = ""
    example_nn: str = ""
    source: str


@cache
def section_texts() -> Mapping[str, SectionText]:
    """Return the sections of a tender with SSA-L, by key, in their order."""
    rows = [SectionText(**_trimmed(row)) for row in _read("texts.toml")["section"]]
    return MappingProxyType({row.key: row for row in rows})


def bank() -> Iterator[dict[str, Any]]:
    """Read the requirements of the bank, as rows for the table."""
    table = _read("bank.toml")
    areas: Mapping[str, dict[str, str]] = table["area"]
    for row in table["requirement"]:
        area = row["key"].partition("-")[0]
        yield {
            **_trimmed(row),
            "edition": row.get("edition", 1),
            "area": area,
            "area_name_nb": areas[area]["nb"],
            "area_name_nn": areas[area]["nn"],
            "kind": RequirementKind(row["kind"]),
            "met_when": MetWhen(row["met_when"]),
            "answer_mode": AnswerMode(row["answer_mode"]),
        }


def _trimmed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(HERE.joinpath(name).read_text(encoding="utf-8"))
