"""Award criteria: one at a time, all weights at once, weighted or ranked, climate, how bids are judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from procure.domain.law import Climate, Law
from procure.domain.points import LEAST_BREAK, MOST_BREAK
from procure.domain.scoring import CriteriaMode, PriceModel, TieRule
from procure.tenders import judging, words
from procure.tenders.forms.parts import LONGEST_REQUIREMENT
from procure.tenders.models import Criterion, CriterionKind, Tender
from procure.web.forms import (
    ChoiceField,
    Form,
    KronerField,
    LongTextField,
    OnceField,
    Required,
    TextField,
    VersionField,
    WholeNumberField,
)
from procure.web.language import current

LONGEST_REASON = 5_000
MOST_MONTHS = 600


class CriterionForm(Form):
    """An award criterion."""

    name = TextField(_("Navn"), [Required(_("Skriv hva kriteriet heter"))])
    kind = ChoiceField(
        _("Hva måler det?"),
        [Required(_("Velg hva kriteriet måler"))],
        choices=list(words.CRITERION_KINDS.items()),
        coerce=CriterionKind,
    )
    weight = WholeNumberField(_("Vekt"), what=_("Vekten"), unit=_("prosent"), most=100)
    documentation = LongTextField(
        _("Hva tilbudet skal vise"),
        longest=LONGEST_REQUIREMENT,
        description=_("Hva leverandøren legger ved, og hva dere ser etter."),
    )
    name_en = TextField(_("Navn på engelsk"), description=_("Til kunngjøringen, fra EØS-terskelen."))

    def suit(self, mode: CriteriaMode) -> None:
        """Ask for no weight where criteria are ranked."""
        if mode is CriteriaMode.RANKED:
            del self.weight


class NewCriterionForm(CriterionForm):
    """A criterion to come."""

    once = OnceField()


class EditCriterionForm(CriterionForm):
    """A criterion that is there."""

    version = VersionField()


class WeightsForm(Form):
    """The weights of all criteria at once; the fields are put in by `weights_form`."""

    @property
    def weights(self) -> dict[int, int | None]:
        """Return the weights by the id of the criterion."""
        return by_id(self, "weight_")

    @property
    def versions(self) -> dict[int, int]:
        """Return the versions that the page was filled from, by the id of the criterion."""
        return by_id(self, "version_")

    def weight_of(self, criterion: Criterion) -> Any:
        """Return the field of one criterion's weight."""
        return self[f"weight_{criterion.id}"]


def by_id(form: Form, start: str) -> dict[int, Any]:
    """Return what stands in the fields that begin so, by the number that their names end in."""
    return {int(f.short_name.removeprefix(start)): f.data for f in form if f.short_name.startswith(start)}


def weights_form(criteria: Sequence[Criterion]) -> WeightsForm:
    """Make the form with a weight for each criterion."""
    fields: dict[str, Any] = {}
    for each in criteria:
        fields[f"weight_{each.id}"] = WholeNumberField(
            _("Vekt for %(name)s", name=each.name),
            what=_("Vekt for %(name)s", name=each.name),
            most=100,
            default=each.weight,
        )
        fields[f"version_{each.id}"] = VersionField(default=str(each.version))
    made: WeightsForm = type("WeightsForm", (WeightsForm,), fields)()
    return made


class ModeForm(Form):
    """Weighted or ranked."""

    version = VersionField()
    criteria_mode = ChoiceField(
        _("Hvordan står kriteriene til hverandre?"),
        [Required(_("Velg om kriteriene er vektet eller rangert"))],
        choices=list(judging.MODES.items()),
        coerce=CriteriaMode,
    )
    ranked_reason = LongTextField(
        _("Hvorfor er det ikke mulig å vekte dem?"),
        longest=LONGEST_REASON,
        description=_("Bare for rangerte kriterier. Må være skrevet når del III gjelder, og trykkes."),
    )


class ClimateForm(Form):
    """How climate and environment are taken care of."""

    version = VersionField()
    climate = ChoiceField(_("Hvordan er klima og miljø tatt hensyn til?"), coerce=Climate)
    climate_reason = LongTextField(
        _("Begrunnelse"),
        longest=LONGEST_REASON,
        description=_("Trykkes i dokumentene. Trengs for alt annet enn et eget tildelingskriterium."),
    )

    def offer(self, law: Law) -> None:
        """Give the choices that the law has on the day of dispatch."""
        self.climate.choices = [(each.value, each.name[current()]) for each in law.climate.values()]


class ScoringForm(Form):
    """How bids are judged; a worth for each criterion but price is put in by `scoring_form`."""

    version = VersionField()
    price_model = ChoiceField(
        _("Hvordan blir pris til poeng?"),
        description=_("I formlene er P prisen som vurderes, og L den laveste prisen."),
        choices=[(model, told.name) for model, told in judging.MODELS.items()],
        coerce=PriceModel,
    )
    price_break = WholeNumberField(
        _("Hvor bøyer den delte modellen av?"),
        what=_("Tallet"),
        unit=_("prosent av laveste pris"),
        least=LEAST_BREAK,
        most=MOST_BREAK,
        description=_("Bare for den delte modellen. 140 betyr 1,4 ganger laveste pris."),
    )
    tie_rule = ChoiceField(
        _("Hva avgjør når to tilbud ender likt?"), choices=list(judging.TIE_RULES.items()), coerce=TieRule
    )
    evaluated_months = WholeNumberField(
        _("Hvor mange måneder med løpende priser teller?"),
        what=_("Tallet"),
        unit=_("måneder"),
        least=1,
        most=MOST_MONTHS,
        description=_("La stå tomt når hele kontraktstiden teller, forlengelser medregnet."),
    )

    @property
    def worths(self) -> list[Any]:
        """Return the fields of what full points are worth."""
        return [field for field in self if field.short_name.startswith("worth_")]

    def answers(self) -> dict[str, Any]:
        """Return the answers, with worths and versions by the id of the criterion."""
        plain = super().answers()
        kept = {name: each for name, each in plain.items() if not name.startswith(("worth_", "version_"))}
        return {**kept, "worths": by_id(self, "worth_"), "versions": by_id(self, "version_")}


def scoring_form(tender: Tender) -> ScoringForm:
    """Make the form of how a tender's bids are judged, filled from its rows."""
    fields: dict[str, Any] = {}
    for each in tender.criteria:
        if each.kind is not CriterionKind.PRICE:
            fields[f"worth_{each.id}"] = KronerField(
                _("Hva er full skår på «%(name)s» verdt?", name=each.name), default=each.worth
            )
            fields[f"version_{each.id}"] = VersionField(default=str(each.version))
    made: ScoringForm = type("ScoringForm", (ScoringForm,), fields)(obj=tender)
    return made
