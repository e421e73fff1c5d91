"""A price form as data, to be made into a workbook: a sheet for each who pays, its groups and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from procure.domain.prices import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """A line for the supplier to price.

    per: what one price is for: «per måned».     quantity: None where nobody has said how much.
    times: how many times the price is paid.
    """

    number: int
    text: str
    unit: str
    per: str
    quantity: int | None
    times: Fraction

    @property
    def id(self) -> str:
        """What people call it."""
        return f"P{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookGroup:
    """Lines with a subtotal of their own; those outside the evaluation have none."""

    title: str
    place: Place
    lot: int | None
    lines: tuple[BookLine, ...]

    @property
    def is_compared(self) -> bool:
        """Whether it is part of the price that is compared."""
        return self.place is not Place.OUTSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """What one buyer pays, or what is paid together.

    key: among the quantities.     name: of who pays.     title: of the sheet.
    tab: the name it would have at the bottom of the window.     note: tells it from one of the same name.
    """

    key: str
    name: str
    title: str
    tab: str
    note: str
    groups: tuple[BookGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBook:
    """A whole price form.

    title: the tender's.     lots: number and name of those that are bid for; empty where there are none.
    Lines outside every lot have the number None.
    """

    title: str
    language: str
    sheets: tuple[BookSheet, ...]
    lots: tuple[tuple[int | None, str], ...] = ()

    @property
    def has_options(self) -> bool:
        """Whether there are options in any sheet."""
        return any(group.place is Place.OPTIONS for sheet in self.sheets for group in sheet.groups)

    @property
    def has_outside(self) -> bool:
        """Whether there are prices that are not compared."""
        return any(not group.is_compared for sheet in self.sheets for group in sheet.groups)
