"""What the demo's tenders are worth, line by line, and where each amount comes from."""

from __future__ import annotations

from typing import NamedTuple

from procure.demo.pools import JOINS_LATER
from procure.domain.value import CostKind

MARKET = "Prislister fra markedsdialogen i høst"
LIKENESS = "Folketallet, og det Folldal betaler i dag"
EARLIER = "Kontrakten Tynset har i dag"
SETUP = "Etablering og flytting av data"


class Cost(NamedTuple):
    """One line of an estimate: what, how it is counted, who pays ("": all jointly), and kroner for each."""

    text: str
    kind: CostKind
    place: str
    kroner: int
    source: str = MARKET
    quantity: int = 1
    option: bool = False


FORMS = (  # of the form solution
    Cost("Bruk av løsningen", CostKind.MONTHLY, "Tynset", 9_000),
    Cost("Bruk av løsningen", CostKind.MONTHLY, "Folldal", 5_000),
    Cost("Bruk av løsningen", CostKind.MONTHLY, "Tolga", 5_000),
    Cost("Etablering", CostKind.ONE_OFF, "Tynset", 60_000),
    Cost("Etablering", CostKind.ONE_OFF, "Folldal", 60_000),
    Cost("Etablering", CostKind.ONE_OFF, "Tolga", 60_000),
    Cost("Felles skjema og opplæring", CostKind.ONE_OFF, "", 208_000),
    Cost("Skjema for næringslivet", CostKind.ONE_OFF, "", 150_000, option=True),
)

QUALITY = (  # of the quality system, beside what each pays today
    *(
        Cost(SETUP, CostKind.ONE_OFF, place, 60_000, EARLIER)
        for place in ("Tynset", "Alvdal", "Folldal", "Os", "Rendalen", "Tolga", JOINS_LATER)
    ),
    Cost("Bruk av systemet", CostKind.YEARLY, JOINS_LATER, 52_000, LIKENESS),
    Cost("Felles oppsett, maler og koblinger", CostKind.ONE_OFF, "", 350_000, EARLIER),
    Cost("Rådgiver etter medgått tid", CostKind.HOURLY, "", 1_250, EARLIER, quantity=200),
    Cost("Modul for internkontroll i skole og barnehage", CostKind.ONE_OFF, "", 150_000, option=True),
)
