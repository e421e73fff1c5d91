"""What an adviser may type about a requirement of the bank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from procure.library.bank.service import CONTENT
from procure.library.models import AnswerMode, BankRequirement, MetWhen, RequirementKind
from procure.library.words import ANSWER_MODES, MET_WHEN
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    Form,
    LongTextField,
    OnceField,
    Required,
    TextField,
    TickField,
    VersionField,
    WholeNumberField,
)

LONGEST = 2_000


class ContentForm(Form):
    """What a requirement says, in both languages."""

    once = OnceField()
    text_nb = LongTextField(
        _("Kravet på bokmål"),
        [Required(_("Skriv kravet på bokmål"))],
        longest=LONGEST,
        description=_("Én ting i hvert krav, slik at det kan prøves. Skriv hva som skal til, ikke hvordan."),
    )
    text_nn = LongTextField(_("Kravet på nynorsk"), [Required(_("Skriv kravet på nynorsk"))], longest=LONGEST)
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
        choices=[(each, word) for each, word in MET_WHEN.items() if each is not MetWhen.BY_DATE],
        coerce=MetWhen,
    )
    answer_mode = ChoiceField(
        _("Slik skal det besvares"),
        [Required(_("Velg hvordan kravet skal besvares"))],
        choices=list(ANSWER_MODES.items()),
        coerce=AnswerMode,
    )
    answer_nb = LongTextField(
        _("Hva svaret må inneholde, på bokmål"),
        longest=LONGEST,
        description=_("Kan stå tomt når kravet bare skal bekreftes."),
    )
    answer_nn = LongTextField(_("Hva svaret må inneholde, på nynorsk"), longest=LONGEST)
    reason_nb = LongTextField(
        _("Hvorfor, på bokmål"),
        [Required(_("Skriv på bokmål hvorfor kravet trengs"))],
        longest=LONGEST,
        description=_("Hva det hindrer eller gir, og hvorfor det ikke er strengere enn det må være."),
    )
    reason_nn = LongTextField(
        _("Hvorfor, på nynorsk"), [Required(_("Skriv på nynorsk hvorfor kravet trengs"))], longest=LONGEST
    )
    source = TextField(
        _("Kilde på bokmål"),
        [Required(_("Skriv hva kravet bygger på, for eksempel en lov, en standard eller praksis"))],
        longest=200,
        description=_("Lov, standard eller erfaring det bygger på."),
    )
    source_nn = TextField(
        _("Kilde på nynorsk"), longest=200, description=_("La stå tomt når den er lik på nynorsk.")
    )
    climate = TickField(_("Kravet gjelder klima og miljø"))
    weight = WholeNumberField(
        _("Foreslått vekt 1–5"),
        what=_("Vekten"),
        least=1,
        most=5,
        description=_("Bare for krav som gir poeng."),
    )
    categories = ChoicesField(
        _("Typer system"), description=_("La alle stå tomme når kravet passer for alle slags systemer.")
    )

    def offer(self, categories: Iterable[tuple[str, str]]) -> None:
        """Let the requirement be for some of the kinds of system."""
        self.categories.choices = list(categories)


class EditForm(ContentForm):
    """The next edition of a requirement."""

    edition = VersionField()
    change = LongTextField(
        _("Hvorfor endres kravet?"),
        [Required(_("Skriv hvorfor kravet endres"))],
        longest=LONGEST,
        description=_("Står i historikken sammen med navnet ditt."),
    )


class NewForm(ContentForm):
    """A requirement to come, with the area that gives it its id."""

    area = TextField(
        _("Gruppe, tre bokstaver"),
        [Required(_("Skriv tre bokstaver for gruppen, for eksempel SIK"))],
        longest=3,
        description=_("Kravet får neste ledige nummer i gruppen, fra 501. Nummeret brukes aldri om igjen."),
    )
    area_name_nb = TextField(
        _("Navn på gruppen på bokmål"), longest=80, description=_("Bare når gruppen er ny.")
    )
    area_name_nn = TextField(
        _("Navn på gruppen på nynorsk"), longest=80, description=_("Bare når gruppen er ny.")
    )


class RetireForm(Form):
    """Why a requirement goes out of use."""

    why = LongTextField(
        _("Hvorfor utgår kravet?"),
        [Required(_("Skriv hvorfor kravet utgår"))],
        longest=LONGEST,
        description=_("Vises for alle som har kravet i en konkurranse."),
    )
    replaced_by = TextField(
        _("Erstattes av"),
        longest=20,
        description=_("Id-en til kravet som skal brukes i stedet, for eksempel SIK-004. Kan stå tomt."),
    )


def filled(requirement: BankRequirement) -> dict[str, Any]:
    """Return what the form of the next edition stands filled with; why it comes is written anew."""
    return {name: getattr(requirement, name) for name in (*CONTENT, "edition")}
