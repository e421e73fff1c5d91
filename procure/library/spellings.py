"""What people write for the kinds, times and answers of a requirement, in lists they have made themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.sheets.columns import plain

Meant = TypeVar("Meant", bound=StrEnum)
Spellings = Mapping[Meant, Collection[str]]  # as `plain` has them

KINDS: Final[Spellings[RequirementKind]] = {
    RequirementKind.ABSOLUTE: (
        *("absolutt", "a", "o", "abs", "må", "skal", "må krav", "skal krav", "obligatorisk", "minstekrav"),
        *("ufravikelig", "m", "må være oppfylt"),
    ),
    RequirementKind.EVALUATED: (
        *("evaluert", "evalueres", "e", "v", "b", "bør", "bør krav", "vurderes", "vektes", "ønskelig", "kan"),
        *("høy", "middels", "lav", "ønske", "evalueringskrav", "gir poeng"),
    ),
    RequirementKind.BOTH: (
        *("absolutt og evaluert", "begge", "av", "a v", "a e", "o v", "o e", "absolutt evaluert"),
        *("både absolutt og evaluert", "absolutt evalueres", "må bør", "skal bør"),
    ),
    RequirementKind.INFORMATION: ("informasjon", "info", "i", "orientering", "til orientering"),
}
MET_WHEN: Final[Spellings[MetWhen]] = {
    MetWhen.AT_OFFER: (
        *("ved tilbud", "ved tilbod", "tilbud", "tilbod", "i tilbudet", "tilbudsfrist", "at offer", "nå"),
    ),
    MetWhen.AT_DELIVERY: (
        *("ved levering", "levering", "ved leveranse", "ved oppstart", "oppstart", "ved produksjonssetting"),
        *("produksjon", "ved godkjenning", "ved idriftsettelse", "at delivery"),
    ),
}
ANSWER_MODES: Final[Spellings[AnswerMode]] = {
    AnswerMode.CONFIRM: ("bekreft", "stadfest", "bekreftes", "ja nei", "j n", "ja", "avkryssing"),
    AnswerMode.DESCRIBE: ("beskriv", "skildre", "beskrives", "beskrivelse", "besvares", "redegjør"),
    AnswerMode.DOCUMENT: ("dokumenter", "dokumenteres", "dokumentasjon", "vedlegg", "legg ved"),
    AnswerMode.DEMONSTRATE: ("demonstrer", "demonstreres", "demo", "vis", "vises", "demonstrasjon"),
}
YES: Final = frozenset({"ja", "j", "x", "yes", "y", "1", "sant", "true"})
NO: Final = frozenset({"", "nei", "n", "no", "0", "usant", "false"})


def meant(typed: str, spellings: Spellings[Meant], words: Mapping[Meant, Any]) -> Meant | None:
    """Return what a word stands for, by others' words, by ours, or by its value; None for none of them.

    words: ours, in the reader's language.
    """
    word = plain(typed)
    for value, others in spellings.items():
        if word in others or word in (plain(str(words[value])), plain(value.value)):
            return value
    return None
