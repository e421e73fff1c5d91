"""What a person types, how it is read, and how it is refused without being lost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect
from hypothesis import given
from hypothesis import strategies as st

from procure.domain.errors import N_, RuleBroken
from procure.domain.money import Ore
from procure.web import forms, language
from procure.web.fields import FIRST_YEAR, LAST_YEAR, read_clock, read_day
from procure.web.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    EmailField,
    Form,
    KronerField,
    LongTextField,
    MomentField,
    PasswordField,
    PickField,
    Required,
    TextField,
    TickField,
    VersionField,
    WholeNumberField,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE = """
{% from "ui/forms.html" import field, hidden, error_summary, act %}
{{ error_summary(form) }}<form method="post">{{ hidden(form) }}
{% call(value) field(form.end) %}{% if value == "date" %}{{ field(form.ends_on) }}{% endif %}{% endcall %}
{% for f in (form.name, form.text, form.cost, form.users, form.closes_at, form.kind, form.links, form.mail,
             form.secret, form.agreed) %}{{ field(f) }}{% endfor %}</form>"""


class EveryForm(Form):
    """One field of every kind; page: itself, as drawn."""

    page: str

    name = TextField("Navn", [Required("Skriv navnet på systemet")], description="Slik det står i avtalen.")
    text = LongTextField("Tekst", longest=1_000)
    cost = KronerField("Kostnad", what="Kostnaden", unit="kr i året")
    users = WholeNumberField("Brukere", what="Antallet")
    ends_on = DayField("Datoen")
    closes_at = MomentField("Frist", what="Fristen")
    end = ChoiceField("Slutt", choices=[("date", "På en dato"), ("never", "Aldri")])
    kind = PickField("Type", choices=lambda: [("", "Velg …"), (7, "Skole")], coerce=int)
    links = ChoicesField("Må snakke med", choices=[("id", "ID-porten"), ("fr", "Folkeregisteret")])
    mail = EmailField("E-post")
    secret = PasswordField("Passord")
    agreed = TickField("Enig")
    version = VersionField(default="3")


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application that shows forms, and does nothing else."""
    app = Flask("procure", template_folder=str(TEMPLATES))
    app.secret_key = "a secret for tests"
    app.config["WTF_CSRF_ENABLED"] = False
    language.init_app(app)
    CSRFProtect(app)
    forms.init_app(app)
    return app


SENT = {"name": "Trollmor", "version": "3"}


def sent(app: Flask, **typed: object) -> EveryForm:
    """Return the form as it is after being sent."""
    with app.test_request_context("/", method="POST", data={**SENT, **typed}):
        form = EveryForm()
        form.accepted()
        form.page = render_template_string(PAGE, form=form)
        return form


def faults(form: Form) -> list[str]:
    return [sentence.replace(language.HARD_SPACE, " ") for _target, sentence in form.faults]


def test_what_can_be_read_is_handed_to_the_service(app):
    form = sent(
        app,
        name="  Trollmor \n AS ",
        text=" a\r\nb \r",
        cost="99 000,-",
        users="1 604",
        ends_on="31.7.2027",
        closes_at=["14.01.2027", "12.00"],
        end="date",
        kind="7",
        links=["id", "fr"],
        mail="Ingrid@Tolga.Kommune.no",
        secret=" passord ",
        agreed="y",
    )
    assert form.answers() == {
        "name": "Trollmor   AS",
        "text": "a\nb",
        "cost": Ore(99_000_00),
        "users": 1604,
        "ends_on": date(2027, 7, 31),
        "closes_at": datetime(2027, 1, 14, 11, 0, tzinfo=UTC),
        "end": "date",
        "kind": 7,
        "links": ["id", "fr"],
        "mail": "ingrid@tolga.kommune.no",
        "secret": " passord ",
        "agreed": True,
        "version": 3,
    }
    assert not form.has_errors


