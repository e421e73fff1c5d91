"""What a person may type about themselves, other people and organisations."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from procure.accounts.models import ROLES, Kind, Organisation
from procure.accounts.words import KIND_NAMES, role_choices
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    EmailField,
    Form,
    LongTextField,
    PasswordField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
)
from procure.web.language import WORDS

NO_PASSWORD = _("Skriv passordet ditt")
NO_ADDRESS = _("Skriv e-postadressen, for eksempel navn@tolga.kommune.no")
NO_ROLE = _("Velg minst én rolle")
CONFIRM = _("Passordet ditt")
WHY_CONFIRM = _("Vi spør på nytt, fordi dette gir eller tar fra noen rettigheter.")
A_GOOD_ONE = _(
    "Minst 12 tegn. Tre eller fire ord som ikke hører sammen, er lett å huske og vanskelig å gjette."
)
SAME_AGAIN = _("Skriv det samme passordet begge steder")


class SignInForm(Form):
    """Who it is; and what was on the way when the session ended."""

    email = EmailField(_("E-post"), [Required(NO_ADDRESS)])
    password = PasswordField(_("Passord"), [Required(NO_PASSWORD)])
    next = HiddenField()
    kept = HiddenField()  # what was typed, as JSON pairs
    kept_to = HiddenField()  # the path it was sent to


# Fields stand in a form, and in the list of what is wrong with it, in the order that they are made


def _new_password() -> PasswordField:
    return PasswordField(_("Nytt passord"), [Required(_("Velg et passord"))], description=A_GOOD_ONE)


def _repeated() -> PasswordField:
    return PasswordField(_("Gjenta det nye passordet"), [Required(SAME_AGAIN)])


def _confirmation() -> PasswordField:
    """Ask again who it is."""
    return PasswordField(CONFIRM, [Required(NO_PASSWORD)], description=WHY_CONFIRM)


def _roles() -> ChoicesField:
    return ChoicesField(_("Roller"), [Required(NO_ROLE)])


class _NewPassword(Form):
    """A new password, twice."""

    new_password: PasswordField
    repeated: PasswordField

    def validate_repeated(self, field: PasswordField) -> None:
        """Refuse two that differ."""
        if field.data != self.new_password.data:
            raise ValidationError(SAME_AGAIN)


class ChoosePasswordForm(_NewPassword):
    """The password that an invitation or a reset gives."""

    new_password = _new_password()
    repeated = _repeated()


class ChangePasswordForm(_NewPassword):
    """The present password and a new one."""

    present_password = PasswordField(_("Passordet du har nå"), [Required(NO_PASSWORD)])
    new_password = _new_password()
    repeated = _repeated()


class ResetForm(Form):
    """Whose password is forgotten."""

    email = EmailField(_("E-post"), [Required(NO_ADDRESS)])


class AccountForm(Form):
    """What a person is called, and the language they read."""

    name = TextField(_("Navn"), [Required(_("Skriv navnet ditt"))])
    language = ChoiceField(
        _("Språk"),
        [Required(_("Velg et språk"))],
        choices=lambda: [(code, words.name) for code, words in WORDS.items()],
        description=_("Gjelder sidene og e-postene du får. Det som ikke er oversatt ennå, står på bokmål."),
    )
    version = VersionField()


class DeactivateForm(Form):
    """Let a person go."""

    password = _confirmation()


class _Roles(Form):
    """Roles in one organisation."""

    roles: ChoicesField

    def offer(self, organisation: Organisation) -> None:
        """Offer the roles that can be held in the organisation."""
        self.roles.choices = role_choices(ROLES[organisation.kind])


class RolesForm(_Roles):
    """The roles of a person."""

    roles = _roles()
    password = _confirmation()
    version = VersionField()


class InviteForm(_Roles):
    """A person to bring in."""

    name = TextField(_("Navn"), [Required(_("Skriv navnet på den du inviterer"))])
    email = EmailField(_("E-post"), [Required(NO_ADDRESS)], description=_("Invitasjonen sendes hit."))
    roles = _roles()
    password = _confirmation()


class GrantForm(_Roles):
    """What one who asked for access gets."""

    roles = _roles()
    tie = TickField(
        _("Knytt e-postdomenet til virksomheten"),
        description=_("Da går de neste forespørslene herfra til administratoren i virksomheten."),
    )
    password = _confirmation()


class RefuseForm(Form):
    """Why one who asked for access does not get it."""

    reason = LongTextField(
        _("Begrunnelse"),
        [Required(_("Skriv hvorfor"))],
        longest=1000,
        description=_("Sendes til den som spurte."),
    )


class AccessRequestForm(Form):
    """Who asks for access, and for which organisation."""

    name = TextField(_("Navn"), [Required(_("Skriv navnet ditt"))])
    email = EmailField(
        _("E-post på jobben"),
        [Required(NO_ADDRESS)],
        description=_("Den viser hvor du arbeider. Du får en e-post med en lenke for å bekrefte den."),
    )
    organisation_id = PickField(
        _("Kommune"),
        coerce=int,
        description=_("Trengs bare når vi ikke kjenner e-postadressen fra før."),
    )
    reason = LongTextField(
        _("Hva skal du bruke Samkjøp til?"),
        [Required(_("Skriv hva du skal bruke Samkjøp til"))],
        longest=1000,
        description=_("Én setning holder. Den som svarer deg, leser den."),
    )


class OrganisationForm(Form):
    """A body that is no municipality."""

    once = HiddenField(default=lambda: secrets.token_hex(16), validators=[Length(min=16, max=40)])
    kind = ChoiceField(
        _("Hva slags virksomhet"),
        [Required(_("Velg hva slags virksomhet det er"))],
        choices=lambda: [
            (kind.value, name) for kind, name in KIND_NAMES.items() if kind != Kind.MUNICIPALITY
        ],
    )
    name = TextField(_("Navn"), [Required(_("Skriv navnet på virksomheten"))])
    short_name = TextField(
        _("Kort navn"), longest=120, description=_("Brukes i lister. La stå tomt hvis navnet er kort.")
    )
    organisation_number = TextField(
        _("Organisasjonsnummer"), longest=20, description=_("Ni sifre. Kan mangle.")
    )
    language_form = ChoiceField(
        _("Målform"),
        [Required(_("Velg målform"))],
        choices=lambda: [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("neutral", _("Nøytral"))],
        default="nb",
    )


class DomainForm(Form):
    """A mail domain that belongs to an organisation."""

    domain = TextField(
        _("E-postdomene"),
        [Required(_("Skriv domenet, for eksempel tolga.kommune.no"))],
        description=_("Det som står etter krøllalfa. Folk med en slik adresse kan be om tilgang."),
    )
