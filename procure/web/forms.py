"""Forms: what a person may type on a page, how it is refused, and what is handed to a service."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, SubmitField

from procure.domain.errors import N_, RuleBroken
from procure.web.errors import explain
from procure.web.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    EmailField,
    KronerField,
    LongTextField,
    MomentField,
    OnceField,
    PasswordField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
    WholeNumberField,
)

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "DayField",
    "EmailField",
    "Form",
    "KronerField",
    "LongTextField",
    "MomentField",
    "OnceField",
    "PasswordField",
    "PickField",
    "Required",
    "TextField",
    "TickField",
    "VersionField",
    "WholeNumberField",
    "render_form",
]

CSRF = "csrf_token"
OUTDATED = N_("Siden har ligget åpen for lenge. Det du skrev, står her fortsatt. Send det på nytt")
NOT_A_CHOICE = N_("Velg et av alternativene på siden")


class OwnWords:
    """Our sentences in place of WTForms' own, which are not in nynorsk."""

    sentences: ClassVar[dict[str, str]] = {
        "This field is required.": N_("Dette må fylles ut"),
        "Not a valid choice.": NOT_A_CHOICE,
        "Invalid Choice: could not coerce.": NOT_A_CHOICE,
        "Invalid choice(s): one or more data inputs could not be coerced.": NOT_A_CHOICE,
        "'%(value)s' is not a valid choice for this field.": NOT_A_CHOICE,
        "Not a valid integer value.": N_("Skriv et helt tall, for eksempel 120"),
        "Field must be equal to %(other_name)s.": N_("Skriv det samme begge steder"),
        "Invalid CSRF Token.": OUTDATED,
    }

    def gettext(self, string: str) -> str:
        """Return our sentence for theirs."""
        return _(self.sentences.get(string, N_("Svaret kan ikke brukes. Skriv det på nytt")))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return our sentence for theirs; ours do not count."""
        return self.gettext(singular)


class Form(FlaskForm):
    """What a person may type on one page. Fields are named as the service's parameters."""

    class Meta(FlaskForm.Meta):
        """Our own sentences, always."""

        def get_translations(self, form: Any) -> OwnWords:
            """Return what WTForms asks for its sentences."""
            return OwnWords()

    def __init__(self, **kwargs: Any) -> None:
        """Take what FlaskForm takes: `obj` and `data` fill the fields the first time."""
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]

    def accepted(self) -> bool:
        """Answer whether the form was sent, and everything in it can be read."""
        return request.method == "POST" and bool(self.validate())

    def answers(self) -> dict[str, Any]:
        """Return what was typed, by field name, ready to be handed to a service."""
        return {f.short_name: f.data for f in self if f.short_name != CSRF and not isinstance(f, SubmitField)}

    def reject(self, reason: RuleBroken) -> None:
        """Show why the rules say no: at the field that the reason is about, else above the form."""
        field = self._fields.get(reason.field) if reason.field else None
        if field is None:
            self.form_errors.append(explain(reason))
        else:
            field.errors = [*field.errors, explain(reason)]

    @property
    def has_errors(self) -> bool:
        """Answer whether something must be corrected."""
        return bool(self.errors)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what must be corrected: the id to jump to ("" when there is none) and the sentence."""
        fields = [(_target(f), str(f.errors[0])) for f in self if f.errors]
        return [("", str(error)) for error in self.form_errors] + fields


def field_kind(field: Field) -> str:
    """Return how a field is drawn: one of the branches of the macro `field`."""
    if isinstance(field, MomentField):
        return "moment"
    if isinstance(field, ChoiceField):
        return "radio"
    if isinstance(field, ChoicesField):
        return "checkbox"
    return {"checkbox": "tick", "hidden": "hidden"}.get(getattr(field.widget, "input_type", ""), "box")


def _target(field: Field) -> str:
    """Return the id of the first thing in the field that takes focus."""
    kind = field_kind(field)
    if kind == "hidden":
        return ""
    return f"{field.id}-0" if kind in ("radio", "checkbox") else str(field.id)


def render_form(template: str, form: Form, **context: Any) -> ResponseReturnValue:
    """Answer with the page of a form: 200 the first time, 422 when something was refused."""
    return render_template(template, form=form, **context), 422 if form.has_errors else 200


def init_app(app: Flask) -> None:
    """Let the macros ask how a field is drawn."""
    app.jinja_env.filters["field_kind"] = field_kind
