"""What a person may type about a need: a form for each group of questions, and the choice of who sees it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from procure import db
from procure.demand import queries
from procure.demand.models import ContractEnd, Visibility
from procure.domain.pooling import LONGEST_MONTHS
from procure.web.access import current_actor
from procure.web.forms import (
    ChoiceField,
    DayField,
    Form,
    KronerField,
    LongTextField,
    OnceField,
    PickField,
    Required,
    TextField,
    VersionField,
    WholeNumberField,
)
from procure.web.language import spoken

LONGEST_ANSWER = 10_000  # characters

CONTRACT_ENDS = {
    ContractEnd.DATE: _("Den slutter på en dato"),
    ContractEnd.UNTIL_TERMINATED: _("Den løper til noen sier den opp"),
    ContractEnd.NO_SYSTEM: _("Vi har ikke noe system i dag"),
    ContractEnd.NOT_KNOWN: _("Vet ikke ennå"),
}
VISIBILITIES = {
    Visibility.MINE: _("Bare vi. Ingen andre ser behovet, og vi foreslår ingen fellesskap."),
    Visibility.LOOKING: _(
        "At vi ser oss om. Andre kommuner ser hvem dere er, type system, fylke og tidsrom. Ingen tall."
    ),
    Visibility.POOL: _(
        "Med fellesskapet. De som er med i samme fellesskap, ser også tallene, kostnaden bare i summer."
    ),
}


def category_choices() -> list[tuple[str, object]]:
    """Return the kinds of system to pick from."""
    listed = queries.categories(db.session())
    return [("", _("Velg type system")), *((each.key, spoken(each, "name")) for each in listed)]


def _bodies() -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in queries.concerned(db.session(), current_actor())]


class BeginForm(Form):
    """What kind of system a new need is about."""

    once = OnceField()
    category_key = PickField(
        _("Type system"), [Required(_("Velg hvilken type system det gjelder"))], choices=category_choices
    )


class AnswerForm(Form):
    """One group of questions about a need."""

    version = VersionField()


class CategoryForm(AnswerForm):
    """The same question again, for a need that exists."""

    category_key = PickField(
        _("Type system"), [Required(_("Velg hvilken type system det gjelder"))], choices=category_choices
    )


class OrganisationForm(AnswerForm):
    """Whom the need concerns."""

    organisation_id = ChoiceField(
        _("Hvem gjelder behovet?"),
        [Required(_("Velg hvem behovet gjelder"))],
        choices=_bodies,
        coerce=int,
        description=_("Virksomhetene du er innkjøper for."),
    )


class TodayForm(AnswerForm):
    """What they have today, until when, at what price."""

    system = TextField(_("System"), description=_("Navnet på systemet, slik det står i avtalen deres."))
    vendor = TextField(_("Leverandør"))
    contract_end = ChoiceField(
        _("Når slutter avtalen?"),
        choices=lambda: CONTRACT_ENDS.items(),
        coerce=ContractEnd,
        description=_("Velg det som passer. Vet dere det ikke, kan dere svare senere."),
    )
    ends_on = DayField(
        _("Datoen"),
        description=_("På formen 31.07.2027. Ta med opsjoner dere alt har brukt, ikke dem dere kan bruke."),
    )
    renewal_months = WholeNumberField(
        _("Fornyes den av seg selv? Hvor mange måneder om gangen?"),
        most=LONGEST_MONTHS,
        what=_("Fornyelsen"),
        unit=_("måneder"),
        description=_("La stå tomt når avtalen slutter uten at noen sier den opp."),
    )
    extension_months = WholeNumberField(
        _("Hvor lenge kan dere forlenge med opsjoner som ikke er brukt?"),
        most=LONGEST_MONTHS,
        what=_("Forlengelsen"),
        unit=_("måneder"),
    )
    notice_months = WholeNumberField(
        _("Hvor lang tid i forveien må dere si opp?"),
        most=LONGEST_MONTHS,
        what=_("Oppsigelsestiden"),
        unit=_("måneder"),
        description=_("La stå tomt hvis dere ikke vet."),
    )
    yearly_cost = KronerField(
        _("Hva koster systemet i året?"),
        what=_("Kostnaden"),
        unit=_("kr i året"),
        description=_("Kroner uten merverdiavgift. Ta med lisens, drift og støtte."),
    )


class VolumesForm(AnswerForm):
    """How many it is for."""

    users = WholeNumberField(
        _("Ansatte som bruker systemet"),
        what=_("Antallet ansatte"),
        description=_("De som trenger pålogging, ikke innbyggerne."),
    )
    inhabitants = WholeNumberField(_("Innbyggere tjenesten er for"), what=_("Antallet innbyggere"))
    cases = WholeNumberField(
        _("Saker i året"),
        what=_("Antallet saker"),
        description=_("Det systemet teller: saker, barn, elever eller eiendommer."),
    )


class StartForm(AnswerForm):
    """When they want the new system."""

    start_from = DayField(
        _("Tidligste start"), what=_("Tidligste start"), description=_("På formen 01.01.2028.")
    )
    start_to = DayField(
        _("Seneste start"),
        what=_("Seneste start"),
        description=_("Jo lenger dere kan vente, jo flere kan kjøpe sammen med dere."),
    )


class IntegrationsForm(AnswerForm):
    """What it must talk to."""

    integrations = LongTextField(
        _("Hva må systemet snakke med?"),
        longest=LONGEST_ANSWER,
        description=_("For eksempel ID-porten, Folkeregisteret og økonomisystemet."),
    )
    data_formats = LongTextField(
        _("Hvilke formater har dere data i, eller trenger dere data ut i?"), longest=LONGEST_ANSWER
    )


class WishesForm(AnswerForm):
    """Options and reservations."""

    wishes = LongTextField(
        _("Ønsker, opsjoner og forbehold"),
        longest=LONGEST_ANSWER,
        description=_(
            "Det andre bør vite før dere går sammen: moduler dere kanskje vil ha, ting som må vente."
        ),
    )


class ShareForm(AnswerForm):
    """Who may see the need."""

    visibility = ChoiceField(
        _("Hvem skal se det?"),
        [Required(_("Velg hvem som skal se behovet"))],
        choices=lambda: VISIBILITIES.items(),
        coerce=Visibility,
    )


class WithdrawForm(AnswerForm):
    """Nothing to type: the version alone."""


FATES = {
    "draft": _("Lagre dem som utkast. Ingen andre ser dem før dere deler hvert av dem."),
    Visibility.MINE.value: _("Del dem, men bare for oss. Ingen andre ser dem."),
    Visibility.LOOKING.value: _("Del at vi ser oss om: hvem, type system, fylke og tidsrom. Ingen tall."),
    Visibility.POOL.value: _("Del med fellesskapet. De som er med i samme fellesskap, ser også tallene."),
}


class ManyForm(Form):
    """What becomes of many needs at once."""

    fate = ChoiceField(
        _("Hva skal skje med behovene?"),
        [Required(_("Velg hva som skal skje med behovene"))],
        choices=lambda: FATES.items(),
        default="draft",
    )

    def visibility(self) -> Visibility | None:
        """Return how far they are shared; None: they are drafts."""
        fate = self.fate.data
        return None if fate == "draft" else Visibility(fate)


class BringInForm(ManyForm):
    """Yes, make the needs of a spreadsheet."""

    version = VersionField()

    def chosen(self) -> dict[str, Any]:
        """Return what was said, as the service takes it."""
        return {"version": self.version.data, "visibility": self.visibility()}
