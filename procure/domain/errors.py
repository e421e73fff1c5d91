"""How a rule says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from procure.domain.money import Ore


def N_(sentence: str) -> str:
    """Mark a sentence for translation where it is written; it is translated where it is shown."""
    return sentence


@dataclass(frozen=True)
class Amount:
    """An amount to be written in a sentence: an `Ore` alone is any int at run time."""

    ore: Ore


@dataclass(frozen=True)
class Marked:
    """Words of our own in a sentence, marked with `N_`: they are translated where the sentence is."""

    words: str


class InARow(tuple[str, ...]):
    """Names in a sentence, one after the other: the word before the last is the reader's."""

    def __str__(self) -> str:
        return self.joined("og")

    def joined(self, word: str) -> str:
        """Write the names with this word before the last; "" for none."""
        *first, last = self or [""]
        return f"{', '.join(first)} {word} {last}" if first else last


Fact = str | int | date | datetime | Amount | Marked | InARow | None


class RuleBroken(Exception):
    """The rules say no, with a sentence for the person who asked.

    sentence: marked with `N_`, with `%(name)s` where a fact goes in.
    field: the form field that the sentence is about, if any.
    facts: what goes into the sentence; `web/errors.py` writes each in the reader's language by its type.

    >>> str(RuleBroken(N_("Fellesskapet ble lukket %(when)s."), when="18. desember"))
    'Fellesskapet ble lukket 18. desember.'
    """

    def __init__(self, sentence: str, *, field: str | None = None, **facts: Fact) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence % self.facts if self.facts else self.sentence