def test_what_is_left_empty_is_not_nought(app):
    answers = sent(app).answers()
    empty = ("cost", "users", "ends_on", "closes_at", "end", "kind")
    assert {name: answers[name] for name in empty} == dict.fromkeys(empty)
    assert answers["text"] == ""
    assert answers["links"] == []
    assert answers["agreed"] is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "   "}, "Skriv navnet på systemet"),
        ({"name": "a" * 201}, "Teksten i «Navn» er på 201 tegn. Det er plass til 200. Kort den ned"),
        ({"text": "b" * 1_001}, "Teksten i «Tekst» er på 1 001 tegn. Det er plass til 1 000. Kort den ned"),
        ({"name": "a\x00b"}, "Teksten i «Navn» har tegn som ikke kan skrives ut. Skriv den på nytt"),
        (
            {"cost": "abc"},
            "Kostnaden «abc» må være et beløp i kroner, for eksempel 99 000 eller 99 000,50",
        ),
        ({"cost": "1 000 000 001"}, "Kostnaden «1 000 000 001» kan ikke være over 1 000 000 000 kr"),
        ({"cost": "-5"}, "Kostnaden «-5» kan ikke være under 0"),
        ({"cost": "5,123"}, "Kostnaden «5,123» kan ha to siffer etter komma, for eksempel 99 000,50"),
        ({"users": "12,5"}, "Antallet «12,5» må være et helt tall, for eksempel 120"),
        ({"users": "-1"}, "Antallet «-1» må være fra 0 til 10 000 000"),
        ({"users": "9" * 5_000}, f"Antallet «{'9' * 40}…» må være et helt tall, for eksempel 120"),
        ({"ends_on": "i morgen"}, "Datoen «i morgen» må skrives slik: 31.07.2027"),
        ({"ends_on": "31.02.2027"}, "Datoen «31.02.2027» finnes ikke. Skriv den slik: 31.07.2027"),
        ({"ends_on": "1.13.2027"}, "Datoen «1.13.2027» finnes ikke. Skriv den slik: 31.07.2027"),
        (
            {"ends_on": "31.07.9999"},
            "Datoen «31.07.9999» har et årstall vi ikke kan bruke. Skriv den slik: 31.07.2027",
        ),
        ({"closes_at": ["1.13.2027", "12"]}, "Fristen «1.13.2027» finnes ikke. Skriv den slik: 31.07.2027"),
        ({"closes_at": ["14.01.2027", ""]}, "Skriv klokkeslettet også, for eksempel 12.00"),
        ({"closes_at": ["", "12.00"]}, "Skriv dagen også, for eksempel 31.07.2027"),
        (
            {"closes_at": ["14.01.2027", "24.00"]},
            "Klokkeslettet «24.00» må skrives slik: 12.00. Døgnet slutter 23.59",
        ),
        (
            {"closes_at": ["28.03.2027", "02.30"]},
            "Klokken stilles fram den natten, så tidspunktet finnes ikke. Velg et annet",
        ),
        ({"end": "sometime"}, "Velg et av alternativene på siden"),
        ({"kind": "abc"}, "Velg et av alternativene på siden"),
        ({"kind": "8"}, "Velg et av alternativene på siden"),
        ({"links": ["id", "x"]}, "Velg et av alternativene på siden"),
        ({"mail": "x@"}, "«x@» er ikke en e-postadresse. Skriv den slik: navn@kommune.no"),
        ({"secret": "p" * 1_001}, "Passordet er for langt, eller har tegn som ikke kan brukes"),
        ({"version": "x"}, "Siden mangler opplysning om hva den er fylt ut fra. Last den på nytt"),
    ],
)
def test_a_refusal_names_the_value_and_the_remedy_once(app, typed, sentence):
    form = sent(app, **typed)
    assert faults(form) == [sentence]
    assert form.has_errors


def test_what_was_typed_stays_in_the_field_and_is_shown_literally(app):
    form = sent(app, name="", cost='<b>"abc"</b>', text="\x00" + "æ" * 1_500, closes_at=["31.02.2027", "9"])
    assert 'value="&lt;b&gt;&#34;abc&#34;&lt;/b&gt;"' in form.page
    assert "æ" * 1_500 in form.page
    assert 'value="31.02.2027"' in form.page
    assert 'value="9"' in form.page


def test_a_password_is_never_given_back(app):
    assert "hemmelig-passord" not in sent(app, name="", secret="hemmelig-passord").page


