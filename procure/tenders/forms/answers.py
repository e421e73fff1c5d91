"""The groups of questions of a tender: a form for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from procure.domain.law import Law, Part
from procure.domain.pooling import LONGEST_MONTHS
from procure.library.models import Agreement
from procure.library.shelf import spoken
from procure.tenders import words
from procure.tenders.models import ContractModel, Responsibility
from procure.web.forms import (
    ChoiceField,
    DayField,
    Form,
    KronerField,
    LongTextField,
    MomentField,
    PickField,
    Required,
    TextField,
    VersionField,
    WholeNumberField,
)
from procure.web.language import current

LONGEST_ANSWER = 5_000


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


class _Answers(Form):
    """Some of a tender's questions, filled from the row."""

    version = VersionField()

    def __init__(self, law: Law, part: Part | None, obj: object) -> None:
        """law, part: as the tender is judged; for the forms whose choices follow from them."""
        super().__init__(obj=obj)


class BasicsForm(_Answers):
    """What it is called."""

    title = NewTenderForm.title
    description = NewTenderForm.description
    case_number = NewTenderForm.case_number
    language = NewTenderForm.language


class ValueForm(_Answers):
    """What it is worth."""

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


class AgreementForm(_Answers):
    """Which agreement it rests on."""

    agreement_id = NewTenderForm.agreement_id
    agreement_reason = NewTenderForm.agreement_reason

    def offer(self, agreements: Sequence[Agreement]) -> None:
        """Let the tender rest on one of these."""
        _offer(self, agreements)


class ProcedureForm(_Answers):
    """How the competition is run."""

    procedure = ChoiceField(_("Prosedyre"))
    procedure_ground = PickField(
        _("Vilkår i § 13-2"),
        choices=[("", _("Ikke forhandling etter del III")), *words.GROUNDS.items()],
        description=_("Bare når verdien er over EØS-terskelen og dere vil forhandle."),
    )
    procedure_reason = LongTextField(
        _("Hvorfor er vilkåret oppfylt?"),
        longest=LONGEST_ANSWER,
        description=_("Skriv det bare når dere har valgt et vilkår."),
    )
    dialogue = LongTextField(
        _("Dialog med leverandørene"),
        longest=LONGEST_ANSWER,
        description=_(
            "Under EØS-terskelen skal dokumentene si om dere planlegger dialog, om hva og hvordan. "
            "Si det også om dere ikke gjør det."
        ),
    )

    def __init__(self, law: Law, part: Part | None, obj: object) -> None:
        super().__init__(law, part, obj)
        offered = (
            law.procedures_for(part) if part else [each for each in law.procedures.values() if each.offered]
        )
        self.procedure.choices = [(each.code, each.name[current()]) for each in offered]


class ContractForm(_Answers):
    """Who signs, who answers, and whether it is divided."""

    contract_model = ChoiceField(
        _("Hvem skriver under med leverandøren?"),
        choices=list(words.CONTRACT_MODELS.items()),
        coerce=ContractModel,
    )
    responsibility = ChoiceField(
        _("Hvem svarer for at reglene følges?"),
        choices=list(words.RESPONSIBILITIES.items()),
        coerce=Responsibility,
    )
    responsibility_parts = LongTextField(
        _("Hvilke deler er felles?"),
        longest=LONGEST_ANSWER,
        description=_(
            "Bare når ansvaret er delvis felles. For eksempel: konkurransen er felles, bestillinger egne."
        ),
    )
    no_lots_reason = LongTextField(
        _("Hvorfor er konkurransen ikke delt opp?"),
        longest=LONGEST_ANSWER,
        description=_(
            "Over EØS-terskelen skal grunnen stå. For eksempel: ett felles system kan ikke leveres i deler."
        ),
    )


def _months(label: str, what: str, description: str, most: int = LONGEST_MONTHS) -> WholeNumberField:
    return WholeNumberField(label, what=what, unit=_("måneder"), most=most, description=description)


class TermsForm(_Answers):
    """How long the contract and the bids stand."""

    duration_months = _months(_("Varighet"), _("Varigheten"), _("Uten forlengelser. Fire år er 48 måneder."))
    extension_months = _months(
        _("Mulig forlengelse"), _("Forlengelsen"), _("Alt i alt. Skriv 0 når kontrakten ikke kan forlenges.")
    )
    duration_reason = LongTextField(
        _("Særlig grunn til lang varighet"),
        longest=LONGEST_ANSWER,
        description=_("Bare for rammeavtaler som kan vare i mer enn fire år."),
    )
    validity_months = _months(
        _("Tilbudet skal stå ved lag i"),
        _("Tiden"),
        _("Regnet fra tilbudsfristen. Ikke lenger enn nødvendig; tre til seks måneder er vanlig."),
        most=60,
    )
    variants = ChoiceField(
        _("Kan leverandørene gi alternative tilbud?"),
        choices=[(False, _("Nei")), (True, _("Ja, i tillegg til eller i stedet for det som er beskrevet"))],
        coerce=lambda raw: str(raw) == "True",
    )


class TimetableForm(_Answers):
    """When it happens."""

    dispatch_on = DayField(
        _("Planlagt avsendelse"),
        description=_("Dagen dere sender kunngjøringen til Doffin. Fristene regnes fra den."),
    )
    questions_until = MomentField(_("Frist for spørsmål"), description=_("For eksempel 4.1.2027, 12.00"))
    deadline = MomentField(
        _("Tilbudsfrist"), description=_("Velg en virkedag midt på dagen, når leverandørene kan få hjelp.")
    )
    start_on = DayField(_("Tjenesten skal være i bruk"), description=_("Hos den første kommunen."))


class SubmissionForm(_Answers):
    """Where bids are handed in."""

    channel_name = TextField(
        _("Navn på innleveringsløsningen"),
        [Required(_("Skriv hva innleveringsløsningen heter"))],
        description=_("Verktøyet der leverandørene leverer tilbud. Samkjøp tar ikke imot tilbud ennå."),
    )
    channel_url = TextField(
        _("Nettadresse"),
        [Required(_("Skriv nettadressen til innleveringsløsningen"))],
        longest=500,
        description=_("Hele adressen, med https:// foran."),
    )


FORMS: dict[str, type[_Answers]] = {
    "basics": BasicsForm,
    "value": ValueForm,
    "agreement": AgreementForm,
    "procedure": ProcedureForm,
    "contract": ContractForm,
    "terms": TermsForm,
    "timetable": TimetableForm,
    "submission": SubmissionForm,
}
