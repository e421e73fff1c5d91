"""One kind of need for several bodies in one table: what is common is said once, and each body has a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from procure.accounts.models import Organisation
from procure.demand import queries, service
from procure.demand.forms import LONGEST_ANSWER, ManyForm, category_choices
from procure.demand.models import ContractEnd
from procure.demand.service import Wanted
from procure.domain.errors import N_, RuleBroken
from procure.domain.policy import Actor
from procure.domain.pooling import LONGEST_MONTHS
from procure.web.errors import explain
from procure.web.forms import (
    DayField,
    Form,
    KronerField,
    LongTextField,
    OnceField,
    PickField,
    Required,
    TextField,
    TickField,
    WholeNumberField,
)

KNOWN = N_("%(name)s har meldt dette behovet fra før. Endre det behovet, eller la raden stå tom")
ENDS = {
    ContractEnd.DATE: _("På en dato"),
    ContractEnd.UNTIL_TERMINATED: _("Ved oppsigelse"),
    ContractEnd.NO_SYSTEM: _("Ikke noe system"),
    ContractEnd.NOT_KNOWN: _("Vet ikke ennå"),
}


class RowForm(Form):
    """What one body has today; one that says nothing and is not ticked is left out."""

    include = TickField(_("Ta med"))
    system = TextField(_("System"))
    vendor = TextField(_("Leverandør"))
    contract_end = PickField(
        _("Avtalen slutter"), choices=lambda: [("", _("Velg")), *ENDS.items()], coerce=ContractEnd
    )
    ends_on = DayField(_("Sluttdato"))
    notice_months = WholeNumberField(
        _("Oppsigelse, måneder"), most=LONGEST_MONTHS, what=_("Oppsigelsestiden")
    )
    yearly_cost = KronerField(_("Kostnad i året"), what=_("Kostnaden"), unit="")
    users = WholeNumberField(_("Brukere"), what=_("Antallet ansatte"))

    def __init__(self, body: Organisation, known: bool) -> None:
        super().__init__(prefix=f"body-{body.id}-", meta={"csrf": False})
        self.body, self.known = body, known

    @property
    def said(self) -> bool:
        """Whether the body is to have a need."""
        return any(value not in (None, "", False) for value in self.answers().values())

    def wanted(self, common: dict[str, Any], category_key: str, today: date) -> Wanted | None:
        """Return the need of the body; None, with the reason at its field, when something is wrong."""
        answers = {name: value for name, value in self.answers().items() if name != "include"}
        try:
            return Wanted(self.body, category_key, service.settled_row({**answers, **common}, today))
        except RuleBroken as reason:
            self.reject(reason)
            return None


class SeveralForm(ManyForm):
    """What is common, and a row for each body."""

    once = OnceField()
    category_key = PickField(
        _("Type system"), [Required(_("Velg hvilken type system det gjelder"))], choices=category_choices
    )
    start_from = DayField(
        _("Tidligste start"), what=_("Tidligste start"), description=_("På formen 01.01.2028.")
    )
    start_to = DayField(_("Seneste start"), what=_("Seneste start"))
    integrations = LongTextField(_("Hva må systemet snakke med?"), longest=LONGEST_ANSWER)
    wishes = LongTextField(_("Ønsker, opsjoner og forbehold"), longest=LONGEST_ANSWER)

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__()
        self.bodies = queries.concerned(session, actor)
        known = queries.bodies_with(session, self.bodies, self.category_key.data)
        self.rows = [RowForm(body, body.id in known) for body in self.bodies]

    def accepted(self) -> bool:
        """Answer whether the form was sent, and everything in it and in its rows can be read."""
        sent = super().accepted()
        rows = [row.validate() for row in self.rows] if request.method == "POST" else []
        return sent and all(rows)

    def wanted(self, today: date) -> list[Wanted]:
        """Return the needs that the rows ask for; what is wrong stands at its field."""
        common = {name: self[name].data for name in ("start_from", "start_to", "integrations", "wishes")}
        try:
            service.settled_row(common, today)
        except RuleBroken as reason:
            self.reject(reason)
            return []
        found = [row.wanted(common, self.category_key.data, today) for row in self.rows if self._asks(row)]
        return [one for one in found if one is not None]

    def _asks(self, row: RowForm) -> bool:
        """Answer whether a row is to be made a need of; one that is there already is refused."""
        if row.said and row.known:
            row.include.errors = [*row.include.errors, explain(RuleBroken(KNOWN, name=row.body.name))]
        return row.said and not row.known

    @property
    def has_errors(self) -> bool:
        """Answer whether something must be corrected, here or in a row."""
        return bool(self.errors) or any(row.has_errors for row in self.rows)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what must be corrected, with the body's name before what stands in its row."""
        rows: Sequence[RowForm] = [row for row in self.rows if row.has_errors]
        named = [(t, f"{row.body.short_name}: {sentence}") for row in rows for t, sentence in row.faults]
        return [*super().faults, *named]
