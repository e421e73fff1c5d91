"""A document with every kind of block, and texts of every kind in them."""

from __future__ import annotations

from procure.domain.assembly import (
    Chapter,
    Column,
    Document,
    Fact,
    Facts,
    Note,
    PriceGroup,
    PriceLine,
    Prices,
    Prose,
    Requirement,
    Requirements,
    Table,
)
from tests.documents import samples

RICH = """Vanlig **fet**, *kursiv* og `kode`, [lenke **fet**](https://kommune.example/a?b=1&c=2).
Ny linje\\
hard linje

## Egen overskrift

- en
- to
  - under
    1. tall

       mer om tall
- [ ] tre

5. fem
6. seks

> Sitat
>
> - med liste
>
> > dypere

    kode
      innrykk

| A | B |
|---|---|
| x | **y** |

---

Slutt <b>rå</b> ![bilde](https://x.example/a.png) [ond](javascript:alert(1)) [[kap:nowhere]]
"""


def rich() -> Document:
    """Make a document with every kind of block, texts of every kind in them, and pages across."""
    wide = tuple(Column(f"Kolonne {number}", 30, numeric=True) for number in range(6))
    groups = (PriceGroup("Tjenester", (PriceLine("P2", "Opplæring", "dag", "2"),), "Sum tjenester"),)
    return Document(
        "rich",
        "Bilag 9 Prøve",
        "nn",
        (
            Chapter(
                "prose",
                "Prosa",
                (Prose(RICH), Note(RICH), Prose(RICH, True), Prose("- liste først", True), Prose("", True)),
            ),
            Chapter(
                "tables",
                "Tabeller",
                (
                    Table(
                        "Typet", (Column("A", 40), Column("B"), Column("C", fill=True)), (("rad", RICH, ""),)
                    ),
                    Facts((Fact("Navn", RICH), Fact("Nøkkel", "stor", key=True)), "Fakta"),
                    Facts((Fact("Rett etter", ""),)),
                    Requirements(
                        "Krav", (Requirement("SIK-001", RICH, "Absolutt", "", RICH, RICH, "Kvalitet"),)
                    ),
                    Prices("Priser", (PriceLine("P1", "Drift", "måned", "48"),), "Alt", groups=groups),
                ),
                (Chapter("below", "Under", (Prose("Se [[krav:SIK-001]] og [[kap:wide]]."),), new_page=True),),
            ),
            Chapter(
                "wide",
                "På tvers",
                (Table("Bred", (Column("Kommune"), *wide), (("Os", *"123456"),)),),
                landscape=True,
            ),
            Chapter("after", "Etter", numbered=False),
        ),
        samples.cover("Bilag 9"),
        number="9",
        lead="Ingress & mer <her>.",
    )
