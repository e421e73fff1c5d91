"""What a person says on the three pages of an import: which file, which column is what, and yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from procure.sheets.columns import Column, field_of
from procure.sheets.reading import LARGEST
from procure.sheets.table import Sheet, letter
from procure.web.forms import Form, OnceField, PickField, VersionField
from procure.web.uploads import FileField

ROOM = 4 * LARGEST  # of a whole form: what is a little too large is told so beside its box


class UploadForm(Form):
    """Which file."""

    once = OnceField()
    file = FileField(
        lazy("Regnearket"),
        most=LARGEST,
        missing=lazy("Velg filen med listen din"),
        kinds=("xlsx", "csv"),
        description=lazy("Excel (.xlsx) eller CSV, inntil 5 MB og 5 000 rader. Filen selv blir ikke lagret."),
    )


class ConfirmForm(Form):
    """Yes, save the rows that can be used."""

    version = VersionField()


def columns_form(columns: Sequence[Column], sheet: Sheet) -> type[Form]:
    """Make the form that asks for each thing which column it stands in."""
    places = [("", _("Ikke i listen")), *((n, _heading(sheet, n)) for n in range(len(sheet.header)))]
    fields: dict[str, Any] = {field_of(column): _pick(column, places) for column in columns}
    return type("ColumnsForm", (Form,), {"version": VersionField(), **fields})


def _pick(column: Column, places: list[tuple[Any, str]]) -> PickField:
    title = _("%(column)s (må være med)", column=column.title) if column.required else column.title
    return PickField(title, choices=places, coerce=int, description=column.help)


def _heading(sheet: Sheet, place: int) -> str:
    heading = sheet.heading(place)
    samples = ", ".join(sample[:20] for sample in sheet.samples(place, 2))
    named = f"{letter(place)}: {heading[:60]}" if sheet.header[place] else heading
    return f"{named} ({samples})" if samples else named


def filled(columns: Sequence[Column], mapping: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of the columns stands filled with."""
    return {field_of(column): mapping.get(column.key) for column in columns}


def chosen(columns: Sequence[Column], form: Form) -> dict[str, int | None]:
    """Return which place was chosen for each column."""
    answers = form.answers()
    return {column.key: answers[field_of(column)] for column in columns}
