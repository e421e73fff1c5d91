"""Qualification requirements that most tenders have, from `usual.toml`, in either form of Norwegian."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class UsualQualification:
    """A qualification requirement to begin with; `kind` is a value of `QualificationKind`."""

    key: str
    kind: str
    text: str
    documentation: str


@cache
def usual_qualifications(language: str) -> tuple[UsualQualification, ...]:
    """Return them in a language, nb or nn."""
    text = files("procure.library").joinpath("usual.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["qualification"]
    return tuple(
        UsualQualification(
            key=row["key"],
            kind=row["kind"],
            text=row[f"text_{language}"],
            documentation=row[f"documentation_{language}"],
        )
        for row in rows
    )
