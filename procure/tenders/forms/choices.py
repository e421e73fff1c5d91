"""How the competition is run, who signs, how long it lasts, where bids go: a form for each page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from flask_babel import lazy_gettext as _

from procure.domain.law import Law, Part
from procure.domain.pooling import LONGEST_MONTHS
from procure.tenders import words
from procure.tenders.forms.answering import LONGEST_ANSWER, Answers
from procure.tenders.models import ContractModel, Responsibility
from procure.web.forms import (
    ChoiceField,
    LongTextField,
    PickField,
    Required,
    TextField,
    TickField,
    WholeNumberField,
)
from procure.web.language import current

MOST_INVITED = 100
NEGOTIATION = ("procedure_ground", "reduction", "award_without_negotiation")


def _yes_or_no(label: str, yes: str, no: str, description: str = "") -> ChoiceField:
    return ChoiceField(
        label,
        choices=[(False, no), (True, yes)],
        coerce=lambda raw: str(raw) == "True",
        description=description,
    )


class ProcedureForm(Answers):
    """How the competition is run."""

    apart: ClassVar = (
        (_("Når leverandørene først ber om å få delta"), ("invited_least", "invited_most", "selection")),
        (_("Når dere forhandler over EØS-terskelen"), NEGOTIATION),
    )

    procedure = ChoiceField(_("Prosedyre"))
    procedure_ground = PickField(
        _("Vilkår i § 13-2"),
        description=_("Bare når verdien er over EØS-terskelen og dere vil forhandle."),
    )
    procedure_reason = LongTextField(
        _("Hvorfor denne prosedyren?"),
        longest=LONGEST_ANSWER,
        description=_("Må stå når dere forhandler over EØS-terskelen: hvorfor vilkåret er oppfylt."),
    )
    dialogue = LongTextField(
        _("Dialog og forhandlinger"),
        longest=LONGEST_ANSWER,
        description=_(
            "Under EØS-terskelen skal dokumentene si om dere planlegger dialog, om hva og hvordan. "
            "Si det også om dere ikke gjør det. Over den: hvordan forhandlingene gjennomføres."
        ),
    )
    invited_least = WholeNumberField(
        _("Inviteres minst"),
        what=_("Antallet"),
        least=1,
        most=MOST_INVITED,
        unit=_("leverandører"),
        description=_("Bare når leverandørene først ber om å få delta, og noen av dem inviteres."),
    )
    invited_most = WholeNumberField(
        _("Inviteres høyst"),
        what=_("Antallet"),
        least=1,
        most=MOST_INVITED,
        unit=_("leverandører"),
        description=_("La stå tomt når alle som er skikket, inviteres."),
    )
    selection = LongTextField(
        _("Slik velges de ut"),
        longest=LONGEST_ANSWER,
        description=_(
            "Bare når ikke alle inviteres. Det som skiller leverandørene, med det viktigste først."
        ),
    )
    reduction = _yes_or_no(
        _("Kan antallet tilbud reduseres underveis?"),
        _("Ja, etter tildelingskriteriene"),
        _("Nei, alle får forhandle til slutten"),
        _("Bare ved forhandling over EØS-terskelen."),
    )
    award_without_negotiation = _yes_or_no(
        _("Kan kontrakten tildeles uten forhandling?"),
        _("Ja, ut fra de første tilbudene"),
        _("Nei, det forhandles alltid"),
        _("Bare ved forhandling over EØS-terskelen."),
    )

    def __init__(self, law: Law, part: Part | None, obj: object) -> None:
        super().__init__(law, part, obj)
        self.chosen = law.procedures.get(self.procedure.data or "")
        offered = (
            law.procedures_for(part) if part else [each for each in law.procedures.values() if each.offered]
        )
        self.procedure.choices = [(each.code, each.name[current()]) for each in offered]
        grounds = [(each.letter, f"{each.letter}) {each.name[current()]}") for each in law.grounds.values()]
        self.procedure_ground.choices = [("", _("Ikke forhandling etter del III")), *grounds]

    def stands_open(self, names: Iterable[str]) -> bool:
        """Whether the chosen procedure asks for them, or something is answered or wrong in them."""
        asks = self.chosen and (self.chosen.needs_ground if names == NEGOTIATION else self.chosen.two_stages)
        return bool(asks) or super().stands_open(names)


class ContractForm(Answers):
    """Who signs, and who answers."""

    contract_model = ChoiceField(
        _("Hvem skriver under med leverandøren?"),
        choices=list(words.CONTRACT_MODELS.items()),
        coerce=ContractModel,
    )
    contract_reason = LongTextField(
        _("Hvorfor denne kontrakten?"),
        longest=LONGEST_ANSWER,
        description=_("Én setning er nok. Den kan stå tom."),
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
    responsibility_reason = LongTextField(
        _("Hvorfor dette ansvaret?"),
        longest=LONGEST_ANSWER,
        description=_("Én setning er nok. Den kan stå tom."),
    )


def _months(label: str, what: str, description: str, most: int = LONGEST_MONTHS) -> WholeNumberField:
    return WholeNumberField(label, what=what, unit=_("måneder"), most=most, description=description)


class TermsForm(Answers):
    """How long the contract and the bids stand."""

    duration_months = _months(_("Varighet"), _("Varigheten"), _("Uten forlengelser. Fire år er 48 måneder."))
    extension_months = _months(
        _("Mulig forlengelse"), _("Forlengelsen"), _("Alt i alt. Skriv 0 når kontrakten ikke kan forlenges.")
    )
    open_ended = TickField(
        _("Kontrakten løper til den sies opp"),
        description=_("Varigheten over er da den korteste tiden, og kan stå tom."),
    )
    duration_reason = LongTextField(
        _("Særlig grunn til lang varighet"),
        longest=LONGEST_ANSWER,
        description=_("Bare for rammeavtaler som kan vare i mer enn fire år."),
    )
    option_terms = LongTextField(
        _("Omfang og vilkår for opsjonene"),
        longest=LONGEST_ANSWER,
        description=_(
            "Må stå når kontrakten kan forlenges eller har opsjoner: hva som kan bestilles, hvor mye, "
            "innen når og til hvilken pris."
        ),
    )
    validity_months = _months(
        _("Tilbudet skal stå ved lag i"),
        _("Tiden"),
        _("Regnet fra tilbudsfristen. Ikke lenger enn nødvendig; tre til seks måneder er vanlig."),
        most=60,
    )
    variants = _yes_or_no(
        _("Kan leverandørene gi alternative tilbud?"),
        _("Ja, i tillegg til eller i stedet for det som er beskrevet"),
        _("Nei"),
    )


class SubmissionForm(Answers):
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
    espd = _yes_or_no(
        _("Er egenerklæringen (ESPD) fylt ut der?"),
        _("Ja"),
        _("Nei"),
        _("Skal følge kunngjøringen over EØS-terskelen. Under den er den frivillig."),
    )
