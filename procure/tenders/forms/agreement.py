"""Which agreement a tender is built on, and which stands beside it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from procure.domain.agreements import COMPANIONS
from procure.library.models import Agreement
from procure.library.shelf import spoken
from procure.tenders.forms.answering import LONGEST_ANSWER
from procure.web.forms import ChoiceField, Form, LongTextField, PickField, Required, TickField, VersionField
from procure.web.language import current

BESIDE = frozenset(code for codes in COMPANIONS.values() for code in codes)


class BuiltOn(Form):
    """The agreement, the second one beside it, and why they suit."""

    agreement_id = ChoiceField(
        _("Avtale"), [Required(_("Velg hvilken avtale konkurransen bygger på"))], coerce=int
    )
    companion_id = PickField(
        _("Avtale nummer to"),
        coerce=int,
        description=_(
            "Bare når dere trenger to kontrakter: SSA-T med SSA-D eller SSA-V, SSA-K med SSA-V, "
            "eller en rammeavtale med avtalen for avrop."
        ),
    )
    agreement_reason = LongTextField(
        _("Hvorfor passer denne avtalen?"),
        [Required(_("Skriv hvorfor avtalen passer"))],
        longest=LONGEST_ANSWER,
        description=_("Én setning er nok. Den står i protokollen når konkurransen er ferdig."),
    )

    def offer(self, agreements: Sequence[Agreement]) -> None:
        """Let the tender rest on one of these."""
        self.agreement_id.choices = [(each.id, _label(each)) for each in agreements]
        beside = [(each.id, _label(each)) for each in agreements if each.code in BESIDE]
        self.companion_id.choices = [("", gettext("Uten")), *beside]


def _label(agreement: Agreement) -> str:
    name = f"{agreement.code} {spoken(agreement, 'name', current())}"
    if not agreement.edition[:1].isdigit():
        return f"{name}, {agreement.edition}"
    return gettext("%(name)s, utgave %(edition)s", name=name, edition=agreement.edition)


class AgreementForm(BuiltOn):
    """The agreements of a draft; another one moves its texts, and that is confirmed."""

    version = VersionField()
    confirmed = TickField(_("Bytt avtale, og gjør dette med tekstene"))
