"""What the forms of a tender's questions share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from procure.domain.law import Law, Part
from procure.web.forms import Form, VersionField

LONGEST_ANSWER = 5_000


class Answers(Form):
    """Some of a tender's questions, filled from the row."""

    apart: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()  # what folds: its title, and its fields
    version = VersionField()

    def __init__(self, law: Law, part: Part | None, obj: object) -> None:
        """law, part: as the tender is judged; for the forms whose choices follow from them."""
        super().__init__(obj=obj)

    def stands_open(self, names: Iterable[str]) -> bool:
        """Whether the fields that fold stand open: something is answered or wrong in them."""
        return any(self[name].errors or self[name].data not in (None, "") for name in names)
