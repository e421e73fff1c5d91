"""The frame, the parts of pages and the error pages: drawn once, so looked at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template, render_template_string
from flask_wtf import CSRFProtect

from procure.domain.policy import Actor, Role
from procure.web import forms, language

TEMPLATES = Path(__file__).parents[2] / "templates"
STATUSES = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
INGRID = SimpleNamespace(
    user=SimpleNamespace(name="Ingrid Moseng"),
    organisation=SimpleNamespace(name="Tolga kommune"),
    actor=Actor(1, 1, frozenset({Role.SIGNATORY, Role.BUYER})),
)


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application with the templates, and without a database."""
    app = Flask("procure", template_folder=str(TEMPLATES))
    app.secret_key = "a secret for tests"
    language.init_app(app)
    CSRFProtect(app)
    forms.init_app(app)
    return app


def drawn(app: Flask, template: str, *, path: str = "/needs", **context: object) -> str:
    with app.test_request_context(path):
        text = render_template_string(template, now=NOW, **context)
    return re.sub(r"\s+", " ", text.replace(language.HARD_SPACE, " "))


def error_page(app: Flask, status: int, **context: object) -> str:
    with app.test_request_context("/needs?page=2"):
        return render_template(
            f"errors/{status}.html", status=status, **{"explanation": None, "kept": [], **context}
        )


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("acting", [None, INGRID])
def test_every_error_has_a_page_with_one_heading_and_a_way_on(app, status, acting):
    page = error_page(app, status, acting=acting)
    (heading,) = re.findall(r"<h1>(.+?)</h1>", page)
    assert f"<title>{heading} – Samkjøp</title>" in page
    assert 'class="ds-button"' in page


def test_what_was_typed_is_given_back_and_can_be_sent_again(app):
    page = error_page(app, 400, kept=[("title", "Barnehage"), ("text", "\nen <b>linje</b>")])
    assert "<li>Barnehage</li>" in page
    assert 'action="/needs?page=2"' in page
    assert '<textarea name="text" hidden>\n\nen &lt;b&gt;linje&lt;/b&gt;</textarea>' in page
    assert 'name="csrf_token"' in page


def test_what_was_typed_when_the_session_had_ended_goes_along_to_the_sign_in(app):
    page = error_page(app, 401, kept=[("title", "<b>Barnehage")], kept_json='[["title", "<b>Barnehage"]]')
    assert "<li>&lt;b&gt;Barnehage</li>" in page
    assert 'action="/sign-in"' in page
    assert 'name="kept_to" value="/needs?page=2"' in page
    assert "[[&#34;title&#34;, &#34;&lt;b&gt;Barnehage&#34;]]</textarea>" in page
    assert 'name="csrf_token"' in page


def test_the_explanation_of_a_conflict_stands_first(app):
    page = error_page(app, 409, explanation="Fristen var fredag <18.>")
    assert "<strong>Fristen var fredag &lt;18.&gt;</strong>" in page


def test_the_reader_always_sees_for_whom_they_act(app):
    page = drawn(app, '{% extends "layout.html" %}{% set title = "Behov" %}', acting=INGRID)
    assert "Du handler for <strong>Tolga kommune</strong> som innkjøper og underskriver" in page
    assert "Ingrid Moseng" in page
    assert "X-CSRFToken" in page


def test_a_public_page_needs_no_session(app):
    with app.test_request_context("/"):
        page = render_template_string('{% extends "layout.html" %}{% set title = "Behov" %}', acting=None)
    assert "csrf" not in page.lower()
    assert '<html lang="nb"' in page


def test_the_menu_marks_the_page_and_its_kin(app):
    menu = [
        {"url": "/needs", "label": "Behov", "current": True},
        {"url": "/pools", "label": "Fellesskap", "current": False},
    ]
    frame = '{% extends "layout.html" %}{% set title = "Behov" %}'
    assert 'href="/needs" aria-current="page"' in drawn(app, frame, menu=menu)
    assert 'href="/needs" aria-current="true"' in drawn(app, frame, menu=menu, path="/needs/7")
    assert 'href="/pools" aria' not in drawn(app, frame, menu=menu)


def test_demo_data_is_flagged(app):
    frame = '{% extends "layout.html" %}{% set title = "Behov" %}'
    assert "Demodata." in drawn(app, frame, demo=True)
    assert "Demodata." not in drawn(app, frame, demo=False)


def test_a_journey_without_advice_does_not_tell_that_it_was_given(app):
    text = drawn(app, '{% from "ui/parts.html" import journey %}{{ journey(7) }}')
    words = re.sub(r"<[^>]+>", "", text)
    assert "Rådgiving, ikke brukt" in words
    assert "Godkjenning, ferdig" in words


def test_the_journey_tells_done_from_now_in_words(app):
    text = drawn(app, '{% from "ui/parts.html" import journey %}{{ journey(3) }}')
    assert "Steg 3 av 10: Forpliktelse." in text
    assert text.count("is-done") == 2
    assert text.count(", ferdig") == 2
    assert text.count('aria-current="step"') == 1


