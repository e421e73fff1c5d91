"""How bids are judged, as pages tell of it: the price models with their traps, worked examples, curves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from procure.domain.money import Ore
from procure.domain.points import Compared, compared_example, hundredths, scored_example
from procure.domain.scoring import CriteriaMode, PriceModel, TieRule
from procure.tenders.models import QualificationKind, Tender
from procure.web.language import number

MODES: Mapping[CriteriaMode, Any] = {
    CriteriaMode.WEIGHTED: _("Vektet: hvert kriterium har sin prosent, og de blir 100 til sammen"),
    CriteriaMode.RANKED: _("Rangert: kriteriene står i prioritert rekkefølge, uten vekt"),
}
MODE_NAMES: Mapping[CriteriaMode, Any] = {
    CriteriaMode.WEIGHTED: _("Vektet"),
    CriteriaMode.RANKED: _("Rangert"),
}
TIE_RULES: Mapping[TieRule, Any] = {
    TieRule.LOWEST_PRICE: _("Laveste pris går foran"),
    TieRule.BEST_QUALITY: _("Beste poeng for kvalitet går foran"),
    TieRule.BEST_CLIMATE: _("Beste poeng for klima og miljø går foran"),
    TieRule.LOTS_DRAWN: _("Det trekkes lodd"),
}
QUALIFICATION_KINDS: Mapping[QualificationKind, Any] = {
    QualificationKind.REGISTRATION: _("Registrering og autorisasjon"),
    QualificationKind.ECONOMIC: _("Økonomi"),
    QualificationKind.TECHNICAL: _("Teknisk og faglig evne"),
}


class Model(NamedTuple):
    """A price model in words: name, formula, how it is read, how it behaves, and what to look out for.

    In a formula, P is the price that is judged, and L is the lowest.
    """

    name: Any
    formula: str
    rule: Any
    behaves: Any
    trap: Any


MODELS: Mapping[PriceModel, Model] = {
    PriceModel.LINEAR: Model(
        _("Lineær"),
        "10 − 10 × (P − L) / L",
        _("Ti poeng til laveste pris. Hver prosent dyrere koster 0,1 poeng."),
        _("Like store prisforskjeller gir like store poengforskjeller, uansett hvor dyre tilbudene er."),
        _("Poengene blir negative når prisen er over det dobbelte av laveste. Si fra om det på forhånd."),
    ),
    PriceModel.LINEAR_WITH_FLOOR: Model(
        _("Lineær med bunn på 0"),
        "max(0, 10 − 10 × (P − L) / L)",
        _("Som lineær, men ingen får mindre enn 0 poeng."),
        _("Som lineær opp til det dobbelte av laveste pris. Derfra får alle 0."),
        _("Av to tilbud over det dobbelte teller det ikke lenger hvilket som er dyrest."),
    ),
    PriceModel.PROPORTIONAL: Model(
        _("Forholdsmessig"),
        "10 × L / P",
        _("Ti poeng til laveste pris. Andre får så stor del av ti som laveste pris er av deres egen."),
        _("Forskjellene blir mindre jo dyrere tilbudene er. Poengene blir aldri negative."),
        _("Dyre tilbud straffes lite. Kvalitet kan da telle mer enn vekten tilsier."),
    ),
    PriceModel.HYBRID: Model(
        _("Delt: lineær, deretter forholdsmessig"),
        "P ≤ k × L: 10 − 10 × (P − L) / L; P > k × L: 10 × (2 − k) × k × L / P",
        _("Lineær til prisen er k ganger laveste. Derfra forholdsmessig, gjennom punktet der de to møtes."),
        _("Skiller godt mellom vanlige priser, og gir ikke negative poeng til svært dyre."),
        _("k må stå i dokumentene. Ligger k lavt, får nesten alle den slake delen."),
    ),
    PriceModel.PRICED_QUALITY: Model(
        _("Prissatt kvalitet"),
        "P − Σ (verdi × poeng / 10)",
        _(
            "Kvalitet trekkes fra prisen med så mange kroner som den er verdt for dere. "
            "Laveste resultat vinner."
        ),
        _("Dere sier i kroner hva bedre kvalitet er verdt. Andres priser påvirker ikke resultatet."),
        _(
            "Setter dere verdien for høyt, betaler dere for mer enn dere trenger. "
            "I kontrakten står prisen som ble tilbudt."
        ),
    ),
}


class Row(NamedTuple):
    """A model's line in the table of examples: its points for each of the three prices."""

    model: PriceModel
    name: Any
    points: list[str]


def decimals(points: Fraction) -> str:
    """Write points with two decimals: «8,33»."""
    return number(Decimal(hundredths(points)).scaleb(-2))


def point_rows(price_break: int | None) -> list[Row]:
    """Work out the example under every model that gives prices points."""
    return [
        Row(
            model,
            told.name,
            [decimals(each.points) for each in scored_example(model, price_break=price_break)],
        )
        for model, told in MODELS.items()
        if model is not PriceModel.PRICED_QUALITY
    ]


def priced_rows(tender: Tender) -> tuple[Compared, ...]:
    """Work out the example where quality is priced, by what the tender says that it is worth."""
    return compared_example(worth_of_all(tender))


def worth_of_all(tender: Tender) -> Ore | None:
    """Add up what full points are worth; None until anything is."""
    worths = [each.worth for each in tender.criteria if each.worth is not None]
    return Ore(sum(worths)) if worths else None
