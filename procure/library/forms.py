"""What an adviser may type about the annex of an agreement."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from procure.library.models import AnnexRole
from procure.reference import lists
from procure.web.forms import Form, PickField, Required, TextField, VersionField, WholeNumberField
from procure.web.language import current


class TitleForm(Form):
    """The titles of an annex."""

    title_nb = TextField(_("Tittel på bokmål"), [Required(_("Skriv tittelen på bokmål"))], longest=200)
    title_nn = TextField(_("Tittel på nynorsk"), [Required(_("Skriv tittelen på nynorsk"))], longest=200)
    version = VersionField()


class AnnexForm(Form):
    """An annex that we could not find."""

    number = WholeNumberField(
        _("Bilag nummer"), [Required(_("Skriv nummeret på bilaget"))], what=_("Nummeret"), least=1, most=30
    )
    role = PickField(_("Hva bilaget er til"), [Required(_("Velg hva bilaget er til"))], coerce=AnnexRole)
    title_nb = TitleForm.title_nb
    title_nn = TitleForm.title_nn

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = [("", _("Velg …")), *role_names().items()]


def role_names() -> dict[AnnexRole, str]:
    """Return what annexes are for, in the reader's language."""
    return {AnnexRole(key): row[f"name_{current()}"] for key, row in lists.roles().items()}
