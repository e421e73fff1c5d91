"""What is to be done with the requirements that are ticked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import ValidationError

from procure.tenders import words
from procure.tenders.models import Criterion, Lot
from procure.tenders.service import Change
from procure.web.forms import DayField, Form, TextField

CHOSEN: Final = re.compile(r"\d{1,9}(,\d{1,9}){0,9999}")
REMOVE, PLACE = "remove", "place"
WEIGHTS: Final = range(1, 6)
Choices = Mapping[str, tuple[str, Change | None]]  # by what the form sends: the words, and the change


def choices(criteria: Sequence[Criterion], lots: Sequence[Lot]) -> dict[str, Choices]:
    """Return everything that can be done to many, in groups by their headings."""
    none = (None, gettext("Uten"))
    named = [(each.id, each.name) for each in criteria]
    return {
        gettext("Type"): _each("kind", gettext("Type"), words.KINDS.items()),
        gettext("Kriterium"): _each("criterion_id", gettext("Kriterium"), [*named, none] if named else []),
        gettext("Vekt"): _each("weight", gettext("Vekt"), [*((each, each) for each in WEIGHTS), none]),
        gettext("Oppfylt"): _each("met_when", gettext("Oppfylt"), words.MET_WHEN.items()),
        gettext("Svar"): _each("answer_mode", gettext("Svar"), words.ANSWER_MODES.items()),
        gettext("Gjelder"): _each("lot_id", gettext("Gjelder"), _lots(lots)),
        gettext("Flytt eller ta ut"): {
            PLACE: (gettext("Flytt innenfor gruppen"), None),
            REMOVE: (gettext("Ta ut av konkurransen"), None),
        },
    }


def _each(column: str, what: str, values: Iterable[tuple[Any, Any]]) -> Choices:
    """Offer each value that a column can have, as people read it: «Type: Absolutt»."""
    return {
        f"{column}:{'' if value is None else value}": (
            gettext("%(what)s: %(value)s", what=what, value=name),
            Change(column=column, value=value),
        )
        for value, name in values
    }


def _lots(lots: Sequence[Lot]) -> list[tuple[int | None, str]]:
    if not lots:
        return []
    named = [(each.id, gettext("Delkontrakt %(number)s", number=each.number)) for each in lots]
    return [(None, gettext("Alle delkontraktene")), *named]


class BulkForm(Form):
    """What is done, and to which; the day or the place where that is asked for."""

    do = HiddenField()
    chosen = HiddenField()
    met_by = DayField(_("Datoen kravene skal være oppfylt innen"))
    after = TextField(
        _("Etter hvilket krav?"),
        longest=20,
        description=_("Id-en til kravet de skal stå etter, for eksempel SIK-004. Tomt: først i gruppen."),
    )

    def validate_chosen(self, field: HiddenField) -> None:
        """Refuse what is no list of requirements."""
        if not CHOSEN.fullmatch(field.data or ""):
            raise ValidationError(_("Velg minst ett krav"))

    @property
    def ids(self) -> list[int]:
        """The requirements that are ticked."""
        typed = self.chosen.data or ""
        return [int(each) for each in typed.split(",")] if CHOSEN.fullmatch(typed) else []
