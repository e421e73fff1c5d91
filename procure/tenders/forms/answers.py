"""The groups of questions of a tender: a form for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from procure.library.models import Agreement
from procure.library.shelf import spoken
from procure.tenders import words
from procure.tenders.forms.answering import LONGEST_ANSWER, Answers
from procure.tenders.forms.choices import ContractForm, ProcedureForm, SubmissionForm, TermsForm
from procure.web.forms import (
    ChoiceField,
    Form,
    LongTextField,
    Required,
    TextField,
)
from procure.web.language import current


class NewTenderForm(Form):
    """What a tender begins with."""

    title = TextField(
        _("Tittel"),
        [Required(_("Skriv hva konkurransen skal hete"))],
        description=_("Slik leverandørene skal se den, for eksempel Kvalitets- og avvikssystem."),
    )
    description = LongTextField(
        _("Kort beskrivelse"),
        [Required(_("Skriv kort hva som skal kjøpes"))],
        longest=2_000,
        description=_("To eller tre setninger til kunngjøringen og forsiden."),
    )
    language = ChoiceField(
        _("Språk i dokumentene"),
        [Required(_("Velg språket dokumentene skal skrives på"))],
        choices=list(words.LANGUAGES.items()),
        description=_("Alle dokumentene følger dette språket, uansett hvilket språk du leser på."),
    )
    agreement_id = ChoiceField(
        _("Avtale"), [Required(_("Velg hvilken avtale konkurransen bygger på"))], coerce=int
    )
    agreement_reason = LongTextField(
        _("Hvorfor passer denne avtalen?"),
        [Required(_("Skriv hvorfor avtalen passer"))],
        longest=LONGEST_ANSWER,
        description=_("Én setning er nok. Den står i protokollen når konkurransen er ferdig."),
    )
    case_number = TextField(
        _("Saksnummer hos dere"), longest=40, description=_("Trykkes i dokumentene. Kan stå tomt.")
    )

    def offer(self, agreements: Sequence[Agreement]) -> None:
        """Let the tender rest on one of these."""
        _offer(self, agreements)


def _offer(form: Any, agreements: Sequence[Agreement]) -> None:
    choices = [(each.id, f"{each.code} {spoken(each, 'name', current())}") for each in agreements]
    form.agreement_id.choices = choices


class BasicsForm(Answers):
    """What it is called."""

    title = NewTenderForm.title
    description = NewTenderForm.description
    case_number = NewTenderForm.case_number
    language = NewTenderForm.language
    title_en = TextField(
        _("Tittel på engelsk"), description=_("Kunngjøringen står på engelsk også fra EØS-terskelen.")
    )
    description_en = LongTextField(
        _("Kort beskrivelse på engelsk"),
        longest=2_000,
        description=_("Det samme som på norsk. Doffin kan oversette, men les over."),
    )


class AgreementForm(Answers):
    """Which agreement it rests on."""

    agreement_id = NewTenderForm.agreement_id
    agreement_reason = NewTenderForm.agreement_reason

    def offer(self, agreements: Sequence[Agreement]) -> None:
        """Let the tender rest on one of these."""
        _offer(self, agreements)


FORMS: dict[str, type[Answers]] = {
    "basics": BasicsForm,
    "agreement": AgreementForm,
    "procedure": ProcedureForm,
    "contract": ContractForm,
    "terms": TermsForm,
    "submission": SubmissionForm,
}
