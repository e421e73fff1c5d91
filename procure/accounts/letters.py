"""The letters that accounts send: subject and body, in the language that is spoken just now.

None carries a text that a stranger has typed, since anybody can have a letter sent to anybody.
"""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from procure.notifications import post


class Letter(NamedTuple):
    """What is sent."""

    subject: str
    body: str


def _letter(subject: str, *paragraphs: str) -> Letter:
    return Letter(subject, "\n\n".join((_("Hei"), *paragraphs, _("Hilsen Samkjøp"))))


def invitation(token: str, organisation: str) -> Letter:
    """Ask a new person to choose a password."""
    return _letter(
        _("Du er invitert til Samkjøp"),
        _("Du har fått en bruker i Samkjøp for %(organisation)s.", organisation=organisation),
        _("Åpne siden og velg et passord. Lenken virker én gang, i 7 dager:"),
        post.link(f"/invitations/{token}"),
        _("Ventet du ikke denne e-posten? Da kan du se bort fra den."),
    )


def welcome(organisation: str) -> Letter:
    """Tell a person who has a user already that they can act for one more organisation."""
    return _letter(
        _("Du kan nå handle for %(organisation)s", organisation=organisation),
        _("Logg inn med brukeren du har, og velg %(organisation)s under «Bytt».", organisation=organisation),
        post.link("/acting"),
    )


def reset(token: str) -> Letter:
    """Let a person choose a new password."""
    return _letter(
        _("Nytt passord i Samkjøp"),
        _("Noen har bedt om nytt passord for denne adressen. Lenken virker én gang, i én time:"),
        post.link(f"/password-resets/{token}"),
        _("Var det ikke du? Da kan du se bort fra e-posten. Passordet er det samme som før."),
    )


def password_changed() -> Letter:
    """Tell a person that the password is new."""
    return _letter(
        _("Passordet ditt i Samkjøp er endret"),
        _("Passordet er endret, og du er logget ut alle andre steder."),
        _("Var det ikke du? Lag et nytt passord med en gang:"),
        post.link("/password-resets"),
    )


def proof(token: str, organisation: str) -> Letter:
    """Ask the one who asks for access to prove that the address is theirs."""
    return _letter(
        _("Bekreft adressen din"),
        _("Noen har bedt om tilgang til Samkjøp for %(organisation)s.", organisation=organisation),
        _("Var det du? Åpne siden og bekreft. Lenken virker i 7 dager:"),
        post.link(f"/access-requests/proofs/{token}"),
        _("Var det ikke du? Da kan du se bort fra e-posten. Ingenting skjer."),
    )


def known_already() -> Letter:
    """Answer the one who asks for access and has it."""
    return _letter(
        _("Du har allerede en bruker i Samkjøp"),
        _("Noen har bedt om tilgang for denne adressen, som allerede har en bruker."),
        _("Logg inn her, eller lag et nytt passord hvis du har glemt det:"),
        post.link("/sign-in"),
    )


def refusal(organisation: str, reason: str) -> Letter:
    """Tell the one who asked for access that it was refused, and why."""
    return _letter(
        _("Svar på forespørselen om tilgang"),
        _("Du fikk ikke tilgang til Samkjøp for %(organisation)s. Begrunnelsen:", organisation=organisation),
        reason,
        _("Er det en misforståelse, snakk med den som administrerer brukere der du arbeider."),
    )
