"""The requirements of a tender."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms.validators import Length

from procure.library.models import AnswerMode, MetWhen, RequirementKind
from procure.tenders import words
from procure.tenders.models import Criterion, Lot
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

LONGEST_REQUIREMENT = 10_000


class AreaForm(Form):
    """The area that gives a requirement to come its id; first in the form, as it is on the page."""

    area = TextField(
        _("Gruppe, tre bokstaver"),
        [Required(_("Skriv tre bokstaver for gruppen, for eksempel FUN"))],
        longest=3,
        description=_(
            "Kravet får neste nummer i gruppen, for eksempel FUN-001. Nummeret brukes aldri om igjen."
        ),
    )
    area_name = TextField(_("Navn på gruppen"), longest=80, description=_("Bare når gruppen er ny."))


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

    lot_id = PickField(_("Delkontrakt"), coerce=int)

    def offer(self, criteria: Sequence[Criterion], lots: Sequence[Lot]) -> None:
        """Let the requirement be scored under one of the criteria, and be for one of the lots."""
        self.criterion_id.choices = [("", _("Uten")), *((each.id, each.name) for each in criteria)]
        named = ((each.id, f"{each.number}. {each.title}") for each in lots)
        self.lot_id.choices = [("", _("Alle delkontraktene")), *named]


class EditRequirementForm(RequirementForm):
    """A requirement that is there."""

    version = VersionField()


class NewRequirementForm(RequirementForm, AreaForm):
    """A requirement to come, with the area that gives it its id."""

    once = OnceField()


class EditionForm(Form):
    """Yes, take the newer edition."""

    version = VersionField()


class PickForm(Form):
    """Requirements ticked in the bank."""

    bank_ids = ChoicesField(_("Krav"), [Length(min=1, message=_("Kryss av for minst ett krav"))], coerce=int)
