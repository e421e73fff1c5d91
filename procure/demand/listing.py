"""Lists of needs and contracts: which ones are asked for, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from procure.accounts.models import Organisation
from procure.accounts.queries import alphabetical
from procure.demand import words
from procure.demand.models import Need, NeedState
from procure.demand.queries import Contract
from procure.domain.pooling import add_months
from procure.reference.models import Category
from procure.web.addresses import one_in, words_in
from procure.web.language import spoken
from procure.web.sorting import Order

WITHIN: Final = (6, 12, 24, 36)  # months
UNKNOWN: Final = "unknown"
LAST = date.max
Key = Callable[[Contract], Any]

Orders = Mapping[str, Key]

NEED_ORDERS: Final[Orders] = {
    "category": lambda told: alphabetical(words.name(told.need)),
    "state": lambda told: list(NeedState).index(told.need.state),
    "exit": lambda told: told.window.earliest or LAST,
    "missing": lambda told: len(words.missing(told.need)),
    "new": lambda told: -told.need.id,
}
CONTRACT_ORDERS: Final[Orders] = {
    "system": lambda told: alphabetical(told.need.system or words.name(told.need)),
    "notice": lambda told: told.notice_on or LAST,
    "exit": lambda told: told.window.earliest or LAST,
    "wait": lambda told: told.window.latest or LAST,
    "cost": lambda told: told.need.yearly_cost if told.need.yearly_cost is not None else -1,
}


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to; nothing means all."""

    text: str = ""
    state: NeedState | None = None
    category: str = ""
    organisation_id: int | None = None
    within: int | None = None  # months until they can leave
    unknown: bool = False  # those whose end is not known
    missing: bool = False  # those that lack a figure

    def keeps(self, told: Contract, today: date) -> bool:
        """Answer whether a need is among those that are asked for."""
        need = told.need
        return (
            self.state in (None, need.state)
            and self.category in ("", need.category_key)
            and self.organisation_id in (None, need.organisation_id)
            and (not self.missing or bool(words.missing(need)))
            and (not self.unknown or told.window.earliest is None)
            and (self.within is None or _leaves(told, today, self.within))
            and all(word in _said(need) for word in self.text.casefold().split())
        )


def asked(args: MultiDict[str, str]) -> Asked:
    """Read what an address asks for; what means nothing narrows nothing."""
    ends = args.get("ends", "")
    return Asked(
        text=words_in(args),
        state=one_in(NeedState, args, "state"),
        category=args.get("category", ""),
        organisation_id=args.get("organisation", type=int),
        within=next((months for months in WITHIN if str(months) == ends), None),
        unknown=ends == UNKNOWN,
        missing=bool(args.get("missing")),
    )


def sorted_by(found: Iterable[Contract], order: Order, orders: Orders) -> list[Contract]:
    """Put them in order; those that are alike, by whom they concern."""
    named = sorted(found, key=lambda told: (alphabetical(told.need.organisation.name), told.need.id))
    return sorted(named, key=orders[order.key], reverse=order.falling)


def categories(needs: Iterable[Need]) -> list[Category]:
    """List the kinds of system that some needs are of, to choose among."""
    found = {need.category_key: need.category for need in needs if need.category is not None}
    return sorted(found.values(), key=lambda each: alphabetical(spoken(each, "name")))


def bodies(needs: Iterable[Need]) -> list[Organisation]:
    """List whom some needs concern, to choose among."""
    found = {need.organisation_id: need.organisation for need in needs}
    return sorted(found.values(), key=lambda each: alphabetical(each.name))


def cost(found: Sequence[Contract]) -> tuple[int, int]:
    """Return what some contracts cost in a year together, and how many of them say so."""
    known = [told.need.yearly_cost for told in found if told.need.yearly_cost is not None]
    return sum(known), len(known)


def _leaves(told: Contract, today: date, months: int) -> bool:
    earliest = told.window.earliest
    return earliest is not None and earliest <= add_months(today, months)


def _said(need: Need) -> str:
    """Return the words that a need is found by."""
    kind = need.category
    names = (kind.name_nb, kind.name_nn, kind.name_en) if kind else ()
    return " ".join(filter(None, (need.system, need.vendor, need.organisation.name, *names))).casefold()
