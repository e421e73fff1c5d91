"""What the purchase is worth: a line of the estimate, and the estimate itself."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from procure.domain.value import CostKind
from procure.tenders import estimating, words
from procure.tenders.forms.answering import LONGEST_ANSWER
from procure.tenders.models import EstimateLine, Tender
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
    TickField,
    VersionField,
    WholeNumberField,
)

JOINT = "joint"
MOST_OF_ONE = 100_000
LONGEST_SOURCE = 300


class ValueForm(Form):
    """What it is worth; the maximum is asked for where the contract is a framework agreement."""

    version = VersionField()
    estimate = KronerField(
        _("Anslått verdi"),
        what=_("Verdien"),
        unit=_("kr uten mva."),
        description=_(
            "Alt dere kan komme til å betale i hele avtaletiden, for alle deltakerne, med opsjoner."
        ),
    )
    estimated_on = DayField(_("Dagen den er anslått"), description=_("For eksempel 23.11.2026"))
    estimate_method = LongTextField(
        _("Slik er den anslått"),
        longest=LONGEST_ANSWER,
        description=_(
            "For eksempel: dagens årskostnad hos alle seks ganger fire år, med etablering og opsjoner."
        ),
    )
    framework_maximum = KronerField(
        _("Rammeavtalens maksimale verdi"),
        what=_("Den maksimale verdien"),
        unit=_("kr uten mva."),
        description=_(
            "Det meste som kan bestilles av deltakere og opsjonstakere til sammen, med opsjoner. "
            "Aldri lavere enn anslått verdi. Står i kunngjøringen og dokumentene. "
            "Er den brukt opp, er det slutt på avropene."
        ),
    )

    def __init__(self, tender: Tender, framework: bool) -> None:
        super().__init__(obj=tender)
        if not framework:
            del self.framework_maximum


class UseForm(Form):
    """The sum that is taken as the estimate, as the page showed it."""

    version = VersionField()
    total = KronerField(_("Summen"), [Required(_("Siden er ufullstendig. Last den på nytt"))])


class EstimateLineForm(Form):
    """One amount of the estimate; `line_form` puts in who can pay it."""

    text = TextField(
        _("Hva"),
        [Required(_("Skriv hva som skal betales"))],
        description=_("For eksempel: Bruk av tjenesten, eller Opplæring av superbrukere."),
    )
    body = PickField(_("Hvem betaler?"), [Required(_("Velg hvem som betaler"))])
    kind = ChoiceField(
        _("Hvordan regnes det?"),
        [Required(_("Velg hvordan beløpet regnes"))],
        choices=list(words.COST_KINDS.items()),
        coerce=CostKind,
    )
    amount = KronerField(
        _("Beløp for én"),
        [Required(_("Skriv beløpet. Koster det ingenting, skriv 0"))],
        unit=_("kr uten mva."),
    )
    quantity = WholeNumberField(
        _("Antall"),
        [Required(_("Skriv hvor mange"))],
        what=_("Antallet"),
        most=MOST_OF_ONE,
        default=1,
        description=_("Skriv 1 når beløpet er for alt. For en timepris: antall timer."),
    )
    option = TickField(
        _("Opsjon"), description=_("Dere kan bestille det, men må ikke. Regnes med, brukt eller ikke.")
    )
    source = TextField(
        _("Hvor kommer tallet fra?"),
        [Required(_("Skriv hvor tallet kommer fra"))],
        longest=LONGEST_SOURCE,
        description=_("For eksempel: dagens avtale, prisliste fra markedsdialogen, eller erfaring."),
    )

    def answers(self) -> dict[str, Any]:
        """Return the answers, with the body as an id and the joint part as none."""
        plain = super().answers()
        body = plain.pop("body")
        return {**plain, "organisation_id": None if body == JOINT else int(body)}


class NewEstimateLineForm(EstimateLineForm):
    """A line to come."""

    once = OnceField()


class EditEstimateLineForm(EstimateLineForm):
    """A line that is there."""

    version = VersionField()


def line_form(tender: Tender, line: EstimateLine | None = None) -> EstimateLineForm:
    """Make the form of a line, with everybody that it can be for, filled from the line, if any."""
    form: EstimateLineForm
    if line is None:
        form = NewEstimateLineForm()
    else:
        form = EditEstimateLineForm(obj=line, data={"body": str(line.organisation_id or JOINT)})
    names = estimating.bodies(tender)
    if line is not None and line.organisation is not None:
        names.setdefault(line.organisation.id, line.organisation.name)
    form.body.choices = [
        ("", gettext("Velg")),
        (JOINT, gettext("Felles del, deles etter nøkkelen")),
        *((str(key), name) for key, name in names.items()),
    ]
    return form
