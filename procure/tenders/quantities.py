"""How much each buyer counts with in the price form: what is missing, and what its volumes can tell."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from procure.accounts.models import Organisation
from procure.domain.policy import Actor, Standing
from procure.pools.models import OptionHolder, Participation
from procure.tenders.estimating import option_holders
from procure.tenders.facts import price_lines
from procure.tenders.merging import participants
from procure.tenders.models import Driver, Payer, PriceLine, Tender
from procure.tenders.queries import find_tender

ONE: Final = 1  # of what is fixed


@dataclass(frozen=True)
class Buyer:
    """One of those who buy, or may buy later, under a tender."""

    tender: Tender
    place: Participation | OptionHolder

    @property
    def organisation(self) -> Organisation:
        """The body itself."""
        return self.place.organisation

    @property
    def is_option_holder(self) -> bool:
        """Whether it may join later."""
        return isinstance(self.place, OptionHolder)

    def standings(self, actor: Actor) -> Set[Standing]:
        return self.tender.standings(actor)

    def volume(self, driver: Driver | None) -> int | None:
        """Return how many of what a quantity follows it has; None where nobody has said."""
        figures = self.place if isinstance(self.place, OptionHolder) else self.place.figures
        if driver == Driver.USERS:
            return figures.users
        if driver == Driver.INHABITANTS:
            return figures.inhabitants
        return ONE if driver == Driver.FIXED else None


def buyers(tender: Tender) -> list[Buyer]:
    """Return everybody that buys, then those that may later, each by name."""
    people: list[Participation | OptionHolder] = [*participants(tender), *option_holders(tender)]
    return [Buyer(tender, each) for each in people]


def find_buyer(session: Session, actor: Actor, tender_id: int, organisation_id: int) -> Buyer | None:
    """Find one of those who buy, or may buy later, under a tender."""
    tender = find_tender(session, actor, tender_id)
    found = buyers(tender) if tender else []
    return next((each for each in found if each.place.organisation_id == organisation_id), None)


def each_pays(tender: Tender) -> list[PriceLine]:
    """Return the lines that every buyer has a quantity of its own in."""
    return [line for line in price_lines(tender) if line.payer is Payer.EACH]


def proposals(tender: Tender) -> dict[int, dict[int, int]]:
    """Return the quantities that nobody has said and the volumes can tell, by line and then by body."""
    found: dict[int, dict[int, int]] = {}
    for line, buyer in missing(tender):
        if amount := buyer.volume(line.driver):
            found.setdefault(line.id, {})[buyer.place.organisation_id] = amount
    return found


def missing(tender: Tender) -> Iterator[tuple[PriceLine, Buyer]]:
    """Yield each line with each buyer who has no quantity in it."""
    people = buyers(tender)
    for line in each_pays(tender):
        there = {each.organisation_id for each in line.quantities}
        yield from ((line, each) for each in people if each.place.organisation_id not in there)
