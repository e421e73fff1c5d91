"""What is to be done with the requirements that are ticked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import ValidationError

from procure.library.models import AnswerMode, MetWhen, RequirementKind
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
    return {
        gettext("Endre type"): _each("kind", RequirementKind, words.KINDS),
        gettext("Endre kriterium"): _named("criterion_id", [(each.id, each.name) for each in criteria]),
        gettext("Endre vekt"): _named(
            "weight",
            [(each, gettext("Vekt %(weight)s", weight=each)) for each in WEIGHTS],
        ),
        gettext("Endre når de skal være oppfylt"): _each("met_when", MetWhen, words.MET_WHEN),
        gettext("Endre hvordan de besvares"): _each("answer_mode", AnswerMode, words.ANSWER_MODES),
        gettext("Endre hvem de gjelder"): _of_lots(lots),
        gettext("Flytt eller ta ut"): {
            PLACE: (gettext("Flytt innenfor gruppen"), None),
            REMOVE: (gettext("Ta ut av konkurransen"), None),
        },
    }


def _each(column: str, kind: Any, names: Mapping[Any, Any]) -> Choices:
    return {f"{column}:{each}": (str(names[each]), Change(column=column, value=each)) for each in kind}


def _named(column: str, values: Sequence[tuple[int, str]]) -> Choices:
    none = {f"{column}:": (gettext("Ingen"), Change(column=column, value=None))}
    named = {f"{column}:{each}": (name, Change(column=column, value=each)) for each, name in values}
    return named | none if values else {}


def _of_lots(lots: Sequence[Lot]) -> Choices:
    if not lots:
        return {}
    everybody = {"lot_id:": (gettext("Alle delkontraktene"), Change(column="lot_id", value=None))}
    return everybody | {
        f"lot_id:{each.id}": (
            gettext("Delkontrakt %(number)s %(title)s", number=each.number, title=each.title),
            Change(column="lot_id", value=each.id),
        )
        for each in lots
    }


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
