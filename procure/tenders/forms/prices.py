"""What a person may type about a line of the price form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from procure.domain.pooling import LONGEST_MONTHS
from procure.domain.prices import Payer, PriceKind
from procure.tenders import words
from procure.tenders.models import Driver, Lot, PriceLine
from procure.tenders.service.prices import Counted
from procure.web.forms import (
    ChoiceField,
    Form,
    OnceField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
    WholeNumberField,
)

COUNTED = ("payer", "driver", "months", "heading", "joint_amount", "lot_id")


class LineForm(Form):
    """A price line; a field for each buyer's quantity is put in by `line_form`."""

    text = TextField(
        _("Hva leverandøren skal sette pris på"),
        [Required(_("Skriv hva det skal gis pris på"))],
        longest=300,
        description=_("For eksempel: Bruk av tjenesten, alle moduler."),
    )
    kind = ChoiceField(
        _("Hvordan betales det?"),
        [Required(_("Velg hvordan det betales"))],
        choices=list(words.PRICE_KINDS.items()),
        coerce=PriceKind,
    )
    unit = TextField(
        _("Enhet"),
        [Required(_("Skriv hva det regnes i, for eksempel bruker"))],
        longest=40,
        description=_("For eksempel bruker, kommune eller time."),
    )
    months = WholeNumberField(
        _("Måneder som regnes"),
        what=_("Måneder"),
        unit=_("måneder"),
        least=1,
        most=LONGEST_MONTHS,
        description=_("For priser per måned eller år. Tomt betyr hele tiden som evalueres."),
    )
    heading = TextField(
        _("Overskrift"),
        longest=120,
        description=_("Linjer med samme overskrift får en delsum, for eksempel Etablering eller Drift."),
    )
    payer = PickField(_("Hvem betaler?"), choices=list(words.PAYERS.items()), coerce=Payer)
    joint_amount = WholeNumberField(
        _("Antall for fellesdelen"),
        what=_("Antallet"),
        description=_("Bare når det betales sammen, én gang for alle."),
    )
    driver = PickField(
        _("Hva følger antallet?"),
        choices=[("", _("Ikke oppgitt")), *words.DRIVERS.items()],
        coerce=Driver,
    )
    lot_id = PickField(_("Delkontrakt"), coerce=int)
    outside = TickField(
        _("Prisen skal ikke være med i evalueringen"),
        description=_("Den står for seg i skjemaet, og teller ikke i summen."),
    )

    def offer(self, lots: Sequence[Lot]) -> None:
        """Let the line belong to one of these lots; ask nothing where there are none."""
        if lots:
            self.lot_id.choices = [("", _("Alle")), *((each.id, each.title) for each in lots)]
        else:
            del self.lot_id

    @property
    def quantities(self) -> list[Any]:
        """Return the fields of the buyers' quantities."""
        return [field for field in self if field.short_name.startswith("amount_")]

    def answers(self) -> dict[str, Any]:
        """Return the answers as the service asks for them: the quantities in one mapping by organisation."""
        plain = super().answers()
        amounts = {name: plain.pop(name) for name in list(plain) if name.startswith("amount_")}
        counted = {name: plain.pop(name, None) for name in COUNTED}
        counted["payer"] = counted["payer"] or Payer.EACH
        outside = plain.pop("outside")
        return {
            **plain,
            "counted": Counted(**counted, evaluated=not outside),
            "amounts": {int(name.removeprefix("amount_")): each for name, each in amounts.items()},
        }


def line_form(bodies: Mapping[int, str], lots: Sequence[Lot], line: PriceLine | None = None) -> LineForm:
    """Make the form of a price line with a field for each buyer, filled from the line, if any."""
    amounts = {each.organisation_id: each.amount for each in line.quantities} if line else {}
    fields: dict[str, Any] = {
        f"amount_{key}": WholeNumberField(name, what=_("Antallet"), default=amounts.get(key))
        for key, name in bodies.items()
    }
    fields |= {"version": VersionField()} if line else {"once": OnceField()}
    outside = {"outside": not line.evaluated} if line else {}
    made: LineForm = type("LineForm", (LineForm,), fields)(obj=line, data=outside)
    made.offer(lots)
    return made
