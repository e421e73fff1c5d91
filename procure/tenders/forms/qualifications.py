"""What a supplier must be to take part."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from procure.tenders import judging
from procure.tenders.models import QualificationKind
from procure.web.forms import (
    ChoiceField,
    Form,
    KronerField,
    LongTextField,
    OnceField,
    Required,
    VersionField,
)

LONGEST = 5_000


class QualificationForm(Form):
    """A qualification requirement."""

    kind = ChoiceField(
        _("Hva gjelder det?"),
        [Required(_("Velg hva kravet gjelder"))],
        choices=list(judging.QUALIFICATION_KINDS.items()),
        coerce=QualificationKind,
    )
    text = LongTextField(
        _("Kravet"),
        [Required(_("Skriv kravet"))],
        longest=LONGEST,
        description=_("Om leverandøren, ikke om løsningen. Bare det som trengs for å levere nettopp dette."),
    )
    documentation = LongTextField(
        _("Slik skal det dokumenteres"),
        longest=LONGEST,
        description=_("Hva leverandøren legger fram. Et krav uten dokumentasjon stopper avsendelsen."),
    )
    turnover = KronerField(
        _("Minste omsetning i året"),
        what=_("Omsetningen"),
        description=_("Bare når kravet gjelder omsetning."),
    )
    turnover_reason = LongTextField(
        _("Hvorfor trengs så høy omsetning?"),
        longest=LONGEST,
        description=_("Når omsetningen er langt over verdien av det som kjøpes. Trykkes."),
    )


class NewQualificationForm(QualificationForm):
    """A qualification requirement to come."""

    once = OnceField()


class EditQualificationForm(QualificationForm):
    """A qualification requirement that is there."""

    version = VersionField()
