"""What is said of a file that cannot be used, where several readers say the same."""

from __future__ import annotations

from procure.domain.errors import N_, RuleBroken

NO_SHEET = N_("«%(name)s» er ikke et regneark vi kan lese. Lagre listen som .xlsx eller .csv")
LOCKED = N_("«%(name)s» er beskyttet med passord. Ta bort passordet i Excel, og lagre filen på nytt")


def refused(sentence: str, name: str, **facts: int) -> RuleBroken:
    """Return the refusal of a file, beside the box it was chosen in."""
    return RuleBroken(sentence, field="file", name=name[:60], **facts)
