"""The words of the field, read from `glossary.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from procure.accounts.queries import alphabetical


class Term(NamedTuple):
    """One word, explained, in three languages."""

    nb: str
    nn: str
    en: str
    means_nb: str
    means_nn: str
    means_en: str

    def word(self, language: str) -> str:
        """Return the word in a language."""
        return str(getattr(self, language))

    def means(self, language: str) -> str:
        """Return the explanation in a language."""
        return str(getattr(self, f"means_{language}"))


@cache
def terms() -> tuple[Term, ...]:
    """Return every term as the file has them."""
    text = files("procure.start").joinpath("glossary.toml").read_text(encoding="utf-8")
    return tuple(Term(**row) for row in tomllib.loads(text)["term"])


@cache
def listed(language: str) -> tuple[Term, ...]:
    """Return the terms in the language's alphabetical order."""
    return tuple(sorted(terms(), key=lambda term: alphabetical(term.word(language))))
