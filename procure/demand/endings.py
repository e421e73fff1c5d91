"""How people write that a contract ends: a day, a length of notice, or words for that it runs on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from procure.demand.models import ContractEnd
from procure.web.fields import read_day, shown

WORDS = {
    ContractEnd.UNTIL_TERMINATED: (
        *("løpende", "løper", "til den sies opp", "til noen sier den opp", "til oppsagt", "til oppsigelse"),
        *("uten sluttdato", "ingen sluttdato", "tidsubestemt", "ubestemt", "evig"),
    ),
    ContractEnd.NO_SYSTEM: (
        *("ikke noe system", "ingen system", "har ikke", "mangler system", "ingen avtale", "intet", "ingen"),
    ),
    ContractEnd.NOT_KNOWN: ("vet ikke", "ukjent", "ikke kjent", "usikker", "veit ikkje", "ukjend", "?"),
    ContractEnd.DATE: ("dato", "på en dato", "slutter", "sluttdato", "fast slutt", "tidsbestemt"),
}
MONTHS = re.compile(r"(\d{1,4})\s*(?:m|md|mnd|mndr|mån|måneders?|månaders?|måned|månad)?\.?", re.IGNORECASE)
YEARS = re.compile(r"(\d{1,2})\s*(?:år|års)\.?", re.IGNORECASE)
MONTH = re.compile(r"(\d{1,2})[./ -](\d{4})")


@dataclass(frozen=True)
class Ending:
    """What a row says of how its contract ends, as far as it says anything."""

    kind: ContractEnd | None = None
    day: date | None = None
    notice_months: int | None = None

    def joined(self, other: Ending) -> Ending:
        """Bring two columns together: this one says how it ends, the other when; either may say both."""
        if self.kind is None or (other.day and not self.day):
            return other if other.kind else self
        return replace(self, notice_months=self.notice_months or other.notice_months)


def read_ending(typed: str) -> Ending:
    """Read how a contract ends; raises ValueError with a sentence for the person.

    >>> read_ending("løpende, 6 mnd oppsigelse").notice_months
    6
    >>> read_ending("31.07.2027").day
    datetime.date(2027, 7, 31)
    """
    text = " ".join(typed.casefold().split())
    if not text:
        return Ending()
    if (day := _day(text)) is not None:
        return Ending(ContractEnd.DATE, day)
    notice = _months_within(text)
    kinds = [kind for kind, words in WORDS.items() if any(_says(text, word) for word in words)]
    if kinds:
        return Ending(kinds[0], notice_months=notice if kinds[0] is ContractEnd.UNTIL_TERMINATED else None)
    if notice is not None:
        return Ending(ContractEnd.UNTIL_TERMINATED, notice_months=notice)
    read_day(typed.strip())  # it says no, in words about dates
    return Ending()


def read_months(typed: str) -> int:
    """Read a length of time in months, as «6», «6 mnd» or «1 år»; raises ValueError with a sentence.

    >>> [read_months(text) for text in ("6", "12 måneder", "2 år")]
    [6, 12, 24]
    """
    text = " ".join(typed.split())
    if found := MONTHS.fullmatch(text):
        return int(found[1])
    if found := YEARS.fullmatch(text):
        return 12 * int(found[1])
    raise ValueError(_("«%(typed)s» må være et antall måneder, for eksempel 6", typed=shown(typed)))


def _day(text: str) -> date | None:
    """Return the day that is written; a month alone ends with its last day."""
    try:
        return read_day(text)
    except ValueError:
        return _month_end(text)


def _month_end(text: str) -> date | None:
    found = MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[1]) <= 12 or not 1900 <= int(found[2]) <= 2200:
        return None
    year, month = int(found[2]), int(found[1])
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _months_within(text: str) -> int | None:
    """Find a length of time in a sentence: only one with its unit, as a bare number may be anything."""
    found = re.search(r"(\d{1,3})\s*(?:md|mnd|mån|månad)\w*", text)
    return int(found[1]) if found else None


def _says(text: str, word: str) -> bool:
    return word in text if word == "?" else bool(re.search(rf"(?<!\w){re.escape(word)}", text))
