"""What a person may type about a pool."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from procure.accounts.models import Organisation
from procure.domain.states import ParticipationState
from procure.pools.models import MIXED_WITH, ApprovalRule, CostKey
from procure.pools.words import APPROVAL_RULES, COST_KEYS
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    KronerField,
    LongTextField,
    MomentField,
    OnceField,
    PasswordField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
    WholeNumberField,
)
from procure.web.language import starting

LONGEST_PURPOSE = 4_000
LONGEST_COMMENT = 4_000
SIMPLE_KEYS = (CostKey.INHABITANTS, CostKey.EQUAL, CostKey.USERS, CostKey.PUPILS)
LONGEST_MESSAGE = 1_000
OFFERED_RULES = (ApprovalRule.ALL, ApprovalRule.LEAD)  # a steering group has no members to name yet

ANSWERS = {
    ParticipationState.INTERESTED: _("Vi er interessert, og tallene våre skal telle med"),
    ParticipationState.WATCHING: _("Vi følger med, uten å delta nå"),
    ParticipationState.DECLINED: _("Nei takk"),
}


def _started(words: dict[Any, Any], *only: Any) -> list[tuple[Any, str]]:
    return [(value, starting(str(words[value]))) for value in only or words]


def _whom() -> ChoicesField:
    return ChoicesField(_("Hvem vil dere invitere?"), coerce=int)


def _greeting() -> LongTextField:
    return LongTextField(
        _("Hilsen til dem dere inviterer (valgfritt)"),
        longest=LONGEST_MESSAGE,
        description=_("Står i invitasjonen. Skriv gjerne hvem de kan ringe."),
    )


def _name() -> TextField:
    return TextField(
        _("Navnet på fellesskapet"),
        [Required(_("Skriv hva fellesskapet skal hete"))],
        description=_("Slik at andre kjenner det igjen, for eksempel «Barnehagesystem for Nord-Østerdalen»."),
    )


def _purpose() -> LongTextField:
    return LongTextField(
        _("Formål"),
        [Required(_("Skriv hva dere vil kjøpe sammen, og hvorfor"))],
        longest=LONGEST_PURPOSE,
        description=_("Hva dere vil kjøpe sammen, og hvorfor. To eller tre setninger holder."),
    )


def _deadline() -> MomentField:
    return MomentField(
        _("Siste frist for å bli med"),
        [Required(_("Skriv når fellesskapet lukkes"))],
        what=_("Fristen"),
        description=_("Kommunestyret eller kommunedirektøren må rekke å bestemme seg. Fire uker er vanlig."),
    )


def _wanted_start() -> DayField:
    return DayField(
        _("Ønsket oppstart (valgfritt)"),
        what=_("Oppstarten"),
        description=_("Når det nye systemet skal være i bruk."),
    )


class InviteForm(Form):
    """Whom to invite, and what to tell them."""

    organisation_ids = _whom()
    message = _greeting()


class CreateForm(Form):
    """What a new pool is, and who is invited to it at once."""

    once = OnceField()
    name = _name()
    purpose = _purpose()
    closes_at = _deadline()
    wanted_start_on = _wanted_start()
    cost_key = ChoiceField(
        _("Hvordan deler dere kostnadene ved arbeidet?"),
        [Required(_("Velg hvordan kostnadene deles"))],
        choices=lambda: _started(COST_KEYS, *SIMPLE_KEYS),
        coerce=CostKey,
        default=CostKey.INHABITANTS,
        description=_(
            "Gjelder det felles arbeidet. Systemet betaler hver kommune selv, etter sin egen avtale. "
            "En blanding kan dere velge på fellesskapets side til noen har forpliktet seg."
        ),
    )
    approval_rule = ChoiceField(
        _("Hvem godkjenner konkurransen før den kunngjøres?"),
        [Required(_("Velg hvem som godkjenner"))],
        choices=lambda: _started(APPROVAL_RULES, *OFFERED_RULES),
        coerce=ApprovalRule,
        default=ApprovalRule.ALL,
        description=_("Alle passer for opptil ti deltakere. Regelen står der kommunene forplikter seg."),
    )
    organisation_ids = _whom()
    message = _greeting()
    later = TickField(
        _("Bare forbered: inviter ingen ennå"),
        description=_(
            "Da kan dere gjøre teksten og listen ferdig først. Dere åpner fellesskapet når dere vil."
        ),
    )


class EditForm(Form):
    """What a pool is called, what it is for, and when."""

    version = VersionField()
    name = _name()
    purpose = _purpose()
    closes_at = _deadline()
    wanted_start_on = _wanted_start()


class CostKeyForm(Form):
    """How the joint cost is shared."""

    version = VersionField()
    cost_key = ChoiceField(
        _("Hvordan deler dere kostnadene ved arbeidet?"),
        [Required(_("Velg hvordan kostnadene deles"))],
        choices=lambda: _started(COST_KEYS, *SIMPLE_KEYS, CostKey.MIX),
        coerce=CostKey,
    )
    equal_percent = WholeNumberField(
        _("Hvor mye deles likt?"), what=_("Andelen"), unit=_("prosent"), least=1, most=99
    )
    mixed_with = ChoiceField(
        _("Hva deles resten etter?"), choices=lambda: _started(COST_KEYS, *MIXED_WITH), coerce=CostKey
    )


class CommentForm(Form):
    """What somebody writes to the others in the pool."""

    once = OnceField()
    text = LongTextField(
        _("Skriv til de andre i fellesskapet"),
        [Required(_("Skriv det du vil si"))],
        longest=LONGEST_COMMENT,
        description=_("Alle i kommunene som er med eller invitert, kan lese det. Leverandører ser det ikke."),
    )


class AnswerForm(Form):
    """The answer to an invitation."""

    version = VersionField()
    state = ChoiceField(
        _("Hva svarer dere?"),
        [Required(_("Velg hva dere svarer"))],
        choices=lambda: list(ANSWERS.items()),
        coerce=ParticipationState,
        description=_(
            "Svaret binder ikke kommunen. Dere kan endre det til listen låses, og trenger ikke å gi en grunn."
        ),
    )


class VolumesForm(Form):
    """What the own organisation brings into the tender."""

    version = VersionField()
    users = WholeNumberField(
        _("Antall brukere"),
        what=_("Antallet brukere"),
        description=_("Ansatte som trenger pålogging, ikke innbyggere. La stå tomt hvis dere ikke vet ennå."),
    )
    inhabitants = WholeNumberField(
        _("Antall innbyggere systemet skal tjene"),
        what=_("Antallet innbyggere"),
        description=_("Hele kommunen, eller den delen det gjelder."),
    )
    pupils = WholeNumberField(
        _("Antall elever"),
        what=_("Antallet elever"),
        description=_("I kommunens skoler. Brukes bare når kostnadene ved arbeidet deles etter elever."),
    )


class WithdrawForm(Form):
    """Why, if they want to say."""

    version = VersionField()
    reason = LongTextField(
        _("Vil dere si hvorfor? (valgfritt)"),
        longest=LONGEST_MESSAGE,
        description=_("Bare lederen leser svaret. Dere trenger ikke å oppgi grunn."),
    )


def _ceiling() -> KronerField:
    return KronerField(
        _("Ramme (valgfritt)"),
        what=_("Rammen"),
        unit=_("kr uten mva."),
        description=_(
            "Det meste vedtaket lar kommunen bli bundet til i hele avtaletiden. Bare dere og lederen ser "
            "beløpet. Det står ikke i noe dokument, og ingen leverandør får se det."
        ),
    )


def _case_number() -> TextField:
    return TextField(
        _("Saksnummer hos dere (valgfritt)"),
        longest=40,
        description=_("Saken der vedtaket eller fullmakten er journalført."),
    )


class CommitForm(Form):
    """What the body may be bound to, and the signatory's password, once more."""

    version = VersionField()
    ceiling = _ceiling()
    case_number = _case_number()
    password = PasswordField(
        _("Passordet ditt"),
        [Required(_("Skriv passordet ditt"))],
        description=_("Vi spør en gang til, slik at ingen andre kan forplikte kommunen fra maskinen din."),
    )


class CeilingForm(Form):
    """What a committed body may be bound to."""

    version = VersionField()
    ceiling = _ceiling()
    case_number = _case_number()


class OptionHolderForm(Form):
    """A body that may join later, and the most that it may call off."""

    organisation_id = PickField(
        _("Hvem"), [Required(_("Velg hvem som skal kunne bli med senere"))], coerce=int
    )
    users = WholeNumberField(
        _("Høyeste antall brukere"),
        what=_("Antallet brukere"),
        description=_("Det meste de kan komme til å bestille. La stå tomt hvis brukere ikke teller."),
    )
    inhabitants = WholeNumberField(
        _("Høyeste antall innbyggere"),
        what=_("Antallet innbyggere"),
        description=_("Det meste systemet kan komme til å tjene hos dem."),
    )

    def offer(self, organisations: Iterable[Organisation]) -> None:
        """Let one of these be chosen."""
        self.organisation_id.choices = [("", _("Velg")), *((each.id, each.name) for each in organisations)]


class LockForm(Form):
    """The pool as it was when the consequence was shown."""

    version = VersionField()