def test_a_clock_says_when_how_long_and_what_then(app):
    deadline = datetime(2026, 12, 18, 14, tzinfo=UTC)
    text = drawn(
        app,
        '{% from "ui/parts.html" import clock %}{{ clock("Lukkes", d, now, then="Da låses listen.") }}',
        d=deadline,
    )
    assert '<time datetime="2026-12-18T15:00:00+01:00">Fredag 18. desember 2026 kl. 15.00</time>' in text
    assert "25 dager igjen" in text
    assert "soon" not in text
    assert "Da låses listen." in text


def test_the_list_of_what_waits_drops_the_year_that_is_now(app):
    facts = {"title": "Svar", "href": "/a", "text": "Ellers løper den.", "kind": "warning", "state": "Haster"}
    items = [
        {**facts, "deadline": datetime(2026, 11, 25, 15, tzinfo=UTC)},
        {**facts, "deadline": date(2027, 1, 31)},
        {**facts, "deadline": None, "state": None},
    ]
    text = drawn(app, '{% from "ui/parts.html" import todo %}{{ todo(items, now) }}', items=items)
    assert "<b>Onsdag 25. november</b><span>kl. 16.00</span>" in text
    assert "<b>Søndag 31. januar 2027</b></time>" in text
    assert "Uten frist" in text
    assert text.count("left soon") == 1
    assert text.count("ds-tag") == 2


def test_a_missing_fact_is_said_and_can_be_given(app):
    text = drawn(
        app,
        """{% from "ui/parts.html" import kv %}
        {{ kv("Brukere", None, change="/c") }}{{ kv("Barn", 0, change="/d") }}""",
    )
    assert '<dd class="missing">Ikke besvart</dd>' in text
    assert '<a href="/c">Svar<span class="ds-sr-only"> brukere</span></a>' in text
    assert "<dd >0</dd>" in text
    assert '<a href="/d">Endre' in text


def test_a_change_is_told_without_colour(app):
    parts = [("same", "minst"), ("rem", "99,9"), ("add", "<99,5>"), ("same", "prosent")]
    text = drawn(app, '{% from "ui/parts.html" import redline %}{{ redline(parts) }}', parts=parts)
    assert "fjernet: </span>99,9</del>" in text
    assert "satt inn: </span>&lt;99,5&gt;</ins> prosent" in text


def test_a_folding_table_states_its_roles_and_each_cell_its_heading(app):
    text = drawn(
        app,
        """{% from "ui/tables.html" import fold_table, row, head, cell %}
        {% call fold_table("Hvem", ["Kommune", ("Barn", "num")], foot=[("Sum", "1")]) %}
          {% call row(mine=true) %}{{ head("Tolga", "dere") }}{{ cell("Barn", none, num=true) }}{% endcall %}
        {% endcall %}""",
    )
    assert '<th role="columnheader" scope="col" class="num">Barn</th>' in text
    assert '<tr role="row" class="mine" >' in text
    assert '<td role="cell" data-label="Barn" class="num nil">–</td>' in text
    assert '<th role="rowheader" scope="row" colspan="1">Sum</th>' in text


def test_an_act_that_is_not_possible_stays_with_its_reason(app):
    text = drawn(
        app,
        """{% from "ui/forms.html" import disabled_act %}
        {{ disabled_act("go", "Frys", "Vektene er 90.", "Rett dem", "/w") }}""",
    )
    assert 'aria-disabled="true" aria-describedby="go-why">Frys</button>' in text
    assert '<p class="why-not small" id="go-why">' in text
    assert 'Vektene er 90. <a href="/w">Rett dem</a>' in text


def test_an_act_is_a_form_with_a_token(app):
    text = drawn(
        app, '{% from "ui/forms.html" import act %}{{ act("/pools/3/lock", "Lås", values={"version": 2}) }}'
    )
    assert '<form method="post" action="/pools/3/lock" class="act">' in text
    assert 'name="csrf_token"' in text
    assert 'name="version" value="2"' in text


def test_every_icon_that_is_used_is_drawn():
    icons = (TEMPLATES / "ui/icons.html").read_text()
    drawn_names = set(re.findall(r'name == "(\w+)"', icons))
    pages = [path.read_text() for path in TEMPLATES.rglob("*.html") if "documents" not in path.parts]
    used = {name for page in pages for name in re.findall(r'\bicon(?:_name=|\()"(\w+)"', page)}
    assert used - drawn_names == set()


def test_nothing_is_inline_in_any_page():
    """The content security policy would stop it, silently for whoever did not look."""
    for path in TEMPLATES.rglob("*.html"):
        if "documents" not in path.parts:  # these are printed, not sent to a browser
            page = path.read_text()
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page), (
                path.name
            )
