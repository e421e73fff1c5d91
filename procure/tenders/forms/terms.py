"""What is settled about the contracts: changes to the general text, clauses left out, attachments, forms."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from procure.domain.errors import RuleBroken
from procure.files.contents import KINDS
from procure.library.shelf import spoken
from procure.tenders import facts, words
from procure.tenders.models import Attachment, ChangeKind, Tender
from procure.tenders.service.attachments import LARGEST
from procure.web.forms import (
    ChoiceField,
    Form,
    LongTextField,
    OnceField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
)
from procure.web.uploads import FileField, Sent

LONGEST_CHANGE = 10_000
LONGEST_REASON = 2_000
RULES = "1:"  # the tender documents, beside the first contract


class ChangeForm(Form):
    """A change to a clause of the general text."""

    clause = TextField(
        _("Punkt i avtaleteksten"),
        [Required(_("Skriv nummeret på punktet, for eksempel 4.5"))],
        longest=40,
        description=_("Nummeret slik det står i den generelle avtaleteksten, for eksempel 4.5."),
    )
    kind = ChoiceField(
        _("Hva skjer med punktet?"),
        [Required(_("Velg hva som skjer med punktet"))],
        choices=list(words.CHANGE_KINDS.items()),
        coerce=ChangeKind,
    )
    text = LongTextField(
        _("Ordlyden som gjelder"),
        longest=LONGEST_CHANGE,
        description=_("Skriv hele den nye ordlyden. La stå tomt når punktet ikke skal gjelde."),
    )
    reason = LongTextField(
        _("Hvorfor endres det?"),
        longest=LONGEST_REASON,
        description=_("Trykkes i endringsbilaget, så leverandørene forstår hva dere vil oppnå."),
    )


class NewChangeForm(ChangeForm):
    """A change to come."""

    contract = ChoiceField(
        _("Hvilken kontrakt?"), [Required(_("Velg hvilken kontrakt det gjelder"))], coerce=int
    )
    once = OnceField()

    def offer(self, tender: Tender) -> None:
        """Ask which contract only where there are two."""
        if tender.companion is None:
            del self.contract
        else:
            self.contract.choices = [(str(n), each.code) for n, each in facts.contracts(tender)]


class EditChangeForm(ChangeForm):
    """A change that is there."""

    version = VersionField()


class OmissionForm(Form):
    """Why something does not go with the documents."""

    reason = LongTextField(
        _("Hvorfor utelates det?"),
        [Required(_("Skriv hvorfor det utelates"))],
        longest=LONGEST_REASON,
        description=_("Grunnen lagres og følger konkurransen. Den trykkes ikke."),
    )


class AttachmentForm(Form):
    """A file of the buyers' own, and where it belongs."""

    title = TextField(
        _("Tittel"),
        [Required(_("Skriv hva vedlegget heter"))],
        description=_("Slik det står i listen over vedlegg, for eksempel «Kart over byggene»."),
    )
    home = PickField(_("Hører til"), [Required(_("Velg hva vedlegget hører til"))])
    official_text = TickField(
        _("Dette er DFØs generelle avtaletekst"),
        description=_("Samkjøp har ikke avtaleteksten. Last den ned hos DFØ, og legg den ved uendret."),
    )

    def offer(self, tender: Tender) -> None:
        """Give the tender documents, each second contract, and every annex."""
        places = [("", _("Velg …")), (RULES, _("Konkurransegrunnlaget"))]
        for contract, agreement in facts.contracts(tender):
            if contract > 1:
                places.append((f"{contract}:", gettext("Kontrakt %(number)s", number=contract)))
            for annex in agreement.annexes:
                title = spoken(annex, "title", tender.language)
                places.append((f"{contract}:{annex.number}", words.annex_name(contract, annex.number, title)))
        self.home.choices = places

    def answers(self) -> dict[str, Any]:
        """Return the annex and the name and bytes apart, as the service takes them."""
        told = super().answers()
        contract, _colon, annex = told.pop("home").partition(":")
        sent: Sent | None = told.pop("file")
        file = {"name": sent.name, "data": sent.data} if sent else {}
        return {**told, **file, "contract": int(contract), "annex": int(annex) if annex else None}

    def reject(self, reason: RuleBroken) -> None:
        """Show what is wrong with a file at the field it was chosen in."""
        if reason.field in ("name", "data"):
            reason.field = "file"
        super().reject(reason)


class NewAttachmentForm(AttachmentForm):
    """A file to come."""

    file = FileField(
        _("Fil"),
        most=LARGEST,
        missing=_("Velg en fil"),
        kinds=KINDS,
        description=_("Inntil 20 MB: %(kinds)s. Store filer kan ta litt tid.", kinds=", ".join(KINDS)),
    )
    once = OnceField()


class EditAttachmentForm(AttachmentForm):
    """A file that is there; another may take its place."""

    file = FileField(
        _("Bytt ut filen"),
        most=LARGEST,
        kinds=KINDS,
        description=_("Velg bare når en ny fil skal erstatte den som er der. Frosne versjoner beholder sin."),
    )
    version = VersionField()

    @staticmethod
    def begun(attachment: Attachment) -> dict[str, Any]:
        """Return what stands there now, as the form has it."""
        home = f"{attachment.contract}:{attachment.annex or ''}"
        about = {name: getattr(attachment, name) for name in ("title", "official_text", "version")}
        return {**about, "home": home}
