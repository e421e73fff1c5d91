"""What is asked about the sending of a notice, about what Doffin and TED have answered, and of a lookup."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from procure.web.digests import ShownField
from procure.web.forms import ChoiceField, Form, MomentField, PasswordField, Required, TextField, VersionField
from procure.web.uploads import MEGABYTE

NOW, BEFORE = "now", "before"
LARGEST_SHOWN: Final = 50 * MEGABYTE


class DispatchForm(Form):
    """Whether the notice is sent now or has been, and the password once more."""

    when = ChoiceField(
        _("Er kunngjøringen sendt?"),
        [Required(_("Velg om kunngjøringen er sendt"))],
        choices=[
            (NOW, _("Nei, jeg sender den nå")),
            (BEFORE, _("Ja, den er allerede sendt")),
        ],
        description=_("Samkjøp kan ikke sende til Doffin selv ennå. Du sender der, og skriver det ned her."),
    )
    dispatched_at = MomentField(
        _("Når den ble sendt"),
        description=_("Står på kvitteringen fra Doffin. Over EØS-terskelen: da den ble sendt til TED."),
    )
    password = PasswordField(
        _("Passordet ditt"),
        [Required(_("Skriv passordet ditt"))],
        description=_("Vi spør en gang til, fordi innhold og deltakerliste låses."),
    )


class DoffinForm(Form):
    """The number that Doffin gave."""

    changed = VersionField()
    doffin_id = TextField(
        _("Nummer i Doffin"),
        [Required(_("Skriv nummeret fra Doffin"))],
        longest=40,
        description=_("For eksempel 2026-114503."),
        render_kw={"size": 16},
    )


class TedForm(Form):
    """What TED has confirmed and published."""

    changed = VersionField()
    ted_confirmed_at = MomentField(
        _("TED bekreftet mottaket"),
        what=_("Bekreftelsen fra TED"),
        description=_(
            "Siden åpner når ventetiden etter bekreftelsen er ute, hvis TED ikke har kunngjort før det."
        ),
    )
    ted_published_at = MomentField(
        _("TED kunngjorde"),
        what=_("Kunngjøringen i TED"),
        description=_("Siden åpner med en gang TED har kunngjort."),
    )


class RecogniseForm(Form):
    """A file to know again, or digits from paper or from a manifest."""

    file = ShownField(
        _("Filen"),
        most=LARGEST_SHOWN,
        description=_("Inntil 50 MB. Vi regner ut summen av filen mens den kommer, og tar ikke vare på den."),
    )
    digits = TextField(
        _("Sifrene"),
        longest=200,
        description=_(
            "De tolv sifrene nederst på hver side, for eksempel 5b20 c9e1 774a. "
            "Eller en hel SHA-256, slik den står i manifestet."
        ),
        render_kw={"size": 40, "autocomplete": "off", "spellcheck": "false"},
    )
