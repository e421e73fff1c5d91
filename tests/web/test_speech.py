"""Sentences found quickly are the same sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale, gettext, lazy_gettext

from procure.web import language

PROCURE = Path(language.__file__).parents[1]


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application with the catalogues and nothing else."""
    app = Flask("procure", root_path=str(PROCURE))
    language.init_app(app)
    return app


def test_a_language_forced_for_a_while_is_spoken_until_then_and_no_longer(app):
    nb = "Behovet kan ikke beskrives presist nok ved å vise til standarder."
    nn = "Behovet kan ikkje skildrast presist nok ved å vise til standardar."
    page, lazy = f'{{{{ _("{nb}") }}}}', lazy_gettext(nb)

    def said() -> set[str]:
        return {gettext(nb), render_template_string(page), str(lazy)}

    with app.test_request_context("/"):
        before = said()
        with force_locale("nn"):
            inside = said()
        after = said()
    assert (before, inside, after) == ({nb}, {nn}, {nb})


def test_facts_are_escaped_in_a_page_and_the_sentence_is_not(app):
    with app.test_request_context("/"):
        said = render_template_string('{{ _("A & %(who)s", who=who) }}', who="<b>")
    assert said == "A & &lt;b&gt;"


@pytest.mark.parametrize("sentence", ['{{ _("100 %%") }}', '{{ _("%(count)s %%", count=100) }}'])
def test_a_per_cent_sign_is_written_twice_with_and_without_facts(app, sentence):
    with app.test_request_context("/"):
        assert render_template_string(sentence) == "100 %"


def test_without_an_application_a_sentence_is_said_as_it_is_written():
    assert gettext("Ikke besvart") == "Ikke besvart"
    assert language.babel.domain_instance.gettext("Ikke besvart") == "Ikke besvart"
