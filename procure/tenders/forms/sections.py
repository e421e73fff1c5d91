"""The texts of a tender: what is written in one, where one stands, and who writes it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms.validators import Length

from procure.tenders.models import Section
from procure.web.forms import (
    ChoicesField,
    DayField,
    Form,
    LongTextField,
    OnceField,
    PickField,
    Required,
    TextField,
    VersionField,
)

LONGEST_NOTE = 2_000


class SectionForm(Form):
    """The text of a section."""

    version = VersionField()
    body = LongTextField(
        _("Teksten"),
        description=_(
            "Felt i klammer, som {deltakere}, henter svaret fra oppgavelisten. "
            "Ikke skriv tallet eller navnet selv."
        ),
    )


class JoinForm(Form):
    """One's own text beside another that was saved meanwhile; the choices are read clash by clash."""

    base = VersionField()
    version = VersionField()
    mine = LongTextField(_("Din tekst"))


class _Placed(Form):
    """What one of the buyers' own sections is called, and where it stands."""

    title = TextField(
        _("Overskriften"),
        [Required(_("Skriv en overskrift"))],
        longest=200,
        description=_("Nummeret kommer av seg selv, etter hvor teksten står."),
    )
    place = PickField(_("Hvor skal teksten stå?"), [Required(_("Velg hvor teksten skal stå"))])

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Let the section stand in one of the places."""
        self.place.choices = [("", _("Velg …")), *places]


class PlaceForm(_Placed):
    """A section that is there."""

    version = VersionField()


class NewSectionForm(_Placed):
    """A section to come."""

    once = OnceField()


class AssignForm(Form):
    """Which texts somebody is asked to write, and by when."""

    organisation_id = PickField(
        _("Hvem skal skrive?"), [Required(_("Velg hvem som skal skrive"))], coerce=int
    )
    user_id = PickField(
        _("Person"),
        coerce=int,
        description=_("Kan stå åpent. Da får alle innkjøperne hos dem beskjed, og alle kan skrive."),
    )
    due_on = DayField(_("Frist"), description=_("Kan stå tom. Dagen etter blir den rød hos dem og hos dere."))
    note = LongTextField(
        _("Beskjed til dem"),
        longest=LONGEST_NOTE,
        description=_("Hva dere venter, og hvem de kan spørre. Trykkes ikke."),
    )
    section_ids = ChoicesField(
        _("Tekster"), [Length(min=1, message=_("Kryss av for minst én tekst"))], coerce=int
    )

    def offer(
        self,
        sections: Sequence[Section],
        bodies: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, str]],
    ) -> None:
        """Let any of these sections be written by one of these bodies, or one of these people there."""
        self.section_ids.choices = [(each.id, each.title) for each in sections]
        self.organisation_id.choices = [("", _("Velg …")), *bodies]
        self.user_id.choices = [("", _("Ingen bestemt")), *people]
