"""What the forms of a tender's questions share."""

from __future__ import annotations

from procure.domain.law import Law, Part
from procure.web.forms import Form, VersionField

LONGEST_ANSWER = 5_000


class Answers(Form):
    """Some of a tender's questions, filled from the row."""

    version = VersionField()

    def __init__(self, law: Law, part: Part | None, obj: object) -> None:
        """law, part: as the tender is judged; for the forms whose choices follow from them."""
        super().__init__(obj=obj)
