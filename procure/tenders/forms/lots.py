"""Lots, and the reason for none."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from procure.domain.law import Climate, Law
from procure.tenders.forms.answering import LONGEST_ANSWER, Answers
from procure.web.forms import (
    Form,
    KronerField,
    LongTextField,
    OnceField,
    PickField,
    Required,
    TextField,
    VersionField,
)
from procure.web.language import current


class NoLotsForm(Answers):
    """Why the tender is not divided."""

    no_lots_reason = LongTextField(
        _("Hvorfor er konkurransen ikke delt opp?"),
        longest=LONGEST_ANSWER,
        description=_("Kort. For eksempel: ett felles system kan ikke leveres i deler."),
    )


class LotForm(Form):
    """A part that can be bid for alone."""

    title = TextField(_("Tittel"), [Required(_("Skriv hva delkontrakten heter"))])
    description = LongTextField(
        _("Kort beskrivelse"),
        [Required(_("Skriv kort hva delkontrakten gjelder"))],
        longest=2_000,
        description=_("Hva som er med, så en leverandør ser om den kan levere nettopp dette."),
    )
    estimate = KronerField(
        _("Anslått verdi"),
        what=_("Verdien"),
        unit=_("kr uten mva."),
        description=_("Delene kan ikke til sammen være mer enn den anslåtte verdien av konkurransen."),
    )
    climate = PickField(
        _("Klima og miljø"), coerce=Climate, description=_("Når delkontrakten skiller seg fra de andre.")
    )
    climate_reason = LongTextField(_("Begrunnelse for klimavalget"), longest=LONGEST_ANSWER)
    title_en = TextField(_("Tittel på engelsk"), description=_("Til kunngjøringen, fra EØS-terskelen."))
    description_en = LongTextField(
        _("Kort beskrivelse på engelsk"),
        longest=2_000,
        description=_("Til kunngjøringen, fra EØS-terskelen."),
    )

    def offer(self, law: Law) -> None:
        """Give the climate choices that the law has on the day of dispatch."""
        choices = [(each.value, each.name[current()]) for each in law.climate.values()]
        self.climate.choices = [("", _("Som for hele konkurransen")), *choices]


class NewLotForm(LotForm):
    """A lot to come."""

    once = OnceField()


class EditLotForm(LotForm):
    """A lot that is there."""

    version = VersionField()
