"""A tender's content, and how its facts are written in one language: bokmål, nynorsk or English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from procure.domain.money import Ore, kroner_text
from procure.tenders.notice.words import ENGLISH_DAYS, ENGLISH_MONTHS, WORDS
from procure.web.language import OSLO, day, moment, number, spaced


@dataclass(frozen=True)
class Voice:
    """The content in a language; every field of the notice is written through this."""

    content: Mapping[str, Any]
    language: str

    @property
    def tender(self) -> Mapping[str, Any]:
        """The plain facts of the tender."""
        facts: Mapping[str, Any] = self.content["tender"]
        return facts

    @property
    def notice(self) -> Mapping[str, Any]:
        """What only the notice needs; nothing in a version from before there was such a thing."""
        facts: Mapping[str, Any] = self.content.get("notice") or {}
        return facts

    @property
    def procedure(self) -> Mapping[str, Any]:
        """The procedure; empty until one is chosen."""
        facts: Mapping[str, Any] = self.content["procedure"] or {}
        return facts

    @property
    def negotiates(self) -> bool:
        """Whether bids are negotiated above the EEA threshold, which needs a ground (FOA § 13-2)."""
        return bool(self.procedure.get("negotiation")) and self.procedure.get("part") == "III"

    @property
    def is_english(self) -> bool:
        """Whether this is the English set, beside the one in the tender's own language."""
        return self.language == "en"

    def word(self, key: str, **facts: object) -> str:
        """Return one of the fixed words, with facts put in."""
        text = WORDS[self.language][key]
        return text.format(**facts) if facts else text

    def own(self, row: Mapping[str, Any], name: str) -> str:
        """Return a text that is held in both languages, in this one."""
        return (row.get(f"{name}_en" if self.is_english else name) or "").strip()

    def told(self, name: str) -> str:
        """Return a text of the tender that is held in its own language alone."""
        return (self.tender.get(name) or "").strip()

    def amount(self, ore: int | None) -> str:
        """Write an amount in kroner excl. VAT; nothing for one that is not known."""
        return "" if ore is None else self.word("amount", kroner=kroner_text(Ore(ore)))

    def count(self, value: int | None) -> str:
        """Write a count."""
        return "" if value is None else number(value, "nb")

    def day(self, text: str | None) -> str:
        """Write a day in full."""
        if not text:
            return ""
        when = date.fromisoformat(text)
        return _english_day(when) if self.is_english else day(when, self.language)

    def moment(self, text: str | None) -> str:
        """Write a moment in full, in Norwegian time."""
        if not text:
            return ""
        when = datetime.fromisoformat(text).astimezone(OSLO)
        if self.is_english:
            return f"{_english_day(when)} at {when:%H:%M}, Norwegian time"
        return f"{moment(when, self.language)}, {self.word('local_time')}"

    def body(self, row: Mapping[str, Any]) -> str:
        """Write a body with its organisation number."""
        return ", ".join(filter(None, (row["name"], spaced(row["organisation_number"]))))


def _english_day(when: date) -> str:
    weekday, month = ENGLISH_DAYS[when.weekday()], ENGLISH_MONTHS[when.month - 1]
    return f"{weekday} {when.day} {month} {when.year}"
