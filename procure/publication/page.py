"""What the public page shows: everything from the frozen version, nothing from the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from procure.domain.money import Ore
from procure.domain.tender import annex_key
from procure.publication.models import Notice
from procure.tenders.papers.annexes import ASKING
from procure.tenders.papers.terms import role_of

PAGE: Final = 100  # requirements at a time
KINDS: Final = ("absolute", "evaluated", "both", "information")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which requirements the reader asks for."""

    kind: str = ""
    words: str = ""
    page: int = 1

    @classmethod
    def asked(cls, arguments: Mapping[str, str]) -> Wanted:
        """Read an address; what makes no sense asks for all."""
        kind, number = arguments.get("kind", ""), arguments.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        return cls(kind if kind in KINDS else "", arguments.get("q", "").strip()[:100], max(1, page))

    def picks(self, row: Row) -> bool:
        """Answer whether a requirement is asked for."""
        text = f"{row['id']} {row['text']}".casefold()
        return (not self.kind or row["kind"] == self.kind) and self.words.casefold() in text


@dataclass(frozen=True)
class Page:
    """The version's content, ready to be shown."""

    content: Mapping[str, Any]
    wanted: Wanted
    requirements: Sequence[Row]
    found: int

    @property
    def tender(self) -> Row:
        """The plain facts."""
        facts: Row = self.content["tender"]
        return facts

    @property
    def names(self) -> list[str]:
        """The buyers' names."""
        return [one["name"] for one in self.content["participants"]]

    def count(self, kind: str) -> int:
        """How many requirements there are of a kind; of all kinds when none is named."""
        return sum(not kind or row["kind"] == kind for row in self.content["requirements"])

    @property
    def requirements_in(self) -> str:
        """The kind of the document that holds the requirements; "" when no annex of the agreement does."""
        annexes = self.content["agreement"]["annexes"]
        found = (each for each in annexes if role_of(each) in ASKING)
        return next((f"annex_{annex_key(1, each['number'])}" for each in found), "")

    def total(self, name: str) -> int:
        """The buyers' volumes together."""
        return sum(one[name] or 0 for one in self.content["participants"])

    def moment(self, name: str) -> datetime | None:
        """A moment of the timetable."""
        text = self.tender.get(name)
        return datetime.fromisoformat(text) if text else None

    def day(self, name: str) -> date | None:
        """A day of the timetable."""
        return self.day_of(self.tender[name])

    def day_of(self, text: str | None) -> date | None:
        """A day as the content has it."""
        return date.fromisoformat(text) if text else None

    @property
    def estimate(self) -> Ore | None:
        """The estimated value."""
        ore = self.tender["estimate"]
        return None if ore is None else Ore(ore)

    @property
    def framework_maximum(self) -> Ore | None:
        """The most that may be called off, where the contract is a framework agreement."""
        ore = self.tender.get("framework_maximum")
        return None if ore is None or self.tender["contract_model"] != "framework" else Ore(ore)

    @property
    def option_holders(self) -> Sequence[Row]:
        """Those who may join later; a version from before they could be named has none."""
        holders: Sequence[Row] = self.content.get("option_holders", ())
        return holders

    @property
    def is_last(self) -> bool:
        """Whether there are no more requirements after these."""
        return self.wanted.page * PAGE >= self.found


def of(notice: Notice, wanted: Wanted) -> Page:
    """Make the page of a notice, with the requirements that are asked for."""
    content = notice.version.content
    found = [row for row in content["requirements"] if wanted.picks(row)]
    start = (wanted.page - 1) * PAGE
    return Page(content, wanted, found[start : start + PAGE], len(found))
