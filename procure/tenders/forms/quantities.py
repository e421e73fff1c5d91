"""What a person may type about how much one body counts with, in all the lines of the price form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from procure.tenders.models import PriceLine
from procure.web.forms import Form, VersionField, WholeNumberField


class QuantitiesForm(Form):
    """A field for each line, and the version of the line that it was filled from."""

    lines: Sequence[PriceLine] = ()

    def amount(self, line: PriceLine) -> Any:
        """Return the field of a line."""
        return self[f"amount_{line.id}"]

    @property
    def amounts(self) -> dict[int, int | None]:
        """What was typed, by the line's id."""
        return {line.id: self.amount(line).data for line in self.lines}

    @property
    def versions(self) -> dict[int, int]:
        """The versions of the lines, by their ids."""
        return {line.id: self[f"version_{line.id}"].data for line in self.lines}


def quantities_form(lines: Sequence[PriceLine], organisation_id: int) -> QuantitiesForm:
    """Make the form for one body, filled from the lines."""
    fields: dict[str, Any] = {"lines": lines}
    for line in lines:
        there = {each.organisation_id: each.amount for each in line.quantities}
        label = f"P{line.number} {line.text}"
        fields[f"version_{line.id}"] = VersionField(default=str(line.version))
        fields[f"amount_{line.id}"] = WholeNumberField(
            label, what=_("Antallet i P%(number)s", number=line.number), default=there.get(organisation_id)
        )
    made: QuantitiesForm = type("QuantitiesForm", (QuantitiesForm,), fields)()
    return made
