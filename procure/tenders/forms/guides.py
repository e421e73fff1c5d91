"""The questions of a guide, as a form."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from wtforms import Field

from procure.tenders.guides import Answers, Guide, Question
from procure.web.forms import ChoiceField, Form, Required, VersionField

ASKED = "asked"  # in the address when the answers were sent, be there any or not


def guide_form(guide: Guide) -> Form:
    """Make the form of a guide. Asked for, it reads the address, so that answers can be kept and shared."""
    fields: dict[str, Field] = {question.name: _field(question) for question in guide.questions}
    if request.method == "POST":
        return _made(fields | {"version": VersionField()})()
    asked = ASKED in request.args or any(question.name in request.args for question in guide.questions)
    form = _made(fields)(formdata=request.args if asked else None, meta={"csrf": False})
    if asked:
        form.validate()
    return form


def _made(fields: dict[str, Field]) -> type[Form]:
    return type("GuideForm", (Form,), fields)


def _field(question: Question) -> ChoiceField:
    return ChoiceField(
        _(question.text),
        [Required(_("Velg et svar: %(question)s", question=_(question.text)))],
        choices=[(value, _(label)) for value, label in question.choices.items()],
        description=_(question.hint) if question.hint else "",
    )


def answers_of(guide: Guide, form: Form) -> Answers:
    """Return the answers by question; none until every question has one that can be read."""
    told = {question.name: form[question.name].data for question in guide.questions}
    return {} if form.has_errors or None in told.values() else told
