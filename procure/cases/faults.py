"""What is wrong with a case file: where, what stood there, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from procure.domain.errors import Fact

MOST: Final = 200
LONGEST: Final = 60

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    path: where, as `tender.requirements[3].criterion`; empty for the file itself.
    value: what stood there, cut short; empty where nothing did.
    sentence: what is wrong and what to do, marked with `N_`, with `%(name)s` where a fact goes in.
    near: the word that was perhaps meant.
    line: in the file, counted from 1; 0 where it is not known.
    """

    path: str
    sentence: str
    value: str = ""
    near: str = ""
    line: int = 0
    facts: Mapping[str, Fact] = field(default_factory=dict)


class CaseRefused(Exception):
    """A case file cannot be used; it says everything that is wrong, `MOST` faults at the most.

    count: how many there are.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.sentence}" for fault in faults[:3]))
        self.count = len(faults)
        self.faults = list(faults[:MOST])


def fault(
    path: Path, sentence: str, value: object = "", *, near: str = "", line: int = 0, **facts: Fact
) -> Fault:
    """Tell what is wrong at a place in the file."""
    return Fault(path=dotted(path), sentence=sentence, value=shown(value), near=near, line=line, facts=facts)


def file_fault(sentence: str, *, line: int = 0, **facts: Fact) -> CaseRefused:
    """Refuse a file that cannot be read at all."""
    return CaseRefused([Fault(path="", sentence=sentence, line=line, facts=facts)])


def dotted(path: Path) -> str:
    """Write a path as people read it.

    >>> dotted(("tender", "requirements", 3, "criterion"))
    'tender.requirements[3].criterion'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}"
    return text.removeprefix(".")


def shown(value: object) -> str:
    """Write a value on one line, cut short when it is long.

    >>> shown(["a", {"b": 1}]), shown(None), shown("Linje\\n to")
    ('[…]', '', 'Linje to')
    """
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    whole = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in " ".join(whole[:1_000].split()))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