def test_an_error_is_tied_to_its_field_and_to_the_summary(app):
    page = sent(app, cost="abc", name="", end="x").page
    assert '<a href="#cost">Kostnaden «abc»' in page
    assert '<a href="#end-0">Velg et av alternativene' in page
    assert 'id="cost-error"' in page
    assert re.search(r'<input[^>]*aria-describedby="cost-error"[^>]*id="cost"', page)
    assert re.search(r'<input[^>]*aria-describedby="name-hint name-error"[^>]*aria-invalid="true"', page)
    assert "Tre svar må rettes" in page


def test_every_id_on_the_page_of_a_form_is_used_once(app):
    ids = re.findall(r'\sid="([^"]+)"', sent(app, name="", end="date").page)
    assert len(ids) == len(set(ids))
    assert {"ends_on", "end-0", "end-1", "links-1", "closes_at", "closes_at-clock"} <= set(ids)


def test_a_field_under_a_choice_stands_in_its_inset(app):
    assert re.search(r'<div class="inset">\s*<div class="ds-field">\s*<label for="ends_on"', sent(app).page)


def test_the_version_is_sent_along(app):
    assert '<input type="hidden" name="version" value="3">' in sent(app).page


def test_what_the_rules_say_stands_at_the_field_it_is_about(app):
    form = sent(app)
    form.reject(RuleBroken(N_("Fristen %(day)s er for kort."), field="closes_at", day=date(2027, 1, 14)))
    assert form.faults == [("closes_at", "Fristen torsdag 14. januar 2027 er for kort.")]


def test_what_the_rules_say_about_the_whole_stands_above_the_form(app):
    form = sent(app)
    form.reject(RuleBroken(N_("Kommunen er allerede med.")))
    form.reject(RuleBroken(N_("Feltet finnes ikke."), field="elsewhere"))
    assert form.faults == [("", "Kommunen er allerede med."), ("", "Feltet finnes ikke.")]
    assert form.has_errors


def test_a_refused_form_answers_422_and_a_fresh_one_200(app):
    with app.test_request_context("/"):
        assert not EveryForm().accepted()
        assert forms.render_form("ui/icons.html", EveryForm())[1] == 200  # type: ignore[index]
    with app.test_request_context("/", method="POST", data={}):
        form = EveryForm()
        assert not form.accepted()
        assert forms.render_form("ui/icons.html", form)[1] == 422  # type: ignore[index]


def test_a_form_shows_what_the_row_holds(app):
    with app.test_request_context("/"):
        form = EveryForm(
            cost=Ore(99_000_50),
            users=1604,
            ends_on=date(2027, 7, 31),
            closes_at=datetime(2027, 7, 1, 10, tzinfo=UTC),
        )
        assert form.cost._value() == "99\N{NO-BREAK SPACE}000,50"
        assert form.users._value() == "1\N{NO-BREAK SPACE}604"
        assert form.ends_on._value() == "31.07.2027"
        assert form.closes_at.boxes == ("01.07.2027", "12.00")


@pytest.mark.parametrize(
    "text",
    ["31.07.2027", "31.7.2027", "31/7 2027", "31. juli 2027", "31 JUL 2027", "31-07-2027", "2027-07-31"],
)
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == date(2027, 7, 31)


@pytest.mark.parametrize("text", ["9.05", "09:05", "kl. 9.05", "Kl 9.05"])
def test_a_time_is_read_as_people_write_it(text):
    assert (read_clock(text).hour, read_clock(text).minute) == (9, 5)


@pytest.mark.parametrize("text", ["14.01.2027 12.00", "14.01.2027 kl. 12.00", "2027-01-14T12:00"])
def test_a_moment_may_stand_in_one_box(app, text):
    assert sent(app, closes_at=text).closes_at.data == datetime(2027, 1, 14, 11, 0, tzinfo=UTC)


def test_a_moment_of_a_million_letters_is_refused_without_thinking(app):
    assert sent(app, closes_at="T" * 1_000_000).closes_at.errors


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_a_day_that_is_written_is_read_again(day):
    assert read_day(day.strftime("%d.%m.%Y")) == day
    assert read_day(day.isoformat()) == day


@given(text=st.text(max_size=40))
def test_no_text_breaks_a_field(app, text):
    typed = dict.fromkeys(
        ("name", "text", "cost", "users", "ends_on", "closes_at", "end", "kind", "mail", "version"), text
    )
    form = sent(app, **typed)
    assert isinstance(form.page, str)
