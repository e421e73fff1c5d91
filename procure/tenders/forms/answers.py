"""The groups of questions of a tender: a form for each."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from procure.tenders import words
from procure.tenders.forms.agreement import BuiltOn
from procure.tenders.forms.answering import Answers
from procure.tenders.forms.choices import ContractForm, ProcedureForm, SubmissionForm, TermsForm
from procure.web.forms import (
    ChoiceField,
    LongTextField,
    Required,
    TextField,
)


class NewTenderForm(BuiltOn):
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
    case_number = TextField(
        _("Saksnummer hos dere"), longest=40, description=_("Trykkes i dokumentene. Kan stå tomt.")
    )


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


FORMS: dict[str, type[Answers]] = {
    "basics": BasicsForm,
    "procedure": ProcedureForm,
    "contract": ContractForm,
    "terms": TermsForm,
    "submission": SubmissionForm,
}
