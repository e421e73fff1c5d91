"""What a lead may type when a pool opens, lets somebody go, changes hands or ends."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from procure.accounts.models import Organisation
from procure.pools.forms import LONGEST_MESSAGE
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    LongTextField,
    PickField,
    Required,
    VersionField,
)

YES, NO = "yes", "no"


class OpenForm(Form):
    """Whom of the list to invite when the pool opens."""

    version = VersionField()
    organisation_ids = ChoicesField(_("Disse blir invitert"), coerce=int)

    def offer(self, organisations: Iterable[Organisation]) -> None:
        """Let these be invited."""
        self.organisation_ids.choices = [(each.id, each.name) for each in organisations]


class ReleaseForm(Form):
    """From when a body is out, and what that costs it by its mandate."""

    version = VersionField()
    released_on = DayField(
        _("Frigitt fra"),
        [Required(_("Skriv dagen kommunen er frigitt fra"))],
        description=_("Dagen det ble bestemt. Fra låsingen og til i dag."),
    )
    release_cost = LongTextField(
        _("Hva koster det, etter fullmakten?"),
        [Required(_("Skriv hva det koster, eller at det ikke koster noe"))],
        longest=LONGEST_MESSAGE,
        description=_(
            "Gjengi det fullmakten sier, for eksempel om del av arbeid som er gjort. Skriv det også om det "
            "ikke koster noe. Dere og kommunen ser teksten."
        ),
    )


class DissolveForm(Form):
    """Why a pool ends."""

    version = VersionField()
    reason = LongTextField(
        _("Hvorfor?"),
        [Required(_("Skriv hvorfor fellesskapet oppløses"))],
        longest=LONGEST_MESSAGE,
        description=_("Alle som er med eller invitert, leser dette."),
    )


class HandOverForm(Form):
    """Who is asked to take over."""

    version = VersionField()
    organisation_id = PickField(
        _("Hvem skal dere spørre?"),
        [Required(_("Velg hvem dere vil spørre"))],
        coerce=int,
        description=_("En som er med i fellesskapet, eller et innkjøpssamarbeid."),
    )

    def offer(self, organisations: Iterable[Organisation]) -> None:
        """Let one of these be chosen."""
        self.organisation_id.choices = [("", _("Velg")), *((each.id, each.name) for each in organisations)]


class LeadAnswerForm(Form):
    """Whether the own body takes over."""

    answer = ChoiceField(
        _("Hva svarer dere?"),
        [Required(_("Velg hva dere svarer"))],
        choices=[(YES, _("Ja, vi tar over som leder nå")), (NO, _("Nei takk"))],
    )
