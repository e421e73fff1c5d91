"""The parts of a tender: sections, criteria, requirements, price lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import Length

from procure.domain.law import Climate, Law
from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.tenders import words
from procure.tenders.models import Criterion, CriterionKind
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    LongTextField,
    OnceField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
    WholeNumberField,
)
from procure.web.language import current

LONGEST_REQUIREMENT = 10_000


class SectionForm(Form):
    """The text of a section."""

    version = VersionField()
    body = LongTextField(
        _("Teksten"),
        description=_(
            "Felt i klammer, som {deltakere}, henter svaret fra oppgavelisten. "
            "Ikke skriv tallet eller navnet selv."
        ),
    )


class RequirementForm(Form):
    """A requirement; `NewRequirementForm` has the area too."""

    text = LongTextField(
        _("Kravet"),
        [Required(_("Skriv kravet"))],
        longest=LONGEST_REQUIREMENT,
        description=_("Én ting i hvert krav, slik at det kan prøves. Skriv hva som skal til, ikke hvordan."),
    )
    kind = ChoiceField(
        _("Type"),
        [Required(_("Velg hva slags krav det er"))],
        choices=[
            (RequirementKind.ABSOLUTE, _("Absolutt: må være oppfylt")),
            (RequirementKind.EVALUATED, _("Evaluert: gir poeng")),
            (RequirementKind.BOTH, _("Absolutt og evaluert: et minstenivå, og poeng for mer")),
            (RequirementKind.INFORMATION, _("Informasjon: verken må eller poeng")),
        ],
        coerce=RequirementKind,
    )
    met_when = ChoiceField(
        _("Når skal det være oppfylt?"),
        [Required(_("Velg når kravet skal være oppfylt"))],
        choices=list(words.MET_WHEN.items()),
        coerce=MetWhen,
    )
    met_by = DayField(_("Datoen"))
    answer_mode = ChoiceField(
        _("Slik skal det besvares"),
        [Required(_("Velg hvordan kravet skal besvares"))],
        choices=list(words.ANSWER_MODES.items()),
        coerce=AnswerMode,
    )
    answer = LongTextField(
        _("Hva svaret må inneholde"),
        longest=LONGEST_REQUIREMENT,
        description=_("Kan stå tomt når kravet bare skal bekreftes."),
    )
    criterion_id = PickField(_("Kriterium"), coerce=int, description=_("Bare for krav som gir poeng."))
    weight = WholeNumberField(
        _("Vekt 1–5"), what=_("Vekten"), least=1, most=5, description=_("Bare for krav som gir poeng.")
    )
    climate = TickField(_("Kravet gjelder klima og miljø"))
    reason = LongTextField(
        _("Hvorfor trenger dere dette?"),
        longest=LONGEST_REQUIREMENT,
        description=_("Hjelper rådgiveren og dem som kommer etter. Trykkes ikke."),
    )
    source = TextField(_("Kilde"), description=_("Lov, standard eller erfaring det bygger på."))
    brand_reason = LongTextField(
        _("Hvorfor er et produkt nevnt?"),
        longest=LONGEST_REQUIREMENT,
        description=_(
            "Bare når kravet nevner et merke uten «eller tilsvarende», for eksempel et system dere har."
        ),
    )

    def offer(self, criteria: Sequence[Criterion]) -> None:
        """Let the requirement be scored under one of these."""
        self.criterion_id.choices = [("", _("Ingen")), *((each.id, each.name) for each in criteria)]


class EditRequirementForm(RequirementForm):
    """A requirement that is there."""

    version = VersionField()


class NewRequirementForm(RequirementForm):
    """A requirement to come, with the area that gives it its id."""

    once = OnceField()
    area = TextField(
        _("Gruppe, tre bokstaver"),
        [Required(_("Skriv tre bokstaver for gruppen, for eksempel FUN"))],
        longest=3,
        description=_(
            "Kravet får neste nummer i gruppen, for eksempel FUN-001. Nummeret brukes aldri om igjen."
        ),
    )
    area_name = TextField(_("Navn på gruppen"), longest=80, description=_("Bare når gruppen er ny."))


class PickForm(Form):
    """Requirements ticked in the bank."""

    bank_ids = ChoicesField(_("Krav"), [Length(min=1, message=_("Kryss av for minst ett krav"))], coerce=int)


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


class NewCriterionForm(CriterionForm):
    """A criterion to come."""

    once = OnceField()


class EditCriterionForm(CriterionForm):
    """A criterion that is there."""

    version = VersionField()


class ClimateForm(Form):
    """How climate and environment are taken care of."""

    version = VersionField()
    climate = ChoiceField(_("Hvordan er klima og miljø tatt hensyn til?"), coerce=Climate)
    climate_reason = LongTextField(
        _("Begrunnelse"),
        longest=5_000,
        description=_("Trykkes i dokumentene. Trengs for alt annet enn et eget tildelingskriterium."),
    )

    def offer(self, law: Law) -> None:
        """Give the choices that the law has on the day of dispatch."""
        self.climate.choices = [(each.value, each.name[current()]) for each in law.climate.values()]


class WeightsForm(Form):
    """The weights of all criteria at once; the fields are put in by `weights_form`."""

    @property
    def weights(self) -> dict[int, int | None]:
        """Return the weights by the id of the criterion."""
        return self._by_id("weight_")

    @property
    def versions(self) -> dict[int, int]:
        """Return the versions that the page was filled from, by the id of the criterion."""
        return self._by_id("version_")

    def _by_id(self, start: str) -> dict[int, Any]:
        return {int(f.short_name.removeprefix(start)): f.data for f in self if f.short_name.startswith(start)}

    def weight_of(self, criterion: Criterion) -> Any:
        """Return the field of one criterion's weight."""
        return self[f"weight_{criterion.id}"]


def weights_form(criteria: Sequence[Criterion]) -> WeightsForm:
    """Make the form with a weight for each criterion."""
    fields: dict[str, Any] = {}
    for each in criteria:
        fields[f"weight_{each.id}"] = WholeNumberField(
            _("Vekt for %(name)s", name=each.name), what=_("Vekten"), most=100, default=each.weight
        )
        fields[f"version_{each.id}"] = VersionField(default=str(each.version))
    made: WeightsForm = type("WeightsForm", (WeightsForm,), fields)()
    return made
