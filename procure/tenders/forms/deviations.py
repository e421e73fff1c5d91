"""What a person may type about where a requirement is another for one participant."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from procure.tenders.models import Deviation
from procure.web.forms import ChoiceField, Form, LongTextField, Required, VersionField

LONGEST = 5_000
ANOTHER, NONE = "another", "none"


class DeviationForm(Form):
    """Another text, or nothing, for one participant, and why."""

    version = VersionField()
    applies = ChoiceField(
        _("Hva gjelder for denne deltakeren?"),
        [Required(_("Velg hva som gjelder for denne deltakeren"))],
        choices=[(ANOTHER, _("Noe annet gjelder i stedet")), (NONE, _("Kravet gjelder ikke"))],
    )
    text = LongTextField(
        _("Det som gjelder i stedet"),
        longest=LONGEST,
        description=_("Leverandøren leser dette under kravet. Skriv det slik at det kan prøves."),
    )
    reason = LongTextField(
        _("Hvorfor er kravet et annet her?"),
        longest=LONGEST,
        description=_("For de andre deltakerne og den som gir råd. Trykkes ikke i kravtabellen."),
    )

    def answers(self) -> dict[str, Any]:
        """Return the answers as the service asks for them."""
        plain = super().answers()
        return plain | {"applies": plain["applies"] == ANOTHER, "text": plain["text"] or ""}


def deviation_form(row: Deviation | None) -> DeviationForm:
    """Make the form, filled from the deviation there is, if any."""
    if row is None:
        return DeviationForm(data={"version": 0})
    facts = {"text": row.text, "reason": row.reason, "version": row.version}
    return DeviationForm(data=facts | {"applies": ANOTHER if row.applies else NONE})
