"""What a check finds, and the table that rules enter themselves in.

The rules are in `checks`, a module to each topic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from procure.domain.errors import Fact, InARow
from procure.domain.law import Law, Part
from procure.domain.tender import TenderFacts

CONTENT = "FOA §§ 8-4 (2), 14-1 (3)"  # what tender documents must say


class Level(StrEnum):
    """How much a finding weighs: a blocker stops dispatch, a warning advises."""

    BLOCKER = "blocker"
    WARNING = "warning"


class Stops(StrEnum):
    """When a rule stops dispatch. One that stops in a single part of the regulation advises in the other."""

    ALWAYS = "always"
    IN_PART_II = "II"
    IN_PART_III = "III"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found (funn).

    sentence: marked with `N_`; the facts go in where it says `%(name)s`.
    place: where to mend it, as kind and key: "task:criteria", "section:scope", "requirement:SIK-004".
    source: the paragraph; empty where it is advice from practice.
    """

    level: Level
    code: str
    sentence: str
    place: str
    source: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a rule says of one thing, with the place where that is another than the rule's own."""

    sentence: str
    place: str | None
    facts: Mapping[str, Fact]


Look = Callable[[TenderFacts, Law], Iterator[Said]]


@dataclass(frozen=True)
class Rule:
    """A rule of the table: how it looks, where what it finds is mended, when it stops dispatch, and why."""

    code: str
    look: Look
    place: str
    stops: Stops
    source: str

    def level_in(self, part: Part | None) -> Level:
        """Weigh it in a part of the regulation; until the part is known, a rule of one part only advises."""
        stops = self.stops is Stops.ALWAYS or (part is not None and self.stops.value == part.value)
        return Level.BLOCKER if stops else Level.WARNING

    def findings(self, tender: TenderFacts, law: Law) -> Iterator[Finding]:
        """Look at a tender, and say what is found at its level."""
        for one in self.look(tender, law):
            yield Finding(
                level=self.level_in(tender.part(law)),
                code=self.code,
                sentence=one.sentence,
                place=one.place or self.place,
                source=self.source,
                facts=one.facts,
            )


@dataclass(frozen=True)
class Rules:
    """A table of rules, in the order they are written."""

    table: list[Rule] = field(default_factory=list)

    def rule(self, place: str, stops: Stops, source: str = "") -> Callable[[Look], Look]:
        """Enter a function into the table; its name is the code of what it finds."""

        def enter(look: Look) -> Look:
            self.table.append(Rule(look.__name__, look, place, stops, source))
            return look

        return enter


def said(sentence: str, *, at: str | None = None, **facts: Fact) -> Said:
    """Say what is wrong, and where when that is not the rule's own place."""
    return Said(sentence, at, facts)


def names_in_a_row(names: Iterable[str]) -> InARow:
    """Gather names to be written in a row; "" for none.

    >>> str(names_in_a_row(["Os", "Tolga", "Tynset"]))
    'Os, Tolga og Tynset'
    """
    return InARow(names)
