"""The rules in force on a day, gathered for the page that shows every figure with its source and mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import Field, ValidationError

from procure import clock
from procure.domain import law as rules
from procure.domain.deadlines import WEEKEND, holidays
from procure.domain.law import Figure, Group, Holiday, Law, Part, first_day, holidays_known, law_on
from procure.web.forms import DayField, Form
from procure.web.language import full


class DayForm(Form):
    """The day whose rules are shown."""

    on = DayField(lazy("Vis reglene slik de er denne dagen"))

    def validate_on(self, field: Field) -> None:
        """Refuse a day before the oldest figure: there are no rules to show."""
        if field.data and field.data < first_day():
            raise ValidationError(
                _("Reglene her begynner %(day)s. Velg den dagen eller en senere.", day=full(first_day()))
            )


class Off(NamedTuple):
    """A holiday of a year; weekend: it moves nothing, since the day is free anyway."""

    on: date
    holiday: Holiday
    weekend: bool


def day_form() -> DayForm:
    """Read the day that the address asks for, if any."""
    asked = bool(request.args.get("on", "").strip())
    form = DayForm(formdata=request.args if asked else None, data={"on": clock.today()}, meta={"csrf": False})
    if asked:
        form.validate()
    return form


def day_of(form: DayForm) -> date:
    """Return the day asked for, or today where none can be read."""
    asked: date | None = form.on.data
    return clock.today() if asked is None or form.has_errors else asked


def gathered(day: date) -> Mapping[str, Any]:
    """Return all that the page shows of a day."""
    law = law_on(day)
    return {
        "law": law,
        "groups": by_group(law),
        "procedures": {part: law.all_procedures_for(part) for part in (Part.II, Part.III)},
        "records": [each for each in rules.all_record_fields() if each.in_force(day)],
        "rejections": [each for each in rules.all_rejection_grounds() if each.in_force(day)],
        "calendars": {year: calendar(year) for year in (day.year, day.year + 1)},
        "history": rules.history(),
        "references": rules.references(),
    }


def by_group(law: Law) -> Mapping[Group, Sequence[Figure]]:
    """Sort the figures in force by what they are about."""
    figures = law.figures.values()
    return {group: [figure for figure in figures if figure.group is group] for group in Group}


def calendar(year: int) -> Sequence[Off]:
    """List the holidays of a year."""
    known = holidays_known()
    days = sorted(holidays(year).items())
    return [Off(on=day, holiday=known[key], weekend=day.weekday() >= WEEKEND) for day, key in days]
