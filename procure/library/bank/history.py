"""What has happened to a requirement of the bank: its editions, word by word, and its times out of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy.orm import Session

from procure.library.bank import queries
from procure.library.bank.service import CONTENT
from procure.library.models import BankRequirement, BankRetirement
from procure.library.words import ANSWER_MODES, KINDS, MET_WHEN
from procure.web.language import join_names
from procure.web.redline import Piece, redline

PARTS: Mapping[str, Any] = {
    "text_nb": lazy("Kravet på bokmål"),
    "text_nn": lazy("Kravet på nynorsk"),
    "kind": lazy("Type"),
    "met_when": lazy("Oppfylt"),
    "answer_mode": lazy("Svar"),
    "answer_nb": lazy("Hva svaret må inneholde, på bokmål"),
    "answer_nn": lazy("Hva svaret må inneholde, på nynorsk"),
    "reason_nb": lazy("Hvorfor, på bokmål"),
    "reason_nn": lazy("Hvorfor, på nynorsk"),
    "source": lazy("Kilde på bokmål"),
    "source_nn": lazy("Kilde på nynorsk"),
    "categories": lazy("Typer system"),
    "climate": lazy("Klima og miljø"),
    "weight": lazy("Foreslått vekt"),
}
WORDS: Mapping[str, Mapping[Any, Any]] = {"kind": KINDS, "met_when": MET_WHEN, "answer_mode": ANSWER_MODES}
BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `at` and `who` are empty for what came with the platform.

    what: "edition", "retired" or "restored". changes: each part that differs from the edition before.
    """

    what: str
    at: datetime | None
    who: str
    why: str = ""
    edition: BankRequirement | None = None
    retirement: BankRetirement | None = None
    changes: Sequence[tuple[Any, list[Piece]]] = field(default=())


def told(session: Session, key: str, categories: Mapping[str, str]) -> list[Entry]:
    """Tell the history of a requirement, the newest first; categories: their names, for the reader."""
    editions, gone = queries.editions(session, key), queries.retirements(session, key)
    people = queries.names(
        session,
        [each.made_by_id for each in editions]
        + [each.retired_by_id for each in gone]
        + [each.ended_by_id for each in gone],
    )
    entries = [
        _of_edition(each, before, people, categories) for each, before in zip_longest(editions, editions[1:])
    ]
    for each in gone:
        entries += _of_retirement(each, people)
    return sorted(entries, key=_moment, reverse=True)


def _moment(entry: Entry) -> tuple[datetime, int]:
    return entry.at or BEFORE_ALL, entry.edition.edition if entry.edition else 0


def _of_edition(
    edition: BankRequirement,
    before: BankRequirement | None,
    people: Mapping[int, str],
    categories: Mapping[str, str],
) -> Entry:
    changes = () if before is None else _changes(edition, before, categories)
    who = people.get(edition.made_by_id or 0, "")
    return Entry("edition", edition.made_at, who, edition.change, edition, None, changes)


def _of_retirement(row: BankRetirement, people: Mapping[int, str]) -> list[Entry]:
    found = [Entry("retired", row.retired_at, people.get(row.retired_by_id or 0, ""), row.why, None, row)]
    if row.ended_at:
        found.append(Entry("restored", row.ended_at, people.get(row.ended_by_id or 0, ""), "", None, row))
    return found


def _changes(
    new: BankRequirement, old: BankRequirement, categories: Mapping[str, str]
) -> list[tuple[Any, list[Piece]]]:
    return [
        (PARTS[name], redline(said(old, name, categories), said(new, name, categories)))
        for name in CONTENT
        if getattr(new, name) != getattr(old, name)
    ]


def said(edition: BankRequirement, name: str, categories: Mapping[str, str]) -> str:
    """Say in words what an edition says in one of its parts."""
    value = getattr(edition, name)
    if name in WORDS:
        return str(WORDS[name][value])
    if name == "categories":
        return join_names(categories.get(key, key) for key in value) or _("Alle")
    if name == "climate":
        return _("Ja") if value else _("Nei")
    return "" if value is None else str(value)
