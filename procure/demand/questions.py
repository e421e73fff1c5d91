"""The groups of questions about a need, in the order that they are asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _

from procure.demand.forms import (
    AnswerForm,
    CategoryForm,
    IntegrationsForm,
    OrganisationForm,
    StartForm,
    TodayForm,
    VolumesForm,
    WishesForm,
)
from procure.demand.models import Need


@dataclass(frozen=True)
class Question:
    """One group: its name in the address, in the list of steps, as a question; and when it is answered."""

    slug: str
    name: str
    title: str
    lead: str
    form: type[AnswerForm]
    fields: tuple[str, ...]

    def answered(self, need: Need) -> bool:
        """Answer whether anything has been said to this."""
        return any(getattr(need, field) is not None for field in self.fields)


QUESTIONS = (
    Question(
        "category",
        _("Type system"),
        _("Hva trenger dere?"),
        _("Velg typen fagprogram. Vi leter etter kommuner som trenger det samme."),
        CategoryForm,
        ("category_key",),
    ),
    Question(
        "organisation",
        _("Hvem det gjelder"),
        _("Hvem gjelder behovet?"),
        "",
        OrganisationForm,
        ("organisation_id",),
    ),
    Question(
        "today",
        _("Hva dere har i dag"),
        _("Hva har dere i dag?"),
        _(
            "Vi bruker svarene til å finne kommuner som kan kjøpe samtidig. "
            "Mangler du et tall, kan du gå videre og fylle det ut senere."
        ),
        TodayForm,
        ("system", "vendor", "contract_end", "yearly_cost"),
    ),
    Question(
        "volumes",
        _("Omfang"),
        _("Hvor mange gjelder det?"),
        _("Tallene blir en del av de samlede tallene for et fellesskap, hvis dere velger å dele dem."),
        VolumesForm,
        ("users", "inhabitants", "cases"),
    ),
    Question(
        "start",
        _("Når dere vil starte"),
        _("Når vil dere starte?"),
        _("Dette er et ønske. Når dere kan skifte, regner vi ut fra avtalen dere har i dag."),
        StartForm,
        ("start_from", "start_to"),
    ),
    Question(
        "integrations",
        _("Hva det må snakke med"),
        _("Hva må systemet snakke med?"),
        "",
        IntegrationsForm,
        ("integrations", "data_formats"),
    ),
    Question(
        "wishes",
        _("Ønsker og forbehold"),
        _("Har dere ønsker eller forbehold?"),
        "",
        WishesForm,
        ("wishes",),
    ),
)


def steps(need: Need | None, now: str) -> list[tuple[str, str, str]]:
    """Return the list beside a question: name, address and state of each step; `now` is the present one."""
    listed = []
    for each in QUESTIONS:
        state = "done" if need and each.answered(need) else "later"
        address = url_for(f"demand.{each.slug}", need_id=need.id) if need else ""
        listed.append((each.name, address, "now" if each.slug == now else state))
    address = url_for("demand.check", need_id=need.id) if need else ""
    return [*listed, (str(_("Se over svarene")), address, "now" if now == "check" else "later")]
